"""The station's computer: playout's real parts, as `playout.main` puts them together, on paper.

Loses everything in memory at a power cut; reads the log and goes on when power is back.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout import facts
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.decide import ARM_AHEAD
from broadcast_desk.playout.emergency import Message
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.guard import Sessions
from broadcast_desk.playout.records import Records
from broadcast_desk.playout.simulation.clock import SimulatedClock
from broadcast_desk.playout.simulation.sound import (
    Heard,
    PaperBus,
    PaperLoader,
    PaperMedia,
    PaperSource,
)
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.model import Cue, Recorded, Relay

AFTER_S = 0.05
"""So long after an instant at which something can happen the engine looks."""

AFTER = timedelta(seconds=AFTER_S)
BEFORE = timedelta(seconds=0.45)
"""A little before the place of an armed voice is fixed."""

SOON = timedelta(seconds=0.02)
AGAIN_S = 0.1
LONGEST_S = 900.0
MESSAGE_S = 20.0


class Machine:
    """Playout on a computer that is switched on.

    Args:
        data: the station's folder.
        clock: what the station takes for the time.
        media: which files are damaged.
        dead: URLs of relays that carry nothing.
        smuggled: cues that get past the plan.
        last_alive_at: the checkpoint of the run before, by the station's clock.
        on_heard: is told what sounds.
    """

    def __init__(
        self,
        data: DataFolder,
        clock: SimulatedClock,
        media: PaperMedia,
        dead: set[str],
        smuggled: list[Cue],
        last_alive_at: datetime | None,
        on_heard: Callable[[Heard], None],
    ) -> None:
        self._clock = clock
        self._db = open_database(data.database)
        self._db.conn.execute("PRAGMA synchronous = OFF")
        self.wall = WallTime(clock)
        self.records = Records(data, clock, self._take_brief, lambda _: None, self._db)
        history = self.records.history(self.wall.now)
        self._smuggled = smuggled
        self.brief = self._with_smuggled(self.records.first_brief())
        self._moments = _moments(self.brief)
        self._loader = PaperLoader(data, clock, media, dead)
        sessions = Sessions()
        seen_from = last_alive_at or history.last_entry_at or self.wall.now
        self.buses = [PaperBus(zone.id, clock, on_heard) for zone in self._settings.zones]
        self.groups = [
            ZoneGroup(
                bus.name, [zone], bus, self._loader, self.wall, sessions, self._log, seen_from
            )
            for bus, zone in zip(self.buses, self._settings.zones, strict=True)
        ]
        for group in self.groups:
            group.learn(history)
        self._doubt = ""
        self._changed = True
        more = {"last_alive_at": last_alive_at.isoformat()} if last_alive_at else {}
        self._log(facts.playout(self.wall.now, "started", **more))

    @property
    def _settings(self) -> StationSettings:
        return self.brief.settings

    @property
    def held(self) -> bool:
        """Whether the clock cannot be believed."""
        return bool(self._doubt)

    def tick(self, *, stores: bool = True) -> None:
        """What the engine does ten times a second, and its threads meanwhile.

        Args:
            stores: facts reach the log; not in the instant of a power cut.
        """
        self.hear()
        self._changed = False
        step = self.wall.look()
        if step:
            seconds = f"{step.total_seconds():+.3f}"
            self._log(facts.alarm(self.wall.now, "playout.clock_stepped", seconds=seconds))
        if stores:
            self.records.work()
        self._doubt = self.records.sanity.look(self.wall.now)
        for group in self.groups:
            group.state.doubt = self._doubt
            group.tick(self.brief)
        if stores:
            self.records.work()

    def hear(self) -> None:
        """Let sound what is due before something happens."""
        for bus in self.buses:
            bus.make_due(self._clock.monotonic_s())

    def next_look_s(self) -> float:
        """The next instant at which something can happen, in monotonic seconds."""
        now_s = self._clock.monotonic_s()
        if self._changed:
            return now_s + AGAIN_S
        found = [now_s + LONGEST_S]
        found += [at + AFTER_S for bus in self.buses if (at := bus.next_event_s()) is not None]
        now = self.wall.now
        place = bisect.bisect_right(self._moments, now + SOON)
        if place < len(self._moments):
            found.append(now_s + (self._moments[place] - now).total_seconds())
        return min(at for at in found if at > now_s + SOON.total_seconds())

    def emergency(self, number: int, by: str) -> str:
        """An emergency message, twice; its name."""
        name = f"emergency/{number}"
        samples = np.zeros(round(MESSAGE_S * SAMPLE_RATE_HZ), np.float32)
        content = Recorded(0, 0, "", "Tin khẩn cấp", "", "", len(samples), kind="emergency")
        self._log(Fact(self.wall.now, Kind.EMERGENCY, "", {"by": by, "name": name}))
        for group in self.groups:
            group.play_emergency(name, Message(content, samples, 2), by)
        return name

    def relay_changed(self, dead: bool) -> None:
        """The relay fell silent, or is back."""
        for group in self.groups:
            for airing in group.airings.values():
                relayed = isinstance(airing.start.cue.content, Relay)
                if not relayed or not isinstance(airing.chain, PaperSource):
                    continue
                if dead:
                    airing.chain.switch(1, "fallback", "playout.relay_silent")
                else:
                    airing.chain.switch(0, "programme", "")
        self._changed = True

    def fill_disk(self, full: bool) -> None:
        """Let the disk be full for the log: SQLite may take no more pages."""
        pages = self._db.conn.execute("PRAGMA page_count").fetchone()[0] if full else 1 << 30
        self._db.conn.execute(f"PRAGMA max_page_count = {int(pages)}")

    def cut(self) -> None:
        """The power is gone: nothing is logged, nothing is put away."""
        self.hear()
        self._loader.close()
        self._db.conn.close()

    def _take_brief(self, brief: Brief) -> None:
        self.brief = self._with_smuggled(brief)
        self._moments = _moments(self.brief)
        self._changed = True

    def smuggle(self) -> None:
        """Another cue got past the plan."""
        self._take_brief(self.brief)

    def _with_smuggled(self, brief: Brief) -> Brief:
        cues = {cue.id: cue for cue in (*brief.cues, *self._smuggled)}
        ordered = sorted(cues.values(), key=lambda cue: (cue.starts_at, cue.id))
        return dataclasses.replace(brief, cues=tuple(ordered))

    def _log(self, *new: Fact) -> None:
        self._changed = True
        self.records.log(*new)


def _moments(brief: Brief) -> list[datetime]:
    """The instants at which the engine may have something to do about the cues, in order."""
    found: set[datetime] = set()
    for cue in brief.cues:
        for instant in (cue.starts_at - ARM_AHEAD, cue.starts_at):
            found |= {instant - BEFORE, instant + AFTER}
        if cue.late_within_s:
            found.add(cue.starts_at + timedelta(seconds=cue.late_within_s) + AFTER)
    return sorted(found)
