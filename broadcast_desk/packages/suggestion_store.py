"""The SQL of suggested airings and of what became of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from broadcast_desk.packages.store import Arrival, arrival_of
from broadcast_desk.station.clock import from_text, to_text


@dataclass(frozen=True, slots=True)
class NewestArrival:
    """How a programme came last, from whom and when."""

    arrival: Arrival
    issuer_key_id: str
    imported_at: datetime


def newest_arrivals(connection: sqlite3.Connection) -> Iterator[NewestArrival]:
    """The newest arrival of every programme for which airings were suggested then."""
    for row in connection.execute(
        "SELECT g.*, p.issuer_key_id, p.imported_at FROM package_programmes g "
        "JOIN packages p ON p.id = g.package_id WHERE g.rowid IN "
        "(SELECT max(rowid) FROM package_programmes GROUP BY code) AND g.airings != '[]'"
    ):
        yield NewestArrival(arrival_of(row), row["issuer_key_id"], from_text(row["imported_at"]))


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one suggested airing.

    Attributes:
        on: day as suggested, None is any; at: hour as suggested.
        slot_id: the slot that was made, "" when there is none.
        refused: message code of why the rules could not accept it; a person still may.
    """

    code: str
    on: date | None
    at: str
    decided_by: str
    decided_at: datetime
    slot_id: str = ""
    refused: str = ""


def put_decision(connection: sqlite3.Connection, decision: Decision) -> None:
    """Note a decision in the place of an earlier one."""
    connection.execute(
        "INSERT OR REPLACE INTO suggestion_decisions (code, on_day, at, slot_id, refused, "
        "decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            decision.code,
            decision.on.isoformat() if decision.on else "",
            decision.at,
            decision.slot_id,
            decision.refused,
            decision.decided_by,
            to_text(decision.decided_at),
        ),
    )


def decisions(connection: sqlite3.Connection) -> Iterator[Decision]:
    """All decisions."""
    for row in connection.execute("SELECT * FROM suggestion_decisions"):
        yield Decision(
            code=row["code"],
            on=date.fromisoformat(row["on_day"]) if row["on_day"] else None,
            at=row["at"],
            decided_by=row["decided_by"],
            decided_at=from_text(row["decided_at"]),
            slot_id=row["slot_id"],
            refused=row["refused"],
        )


def forget_slot(connection: sqlite3.Connection, code: str, slot_id: str) -> None:
    """The slot that was made of a suggestion is gone; the decision stays."""
    connection.execute(
        "UPDATE suggestion_decisions SET slot_id = '' WHERE code = ? AND slot_id = ?",
        (code, slot_id),
    )
