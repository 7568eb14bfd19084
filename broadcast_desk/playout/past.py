"""What has sounded, for the selectors: read once, then only the newest days again."""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcast_desk.logbook.model import PastAiring
from broadcast_desk.logbook.store import IN_FULL, Logbook

OPEN = timedelta(days=2)
"""What was due so long ago does not change any more: no rule plays it later."""


class Past:
    """The past airings of a logbook; the log is append-only, so its old days stay as they are."""

    def __init__(self, logbook: Logbook) -> None:
        self._logbook = logbook
        self._closed: list[PastAiring] = []
        self._closed_until: datetime | None = None

    def forget(self) -> None:
        """Read everything anew: facts of old days came late into the log."""
        self._closed_until = None

    def airings(self, now: datetime) -> tuple[PastAiring, ...]:
        """What `Logbook.heard` says at an instant, what is after it by a clock ahead included.

        Raises:
            StoreError: the log cannot be read.
        """
        edge = now - OPEN
        if self._closed_until is None or edge < self._closed_until:  # also a clock set back
            self._closed, since = [], now - IN_FULL
        else:
            since = self._closed_until
        read = self._logbook.past_airings(since)
        found = tuple(row for row in (*self._closed, *read) if _due(row) >= now - IN_FULL)
        self._closed, self._closed_until = [row for row in found if _due(row) < edge], edge
        return (*self._logbook.last_heard_before(now - IN_FULL), *found)


def _due(row: PastAiring) -> datetime:
    return row.planned_at or row.started_at
