"""Sound comes before what else the computer does, as far as the system allows it.

Threads of one Python process wait for each other: one that was put behind the rest of the computer
while it holds the interpreter would hold up the air. So the threads on the way of the sound run in
real time where that is allowed (root, a service with `LimitRTPRIO`), and none is put behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading

REALTIME = 5
"""Above everything ordinary, below the sound server's own threads."""

AHEAD_OF_OTHERS = -10


def go_first() -> None:
    """Let the calling thread go before everything ordinary; on Windows the supervisor sees to it.

    What it starts (threads, children) begins as an ordinary one.
    """
    if sys.platform.startswith("linux"):
        try:
            policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
            os.sched_setscheduler(0, policy, os.sched_param(REALTIME))
        except OSError:
            go_ahead()


def go_ahead() -> None:
    """Let the calling thread go before most others: it works for one that goes first."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), AHEAD_OF_OTHERS)


def take_along() -> None:
    """Let all threads of this process go before most others, those of libraries too."""
    if not sys.platform.startswith("linux"):
        return
    for thread in threading.enumerate():
        if thread.native_id is not None:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread.native_id, AHEAD_OF_OTHERS)
