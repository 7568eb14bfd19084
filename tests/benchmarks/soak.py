"""10,000 items through the real engine at accelerated time: memory and descriptors must stay flat.

Real: engine, plan, brief, decide, guards, loader, decoder threads, bus, records and the log in its
database. Time is moved by hand, a hundred items a day; what is heard is dropped. `SOAK_ITEMS` sets
how many. Exits 1 when a mark is missed.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication

from broadcast_desk.logbook.model import Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.audio import AudioThread
from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.checkpoint import Checkpoint
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.guard import Sessions
from broadcast_desk.playout.loading import Loader
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import Block, Health, OutputReport
from broadcast_desk.playout.records import Records
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.settings import StationSettings, Zone
from tests.fakes.airtime import HandClock, primed
from tests.fakes.stations import MadeStation, tone

ITEMS = int(os.environ.get("SOAK_ITEMS", "10000"))
A_DAY = 100
EVERY = 1_000
LENGTH_S = 2.0
TICK_S = 0.8
FIRST = datetime(2026, 11, 24, 5, 28, 50, tzinfo=STATION_ZONE)
ZONE = Zone("khu-1", "Khu 1")

MOST_MB_PER_1000 = 1.0
MOST_MORE_DESCRIPTORS = 2


class Dropping:
    """An output that hears everything and keeps nothing."""

    name = "dropping"

    def __init__(self) -> None:
        self.samples = 0

    def write(self, block: Block) -> None:
        """Count what sounds."""
        self.samples += int(np.count_nonzero(block.samples))

    def report(self) -> OutputReport:
        """Always well."""
        return OutputReport(self.name, "dropping", Health.GOOD)

    def close(self) -> None:
        """Nothing to do."""


class Soak:
    """A station and its engine, without a process and without waiting."""

    def __init__(self, folder: Path) -> None:
        self.station = MadeStation(folder, StationSettings(zones=(ZONE,), quiet_hours=()))
        for number in range(A_DAY):
            self.station.programme(f"P{number}", tone(300 + 5 * number, LENGTH_S))
        codes = [f"P{number}" for number in range(A_DAY)]
        self.station.slot("s", clock_time(5, 30), codes)
        self.clock = HandClock(FIRST)
        self.output = Dropping()
        self.loader = Loader(self.station.data, self.clock)
        self.records = Records(self.station.data, self.clock, self._take, lambda _: None)
        wall = WallTime(self.clock)
        history, brief = self.records.history(wall.now), self.records.first_brief()
        self.bus = Bus("khu-1", ClockPacer(self.clock.monotonic_s()), [self.output])
        self.group = ZoneGroup(
            "khu-1", [ZONE], self.bus, self.loader, wall, Sessions(), self.records.log, wall.now
        )
        self.group.learn(history)
        self.audio = AudioThread(lambda: [self.bus], self.clock.monotonic_s)
        self.checkpoint = Checkpoint(self.station.data.run / "checkpoint.json")
        groups = [self.group]
        self.engine = Engine(
            wall, groups, self.audio, self.records, self.checkpoint, brief, until=None
        )

    def _take(self, brief: object) -> None:
        self.engine.take_brief(brief)

    def day(self, number: int) -> None:
        """From a minute before the day's session to a little after it."""
        begins = FIRST + timedelta(days=number)
        self.clock.advance((begins - self.clock.now()).total_seconds())
        ticks = round((70 + A_DAY * LENGTH_S + 3) / TICK_S)
        for count in range(ticks):
            self.clock.advance(TICK_S)
            for airing in self.group.airings.values():
                if airing.loading is not None:
                    airing.loading.exception()
            while not all(primed(airing, TICK_S) for airing in self.group.airings.values()):
                time.sleep(0.001)
            self.bus.make_due(self.clock.monotonic_s())
            self.audio.beat_s = self.clock.monotonic_s()
            self.engine._tick()
            if count % 20 == 0:
                self.records.work()

    def close(self) -> None:
        """Put everything away."""
        self.records.work()
        self.bus.close()
        self.loader.close()
        self.checkpoint.close()


def measure(folder: Path, items: int = ITEMS) -> tuple[list[tuple[int, float, int]], Soak]:
    """(items, least RSS in MB of the last `EVERY`, descriptors) each time; and the closed soak.

    RSS swings by 20 MB from day to day with what is loaded and planned just then; what is never
    given back lifts the least of it.
    """
    soak, process, found = Soak(folder), psutil.Process(), []
    sizes: list[float] = []
    for day in range(items // A_DAY):
        soak.day(day)
        gc.collect()
        sizes.append(process.memory_info().rss / 2**20)
        if (day + 1) * A_DAY % min(EVERY, items // 2) == 0:
            found.append(((day + 1) * A_DAY, min(sizes), process.num_fds()))
            print(
                "{:6} items: {:7.1f} MB, {} descriptors".format(*found[-1])
                + f" (at most {max(sizes):.1f} MB)",
                flush=True,
            )
            sizes.clear()
    soak.close()
    return found, soak


def slope_mb(found: list[tuple[int, float, int]]) -> float:
    """Megabytes per 1,000 items; the first thousand, in which everything is loaded, is left out."""
    rows = found[1:]
    counts, sizes = [row[0] / 1_000 for row in rows], [row[1] for row in rows]
    return float(np.polyfit(counts, sizes, 1)[0])


def main() -> None:
    """Print the figures; exit 1 when they are not flat."""
    _ = QCoreApplication.instance() or QCoreApplication([])
    with tempfile.TemporaryDirectory() as folder:
        began_s = time.monotonic()
        found, soak = measure(Path(folder) / "data")
        took_s = time.monotonic() - began_s
        logbook = Logbook(soak.station.db)
        ended = [e.fact for e in logbook.entries() if e.fact.kind is Kind.ENDED]
        complete = sum(1 for fact in ended if fact.data["result"] == "complete")
        valid = logbook.verify().valid
        slope, more = slope_mb(found), found[-1][2] - found[0][2]
        print(f"{complete} of {ITEMS} items complete in {took_s:.0f} s; log valid: {valid}")
        print(f"memory {slope:+.2f} MB per 1,000 items (mark: {MOST_MB_PER_1000:g})")
        print(f"descriptors {more:+d} (mark: {MOST_MORE_DESCRIPTORS})")
        good = slope < MOST_MB_PER_1000 and more <= MOST_MORE_DESCRIPTORS
        if not (good and valid and complete == ITEMS):
            sys.exit(1)


if __name__ == "__main__":
    main()
