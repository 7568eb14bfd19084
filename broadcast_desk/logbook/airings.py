"""Entries folded to as-run rows: pure, one pass, in chain order.

One cue gives one row however often playout died in the middle of it. What sounded is counted from
its own entries; an airing that a crash left open is closed at the last sign of life, or, when none
was logged, at its planned end or the next start of playout, whichever came first.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from broadcast_desk.logbook.model import Airing, AiringKind, Entry, Fact, Kind, PastAiring, Result
from broadcast_desk.station.clock import from_text

CRASHED = "logbook.crashed"
"""Reason of an airing that ended because playout died and did not come back to it."""

ENDING_EVENTS = frozenset({"started", "restarted", "stopped"})
"""Events of a PLAYOUT entry after which nothing of the run before is sounding."""

_RESULTS = {result.value: result for result in Result}


@dataclass
class _Course:
    """What is known so far of one airing."""

    airing_id: str
    facts: dict[str, Any] = field(default_factory=dict)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    leg_began: datetime | None = None
    fell_back: datetime | None = None
    fallback_s: float = 0.0
    duration_s: float = 0.0
    result: Result | None = None
    reason: str = ""
    resumed: bool = False
    entry_sha256: str = ""
    order: int = 0
    newest_at: datetime | None = None

    def learn(self, data: Mapping[str, Any]) -> None:
        """Keep what describes the airing; what was known first stays."""
        for key, value in data.items():
            if self.facts.get(key) in (None, "", []):
                self.facts[key] = value

    def take(self, entry: Entry) -> None:
        """Follow one entry of this airing."""
        self.entry_sha256 = entry.entry_sha256
        fact = entry.fact
        self.newest_at = fact.at
        match fact.kind:
            case Kind.STARTED | Kind.RESUMED:
                if self.started_at is None and self.result is not None:
                    self.facts = {}  # called missed by a clock that was ahead: begin anew
                self.learn(fact.data)
                self._begin(fact.at, resumed=fact.kind is Kind.RESUMED)
            case Kind.ENDED:
                self._end(fact.at, fact.data)
            case Kind.MISSED | Kind.REFUSED:
                self.learn(fact.data)
                self._keep_out(fact.kind, str(fact.data.get("reason", "")))
            case Kind.FALLBACK:
                self.fell_back = self.fell_back or fact.at
            case Kind.RETURNED:
                self._return(fact.at)
            case Kind.EMERGENCY:
                self.learn(fact.data)

    def is_about_other_content(self, fact: Fact) -> bool:
        """Whether something else begins to sound under the name of this airing, which is over."""
        if fact.kind not in (Kind.STARTED, Kind.RESUMED) or self.started_at is None:
            return False
        if self.leg_began is not None:
            return False
        return self.facts.get("content_sha256") != fact.data.get("content_sha256")

    def _begin(self, at: datetime, *, resumed: bool) -> None:
        self.resumed = self.resumed or resumed or self.started_at is not None
        if self.leg_began is not None:  # died and came back with nothing logged in between
            self._count(self._last_sign(at))
        self.started_at = self.started_at or at
        self.leg_began = at
        self.ended_at = self.result = None
        self.reason = ""

    def _end(self, at: datetime, data: Mapping[str, Any]) -> None:
        if self.leg_began is not None and isinstance(data.get("duration_s"), int | float):
            self.duration_s += max(0.0, float(data["duration_s"]))
            self.leg_began = None
        self._count(at)
        self._return(at)
        self.ended_at = at
        self.result = _RESULTS.get(str(data.get("result", "")), Result.COMPLETE)
        self.reason = str(data.get("reason", ""))

    def _keep_out(self, kind: Kind, reason: str) -> None:
        if self.started_at is not None:
            return
        if kind is Kind.REFUSED or self.result is None:
            self.result = Result.REFUSED if kind is Kind.REFUSED else Result.MISSED
            self.reason = reason

    def _return(self, at: datetime) -> None:
        if self.fell_back is not None:
            self.fallback_s += max(0.0, (at - self.fell_back).total_seconds())
            self.fell_back = None

    def _count(self, until: datetime) -> None:
        if self.leg_began is not None:
            self.duration_s += max(0.0, (until - self.leg_began).total_seconds())
            self.leg_began = None

    def _last_sign(self, at: datetime) -> datetime:
        """The latest instant at which it can have sounded, given that it did not after `at`."""
        planned_end = _instant(self.facts.get("planned_end"))
        began = self.leg_began or at
        return min(at, planned_end) if planned_end and planned_end > began else at

    def close(self, at: datetime | None, last_alive_at: datetime | None) -> None:
        """Playout died: nothing of this airing sounds any more, unless it is resumed.

        Args:
            at: when it was started again, None when nobody knows.
            last_alive_at: when it was last alive, None when nobody knows.
        """
        if self.leg_began is None or self.result is not None:
            return
        if at is None:
            at = last_alive_at or _instant(self.facts.get("planned_end")) or self.leg_began
        end = self._last_sign(at)
        if last_alive_at is not None:
            end = max(self.leg_began, min(end, last_alive_at))
        self._count(end)
        self._return(end)
        self.ended_at, self.result, self.reason = end, Result.PARTIAL, CRASHED

    @property
    def occasion(self) -> datetime | None:
        """The instant that tells this airing from another of the same programme."""
        return _instant(self.facts.get("planned_at")) or self.started_at


class Folding:
    """Entries taken one after the other, in chain order; asked at any time what they come to.

    Attributes:
        touched: ids of the airings of which anything was taken since it was last cleared.
    """

    def __init__(self) -> None:
        self.touched: set[str] = set()
        self._courses: dict[str, _Course] = {}
        self._sounding: dict[str, _Course] = {}

    def take(self, entry: Entry) -> None:
        """Follow the next entry."""
        fact = entry.fact
        if fact.kind is Kind.PLAYOUT:
            if fact.data.get("event") in ENDING_EVENTS:
                self._close_all(entry)
            return
        name = fact.airing_id
        if not name:
            return
        self.touched.add(name)
        course = self._courses.get(name)
        if course is not None and course.is_about_other_content(fact):
            self._set_aside(course)
            course = None
        if course is None:
            course = self._courses[name] = _Course(name, order=entry.number)
        course.take(entry)
        if course.leg_began is not None:
            self._sounding[name] = course
        else:
            self._sounding.pop(name, None)

    def airings(self, aired_before: Mapping[str, datetime] | None = None) -> tuple[Airing, ...]:
        """As-run rows, in the order in which they were due.

        Args:
            aired_before: code -> first airing, of programmes that sounded before these entries.
        """
        firsts = _first_occasions(self._courses.values(), aired_before or {})
        rows = sorted(filter(_happened, self._courses.values()), key=_due)
        return tuple(_airing(course, firsts) for course in rows)

    def heard(self, airing_id: str) -> PastAiring | None:
        """What selectors need of an airing that sounded."""
        course = self._courses.get(airing_id)
        if course is None or course.started_at is None:
            return None
        return _past_airing(course, course.started_at)

    def forget_before(self, instant: datetime) -> None:
        """Let go of the airings that were due before an instant."""
        old = [
            name
            for name, course in self._courses.items()
            if course.newest_at is not None
            and course.newest_at < instant
            and (course.occasion is None or course.occasion < instant)
        ]
        for name in old:
            del self._courses[name]
            self._sounding.pop(name, None)

    def _set_aside(self, course: _Course) -> None:
        """The plan was changed on air: what its cue was before is an airing of its own."""
        number = 1
        while f"{course.airing_id}~{number}" in self._courses:
            number += 1
        course.airing_id = f"{course.airing_id}~{number}"
        self._courses[course.airing_id] = course
        self.touched.add(course.airing_id)

    def _close_all(self, entry: Entry) -> None:
        alive = _instant(entry.fact.data.get("last_alive_at"))
        at = None if entry.fact.data.get("clock_doubt") else entry.fact.at
        for name, course in self._sounding.items():
            course.close(at, alive)
            self.touched.add(name)
        self._sounding.clear()


def fold(
    entries: Iterable[Entry], aired_before: Mapping[str, datetime] | None = None
) -> tuple[Airing, ...]:
    """As-run rows of `entries`, in the order in which they were due.

    Args:
        entries: in chain order.
        aired_before: code -> first airing, of programmes that sounded before these entries.
    """
    folding = Folding()
    for entry in entries:
        folding.take(entry)
    return folding.airings(aired_before)


def _happened(course: _Course) -> bool:
    """Whether there is a row to write: an alarm alone is not an airing."""
    return course.started_at is not None or course.result is not None


def _due(course: _Course) -> tuple[float, int]:
    occasion = course.occasion
    return (occasion.timestamp() if occasion else 0.0, course.order)


def _first_occasions(
    courses: Iterable[_Course], aired_before: Mapping[str, datetime]
) -> dict[str, datetime]:
    firsts = dict(aired_before)
    for course in courses:
        programme, occasion = _programme(course.facts), course.occasion
        if course.started_at is None or occasion is None or not programme:
            continue
        firsts[programme] = min(occasion, firsts.get(programme, occasion))
    return firsts


def _programme(facts: Mapping[str, Any]) -> str:
    return str(facts.get("code") or facts.get("content_sha256") or "")


def _kind(course: _Course, firsts: Mapping[str, datetime]) -> AiringKind:
    facts = course.facts
    if facts.get("priority") == "emergency":
        return AiringKind.EMERGENCY
    if facts.get("source") == "microphone":
        return AiringKind.LIVE
    if facts.get("source") == "relay":
        return AiringKind.RELAY
    first, occasion = firsts.get(_programme(facts)), course.occasion
    if first is not None and occasion is not None and first < occasion:
        return AiringKind.REBROADCAST
    return AiringKind.FIRST


def _airing(course: _Course, firsts: Mapping[str, datetime]) -> Airing:
    facts, planned_at = course.facts, _instant(course.facts.get("planned_at"))
    source, issuer = _text(facts, "source") or "recorded", _text(facts, "issuer")
    return Airing(
        airing_id=course.airing_id,
        title=_text(facts, "title"),
        code=_text(facts, "code"),
        kind=_kind(course, firsts),
        local_production=source != "relay" and not issuer,
        planned_at=planned_at,
        started_at=course.started_at,
        ended_at=course.ended_at,
        duration_s=round(course.duration_s, 3),
        zones=tuple(str(zone) for zone in facts.get("zones") or ()),
        volume=facts["volume"] if isinstance(facts.get("volume"), int) else None,
        result=course.result or Result.ON_AIR,
        reason=course.reason,
        resumed=course.resumed,
        topic=_text(facts, "topic"),
        field=_text(facts, "field"),
        language=_text(facts, "language") or "vi",
        issuer=issuer,
        content_sha256=_text(facts, "content_sha256"),
        audio_sha256=_text(facts, "audio_sha256"),
        priority=_text(facts, "priority") or "normal",
        start_error_ms=_start_error_ms(planned_at, course.started_at),
        planned_end_at=_instant(facts.get("planned_end")),
        slot_id=_text(facts, "slot_id"),
        session_id=_text(facts, "session_id"),
        source=source,
        ai_mark=_text(facts, "ai_mark"),
        by=_text(facts, "by"),
        fallback_s=round(course.fallback_s, 3),
        entry_sha256=course.entry_sha256,
    )


def _past_airing(course: _Course, started_at: datetime) -> PastAiring:
    """Many are kept for long: what is the same in all of a programme is held once."""
    facts = course.facts
    return PastAiring(
        code=sys.intern(_text(facts, "code")),
        content_sha256=sys.intern(_text(facts, "content_sha256")),
        started_at=started_at,
        planned_at=_instant(facts.get("planned_at")),
        slot_id=sys.intern(_text(facts, "slot_id")),
        session_id=sys.intern(_text(facts, "session_id")),
        zones=_once(tuple(str(zone) for zone in facts.get("zones") or ())),
        ended_well=course.result is Result.COMPLETE,
    )


@functools.lru_cache(maxsize=256)
def _once(zones: tuple[str, ...]) -> tuple[str, ...]:
    return zones


def _start_error_ms(planned: datetime | None, started: datetime | None) -> float | None:
    if planned is None or started is None:
        return None
    return round((started - planned) / timedelta(milliseconds=1), 3)


def _text(facts: Mapping[str, Any], key: str) -> str:
    value = facts.get(key)
    return value if isinstance(value, str) else ""


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return from_text(value)
    except ValueError:
        return None
