"""The station's own lexicon entries, in the station's database."""

from __future__ import annotations

from collections.abc import Iterable

from broadcast_desk.speech.lexicon.entries import Entry
from broadcast_desk.speech.lexicon.index import Lexicon, shipped
from broadcast_desk.station.clock import Clock, SystemClock, to_text
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage import Database, writing


class LexiconStore:
    """What this station decided; it beats what is shipped."""

    def __init__(self, db: Database, clock: Clock | None = None) -> None:
        self._db = db
        self._clock = clock or SystemClock()

    def entries(self) -> tuple[Entry, ...]:
        """The station's entries, in the order of their written forms."""
        rows = self._db.execute(
            "SELECT written, spoken, match, cues, note FROM lexicon_entries ORDER BY written, cues"
        ).fetchall()
        return tuple(Entry(*row) for row in rows)

    def lexicon(self) -> Lexicon:
        """The shipped lexicon with the station's entries on top."""
        return shipped().with_station(self.entries())

    def add(self, entry: Entry) -> Entry:
        """Keep `entry`; one of the same written form and cues is replaced.

        Raises:
            SpeechError: the entry cannot work.
            StoreError: it could not be stored.
        """
        return self.add_all([entry])[0]

    def add_all(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Keep all of `entries`, or none.

        Raises:
            SpeechError: one of them cannot work.
            StoreError: they could not be stored.
        """
        clean = tuple(_clean(entry) for entry in entries)
        now = to_text(self._clock.now())
        with writing(self._db) as connection:
            connection.executemany(
                "INSERT INTO lexicon_entries (written, spoken, match, cues, note, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (written, cues) DO UPDATE SET"
                " spoken = excluded.spoken, match = excluded.match, note = excluded.note",
                [(e.written, e.spoken, e.match, e.cues, e.note, now) for e in clean],
            )
        return clean

    def remove(self, written: str, cues: str | None = None) -> int:
        """Forget the station's entries of a written form.

        Args:
            written: the form.
            cues: only the entry with these cues; None is all of them.

        Returns:
            How many were removed.

        Raises:
            SpeechError: the station has no such entry.
            StoreError: the change could not be stored.
        """
        condition, values = "written = ?", [nfc(written).strip()]
        if cues is not None:
            condition, values = "written = ? AND cues = ?", [*values, nfc(cues).strip()]
        with writing(self._db) as connection:
            cursor = connection.execute(f"DELETE FROM lexicon_entries WHERE {condition}", values)
            if cursor.rowcount == 0:
                raise SpeechError("lexicon.unknown", written=written)
        return cursor.rowcount


def _clean(entry: Entry) -> Entry:
    clean = Entry(
        nfc(entry.written).strip(),
        nfc(entry.spoken).strip(),
        entry.match,
        nfc(entry.cues).strip(),
        nfc(entry.note).strip(),
    )
    clean.check()
    return clean
