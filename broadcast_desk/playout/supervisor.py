"""The parent of the engine: starts it anew when it dies or stops beating, and never gives up.

One supervisor holds a data folder, by a lock that the operating system lets go when it dies, and
by a lease where two computers share the folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import logging.handlers
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import IO, Any

import filelock

from broadcast_desk.playout.lease import Lease
from broadcast_desk.playout.setup import RENEW, Setup
from broadcast_desk.station.errors import PlayoutError, store_error_from_os
from broadcast_desk.station.paths import DataFolder

FIRST_BEAT_S = 30.0
"""An engine may take so long to begin to beat (a slow disk, a database to check)."""

BEAT_LIMIT_S = 8.0
"""An engine that has not beaten for so long hangs, and is replaced."""

BACK_OFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Pauses before the next starts; the last one for ever, so the next slot is never given up."""

SLEPT_S = 1.0
"""A wait that took so much longer than it was to take was a sleep of the whole computer."""

WELL_AFTER_S = 60.0
"""An engine that ran so long was well: pauses begin anew."""

LEAN = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""What keeps an engine small: a station has no use for threads of linear algebra."""

REFUSED = 3
MOST_STDERR_BYTES = 1_000_000
END_WAIT_S = 20.0

_log = logging.getLogger(__name__)

Tell = Callable[[dict[str, Any]], None]


def supervise(setup: Setup, tell: Tell) -> int:
    """Keep an engine running until it ends by itself or this process is told to end.

    Args:
        setup: how it runs.
        tell: is given what the engine says to people: `{"note": code, ...}`.

    Returns:
        Exit status, 0.

    Raises:
        PlayoutError: another playout holds the data folder, or the engine cannot start at all.
        StoreError: the data folder cannot be written to.
    """
    data = DataFolder(setup.data)
    data.create()
    lock = take_lock(data)
    handler = _keep_log(data)
    supervisor = _Supervisor(setup, tell)
    lease = Lease(data.run / "playout.json", supervisor.give_up)
    try:
        lease.take()
        return supervisor.run()
    finally:
        lease.close()
        _log.removeHandler(handler)
        handler.close()
        lock.release()


def _keep_log(data: DataFolder) -> logging.Handler:
    """Write what happens to engines to a file of its own, not to people."""
    handler = logging.handlers.RotatingFileHandler(
        data.logs / "supervisor.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.propagate = False
    return handler


def take_lock(data: DataFolder) -> filelock.BaseFileLock:
    """Become the one playout of a data folder; releasing the lock ends that.

    Raises:
        PlayoutError: another playout holds it ("playout.already_running").
        StoreError: the lock's file cannot be written.
    """
    lock = filelock.FileLock(data.run / "playout.lock")
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout as error:
        raise PlayoutError("playout.already_running", path=data.root) from error
    except OSError as error:
        raise store_error_from_os(error, data.run) from error
    return lock


class _Supervisor:
    def __init__(self, setup: Setup, tell: Tell) -> None:
        self._setup = setup
        self._tell = tell
        self._ending = threading.Event()
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._failures = 0
        self._well_once = False
        self._lost_to = ""

    def give_up(self, computer: str) -> None:
        """End: another computer plays this folder. May be called from any thread."""
        self._lost_to = computer
        self._ending.set()
        self._lines.put({})

    def run(self) -> int:
        """Start engines until one ends well."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        while True:
            began_s = time.monotonic()
            status, refused = self._run_engine()
            if self._lost_to:
                raise PlayoutError("playout.other_computer", computer=self._lost_to)
            if status == 0 or self._ending.is_set():
                return 0
            if status == RENEW:
                self._setup = dataclasses.replace(self._setup, resumed=True)
                continue
            if status == REFUSED and not self._well_once:
                raise PlayoutError(refused.pop("refused", "playout.engine_failed"), **refused)
            if time.monotonic() - began_s > WELL_AFTER_S:
                self._failures = 0
            _log.error("engine.ended status=%s", status)
            pause_s = BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
            self._failures += 1
            damaged = refused.get("refused") == "store.corrupt"
            self._setup = dataclasses.replace(self._setup, resumed=not damaged)
            if self._ending.wait(pause_s):
                return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._ending.set()
        self._lines.put({})

    def _run_engine(self) -> tuple[int, dict[str, Any]]:
        """One engine's life: its exit status, and why it refused to work."""
        engine = _start_engine(self._setup)
        self._lines = queue.Queue()
        reader = threading.Thread(target=self._read, args=(engine, self._lines), daemon=True)
        reader.start()
        refused: dict[str, Any] = {}
        limit_s = FIRST_BEAT_S
        while True:
            asked_s = time.monotonic()
            try:
                line = self._lines.get(timeout=limit_s)
            except queue.Empty:
                if time.monotonic() - asked_s > limit_s + SLEPT_S:
                    continue  # this process was held up too: the computer slept
                _log.error("engine.silent")
                engine.kill()
                break
            if self._ending.is_set():
                _ask_to_end(engine)
                break
            if line is None:
                break
            if "refused" in line:
                refused = {"refused": line["refused"], **line.get("params", {})}
            elif "beat" in line:
                limit_s, self._well_once = BEAT_LIMIT_S, True
            else:
                self._tell(line)
        status = engine.wait()
        reader.join(1.0)
        for pipe in (engine.stdin, engine.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return status, refused

    def _read(
        self, engine: subprocess.Popen[str], lines: queue.Queue[dict[str, Any] | None]
    ) -> None:
        assert engine.stdout is not None
        for text in engine.stdout:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                lines.put(line)
        lines.put(None)


def _start_engine(setup: Setup) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "broadcast_desk.playout", setup.to_json()]
    with _stderr_file(DataFolder(setup.data)) as stderr:
        return _popen(command, stderr)


def _stderr_file(data: DataFolder) -> IO[bytes]:
    """Where the engine's standard error goes: words of libraries, the trace of a crash.

    Raises:
        StoreError: it cannot be written.
    """
    path = data.logs / "engine-stderr.log"
    try:
        keep = path.exists() and path.stat().st_size < MOST_STDERR_BYTES
        return path.open("ab" if keep else "wb")
    except OSError as error:
        raise store_error_from_os(error, path) from error


def _popen(command: list[str], stderr: IO[bytes]) -> subprocess.Popen[str]:
    more: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = (
            subprocess.CREATE_NO_WINDOW
            | subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.HIGH_PRIORITY_CLASS
        )
        more = {"creationflags": flags}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=LEAN | os.environ,
        text=True,
        encoding="utf-8",
        **more,
    )


def _ask_to_end(engine: subprocess.Popen[str]) -> None:
    """Close the engine's standard input: it logs what is on air as ended, and ends."""
    assert engine.stdin is not None
    engine.stdin.close()
    try:
        engine.wait(END_WAIT_S)
    except subprocess.TimeoutExpired:
        engine.kill()
