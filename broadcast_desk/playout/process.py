"""The engine as a child process: its technical log, and what it says to its supervisor."""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import os
import sys
import threading
import traceback
from collections.abc import Iterator

import filelock

from broadcast_desk.playout.awake import keep_awake
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.main import run_engine
from broadcast_desk.playout.priority import take_along
from broadcast_desk.playout.setup import Setup
from broadcast_desk.station.errors import DeskError, PlayoutError, store_error_from_os
from broadcast_desk.station.paths import DataFolder

REFUSED = 3
"""Exit status: it cannot work until a person does something; the reason is on standard output."""

CRASHED = 70
"""Exit status: our own bug; the supervisor starts anew."""

BEAT_S = 1.0
LOCK_WAIT_S = 3.0

_log = logging.getLogger(__name__)


def main(setup_json: str) -> int:
    """Run an engine; its exit status for the supervisor."""
    setup = Setup.from_json(setup_json)
    _keep_log(DataFolder(setup.data))
    threading.excepthook = _on_thread_error
    try:
        with _only_engine(DataFolder(setup.data)):
            keep_awake()
            return run_engine(setup, _attach, say_line)
    except DeskError as error:
        _log.error("engine.refused %s", error)
        say_line(refused=error.code, params={k: str(v) for k, v in error.params.items()})
        return REFUSED
    except Exception:  # noqa: BLE001  (logged; the supervisor starts anew)
        _log.exception("engine.crashed")
        traceback.print_exc()
        return CRASHED


def say_line(**facts: object) -> None:
    """Tell the supervisor something: one JSON object a line."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


@contextlib.contextmanager
def _only_engine(data: DataFolder) -> Iterator[None]:
    """Hold the engine's lock: whatever supervisors do, one engine sounds in a data folder.

    Raises:
        PlayoutError: another engine sounds ("playout.already_running").
    """
    lock = filelock.FileLock(data.run / "engine.lock")
    try:
        lock.acquire(timeout=LOCK_WAIT_S)
    except filelock.Timeout as error:
        raise PlayoutError("playout.already_running", path=data.root) from error
    except OSError as error:
        raise store_error_from_os(error, data.run) from error
    with lock:
        yield


def _attach(engine: Engine) -> None:
    """Beat while the engine ticks, and end it when the supervisor is gone."""
    beat = _Beat(engine)
    engine.after_tick.append(beat)
    if not sys.stdin.isatty():
        threading.Thread(target=_watch_supervisor, args=(engine,), daemon=True).start()


class _Beat:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next_s = 0.0
        self._no_card_said = False

    def __call__(self) -> None:
        now_s = self._engine.wall.mono_s
        if not self._no_card_said and "playout.no_card" in self._engine.alarms:
            self._no_card_said = True
            say_line(note="playout.no_card_note")
        if now_s >= self._next_s and self._engine.records.alive:
            self._next_s = now_s + BEAT_S
            take_along()
            say_line(beat=True)


def _watch_supervisor(engine: Engine) -> None:
    while sys.stdin.readline():
        pass
    engine.end_wanted = "playout.ended"


def _keep_log(data: DataFolder) -> None:
    data.create()
    handler = logging.handlers.RotatingFileHandler(
        data.logs / "playout.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _on_thread_error(args: threading.ExceptHookArgs) -> None:
    """A thread of ours died: nothing is trusted any more, the supervisor starts anew."""
    name = args.thread.name if args.thread else ""
    error = (args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    _log.critical("thread.died %s", name, exc_info=error)
    logging.shutdown()
    sys.stdout.flush()
    os._exit(CRASHED)
