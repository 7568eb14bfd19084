"""The SQL of the feeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.station.clock import from_text, to_text


@dataclass(frozen=True, slots=True)
class FeedState:
    """How far a feed has been read, when it was last looked at, and when not before again."""

    url: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    next_at: datetime | None = None
    checked_at: datetime | None = None


def put_feed(connection: sqlite3.Connection, feed: FeedState) -> None:
    """Add a feed or renew what is known of it."""
    connection.execute(
        "INSERT INTO feeds (url, etag, modified, checked_at, failures, next_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, "
        "modified = excluded.modified, checked_at = excluded.checked_at, "
        "failures = excluded.failures, next_at = excluded.next_at",
        (
            feed.url, feed.etag, feed.modified, _stored(feed.checked_at), feed.failures,
            _stored(feed.next_at),
        ),
    )  # fmt: skip


def delete_feed(connection: sqlite3.Connection, url: str) -> None:
    """Forget a feed; what came from it stays."""
    connection.execute("DELETE FROM feeds WHERE url = ?", (url,))


def feeds(connection: sqlite3.Connection) -> Iterator[FeedState]:
    """All feeds."""
    for row in connection.execute("SELECT * FROM feeds ORDER BY url"):
        yield FeedState(
            row["url"], row["etag"], row["modified"], row["failures"],
            _instant(row["next_at"]), _instant(row["checked_at"]),
        )  # fmt: skip


def seen_guids(connection: sqlite3.Connection, url: str) -> frozenset[str]:
    """The entries of a feed that were dealt with."""
    rows = connection.execute("SELECT guid FROM feed_entries WHERE url = ?", (url,))
    return frozenset(row["guid"] for row in rows)


def insert_feed_entry(
    connection: sqlite3.Connection, url: str, guid: str, result: str, at: datetime
) -> None:
    """An entry of a feed has been dealt with."""
    connection.execute(
        "INSERT OR REPLACE INTO feed_entries (url, guid, result, at) VALUES (?, ?, ?, ?)",
        (url, guid, result, to_text(at)),
    )


def _stored(instant: datetime | None) -> str:
    return to_text(instant) if instant is not None else ""


def _instant(text: str) -> datetime | None:
    return from_text(text) if text else None
