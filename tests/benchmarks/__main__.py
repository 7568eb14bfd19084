"""`make bench`: run every benchmark, each side by side with its peer or the raw tool.

`python -m tests.benchmarks reading playout` runs only those named.
"""

import importlib
import os
import platform
import sys
from pathlib import Path


def main() -> None:
    here = Path(__file__).parent
    names = sys.argv[1:] or sorted(
        path.stem
        for path in here.glob("*.py")
        if not path.stem.startswith("_") and "def main()" in path.read_text(encoding="utf-8")
    )
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    for name in names:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.{name}").main()


if __name__ == "__main__":
    main()
