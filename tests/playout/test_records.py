"""A database in trouble while playout runs: the brief stays, no fact is lost or stored twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.records import REST_S, Records
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.model import SelectorItem
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


def break_row(station: MadeStation, sql: str) -> None:
    """Change what the program itself never would: as a tool or a bad disk does."""
    connection = station.db.conn
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    assert connection.execute(sql).rowcount == 1


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


def test_an_entry_that_is_nonsense_is_named_and_the_rest_goes_on(
    station: MadeStation, records: Kept
) -> None:
    records.log(fact(0))
    assert records.work()
    break_row(station, "UPDATE log_entries SET at = 'nonsense' WHERE number = 1")
    for number in range(1, 4):
        records.log(fact(number))
        assert records.work()
    assert records.troubles == []
    assert records.briefs[-1].cues
    assert records.briefs[-1].held_out == ("log 1",)
    assert logged(station) == ["airing 1", "airing 2", "airing 3"]
    assert Logbook(station.db).verify().first_bad == 1


BROKEN = {
    "no JSON": "UPDATE slots SET value = '{\"id\": \"s' WHERE id = 's'",
    "another JSON": "UPDATE slots SET value = '[1, 2]' WHERE id = 's'",
    "a time that is none": "UPDATE slots SET value = replace(value, '05:30', '25:99')",
    "a rule that is none": "UPDATE slots SET value = replace(value, 'DAILY', 'NEVERLY')",
    "items that are none": "UPDATE slots SET value = json_set(value, '$.items', 'x')",
}


@pytest.mark.parametrize("sql", BROKEN.values(), ids=BROKEN)
def test_a_slot_that_is_nonsense_is_held_out_and_the_others_sound(
    station: MadeStation, sql: str
) -> None:
    station.programme("A", tone(500, 1.0))
    station.slot("s", time(5, 30), ["A"], rrule="FREQ=DAILY;INTERVAL=1")
    other = sql.split(" WHERE")[0] + " WHERE id = 's'"
    break_row(station, other)
    station.db.conn.execute(
        "INSERT INTO slots (id, value) SELECT 't', json_object('id', 't', 'name', 't', 'zones', "
        "json_array(), 'starts', '05:40:00', 'items', "
        "json_array(json_object('type', 'fixed', 'code', 'A')))"
    )
    kept = Kept(station)
    kept.history(MORNING)
    brief = kept.first_brief()
    kept._db.conn.close()
    assert brief.held_out == ("slot s",)
    assert {cue.slot_id for cue in brief.cues} == {"t"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE versions SET valid_until = 'soon'",
        "UPDATE versions SET priority = 'highest'",
        "UPDATE approvals SET valid_until = '2026-13-40'",
    ],
)
def test_a_programme_that_is_nonsense_is_held_out(station: MadeStation, sql: str) -> None:
    first = station.programme("A", tone(500, 1.0))
    station.programme("B", tone(500, 1.0))
    station.slot("s", time(5, 30), ["A", "B"])
    column = "version_id" if "approvals" in sql else "id"
    break_row(station, f"{sql} WHERE {column} = {first.id}")
    kept = Kept(station)
    kept.history(MORNING)
    brief = kept.first_brief()
    kept._db.conn.close()
    assert brief.held_out == ("programme A",)
    assert {cue.content.code for cue in brief.cues} == {"B"}  # type: ignore[union-attr]


def test_lines_of_the_waiting_facts_that_are_nonsense_are_kept_beside(
    station: MadeStation, records: Kept
) -> None:
    station.db.conn.execute("BEGIN IMMEDIATE")
    records.log(fact(0), fact(1))
    records.work()
    station.db.conn.execute("ROLLBACK")
    good = records._unlogged.read_text(encoding="utf-8")
    records._unlogged.write_bytes(good.encode() + b'{"at": "2026-\xff\n[]\n')
    after = Kept(station)
    assert after.history(MORNING).open.keys() == {"airing 0", "airing 1"}
    after._db.conn.close()
    aside = records._unlogged.with_name("unlogged-unreadable.jsonl").read_bytes()
    assert aside == b'{"at": "2026-\xff\n[]\n'


def test_an_approval_in_the_middle_of_a_session_does_not_turn_it_over(
    station: MadeStation,
) -> None:
    station.programme("TB-1", tone(500, 20.0), kind="notice")
    station.programme("TB-2", tone(500, 20.0), kind="notice")
    station.slot("s", time(5, 30), [SelectorItem("notices", max_length_s=60)])
    records = Kept(station)
    records.clock.advance(20)  # 05:30:10
    records.history(records.clock.now())
    before = records.first_brief().cues
    station.programme("TB-3", tone(500, 20.0), kind="notice")
    records.work()
    day = MORNING.date()
    planned = [[c for c in cues if local(c.starts_at).date() == day]
               for cues in (before, records.briefs[-1].cues)]  # fmt: skip
    assert planned[0] == planned[1]
    assert len(planned[0]) == 2
    slot = station.timetable.slot("s")
    station.timetable.change(replace(slot, volume=30), "Trực đài", "Trực đài")
    records.work()
    records._db.conn.close()
    today = [c for c in records.briefs[-1].cues if local(c.starts_at).date() == day]
    assert len(today) == 3


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
