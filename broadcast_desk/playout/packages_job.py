"""Inbox and feeds in a child process: decoding and hashing never share the engine's interpreter.

Playout does not know packages; it only starts `package housekeeping`, at low priority, and hears
whether it went well.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import IO

from broadcast_desk.station.errors import DeskError, PlayoutError
from broadcast_desk.station.paths import DataFolder

LIMIT_S = 5 * 3600.0
"""A child may run so long: longer than the import of one package may take by its own limit."""

LOW_PRIORITY = 15
if sys.platform == "win32":
    CREATION_FLAGS = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
else:
    CREATION_FLAGS = 0

_log = logging.getLogger(__name__)


class PackagesJob:
    """One child at a time; each turn hears of the last one and starts the next.

    Args:
        data: the station's folder.
        command: what to run instead of `package housekeeping`.
        limit_s: a child that runs longer is ended.
        now_s: monotonic seconds.
    """

    def __init__(
        self,
        data: DataFolder,
        command: Sequence[str] | None = None,
        limit_s: float = LIMIT_S,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = tuple(command or _command(data))
        self._limit_s = limit_s
        self._now_s = now_s
        self._child: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._began_s = 0.0
        self._trouble: DeskError | None = None

    @property
    def pid(self) -> int | None:
        """The child that runs, None when there is none."""
        return self._child.pid if self._child is not None else None

    def turn(self) -> None:
        """Hear how the last child fared, and start the next one unless it still runs.

        Raises:
            PlayoutError: the last child ended badly, ran too long, or none can be started.
            DeskError: the code that the last child gave.
        """
        if not self._still_runs():
            self._start()
        if self._trouble is not None:
            raise self._trouble

    def wait(self, limit_s: float) -> None:
        """Wait for the child that runs, if any."""
        if self._child is not None:
            self._child.wait(limit_s)

    def close(self) -> None:
        """End the child that runs; an import that it breaks off leaves nothing behind."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._hear(self._child)

    def _still_runs(self) -> bool:
        child = self._child
        if child is None:
            return False
        if child.poll() is None:
            if self._now_s() - self._began_s < self._limit_s:
                return True
            child.kill()
            child.wait()
            self._hear(child)
            self._trouble = PlayoutError("playout.packages_slow")
            return False
        self._trouble = self._hear(child)
        return False

    def _start(self) -> None:
        said = tempfile.TemporaryFile()  # noqa: SIM115  (closed when the child has been heard)
        try:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.DEVNULL,
                creationflags=CREATION_FLAGS, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            said.close()
            _log.warning("packages.not_started %s", error)
            self._trouble = PlayoutError("playout.packages_failed")
            return
        self._said, self._began_s = said, self._now_s()
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._child.pid, LOW_PRIORITY)

    def _hear(self, child: subprocess.Popen[bytes]) -> DeskError | None:
        """What a child that has ended says went wrong, None when all is well."""
        assert self._said is not None
        with self._said as said:
            said.seek(0)
            written = said.read(10_000_000)
        self._child = self._said = None
        try:
            troubles = json.loads(written)["troubles"]
            return DeskError(troubles[0]["code"]) if troubles else None
        except (ValueError, KeyError, TypeError, IndexError):
            _log.warning("packages.ended_badly %s %r", child.returncode, written[:500])
            return PlayoutError("playout.packages_failed")


def _command(data: DataFolder) -> tuple[str, ...]:
    words = ("package", "housekeeping", "--json", "--data", str(data.root))
    return (sys.executable, "-m", "broadcast_desk", *words)
