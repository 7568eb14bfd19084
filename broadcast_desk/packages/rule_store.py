"""The SQL of the rules of automatic approval."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from broadcast_desk.station.clock import from_text, to_text


@dataclass(frozen=True, slots=True)
class AutoApproval:
    """Programmes that may be approved without a person.

    Attributes:
        topic: a topic or branch, "" is any.
        from_time, until_time: the suggested airings must all lie within; None is any time.
        schedules: whether the suggested airings go into the timetable as well.
    """

    issuer_key_id: str
    topic: str
    from_time: time | None
    until_time: time | None
    set_by: str
    set_at: datetime
    id: int = 0
    schedules: bool = False


def insert_auto_approval(connection: sqlite3.Connection, rule: AutoApproval) -> None:
    """Add a rule."""
    connection.execute(
        "INSERT INTO auto_approvals (issuer_key_id, topic, from_time, until_time, set_by, set_at, "
        "schedules) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            rule.issuer_key_id,
            rule.topic,
            rule.from_time.strftime("%H:%M") if rule.from_time else "",
            rule.until_time.strftime("%H:%M") if rule.until_time else "",
            rule.set_by,
            to_text(rule.set_at),
            rule.schedules,
        ),
    )


def auto_approvals(connection: sqlite3.Connection) -> Iterator[AutoApproval]:
    """All rules."""
    for row in connection.execute("SELECT * FROM auto_approvals ORDER BY id"):
        yield AutoApproval(
            issuer_key_id=row["issuer_key_id"],
            topic=row["topic"],
            from_time=time.fromisoformat(row["from_time"]) if row["from_time"] else None,
            until_time=time.fromisoformat(row["until_time"]) if row["until_time"] else None,
            set_by=row["set_by"],
            set_at=from_text(row["set_at"]),
            id=row["id"],
            schedules=bool(row["schedules"]),
        )


def delete_auto_approval(connection: sqlite3.Connection, rule_id: int) -> None:
    """Drop a rule."""
    connection.execute("DELETE FROM auto_approvals WHERE id = ?", (rule_id,))
