"""The numbers of the yearly ASEAN report, worked out once from as-run rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from broadcast_desk.logbook import statistics
from broadcast_desk.logbook.model import Airing, AiringKind
from broadcast_desk.logbook.statistics import PlanAgainstTruth, Tally
from broadcast_desk.station.clock import local

NOTHING = Tally()


class TopicName(Protocol):
    """A topic of the plan's tree, as `library.topics` lists them."""

    @property
    def key(self) -> str:
        """Stable key."""
        ...

    @property
    def name_vi(self) -> str:
        """Vietnamese name."""
        ...

    @property
    def pillar(self) -> str:
        """Key of its pillar."""
        ...


@dataclass(frozen=True, slots=True)
class Split:
    """A tally told apart by kind of airing."""

    first: Tally = NOTHING
    again: Tally = NOTHING
    other: Tally = NOTHING

    @property
    def all(self) -> Tally:
        """Every kind together."""
        return self.first + self.again + self.other


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """What sounded on one topic."""

    key: str
    name: str
    pillar: str
    split: Split


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of the period."""

    code: str
    title: str
    issuer: str
    own: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class AseanFigures:
    """Everything the report counts.

    Attributes:
        total: broadcasts on ASEAN that sounded; all tables but `relays` and `zones` add up to it.
        relays: relays of every content, by title; a relay rarely says what it is about.
        zones: a broadcast counts once in each of its zones.
    """

    total: Tally
    kinds: Mapping[AiringKind, Tally]
    topics: tuple[TopicFigures, ...]
    months: Mapping[str, Split]
    issuers: Mapping[str, Tally]
    languages: Mapping[str, Tally]
    zones: Mapping[str, Tally]
    programmes: tuple[Programme, ...]
    own: Tally
    own_programmes: int
    relays: Mapping[str, Tally]
    plan: PlanAgainstTruth
    reasons: Mapping[str, int]

    @property
    def relay_total(self) -> Tally:
        """All relays, whatever they were about."""
        return sum(self.relays.values(), Tally())


def figures(
    airings: Iterable[Airing], topics: Iterable[TopicName], since: date, until: date
) -> AseanFigures:
    """Count the airings of the local days `since` to `until`, both inclusive."""
    tree = {topic.key: topic for topic in topics}
    period = [a for a in airings if _on_days(a, since, until)]
    rows = statistics.whole_tenths(map(_without_fallback, statistics.broadcasts(period)))
    ours = [row for row in rows if row.topic in tree]
    plan = statistics.against_plan(ours)
    programmes = _programmes(ours)
    return AseanFigures(
        total=statistics.total(ours),
        kinds=statistics.by_kind(ours),
        topics=_topics(ours, tree),
        months=_months(ours, since, until),
        issuers=statistics.by_issuer(ours),
        languages=statistics.by_language(ours),
        zones=statistics.by_zone(ours),
        programmes=programmes,
        own=statistics.local_production(ours),
        own_programmes=sum(programme.own for programme in programmes),
        relays=statistics.tally_by(
            (row for row in rows if row.kind is AiringKind.RELAY), lambda row: (row.title,)
        ),
        plan=plan,
        reasons=_reasons(plan),
    )


def _on_days(airing: Airing, since: date, until: date) -> bool:
    due = airing.due_at
    return due is not None and since <= local(due).date() <= until


def _without_fallback(airing: Airing) -> Airing:
    """A relay without the time in which something else sounded in its place."""
    if airing.kind is not AiringKind.RELAY or not airing.fallback_s:
        return airing
    return replace(airing, duration_s=max(0.0, airing.duration_s - airing.fallback_s))


def _split(rows: Iterable[Airing]) -> Split:
    parts = {"first": Tally(), "again": Tally(), "other": Tally()}
    names = {AiringKind.FIRST: "first", AiringKind.REBROADCAST: "again"}
    for row in rows:
        if row.sounded:
            parts[names.get(row.kind, "other")] += Tally(1, row.duration_s)
    return Split(**parts)


def _topics(rows: list[Airing], tree: Mapping[str, TopicName]) -> tuple[TopicFigures, ...]:
    """Every topic of the tree, those that nothing was aired on too: a gap is a finding."""
    by_topic: dict[str, list[Airing]] = {key: [] for key in tree}
    for row in rows:
        by_topic[row.topic].append(row)
    return tuple(
        TopicFigures(key, topic.name_vi, topic.pillar, _split(by_topic[key]))
        for key, topic in tree.items()
    )


def _months(rows: Iterable[Airing], since: date, until: date) -> Mapping[str, Split]:
    by_month: dict[str, list[Airing]] = {}
    day = since.replace(day=1)
    while day <= until:
        by_month[f"{day:%Y-%m}"] = []
        day = (day + timedelta(days=32)).replace(day=1)
    for row in rows:
        if row.due_at is not None:
            by_month[f"{local(row.due_at):%Y-%m}"].append(row)
    return {month: _split(found) for month, found in by_month.items()}


def _programmes(rows: Iterable[Airing]) -> tuple[Programme, ...]:
    found: dict[str, Programme] = {}
    for row in rows:
        if not row.sounded:
            continue
        key = row.code or row.title
        before = found[key].tally if key in found else Tally()
        tally = before + Tally(1, row.duration_s)
        found[key] = Programme(row.code, row.title, row.issuer, row.local_production, tally)
    return tuple(found.values())


def _reasons(plan: PlanAgainstTruth) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for row in plan.misses:
        counts[row.reason] = counts.get(row.reason, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
