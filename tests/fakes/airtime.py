"""A zone group on the air without a sound card and without waiting: time goes as fast as it can.

Everything is real but the clock and the ear: plan values, decide, guards, loader, decoder, bus.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority, Version
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout.airing import Airing
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.guard import Sessions
from broadcast_desk.playout.loading import Loader
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import Block, Health, OutputReport
from broadcast_desk.playout.sources.recorded import RecordedSource
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Cue, CueId, MissedRule, Recorded, SlotId
from tests.fakes.stations import MadeStation

TICK_S = 0.1


class HandClock:
    """A clock that is moved by hand."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._mono_s = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._mono_s

    def advance(self, seconds: float) -> None:
        """Time goes on."""
        self._now += timedelta(seconds=seconds)
        self._mono_s += seconds

    def step(self, seconds: float) -> None:
        """The wall clock is set; no time passes."""
        self._now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """The computer sleeps: the wall clock goes on, the monotonic one stands."""
        self.step(seconds)


class Listener:
    """An output that keeps what it hears."""

    name = "listener"

    def __init__(self) -> None:
        self._parts: list[np.ndarray] = []

    def write(self, block: Block) -> None:
        self._parts.append(block.samples.copy())

    def report(self) -> OutputReport:
        return OutputReport(self.name, "listener", Health.GOOD)

    def close(self) -> None:
        """Nothing to do."""

    @property
    def heard(self) -> np.ndarray:
        """Everything so far."""
        return np.concatenate(self._parts) if self._parts else np.zeros(0, np.float32)


class Airtime:
    """A zone group that airs given cues.

    Attributes:
        facts: what was logged.
        cues: what is planned; may be changed while time goes.
    """

    def __init__(self, station: MadeStation, start: datetime, cues: Iterable[Cue] = ()) -> None:
        self.station = station
        self.clock = HandClock(start)
        self.began = start
        self.facts: list[Fact] = []
        self.cues = tuple(cues)
        self.listener = Listener()
        self.bus = Bus("khu-1", ClockPacer(self.clock.monotonic_s()), [self.listener])
        self.wall = WallTime(self.clock)
        self._loader = Loader(station.data, self.clock)
        self._version = 0
        self._brief: Brief | None = None
        self.settings = replace(_no_limits(station), zones=(Zone("khu-1", "Khu 1"),))
        self.group = self._group()

    def _group(self) -> ZoneGroup:
        return ZoneGroup(
            "khu-1", self.settings.zones, self.bus, self._loader, self.wall, Sessions(),
            lambda *new: self.facts.extend(new), self.began,
        )  # fmt: skip

    def run(self, seconds: float) -> None:
        """Let time go on, tick by tick."""
        end = self.clock.monotonic_s() + seconds - 1e-9
        while self.clock.monotonic_s() < end:
            self.clock.advance(TICK_S)
            self._prime()
            self.bus.make_due(self.clock.monotonic_s())
            self.wall.look()
            self.group.tick(self.brief())

    def brief(self) -> Brief:
        """What the engine would work from."""
        if self._brief is None or self._brief.cues != self.cues:
            self._version += 1
            self._brief = Brief(
                self._version,
                local(self.clock.now()).date(),
                self.cues,
                rules_of(self.settings),
                self.settings,
                {a.content_sha256: a.valid_until for a in self.station.library.airables()},
            )
        return self._brief

    def renew_brief(self) -> None:
        """Read the library and the rules anew, as after an edit."""
        self._brief = None

    def kinds(self) -> list[str]:
        """The kinds of what was logged about airings, in order."""
        return [str(fact.kind) for fact in self.facts if fact.airing_id]

    def facts_of(self, kind: Kind) -> list[Fact]:
        """What was logged of one kind."""
        return [fact for fact in self.facts if fact.kind is kind]

    def heard_at(self, instant: datetime, length_s: float = 0.5) -> np.ndarray:
        """What was heard from an instant on (by the clock as it began)."""
        first = round((instant - self.began).total_seconds() * SAMPLE_RATE_HZ)
        return self.listener.heard[first : first + round(length_s * SAMPLE_RATE_HZ)]

    @property
    def silent(self) -> bool:
        """Whether nothing at all was heard."""
        return not np.any(self.listener.heard)

    def close(self) -> None:
        """Let go of everything."""
        self.bus.close()
        self._loader.close()

    def _prime(self) -> None:
        """Wait for loader and decoder: their time is real, the clock's is not."""
        for airing in self.group.airings.values():
            if airing.loading is not None:
                airing.loading.exception()
            while not primed(airing):
                time.sleep(0.001)


def primed(airing: Airing, ahead_s: float = 0.16) -> bool:
    """Whether what an airing opened has its next samples at hand."""
    sources = (level.source for level in airing.chain._levels) if airing.chain else ()
    return all(_ready(source, ahead_s) for source in sources if isinstance(source, RecordedSource))


def _ready(source: RecordedSource, ahead_s: float) -> bool:
    return source._ended or source._closed or source._at_hand >= ahead_s * SAMPLE_RATE_HZ


def _no_limits(station: MadeStation):
    from broadcast_desk.storage.settings import load_settings

    return replace(load_settings(station.db), quiet_hours=(), max_session_minutes=0)


def cue_of(
    version: Version,
    starts_at: datetime,
    *,
    name: str = "",
    length_s: float | None = None,
    priority: Priority = Priority.NORMAL,
    missed_rule: MissedRule = MissedRule.JOIN,
    late_within_s: float = 300.0,
    session_id: str = "s1/2026-11-24",
    zones: tuple[str, ...] = ("khu-1",),
) -> Cue:
    """A cue of a version, as the timetable would make it."""
    audio = version.draft.audio
    assert audio is not None
    content = Recorded(
        version.id, version.programme_id, version.draft.code, version.draft.title,
        version.content_sha256, audio.sha256, audio.duration_samples, kind=version.draft.kind,
    )  # fmt: skip
    ends_at = starts_at + timedelta(seconds=length_s or audio.duration_s)
    cue_name = name or f"{version.draft.code}/{starts_at:%H%M%S}"
    return Cue(
        CueId(cue_name), SlotId("s1"), session_id, zones, starts_at, ends_at, content, priority,
        missed_rule, late_within_s, None, "timetable.planned",
    )  # fmt: skip
