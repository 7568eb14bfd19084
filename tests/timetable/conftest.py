"""Reference plans: compared with what is stored, or stored anew with `--update-reference`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parent / "reference"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("broadcast desk")
    try:
        group.addoption(
            "--update-reference", action="store_true", help="write reference files anew"
        )
    except ValueError:
        return  # another room has added it already


@pytest.fixture
def reference(request: pytest.FixtureRequest):
    """Call with a name and JSON values: they must be what the reference file holds."""

    def check(name: str, value: object) -> None:
        path = REFERENCE / f"{name}.json"
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("--update-reference", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{name}: see the diff with the reference"

    return check
