"""Blocks on their way to a file: a bounded queue and a thread, shared by what records.

The bus hands blocks over and goes on. A disk that is too slow loses sound in the recording, and
says so; one that fails is tried again with the next block.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from broadcast_desk.playout.ports import Block
from broadcast_desk.station.errors import StoreError

QUEUE_BLOCKS = 500
"""Ten seconds: a disk that stalls longer loses sound in the recording, never on air."""

_log = logging.getLogger(__name__)


class Tape(Protocol):
    """What is written to, in the recording's thread.

    OSError, RuntimeError (libsndfile's errors are such) or StoreError say that it failed.
    """

    def take(self, block: Block, heard_at: datetime) -> None:
        """Write a block whose first sample is heard at an instant."""
        ...

    def let_go(self) -> None:
        """A block could not be written: close what will not work any more."""
        ...

    def finish(self) -> None:
        """Close it: nothing more comes."""
        ...


class Recording:
    """The way from the bus to a tape.

    Args:
        tape: what is written to.
        now: where wall-clock instants come from.
        monotonic_s: the clock of `Block.due_s`.
        failed: message code of what is said while the tape fails.
    """

    def __init__(
        self,
        tape: Tape,
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
        failed: str,
    ) -> None:
        self.lost = 0
        self.reason = ""
        self._tape = tape
        self._now = now
        self._monotonic_s = monotonic_s
        self._failed = failed
        self._queue: queue.Queue[tuple[Block, datetime] | None] = queue.Queue(QUEUE_BLOCKS)
        self._thread = threading.Thread(target=self._write_all, name="recording", daemon=True)
        self._thread.start()

    def write(self, block: Block) -> None:
        """Take a block; returns at once."""
        heard_at = self._now() + timedelta(seconds=block.due_s - self._monotonic_s())
        try:
            self._queue.put_nowait((block, heard_at))
        except queue.Full:
            self.lost += len(block.samples)

    def close(self) -> None:
        """Write what is left and close the tape."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(10.0)

    def _write_all(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._does(partial(self._tape.take, *item)):
                self.reason = ""
            else:
                self.lost += len(item[0].samples)
                self._does(self._tape.let_go)
        self._does(self._tape.finish)

    def _does(self, step: Callable[[], None]) -> bool:
        try:
            step()
        except (OSError, RuntimeError, StoreError) as error:
            _log.warning("recording.failed %s %s", self._failed, error)
            self.reason = self._failed
            return False
        return True
