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

SERVING = 1
"""Of the threads that serve the sound."""

AHEAD_OF_OTHERS = -10

COMPUTING = ("records", "housekeeping")


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
    """Let the other threads of this process go first too, so that none holds the sound up.

    Those that compute for long only go before most others: the sound server needs its turn.
    """
    if sys.platform.startswith("linux"):
        for thread in threading.enumerate():
            number = thread.native_id
            with contextlib.suppress(OSError):
                if number is None or os.sched_getscheduler(number) != os.SCHED_OTHER:
                    continue
                if thread.name in COMPUTING:
                    os.setpriority(os.PRIO_PROCESS, number, AHEAD_OF_OTHERS)
                else:
                    policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
                    os.sched_setscheduler(number, policy, os.sched_param(SERVING))
