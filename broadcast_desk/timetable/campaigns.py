"""Campaigns before, during and after an event: what the ASEAN calendar and the station propose.

Kế hoạch 159/KH-UBND asks for relays and bulletins "trước, trong và sau" important events. A
proposal is an ordinary slot with its reason; accepted, it enters the timetable as one edit, and
can be changed or taken back like any other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from broadcast_desk.station.paths import resources_folder
from broadcast_desk.timetable.model import Rule, SelectorItem, Slot, SlotId
from broadcast_desk.timetable.shelves import Filter
from broadcast_desk.timetable.view import LibraryView

CAMPAIGN_LENGTH_S = 900.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something to broadcast about.

    Attributes:
        key: stable name; name_vi, name_en: what it is called.
        month_day: "MM-DD" of what comes every year, "" for what comes once.
        on: the day of what comes once.
        until: last day of what lasts, None is one day.
        before, after: days of the campaign on either side.
        since: first year of what comes every year.
        topic: key in `resources/topics.toml`.
    """

    key: str
    name_vi: str
    name_en: str
    month_day: str
    on: date | None
    until: date | None
    before: int
    after: int
    since: int
    topic: str
    source: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """One occasion of an event.

    Attributes:
        first, last: days of the event itself.
        opens, closes: days of the campaign, before and after included.
    """

    event: Event
    first: date
    last: date
    opens: date
    closes: date

    def phase(self, day: date) -> str:
        """One of "before", "during", "after", or "" outside the campaign."""
        if not self.opens <= day <= self.closes:
            return ""
        if day < self.first:
            return "before"
        return "during" if day <= self.last else "after"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Slots that a campaign proposes, ready to be edited or accepted.

    Attributes:
        programmes: how many approved programmes of its topic may be aired while it lasts; 0 says
            that some must be written and approved first.
    """

    campaign: Campaign
    slots: tuple[Slot, ...]
    programmes: int


def events_of(path: Path | None = None) -> tuple[Event, ...]:
    """The events of a calendar file, the shipped ASEAN calendar unless another is named."""
    path = path or resources_folder() / "asean-calendar.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(event_from_table(entry) for entry in table.get("event", ()))


def campaigns_between(events: Iterable[Event], first: date, last: date) -> tuple[Campaign, ...]:
    """The campaigns that have a day in [first, last], by their opening."""
    found = [
        campaign
        for event in events
        for year in range(first.year - 1, last.year + 2)
        if (campaign := _campaign(event, year)) is not None
        and campaign.opens <= last
        and campaign.closes >= first
    ]
    return tuple(sorted(set(found), key=lambda c: (c.opens, c.event.key)))


def propose(
    campaign: Campaign,
    library: LibraryView,
    starts: Sequence[time],
    zones: tuple[str, ...] = (),
    length_s: float = CAMPAIGN_LENGTH_S,
) -> Proposal:
    """Slots for a campaign: before and during it what is new, after it what was aired.

    Args:
        campaign: the occasion.
        library: what may be chosen.
        starts: local times of day to propose, such as the end of each session.
        zones: where, () is everywhere.
        length_s: longest length of each session.
    """
    slots = tuple(
        _slot(campaign, phase, number, start, zones, length_s)
        for phase in ("before", "during", "after")
        for number, start in enumerate(starts)
        if _days(campaign, phase) is not None
    )
    wanted = Filter(topic=campaign.event.topic)
    programmes = library.count(wanted, campaign.first)
    return Proposal(campaign, slots, programmes)


def _slot(
    campaign: Campaign,
    phase: str,
    number: int,
    start: time,
    zones: tuple[str, ...],
    length_s: float,
) -> Slot:
    days = _days(campaign, phase)
    assert days is not None
    topic = campaign.event.topic
    rotate = SelectorItem(Rule.ROTATE, topic=topic, rest_days=1 if phase == "after" else 0, count=2)
    fresh = SelectorItem(Rule.NEWEST_UNAIRED, topic=topic, count=2)
    return Slot(
        id=SlotId(f"{campaign.event.key}-{campaign.first.year}-{phase}-{number + 1}"),
        name=campaign.event.name_vi,
        zones=zones,
        starts=start,
        items=(rotate,) if phase == "after" else (fresh, rotate),
        length_s=length_s,
        valid_from=days[0],
        valid_until=days[1],
        note=f"{phase}: {campaign.event.source}",
    )


def _days(campaign: Campaign, phase: str) -> tuple[date, date] | None:
    day = timedelta(days=1)
    first, last = {
        "before": (campaign.opens, campaign.first - day),
        "during": (campaign.first, campaign.last),
        "after": (campaign.last + day, campaign.closes),
    }[phase]
    return (first, last) if first <= last else None


def event_from_table(entry: Mapping[str, Any]) -> Event:
    """An event written like those of `resources/asean-calendar.toml`."""
    day = entry["day"]
    once = day if isinstance(day, date) else None
    if once is None and len(str(day)) == 10:
        once = date.fromisoformat(day)
    until = entry.get("until")
    return Event(
        key=entry["key"],
        name_vi=entry["vi"],
        name_en=entry["en"],
        month_day="" if once else str(day),
        on=once,
        until=date.fromisoformat(until) if isinstance(until, str) else until,
        before=int(entry.get("before", 0)),
        after=int(entry.get("after", 0)),
        since=int(entry.get("since", 0)),
        topic=entry.get("topic", ""),
        source=entry["source"],
    )


def _campaign(event: Event, year: int) -> Campaign | None:
    first = event.on
    if first is None:
        if year < event.since:
            return None
        month, day = (int(part) for part in event.month_day.split("-"))
        if (month, day) == (2, 29) and not _leap(year):
            day = 28
        first = date(year, month, day)
    elif first.year != year:
        return None
    last = event.until or first
    return Campaign(
        event, first, last, first - timedelta(event.before), last + timedelta(event.after)
    )


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
