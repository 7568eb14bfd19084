"""The ASEAN calendar: what is commemorated when, and the days on which to broadcast on it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from broadcast_desk.station.paths import resources_folder


class Phase(StrEnum):
    """Where a day lies in a campaign: "trước, trong và sau sự kiện" of the plan."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the ASEAN calendar.

    Attributes:
        month, day_of_month: when it comes every year; of `once` when it comes once.
        once: the date of something that comes once, None when it comes every year.
        length_days: how many days it lasts.
        since: the year from which it is commemorated, 0 when that is not known.
        before_days, after_days: how long to broadcast on it before it begins and after its end.
        topic: key of the topic whose programmes fit.
        source: where the date can be read.
    """

    key: str
    name_vi: str
    name_en: str
    month: int
    day_of_month: int
    once: date | None
    length_days: int
    since: int
    before_days: int
    after_days: int
    topic: str
    source: str

    def starts_in(self, year: int) -> date | None:
        """Its first day in that year, None when it does not take place."""
        if self.once is not None:
            return self.once if self.once.year == year else None
        return date(year, self.month, self.day_of_month) if year >= self.since else None


@dataclass(frozen=True, slots=True)
class Campaign:
    """One occurrence of an event with the days around it; all dates are local and inclusive.

    Attributes:
        anniversary: years since the first time, 0 when it has none.
    """

    event: Event
    opens: date
    starts: date
    ends: date
    closes: date
    anniversary: int

    def phase_on(self, day: date) -> Phase | None:
        """Where the day lies, None when it is outside the campaign."""
        if not self.opens <= day <= self.closes:
            return None
        if day < self.starts:
            return Phase.BEFORE
        return Phase.DURING if day <= self.ends else Phase.AFTER


@functools.cache
def events() -> tuple[Event, ...]:
    """All events of the calendar."""
    text = (resources_folder() / "asean-calendar.toml").read_text(encoding="utf-8")
    return tuple(_event(entry) for entry in tomllib.loads(text)["event"])


def campaigns_on(day: date) -> tuple[Campaign, ...]:
    """The campaigns that run on a local day, the nearest event first."""
    running = (c for c in _campaigns(day.year) if c.phase_on(day) is not None)
    return tuple(sorted(running, key=lambda c: (abs((c.starts - day).days), c.event.key)))


def campaigns_between(first: date, last: date) -> tuple[Campaign, ...]:
    """The campaigns that touch a span of local days, in order of their events."""
    years = range(first.year - 1, last.year + 2)
    found = {
        (c.event.key, c.starts): c
        for year in years
        for c in _campaigns(year)
        if c.opens <= last and c.closes >= first
    }
    return tuple(sorted(found.values(), key=lambda c: (c.starts, c.event.key)))


def _campaigns(year: int) -> Iterator[Campaign]:
    """Campaigns of the year and of its neighbours: windows may cross the turn of the year."""
    for event in events():
        for around in (year - 1, year, year + 1):
            starts = event.starts_in(around)
            if starts is not None:
                yield _campaign(event, starts)


def _campaign(event: Event, starts: date) -> Campaign:
    ends = starts + timedelta(days=event.length_days - 1)
    return Campaign(
        event=event,
        opens=starts - timedelta(days=event.before_days),
        starts=starts,
        ends=ends,
        closes=ends + timedelta(days=event.after_days),
        anniversary=starts.year - event.since if event.since else 0,
    )


def _event(entry: Mapping[str, Any]) -> Event:
    when = entry["day"]
    once = when if isinstance(when, date) else None
    month, day_of_month = (
        (once.month, once.day) if once else tuple(int(part) for part in when.split("-"))
    )
    last = entry.get("until", once)
    return Event(
        key=entry["key"],
        name_vi=entry["vi"],
        name_en=entry["en"],
        month=month,
        day_of_month=day_of_month,
        once=once,
        length_days=(last - once).days + 1 if once else 1,
        since=entry.get("since", 0),
        before_days=entry["before"],
        after_days=entry["after"],
        topic=entry["topic"],
        source=entry["source"],
    )
