"""What has sounded, for the selectors: the log is append-only, so only its new entries are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from broadcast_desk.logbook.airings import Folding
from broadcast_desk.logbook.model import PastAiring
from broadcast_desk.logbook.store import IN_FULL, Logbook
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.view import Sessions, by_day, together

BEFORE = timedelta(days=1)
"""How long before a span an airing that reaches into it can have begun."""

OPEN = timedelta(days=2)
"""What was due so long ago does not change any more: only what selectors need of it is kept."""

TIDY = timedelta(days=1)
"""So often what is old is let go of."""


class Past:
    """What a logbook has heard (`Logbook.heard`), by day, kept from one time to the next.

    Args:
        logbook: whose.
    """

    def __init__(self, logbook: Logbook) -> None:
        self._logbook = logbook
        self._folding = Folding()
        self._rows: dict[str, PastAiring] = {}  # what was due lately
        self._days: dict[date, Sessions] = {}  # the days before
        self._number = 0  # of the newest entry that was read
        self._since: datetime | None = None  # what was due from then on is known in full
        self._open_since = datetime.max.replace(tzinfo=UTC)  # what was before does not change
        self._before: dict[str, PastAiring] = {}  # of each programme the last airing before...
        self._before_until: datetime | None = None  # ...this instant

    def heard(self, now: datetime) -> dict[date, Sessions]:
        """What has sounded at an instant, what is after it by a clock ahead included.

        Raises:
            StoreError: the log cannot be read.
        """
        since = now - IN_FULL
        if self._since is None or since < self._since:  # also a clock set back
            self._begin_anew(since)
        if not self._read():
            self._begin_anew(since)
        if now - OPEN - self._open_since > TIDY:
            self._let_go(since, now - OPEN)
        return together(
            _from(self._days, since),
            by_day(row for row in self._rows.values() if _due(row) >= since),
            by_day(self._heard_before(since)),
        )

    def _begin_anew(self, since: datetime) -> None:
        self._folding, self._rows, self._days, self._since = Folding(), {}, {}, since
        self._open_since, self._before_until = since, None
        head = self._logbook.head()
        self._number = head.number if head else 0
        for entry in self._logbook.entries(since - BEFORE):
            if entry.number <= self._number:
                self._folding.take(entry)
        self._renew()

    def _read(self) -> bool:
        """Take the new entries; False when facts of days that seemed to be over are among them."""
        new = list(self._logbook.entries_after(self._number))
        if any(entry.fact.at < self._open_since - BEFORE for entry in new):
            return False
        for entry in new:
            self._number = entry.number
            self._folding.take(entry)
        self._renew()
        return True

    def _renew(self) -> None:
        for name in self._folding.touched:
            row = self._folding.heard(name)
            if row is not None:
                self._rows[name] = row
        self._folding.touched.clear()

    def _let_go(self, since: datetime, open_since: datetime) -> None:
        self._folding.forget_before(open_since)
        over = [name for name, row in self._rows.items() if _due(row) < open_since]
        closed = by_day(row for name in over if _due(row := self._rows.pop(name)) >= since)
        self._days = together(_from(self._days, since), closed)
        self._since, self._open_since = since, open_since

    def _heard_before(self, instant: datetime) -> tuple[PastAiring, ...]:
        until = self._before_until
        if until is None or instant < until:
            until, self._before = None, {}
        for airing in self._logbook.last_heard_before(instant, until):
            self._before[airing.code] = airing
        self._before_until = instant
        return tuple(self._before.values())


def _from(days: Mapping[date, Sessions], since: datetime) -> dict[date, Sessions]:
    """The days from an instant on; of its own day only what was due after it."""
    edge = local(since).date()
    found = {day: sessions for day, sessions in days.items() if day > edge}
    kept = {
        name: tuple(one for one in heard if one.at >= since)
        for name, heard in days.get(edge, {}).items()
    }
    if any(kept.values()):
        found[edge] = {name: heard for name, heard in kept.items() if heard}
    return found


def _due(row: PastAiring) -> datetime:
    return row.planned_at or row.started_at
