"""What was taken in, how a programme came, and what a person should hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from broadcast_desk.packages import store
from broadcast_desk.packages.model import ImportedPackage
from broadcast_desk.storage import Database, reading, writing


def imported_packages(db: Database) -> tuple[ImportedPackage, ...]:
    """What was taken in so far, newest first."""
    with reading(db) as connection:
        return tuple(store.packages(connection))


def notices(db: Database) -> tuple[store.Notice, ...]:
    """What a person should hear of, oldest first."""
    with reading(db) as connection:
        return tuple(store.unseen_notices(connection))


def mark_seen(db: Database, notice_ids: Sequence[int], at: datetime) -> None:
    """A person has read these notices."""
    with writing(db) as connection:
        for notice_id in notice_ids:
            store.mark_seen(connection, notice_id, at)


def suggested_airings(db: Database, code: str) -> tuple[store.Arrival, ...]:
    """How a programme of this library came, with the issuer's wishes, newest first."""
    with reading(db) as connection:
        return tuple(store.arrivals(connection, code=code))
