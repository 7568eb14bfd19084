"""Ending the playout of a data folder from outside, and keeping its place for a while."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator

import psutil

from broadcast_desk.playout.supervisor import take_lock
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder

END_WITHIN_S = 25.0
LOOK_S = 0.2


@contextlib.contextmanager
def playout_stopped(data: DataFolder) -> Iterator[None]:
    """No playout runs on the folder for as long as the block takes, whoever would start one.

    Afterwards it is not started again here: the operating system does that, or whoever stopped it.

    Raises:
        PlayoutError: it does not end ("playout.already_running").
        StoreError: the folder cannot be written to.
    """
    data.create()
    _ask_to_end(data)
    deadline = time.monotonic() + END_WITHIN_S
    while True:
        try:
            lock = take_lock(data)
            break
        except PlayoutError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_S)
    try:
        yield
    finally:
        lock.release()


def _ask_to_end(data: DataFolder) -> None:
    """Tell the supervisor that holds the lease to end, when it is one."""
    try:
        lease = json.loads((data.run / "playout.json").read_text(encoding="utf-8"))
        process = psutil.Process(int(lease["pid"]))
        if "playout" in process.cmdline():
            process.terminate()
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return  # nobody is there any more
