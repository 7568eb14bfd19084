"""Counting airings: by kind, month, topic, zone, language and issuer, and plan against truth. Pure.

An airing that plays in several zone groups at once is one broadcast (one lượt phát): count
`broadcasts(airings)`, and count zones on the airings themselves.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.logbook.model import Airing, AiringKind, Result
from broadcast_desk.station.clock import local


@dataclass(frozen=True, slots=True)
class Tally:
    """How often and how long something sounded."""

    count: int = 0
    duration_s: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.count + other.count, self.duration_s + other.duration_s)

    @property
    def minutes(self) -> float:
        """The duration in minutes, to a tenth."""
        return round(self.duration_s / 60, 1)


@dataclass(frozen=True, slots=True)
class PlanAgainstTruth:
    """What was due, and what became of it.

    Attributes:
        due: broadcasts with a planned start.
        complete: heard to the end; partial: cut short or interrupted; missed: never sounded;
            refused: kept silent by a guard; on_air: still sounding.
        misses: what was due and did not sound whole, in order.
        median_error_ms, worst_error_ms: actual minus planned start of what sounded from its
            beginning; None when nothing did.
    """

    due: int
    complete: int
    partial: int
    missed: int
    refused: int
    on_air: int
    misses: tuple[Airing, ...]
    median_error_ms: float | None
    worst_error_ms: float | None

    @property
    def complete_percent(self) -> float | None:
        """Share of what was due that was heard to the end; None when nothing was due."""
        return round(100 * self.complete / self.due, 1) if self.due else None


def broadcasts(airings: Iterable[Airing]) -> tuple[Airing, ...]:
    """Airings with those of one cue in several zone groups merged into one.

    The merged one has all zones, the longest duration, and is complete only where all were.
    """
    groups: dict[tuple[object, ...], list[Airing]] = {}
    for airing in airings:
        groups.setdefault(_cue(airing), []).append(airing)
    return tuple(_merged(group) for group in groups.values())


def _cue(airing: Airing) -> tuple[object, ...]:
    if airing.planned_at is None or not (airing.slot_id or airing.session_id):
        return (airing.airing_id,)
    return (airing.slot_id, airing.session_id, airing.planned_at, airing.code, airing.title)


def _merged(group: list[Airing]) -> Airing:
    longest = max(group, key=lambda airing: airing.duration_s)
    if len(group) == 1:
        return longest
    results = {airing.result for airing in group}
    result = longest.result
    if len(results) > 1:
        result = Result.PARTIAL if any(a.sounded for a in group) else Result.MISSED
    return dataclasses.replace(
        longest,
        zones=tuple(dict.fromkeys(zone for airing in group for zone in airing.zones)),
        result=result,
        reason=next((a.reason for a in group if a.reason), ""),
        resumed=any(a.resumed for a in group),
    )


def whole_tenths(airings: Iterable[Airing]) -> tuple[Airing, ...]:
    """Airings with durations rounded to a tenth of a minute each, so that printed sums agree."""
    return tuple(
        dataclasses.replace(airing, duration_s=6.0 * round(airing.duration_s / 6))
        for airing in airings
    )


def total(airings: Iterable[Airing]) -> Tally:
    """Everything that sounded."""
    return sum((Tally(1, a.duration_s) for a in airings if a.sounded), Tally())


def tally_by(
    airings: Iterable[Airing], keys: Callable[[Airing], Iterable[str]]
) -> Mapping[str, Tally]:
    """What sounded, by the keys that `keys` gives each airing, in order of appearance."""
    tallies: dict[str, Tally] = {}
    for airing in airings:
        if airing.sounded:
            for key in keys(airing):
                tallies[key] = tallies.get(key, Tally()) + Tally(1, airing.duration_s)
    return tallies


def by_kind(airings: Iterable[Airing]) -> Mapping[AiringKind, Tally]:
    """By kind of airing; kinds that did not occur are zero."""
    found = tally_by(airings, lambda airing: (airing.kind,))
    return {kind: found.get(kind, Tally()) for kind in AiringKind}


def by_month(airings: Iterable[Airing]) -> Mapping[str, Tally]:
    """By local month of the start, "YYYY-MM"."""
    return tally_by(airings, lambda airing: (month_of(airing),))


def by_topic(airings: Iterable[Airing]) -> Mapping[str, Tally]:
    """By topic key; "" is without a topic."""
    return tally_by(airings, lambda airing: (airing.topic,))


def by_pillar(airings: Iterable[Airing], pillars: Mapping[str, str]) -> Mapping[str, Tally]:
    """By pillar; `pillars` maps topic keys to pillar keys, "" is no pillar."""
    return tally_by(airings, lambda airing: (pillars.get(airing.topic, ""),))


def by_language(airings: Iterable[Airing]) -> Mapping[str, Tally]:
    """By language code."""
    return tally_by(airings, lambda airing: (airing.language,))


def by_issuer(airings: Iterable[Airing]) -> Mapping[str, Tally]:
    """By who issued the content; "" is this station."""
    return tally_by(airings, lambda airing: (airing.issuer,))


def by_zone(airings: Iterable[Airing]) -> Mapping[str, Tally]:
    """By zone id; an airing in three zones counts once in each."""
    return tally_by(airings, lambda airing: airing.zones)


def local_production(airings: Iterable[Airing]) -> Tally:
    """What this station made itself (tự sản xuất)."""
    return total(airing for airing in airings if airing.local_production)


def against_plan(airings: Iterable[Airing]) -> PlanAgainstTruth:
    """Plan against truth of the airings that were planned."""
    due = [airing for airing in airings if airing.planned_at is not None]

    def number(*results: Result) -> int:
        return sum(airing.result in results for airing in due)

    errors = [
        airing.start_error_ms
        for airing in due
        if airing.start_error_ms is not None and airing.result is Result.COMPLETE
    ]
    return PlanAgainstTruth(
        due=len(due),
        complete=number(Result.COMPLETE),
        partial=number(Result.PARTIAL, Result.INTERRUPTED),
        missed=number(Result.MISSED),
        refused=number(Result.REFUSED),
        on_air=number(Result.ON_AIR),
        misses=tuple(a for a in due if a.result not in (Result.COMPLETE, Result.ON_AIR)),
        median_error_ms=round(statistics.median(errors), 1) if errors else None,
        worst_error_ms=max(errors, key=abs) if errors else None,
    )


def month_of(airing: Airing) -> str:
    """The local month an airing belongs to, "YYYY-MM"."""
    instant: datetime | None = airing.started_at or airing.due_at
    return f"{local(instant):%Y-%m}" if instant else ""
