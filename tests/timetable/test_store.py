"""Edits: checked, whole, versioned, taken back; and what an edit changes is shown before."""

from __future__ import annotations

import dataclasses
from datetime import date, time

import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say_error
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.effect import effect, look_ahead
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    RelayItem,
    SelectorItem,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.plan import LibraryView
from broadcast_desk.timetable.store import TimetableStore
from tests.fakes.station_week import RULES, airable, slot

DAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path):
    db = open_database(tmp_path / "station.db")
    yield TimetableStore(db)
    db.conn.close()


def one(name="a", starts="05:30", *items, **fields):
    return slot(name, starts, *(items or ("P1",)), **{"zones": ("khu-1",), **fields})


def refused(call, *args, **fields):
    with pytest.raises(InputError) as caught:
        call(*args, **fields)
    said = say_error(caught.value)
    assert "\n" not in said
    assert said != caught.value.code
    return caught.value.code


def test_what_is_added_comes_back_as_it_was(store):
    full = one(
        "a", "05:30",
        FixedItem("P1", 12.5), RelayItem("https://vov.vn/1", 60, "VOV", "P1"),
        SelectorItem("rotate", topic="economy", rest_days=3, count=2),
        valid_until=date(2027, 1, 1), priority=Priority.PRIORITY, volume=40, filler="M1",
    )  # fmt: skip
    assert store.add(full, "Bà B") == full
    assert store.slots() == (full,)
    assert store.version() == 1


def test_a_slot_without_an_id_gets_one(store):
    unnamed = dataclasses.replace(one(), id=SlotId(""))
    assert [store.add(unnamed, "").id, store.add(unnamed, "").id] == ["s1", "s2"]


def test_three_o_clock_needs_a_second_named_confirmation(store):
    night = one("night", "03:00")
    assert refused(store.add, night, "A") == "timetable.needs_confirmation"
    assert refused(store.add, night, "A", confirmed_by="  ") == "timetable.needs_confirmation"
    assert store.slots() == ()
    assert store.version() == 0
    assert store.add(night, "A", confirmed_by="Bà Chủ tịch").confirmed_by == "Bà Chủ tịch"
    late = one("late", "19:00", length_s=7200)
    assert refused(store.add, late, "A") == "timetable.needs_confirmation"
    urgent = one("urgent", "03:00", priority=Priority.EMERGENCY)
    assert refused(store.add, urgent, "A") == "timetable.needs_confirmation_emergency"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (one(zones=("khu-9",)), "timetable.zone"),
        (dataclasses.replace(one(), items=()), "timetable.empty"),
        (one(length_s=86_401), "timetable.length"),
        (one(length_s=-1), "timetable.length"),
        (one(volume=101), "timetable.volume"),
        (one(valid_from=DAY, valid_until=date(2026, 1, 1)), "timetable.backwards"),
        (one(rrule="hằng ngày"), "timetable.rrule"),
        (one("a", "05:30", FixedItem(" ")), "timetable.no_code"),
        (one("a", "05:30", RelayItem("vov giao thông", 60)), "timetable.relay_address"),
        (one("a", "05:30", RelayItem("file:///etc/passwd", 60)), "timetable.relay_address"),
        (one("a", "05:30", RelayItem("http://[::1", 60)), "timetable.relay_address"),
        (one("a", "05:30", RelayItem("https://vov.vn", 0)), "timetable.relay_length"),
        (one("a", "05:30", SelectorItem("best")), "timetable.rule"),
        (one("a", "05:30", SelectorItem("rebroadcast", of="25:00")), "timetable.of"),
        (dataclasses.replace(one(), name=" "), "timetable.no_name"),
        (dataclasses.replace(one(), id=SlotId("a/b")), "timetable.id"),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_is_stored(store, bad, code):
    assert refused(store.add, bad, "A") == code
    assert store.timetable() == Timetable()


def test_undo_takes_back_one_edit_after_the_other(store):
    store.add(one("a"), "A")
    store.change(one("a", "06:00"), "A")
    store.remove("a", "A")
    assert store.undo("B").what == "remove a"
    assert [s.starts for s in store.slots()] == [time(6, 0)]
    assert store.undo("B").what == "change a"
    assert [s.starts for s in store.slots()] == [time(5, 30)]
    store.undo("B")
    assert store.slots() == ()
    assert store.version() == 6
    assert refused(store.undo) == "timetable.nothing_to_undo"


def test_undo_brings_exceptions_back(store):
    store.add(one("a"), "A")
    skip = SlotException(SlotId("a"), DAY, ExceptionKind.SKIP)
    store.except_day(skip, "A")
    store.remove("a", "A")
    store.undo()
    assert store.exceptions() == (skip,)


def test_an_exception_needs_its_day(store):
    store.add(one("a", rrule="FREQ=WEEKLY;BYDAY=MO", valid_from=date(2026, 11, 23)), "A")
    wrong = SlotException(SlotId("a"), DAY, ExceptionKind.SKIP)
    assert refused(store.except_day, wrong, "A") == "timetable.no_occurrence"
    nobody = SlotException(SlotId("x"), DAY, ExceptionKind.SKIP)
    assert refused(store.except_day, nobody, "A") == "timetable.no_slot"
    monday = date(2026, 11, 23)
    night = SlotException(SlotId("a"), monday, ExceptionKind.MOVE, to_time=time(3, 0))
    assert refused(store.except_day, night, "A") == "timetable.needs_confirmation"
    nowhere = SlotException(SlotId("a"), monday, ExceptionKind.MOVE)
    assert refused(store.except_day, nowhere, "A") == "timetable.move_nowhere"


def test_all_of_several_or_none(store):
    assert refused(store.add_all, [one("a"), one("b", "03:00")], "A") == (
        "timetable.needs_confirmation"
    )
    assert store.slots() == ()


def test_the_effect_of_an_edit_marks_what_changes():
    library = LibraryView([airable("P1"), airable("P2", 300)])
    before = Timetable((slot("a", "05:30", "P1"),))
    after = Timetable((*before.slots, slot("b", "05:31", "P2"), slot("c", "03:00", "P2")))
    found = effect(before, after, library, RULES, DAY)
    assert len(found.days) == 7
    first = found.days[0]
    assert [c.slot_id for c in first.added] == ["a", "b"]  # a is cut where b begins
    assert [c.slot_id for c in first.removed] == ["a"]
    assert [s.id for s in found.to_confirm] == ["c"]
    assert [r.code for r in first.remarks] == ["timetable.session_in_quiet"]
    assert not effect(before, before, library, RULES, DAY).changes


def test_the_next_week_is_known_today():
    expiring = airable("P1", valid_until=date(2026, 11, 27))
    table = Timetable((slot("a", "05:30", "P1"), slot("b", "17:00", "GONE")))
    found = look_ahead(table, LibraryView([expiring]), RULES, DAY)
    assert {(day, r.code) for day, r in found} == {
        (date(2026, 11, 28), "timetable.expired"),
        (DAY, "timetable.missing"),
    }
