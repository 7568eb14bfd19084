"""The logbook in the database: append facts to the chain, read them back, verify them.

Number and previous hash are read inside the same `BEGIN IMMEDIATE` that inserts, so two programs
may append at once and a crash leaves either the whole entry or none.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from broadcast_desk.logbook import airings as folding
from broadcast_desk.logbook import chain
from broadcast_desk.logbook.model import (
    Airing,
    Entry,
    Fact,
    Head,
    Kind,
    PastAiring,
    Result,
    Verification,
)
from broadcast_desk.station.clock import from_text, to_text
from broadcast_desk.storage import Database, reading, writing
from broadcast_desk.storage.connection import store_error

_COLUMNS = "number, at, kind, airing_id, data, previous_sha256, entry_sha256"
_BELIEVED = "json_extract(data, '$.clock_doubt') IS NULL"
IN_FULL = timedelta(days=120)
"""Selectors know every airing of so long; of what sounded before, only the last of each."""

_BEFORE = timedelta(days=1)
"""How long before a span an airing that reaches into it can have begun."""

_AFTER = timedelta(days=8)
"""How long after its time an airing can still be found missed: the computer was off."""


_log = logging.getLogger(__name__)


class Logbook:
    """The station's as-run facts, one hash chain.

    Attributes:
        unreadable: numbers of the entries met that a tool or a bad disk made unreadable; they are
            left out of what is read, and `verify` names the first of them.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.unreadable: set[int] = set()

    def append(self, fact: Fact) -> Entry:
        """Chain one fact.

        Raises:
            StoreError: it could not be stored; the chain is as it was.
        """
        return self.append_all([fact])[0]

    def append_all(self, facts: Sequence[Fact]) -> tuple[Entry, ...]:
        """Chain facts in order, all or none.

        Raises:
            StoreError: they could not be stored; the chain is as it was.
        """
        prepared = [
            (to_text(fact.at), str(fact.kind), fact.airing_id, chain.canonical(fact.data))
            for fact in facts
        ]
        entries = []
        with writing(self._db) as connection:
            head = _newest(connection)
            for fact, parts in zip(facts, prepared, strict=True):
                row = chain.link(*parts, head)
                connection.execute(
                    f"INSERT INTO log_entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                head = Head(row.number, row.entry_sha256)
                entries.append(Entry(row.number, fact, row.previous_sha256, row.entry_sha256))
        return tuple(entries)

    def head(self) -> Head | None:
        """The newest entry's number and hash; None when nothing was logged yet."""
        return _newest(self._db.conn)

    def entries(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Entry]:
        """Entries whose event lies in [since, until), in chain order; None is open."""
        where, values = _between("at", since, until)
        sql = f"SELECT {_COLUMNS} FROM log_entries WHERE {where} ORDER BY number"
        return self._entries(sql, values)

    def entries_after(self, number: int) -> Iterator[Entry]:
        """Entries that were stored after an entry, in chain order; after 0 is all of them."""
        sql = f"SELECT {_COLUMNS} FROM log_entries WHERE number > ? ORDER BY number"
        return self._entries(sql, [number])

    def newest(self, count: int) -> tuple[Entry, ...]:
        """The last `count` entries, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM log_entries ORDER BY number DESC LIMIT ?"
        return tuple(self._entries(sql, [count]))[::-1]

    def earliest_at(self, since: datetime) -> datetime | None:
        """The earliest instant from `since` on that a clock showed which was not in doubt."""
        sql = (
            f"SELECT {_COLUMNS} FROM log_entries WHERE at >= ? AND {_BELIEVED} ORDER BY at LIMIT 20"
        )
        return next((entry.fact.at for entry in self._entries(sql, [to_text(since)])), None)

    def newest_believed(self) -> Entry | None:
        """The newest entry that was not noted by a clock in doubt, None when there is none."""
        sql = f"SELECT {_COLUMNS} FROM log_entries WHERE {_BELIEVED} ORDER BY number DESC LIMIT 20"
        return next(self._entries(sql, []), None)

    def airings(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Airing, ...]:
        """As-run rows that belong to [since, until) by their planned (else actual) start.

        In the order in which they were due. Whether one is a first airing is decided from the
        whole history before it.
        """
        with reading(self._db):
            known = self._aired_before(since - _BEFORE) if since is not None else {}
            return self._folded(since, until, known)

    def past_airings(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[PastAiring, ...]:
        """What sounded in [since, until), for the timetable's selectors."""
        return tuple(
            PastAiring(
                code=row.code,
                content_sha256=row.content_sha256,
                started_at=row.started_at,
                planned_at=row.planned_at,
                slot_id=row.slot_id,
                session_id=row.session_id,
                zones=row.zones,
                ended_well=row.result is Result.COMPLETE,
            )
            for row in self._folded(since, until, {})
            if row.started_at is not None
        )

    def heard(self, now: datetime) -> tuple[PastAiring, ...]:
        """What has sounded, as selectors need it at an instant.

        Every airing since `IN_FULL` before it and, of each programme, the last before those: so
        that a bulletin stays "aired" however long ago it was.
        """
        since = now - IN_FULL
        with reading(self._db):
            return (*self.last_heard_before(since), *self.past_airings(since))

    def last_heard_before(
        self, instant: datetime, since: datetime | None = None
    ) -> tuple[PastAiring, ...]:
        """Of each programme that sounded before an instant (and since another), when it last began.

        In the order of their codes.
        """
        where, values = _between("at", since, instant)
        sql = (
            "SELECT json_extract(data, '$.code') AS code, max(at) AS at FROM log_entries "
            f"WHERE kind = 'started' AND {where} GROUP BY json_extract(data, '$.code')"
        )
        found = ((row["code"], _instant(row["at"])) for row in self._rows(sql, values))
        return tuple(
            PastAiring(code, "", at, None, "", "", (), ended_well=True)
            for code, at in found
            if code and at is not None
        )

    def _folded(
        self, since: datetime | None, until: datetime | None, known: dict[str, datetime]
    ) -> tuple[Airing, ...]:
        """As-run rows; `known` (code -> first airing) only matters for which are first airings."""
        with reading(self._db):
            entries = list(self.entries(since and since - _BEFORE, until and until + _AFTER))
            if until is not None:
                entries += self._next_start(entries)
        rows = folding.fold(entries, aired_before=known)
        return tuple(row for row in rows if _within(row.due_at, since, until))

    def years(self) -> tuple[int, ...]:
        """The years (UTC) of which there are entries, oldest first."""
        sql = "SELECT DISTINCT CAST(substr(at, 1, 4) AS INTEGER) AS year FROM log_entries"
        return tuple(sorted(row["year"] for row in self._rows(sql, [])))

    def verify(self, *known: Head) -> Verification:
        """Walk the whole chain.

        Args:
            known: heads noted elsewhere (an export, a sheet of paper), beside the one that the
                database keeps by itself.
        """
        with reading(self._db) as connection:
            kept = connection.execute("SELECT number, entry_sha256 FROM log_head").fetchone()
            cursor = connection.cursor()
            cursor.row_factory = None  # plain tuples: a third of the time
            rows = cursor.execute(f"SELECT {_COLUMNS} FROM log_entries ORDER BY number")
            heads = [*known, *([Head(*kept)] if kept else [])]
            return chain.walk(rows, heads)

    def _aired_before(self, since: datetime) -> dict[str, datetime]:
        sql = (
            "SELECT json_extract(data, '$.code') AS code, min(at) AS at FROM log_entries "
            "WHERE kind = 'started' GROUP BY json_extract(data, '$.code')"
        )
        firsts = {row["code"]: _instant(row["at"]) for row in self._rows(sql, []) if row["code"]}
        return {code: at for code, at in firsts.items() if at is not None and at < since}

    def _next_start(self, entries: Sequence[Entry]) -> list[Entry]:
        """The first playout entry after those read: it closes what a crash left open."""
        if not entries:
            return []
        sql = (
            f"SELECT {_COLUMNS} FROM log_entries WHERE number > ? AND kind = ? "
            "AND json_extract(data, '$.event') IN ('started', 'restarted') ORDER BY number LIMIT 1"
        )
        values = [entries[-1].number, str(Kind.PLAYOUT)]
        return list(self._entries(sql, values))

    def _entries(self, sql: str, values: Iterable[object]) -> Iterator[Entry]:
        for row in self._rows(sql, values):
            entry = _entry(row)
            if entry is not None:
                yield entry
            elif row["number"] not in self.unreadable:
                self.unreadable.add(row["number"])
                _log.error("logbook.unreadable %s", row["number"])

    def _rows(self, sql: str, values: Iterable[object]) -> Iterator[sqlite3.Row]:
        try:
            yield from self._db.conn.execute(sql, tuple(values))
        except sqlite3.Error as error:
            raise store_error(error) from error


def _newest(connection: sqlite3.Connection) -> Head | None:
    row = connection.execute(
        "SELECT number, entry_sha256 FROM log_entries ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Head(row["number"], row["entry_sha256"]) if row else None


def _between(
    column: str, since: datetime | None, until: datetime | None
) -> tuple[str, list[object]]:
    parts, values = ["1"], list[object]()
    if since is not None:
        parts.append(f"{column} >= ?")
        values.append(to_text(since))
    if until is not None:
        parts.append(f"{column} < ?")
        values.append(to_text(until))
    return " AND ".join(parts), values


def _within(instant: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if instant is None:
        return since is None and until is None
    return (since is None or since <= instant) and (until is None or instant < until)


def _entry(row: sqlite3.Row) -> Entry | None:
    """The entry of a row, None when it cannot be read."""
    try:
        at, kind, data = from_text(row["at"]), Kind(row["kind"]), json.loads(row["data"])
    except (ValueError, TypeError):
        return None
    if not isinstance(data, dict):
        return None
    fact = Fact(at, kind, row["airing_id"], data)
    return Entry(row["number"], fact, row["previous_sha256"], row["entry_sha256"])


def _instant(text: object) -> datetime | None:
    try:
        return from_text(str(text))
    except ValueError:
        return None
