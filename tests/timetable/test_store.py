"""Edits: checked, whole, versioned, taken back; and what an edit changes is shown before."""

from __future__ import annotations

import dataclasses
import math
from datetime import date, time

import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say_error
from broadcast_desk.station.settings import StationSettings, TimeSpan, Zone
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.campaigns import events_of
from broadcast_desk.timetable.effect import effect, look_ahead
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Mode,
    RelayItem,
    SelectorItem,
    SlotException,
    SlotId,
    SpecialDay,
    Timetable,
)
from broadcast_desk.timetable.own_dates import with_own_event
from broadcast_desk.timetable.place import apply_preset, with_special_day
from broadcast_desk.timetable.plan import LibraryView
from broadcast_desk.timetable.ruled import ruled
from broadcast_desk.timetable.running_order import Gap, RunningOrder
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.store import TimetableStore
from tests.fakes.station_week import RULES, airable, slot

DAY = date(2026, 11, 24)


@pytest.fixture
def db(tmp_path):
    made = open_database(tmp_path / "station.db")
    yield made
    made.conn.close()


@pytest.fixture
def store(db):
    return TimetableStore(db)


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
        warm_up_s=180.0,
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
        (one(warm_up_s=-1), "timetable.warm_up"),
        (one(warm_up_s=3601), "timetable.warm_up"),
        (one(warm_up_s=math.nan), "timetable.warm_up"),
        (one(late_within_s=math.nan), "timetable.allowance"),
        (one(finish_within_s=-60), "timetable.allowance"),
        (one(length_s=math.nan), "timetable.length"),
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


def quiet_from(hour):
    """A change of the rules: quiet from an hour of the evening until 05:00."""
    return lambda s: dataclasses.replace(s, quiet_hours=(TimeSpan(time(hour), time(5)),))


MOURNING = SpecialDay(DAY, DAY, Mode.MOURNING, why="Quốc tang")
NOON = dataclasses.replace(
    events_of()[0], key="ngay-xa", name_vi="Ngày xã", month_day="11-24", on=None, until=None
)
OWN_ORDER = RunningOrder("sang", "Buổi sáng", (FixedItem("NHAC"), Gap("tin")))


def test_undo_takes_back_rules_special_days_dates_and_running_orders(store, db):
    everything = (
        ("place", lambda: store.change_rules(quiet_from(19), "A", "place", "Bà Chủ tịch")),
        ("preset vinh-phuc", lambda: store.change_rules(
            lambda s: apply_preset(s, "vinh-phuc"), "A", "preset vinh-phuc", "Bà Chủ tịch")),
        ("special 2026-11-24", lambda: store.change_rules(
            lambda s: with_special_day(s, MOURNING), "A", "special 2026-11-24")),
        ("add a", lambda: store.add(one("a"), "A")),
        ("date ngay-xa", lambda: store.change_rules(
            lambda s: with_own_event(s, NOON), "A", "date ngay-xa")),
        ("order sang", lambda: RunningOrders(db).keep((OWN_ORDER,), "A")),
        ("unorder sang", lambda: RunningOrders(db).remove("sang", "A")),
        ("except a 2026-11-24", lambda: store.except_day(
            SlotException(SlotId("a"), DAY, ExceptionKind.SKIP), "A")),
    )  # fmt: skip
    states = [state(store, db)]
    for what, edit in everything:
        edit()
        assert store.edits(1)[0].what == what
        assert state(store, db) != states[-1], what
        states.append(state(store, db))
    version = store.version()
    for what, _ in reversed(everything):
        states.pop()
        assert store.can_undo()
        assert store.undo("B").what == what
        assert state(store, db) == states[-1], what
    assert not store.can_undo()
    assert store.version() == version + len(everything)  # nothing of the history is lost


def state(store, db):
    return store.timetable(), ruled(load_settings(db)), RunningOrders(db).own()


def test_undo_of_rules_leaves_other_settings_as_they_are_now(store, db):
    store.change_rules(quiet_from(19), "A", "place", "Bà Chủ tịch")
    later = dataclasses.replace(
        load_settings(db), name="Đài mới", zones=(Zone("z", "Z"),), extra={"power": "x"}
    )
    save_settings(db, later)
    store.undo("B")
    assert load_settings(db) == dataclasses.replace(
        later, quiet_hours=StationSettings().quiet_hours
    )


def test_rules_that_let_quiet_hours_sound_need_a_name_and_leave_no_trace(store, db):
    before = load_settings(db)
    assert refused(store.change_rules, quiet_from(23), "A", "place") == "timetable.less_quiet"
    assert load_settings(db) == before
    assert store.version() == 0
    store.change_rules(lambda s: s, "A", "place")
    assert store.version() == 0, "what changes nothing is no edit"


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
