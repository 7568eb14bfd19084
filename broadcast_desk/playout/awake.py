"""A computer that is to broadcast must not fall asleep because nobody touches it."""

from __future__ import annotations

import sys

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


def keep_awake() -> bool:
    """Keep Windows from sleeping by itself as long as the calling thread lives; whether it will.

    The screen may go dark. Elsewhere nothing is done: a Debian server does not sleep, and a desktop
    has its own setting for it (SetThreadExecutionState, winbase.h).
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        return bool(kernel.SetThreadExecutionState(_CONTINUOUS | _SYSTEM_REQUIRED))
    else:  # noqa: RET505  (the type checker reads it for one system at a time)
        return False
