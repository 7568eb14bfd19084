"""The library at 100,000 bulletins: finding, listing, what playout asks for, backing up."""

from __future__ import annotations

import dataclasses
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from broadcast_desk.library import store
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft
from broadcast_desk.library.search import match_words
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database, writing
from broadcast_desk.storage.backup import back_up, examine

BULLETINS = 100_000
WORDS = 60
QUERIES = ("asean", "dong bang", "viet nam", "quang ninh as", "khong he co tu nay", "")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        data.create()
        db = open_database(data.database)
        began = time.perf_counter()
        fill(db)
        print(f"{BULLETINS} bulletins stored in {time.perf_counter() - began:.1f} s, ", end="")
        print(f"{data.database.stat().st_size / 1e6:.0f} MB")
        library = Library(db, MediaStore(data), SystemClock())
        for query in QUERIES:
            found = library.find(query)
            best = best_ms(lambda query=query: library.find(query))
            ranked = best_ms(lambda query=query: by_rank(db.conn, query)) if query else 0.0
            print(f"find {query!r:22} {len(found):4} rows {best:8.2f} ms", end="")
            print(f"   (by bm25: {ranked:8.2f} ms)" if query else "")
        print(f"list a topic {best_ms(lambda: library.find(topic='economic')):.2f} ms")
        print(f"add one      {best_ms(lambda: library.add(Draft(title='Mới'))):.2f} ms")
        print(f"airables     {best_ms(library.airables):.2f} ms")
        print(f"integrity    {best_ms(lambda: examine(data.database), 1):.0f} ms")
        at = datetime.now(UTC)
        print(f"back up      {best_ms(lambda: back_up(data.database, data.backups, at), 1):.0f} ms")
        db.conn.close()


def fill(db: Database, count: int = BULLETINS) -> None:
    seeds = [seed.draft for seed in seed_bulletins()]
    chance = random.Random(1)
    now = datetime.now(UTC)
    with writing(db) as connection:
        for number in range(count):
            seed = seeds[number % len(seeds)]
            words = seed.text.split()
            chance.shuffle(words)
            del words[WORDS:]
            draft = dataclasses.replace(seed, code=f"X-{number}", text=" ".join(words))
            programme = store.insert_programme(connection, draft, now)
            store.insert_version(connection, programme, draft, now)


def by_rank(connection: sqlite3.Connection, query: str) -> None:
    """What a search ordered by relevance would cost."""
    match = match_words(query)
    assert match is not None
    connection.execute(
        "SELECT rowid FROM programme_search WHERE programme_search MATCH ? ORDER BY rank LIMIT 200",
        (match.everything,),
    ).fetchall()


def best_ms(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best * 1000


if __name__ == "__main__":
    main()
