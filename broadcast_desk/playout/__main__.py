"""The engine process, as the supervisor starts it: one argument, the setup as JSON.

Standard output carries a beat a line to the supervisor; the end of standard input is its end.
"""

import contextlib
import os
import sys

AHEAD_OF_OTHERS = -10
"""Priority of the engine, where it may be raised (a service, or root)."""


def _go_first() -> None:
    """Sound comes before what else the computer does; on Windows the supervisor sees to it."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, AHEAD_OF_OTHERS)


if __name__ == "__main__":
    _go_first()  # before the rest is even loaded: after a crash every moment is silence
    from broadcast_desk.playout.process import main

    sys.exit(main(sys.argv[1]))
