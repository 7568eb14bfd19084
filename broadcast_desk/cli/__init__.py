"""The command line. Beside `desk.main` and `playout.main` the only place that wires rooms together.

Exit status: 0 done, 1 refused or failed with a one-line reason, 2 wrong usage.
"""

from broadcast_desk.cli.main import main

__all__ = ["main"]
