"""When playout was not there: the times that stand beside what was missed meanwhile."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.wording import clock_time, moment_text
from broadcast_desk.logbook.model import Airing, Entry, Kind, Result
from broadcast_desk.station.clock import from_text, local

MARGIN = timedelta(minutes=2)
"""Playout notes that it lives from time to time: it may have died a little after the last note."""

LOOK_BEYOND = timedelta(days=3)
"""A start so long after the day may still tell of an outage in it."""

CAUSES = frozenset(
    {"logbook.crashed", "playout.missed_skip", "playout.missed_too_late", "playout.missed_over"}
)
"""Reasons that mean: nobody was there to air it."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A time without playout, as far as its own notes tell."""

    since: datetime
    until: datetime

    def covers(self, instant: datetime) -> bool:
        """Whether something due then was lost to it."""
        return self.since - MARGIN <= instant <= self.until + MARGIN


def outages_of(entries: Iterable[Entry]) -> tuple[Outage, ...]:
    """The outages that starts of playout tell of."""
    found = []
    for entry in entries:
        data = entry.fact.data
        last = str(data.get("last_alive_at", ""))
        if entry.fact.kind is Kind.PLAYOUT and last:
            try:
                since = from_text(last)
            except ValueError:
                continue
            if entry.fact.at > since:
                found.append(Outage(since, entry.fact.at))
    return tuple(found)


def with_outages(
    rooms: Rooms, airings: tuple[Airing, ...], since: datetime, until: datetime
) -> tuple[Airing, ...]:
    """The airings, where one was lost to an outage with its times as the reason."""
    if not any(_lost(airing) for airing in airings):
        return airings
    outages = outages_of(rooms.logbook.entries(since, until + LOOK_BEYOND))
    return tuple(_told(airing, outages) for airing in airings)


def _lost(airing: Airing) -> bool:
    return airing.result in (Result.MISSED, Result.PARTIAL) and airing.reason in CAUSES


def _told(airing: Airing, outages: tuple[Outage, ...]) -> Airing:
    due = airing.due_at
    if not _lost(airing) or due is None:
        return airing
    outage = next((one for one in outages if one.covers(airing.ended_at or due)), None)
    if outage is None:
        return airing
    same = local(outage.since).date() == local(outage.until).date()
    say = clock_time if same else moment_text
    words = translate("Outages", "mất điện hoặc máy tắt từ {since} đến {until}")
    reason = words.format(since=say(outage.since), until=say(outage.until))
    return dataclasses.replace(airing, reason=reason)
