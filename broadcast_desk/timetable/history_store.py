"""The history of edits: what was there before each, so that the newest can be taken back.

An edit keeps only the part that it changes: slots and exceptions, the rules of the place, or the
running orders.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcast_desk.station.clock import Clock, from_text, to_text
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, writing

_LEFT = (
    "FROM timetable_edits WHERE takes_back IS NULL AND number NOT IN "
    "(SELECT takes_back FROM timetable_edits WHERE takes_back IS NOT NULL)"
)
"""The edits that have not been taken back, and are not themselves the taking back of one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the timetable or of what holds for it.

    Attributes:
        number: also the version it made.
        what: "add s1", "change s1", "remove s1", "except s1 2026-11-24", "import 12", "place",
            "preset ha-noi-noi-thanh", "special 2026-11-24", "order buoi-sang", "undo 7".
        takes_back: the edit it takes back, None for an ordinary one.
    """

    number: int
    at: datetime
    by: str
    what: str
    takes_back: int | None


class History:
    """Edits in order; rows are only ever added."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock

    def record(
        self, by: str, what: str, before: Mapping[str, Any], takes_back: int | None = None
    ) -> None:
        """Note an edit, inside its own transaction.

        Args:
            by: who edits.
            what: see `Edit.what`.
            before: the part it changes, as it was, as JSON values.
            takes_back: the number of the edit that it takes back.
        """
        with writing(self._db) as connection:
            connection.execute(
                "INSERT INTO timetable_edits (at, by, what, before, takes_back) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    to_text(self._clock.now()),
                    by,
                    what,
                    json.dumps(before, ensure_ascii=False),
                    takes_back,
                ),
            )

    def newest(self) -> tuple[Edit, Mapping[str, Any]]:
        """The newest edit that has not been taken back, and what was there before it.

        Raises:
            InputError: there is none.
        """
        row = self._db.execute(f"SELECT * {_LEFT} ORDER BY number DESC LIMIT 1").fetchone()
        if row is None:
            raise InputError("timetable.nothing_to_undo")
        return _edit_of(row), json.loads(row["before"])

    def any_left(self) -> bool:
        """Whether there is an edit that can be taken back."""
        return bool(self._db.execute(f"SELECT 1 {_LEFT} LIMIT 1").fetchone())

    def version(self) -> int:
        """The number of the newest edit, 0 before the first; it only ever grows."""
        row = self._db.execute("SELECT coalesce(max(number), 0) FROM timetable_edits").fetchone()
        return int(row[0])

    def edits(self, limit: int) -> tuple[Edit, ...]:
        """The newest edits, newest first."""
        sql = "SELECT * FROM timetable_edits ORDER BY number DESC LIMIT ?"
        return tuple(_edit_of(row) for row in self._db.execute(sql, [limit]).fetchall())


def _edit_of(row: sqlite3.Row) -> Edit:
    return Edit(row["number"], from_text(row["at"]), row["by"], row["what"], row["takes_back"])
