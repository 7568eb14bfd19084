"""Faults built into a real engine: the interpreter loads this when PYTHONPATH names the folder.

`BD_FAULT` names the fault, `BD_FAULTS` a folder through which the test steers it.
"""

import os
import sys
import time
from pathlib import Path

FAULT = os.environ.get("BD_FAULT", "")
FOLDER = Path(os.environ.get("BD_FAULTS", "."))


def _once(name: str) -> bool:
    """Whether the test asks for this now; it is taken back."""
    try:
        (FOLDER / name).unlink()
    except OSError:
        return False
    return True


def drop_command() -> None:
    """The first order to the bus gets lost."""
    from broadcast_desk.playout.bus import Bus

    play = Bus.play

    def lossy(self, permit, source, **more):
        if not _once("drop"):
            play(self, permit, source, **more)

    Bus.play = lossy


def step_clock() -> None:
    """The wall clock is off by as many seconds as the file `offset` says."""
    from datetime import UTC, datetime, timedelta

    from broadcast_desk.station.clock import SystemClock

    def now(self):
        try:
            return datetime.now(UTC) + timedelta(seconds=float((FOLDER / "offset").read_text()))
        except (OSError, ValueError):
            return datetime.now(UTC)

    SystemClock.now = now


def block_engine() -> None:
    """The engine's thread stands still for three seconds when `block` appears."""
    from broadcast_desk.playout.engine import Engine

    tick = Engine._tick

    def slow(self):
        if _once("block"):
            time.sleep(3.0)
        tick(self)

    Engine._tick = slow


def slow_disk() -> None:
    """Reading a recording takes five seconds."""
    from broadcast_desk.playout.sources import recorded

    opened = recorded.open_checked

    def slow(path, sha256):
        time.sleep(5.0)
        return opened(path, sha256)

    recorded.open_checked = slow


def smuggle() -> None:
    """Cues that never came from a timetable are in every brief."""
    import dataclasses
    import pickle

    from broadcast_desk.playout import records

    made = records.make_brief

    def with_smuggled(*arguments, **more):
        brief = made(*arguments, **more)
        cues = pickle.loads((FOLDER / "cues").read_bytes())
        return dataclasses.replace(brief, cues=(*brief.cues, *cues))

    records.make_brief = with_smuggled


def raise_in_threads() -> None:
    """A thread raises when the file of its name appears."""

    def breaking(call, name):
        def broken(*arguments, **more):
            if _once(name):
                raise AssertionError(name)
            return call(*arguments, **more)

        return broken

    from broadcast_desk.playout.bus import Bus
    from broadcast_desk.playout.checkpoint import Checkpoint
    from broadcast_desk.playout.engine import Engine
    from broadcast_desk.playout.records import Records
    from broadcast_desk.playout.sources.recorded import RecordedSource

    Bus.make_due = breaking(Bus.make_due, "audio")
    Engine._tick = breaking(Engine._tick, "engine")
    Records.work = breaking(Records.work, "records")
    Checkpoint._write = breaking(Checkpoint._write, "checkpoint")
    RecordedSource._wait_for_room = breaking(RecordedSource._wait_for_room, "decode")


if FAULT and any(part.startswith("broadcast_desk") for part in sys.orig_argv):
    for fault in FAULT.split(","):
        {
            "drop": drop_command, "clock": step_clock, "block": block_engine, "slow": slow_disk,
            "raise": raise_in_threads, "smuggle": smuggle,
        }[fault]()  # fmt: skip
