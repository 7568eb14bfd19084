"""A database in trouble while playout runs: the brief stays, no fact is lost or stored twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.records import REST_S, Records
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.storage import open_database
from tests.fakes.airtime import HandClock
from tests.fakes.stations import MadeStation, tone

MORNING = datetime(2026, 11, 24, 5, 29, 50, tzinfo=STATION_ZONE)


class Kept(Records):
    """Records whose thread is the test's, with what they told.

    Attributes:
        briefs, troubles: what the engine was given.
    """

    def __init__(self, station: MadeStation) -> None:
        self.briefs: list[Brief] = []
        self.troubles: list[str] = []
        self.clock = HandClock(MORNING)
        super().__init__(station.data, self.clock, self.briefs.append, self.troubles.append)
        self._db.conn.execute("PRAGMA busy_timeout = 20")


@pytest.fixture
def records(station: MadeStation) -> Iterator[Kept]:
    station.programme("A", tone(500, 1.0))
    station.slot("s", time(5, 30), ["A"])
    kept = Kept(station)
    kept.history(MORNING)
    assert kept.first_brief().cues
    yield kept
    kept._db.conn.close()


def fact(number: int, kind: Kind = Kind.STARTED, **data: Any) -> Fact:
    return Fact(MORNING + timedelta(seconds=number), kind, f"airing {number}", {"x": 1.5, **data})


def logged(station: MadeStation) -> list[str]:
    return [entry.fact.airing_id for entry in Logbook(station.db).entries()]


def test_the_plan_is_made_anew_a_while_after_something_was_aired(records: Kept) -> None:
    records.work()
    records.log(fact(0))
    records.work()
    records.clock.advance(10 * REST_S)
    records.work()
    assert records.briefs == [], "it still sounds"
    records.log(fact(0, Kind.ENDED, result="complete"))
    records.work()
    records.clock.advance(REST_S - 1)
    records.work()
    assert records.briefs == [], "the next item may begin at once"
    records.clock.advance(2)
    records.work()
    records.work()
    assert len(records.briefs) == 1


def test_while_another_program_holds_the_database_facts_wait(
    station: MadeStation, records: Kept
) -> None:
    station.db.conn.execute("BEGIN IMMEDIATE")
    for number in range(3):
        records.log(fact(number))
        assert not records.work()
    assert records.troubles == ["store.locked"]
    station.db.conn.execute("ROLLBACK")
    assert logged(station) == []
    assert records.work()
    assert records.troubles == ["store.locked", ""]
    assert logged(station) == ["airing 0", "airing 1", "airing 2"]
    assert not records._unlogged.exists()


def test_on_a_full_disk_facts_wait_and_are_stored_when_there_is_room(
    station: MadeStation, records: Kept
) -> None:
    pages = records._db.conn.execute("PRAGMA page_count").fetchone()[0]
    records._db.conn.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(50):
        records.log(fact(number, text="x" * 4_000))
        records.work()
    assert records.troubles == ["store.disk_full"]
    records._db.conn.execute(f"PRAGMA max_page_count = {1 << 30}")
    assert records.work()
    assert logged(station) == [f"airing {number}" for number in range(50)]
    assert Logbook(station.db).verify().valid


def test_what_could_not_be_stored_is_stored_by_the_next_start_once(
    station: MadeStation, records: Kept
) -> None:
    station.db.conn.execute("BEGIN IMMEDIATE")
    records.log(fact(0), fact(1))
    records.work()
    station.db.conn.execute("ROLLBACK")
    kept = records._unlogged.read_bytes()
    after = Kept(station)
    assert after.history(MORNING).open.keys() == {"airing 0", "airing 1"}
    after._db.conn.close()
    records._unlogged.write_bytes(kept)  # killed after storing, before taking the file away
    again = Kept(station)
    again.history(MORNING)
    again._db.conn.close()
    assert logged(station) == ["airing 0", "airing 1"]
    assert Logbook(station.db).verify().valid


def test_nonsense_in_the_database_keeps_the_brief_and_the_log_going(
    station: MadeStation, records: Kept
) -> None:
    records.log(fact(0))
    assert records.work()
    station.db.conn.execute("DROP TRIGGER log_entries_keep")
    station.db.conn.execute("PRAGMA ignore_check_constraints = ON")
    station.db.conn.execute("UPDATE log_entries SET at = 'nonsense' WHERE number = 1")
    for number in range(1, 4):
        records.log(fact(number))
        assert not records.work()
    assert records.troubles == ["store.corrupt"]
    assert records.briefs == []
    count = station.db.conn.execute("SELECT count(*) FROM log_entries").fetchone()[0]
    assert count == 4
    station.db.conn.execute("UPDATE log_entries SET at = '2026-11-24' WHERE number = 1")
    assert records.work()
    assert records.troubles == ["store.corrupt", ""]
    assert len(records.briefs) == 1


def test_flipped_bytes_keep_the_brief_and_every_fact(station: MadeStation, records: Kept) -> None:
    station.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = station.data.database.read_bytes()
    torn = bytearray(whole)
    for place in range(4_096, len(torn)):
        torn[place] ^= 0xA5
    station.data.database.write_bytes(torn)
    records._db.conn.execute("PRAGMA cache_size = 0")
    records._db.conn.execute("PRAGMA shrink_memory")
    records.log(fact(0))
    for _ in range(3):
        assert not records.work()
    assert records.troubles == ["store.corrupt"]
    assert "airing 0" in records._unlogged.read_text(encoding="utf-8")
    station.data.database.write_bytes(whole)
    repaired = open_database(station.data.database)
    repaired.conn.close()
