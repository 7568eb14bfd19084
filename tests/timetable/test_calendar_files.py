"""iCalendar: a round trip without loss, other programs' files, and broken ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.calendar_files import bring_in, from_ical, read, to_ical
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    RelayItem,
    SelectorItem,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.store import TimetableStore
from tests.fakes.station_week import slot

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = date(2026, 11, 24)
TABLE = Timetable(
    (
        slot("a", "05:30", "P1", RelayItem("https://vov.vn/1", 60, "Thời sự, 6 giờ; VOV")),
        slot("b", "17:00", SelectorItem("rotate", rest_days=3), length_s=900, filler="M1",
             rrule="FREQ=WEEKLY;BYDAY=MO,WE", valid_from=date(2026, 11, 1),
             valid_until=date(2027, 3, 1), volume=40),
        slot("c", "06:15", "P2", rrule="", valid_from=DAY, zones=("khu-1",)),
        slot("d", "06:30", "P2", rrule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", valid_from=DAY),
    ),
    (
        SlotException(SlotId("a"), DAY, ExceptionKind.SKIP, why="bão"),
        SlotException(SlotId("a"), date(2026, 11, 25), ExceptionKind.MOVE, to_time=time(6, 0)),
        SlotException(SlotId("a"), date(2026, 11, 26), ExceptionKind.REPLACE,
                      items=(FixedItem("P9"),)),
    ),
)  # fmt: skip


def event(*lines: str) -> bytes:
    body = "\r\n".join(["BEGIN:VEVENT", "UID:x@google", "SUMMARY:Tiếp sóng VOV", *lines])
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return text.encode()


def test_a_round_trip_loses_nothing():
    found = from_ical(to_ical(TABLE, "Đài", NOW))
    assert found.problems == ()
    assert set(found.slots) == set(TABLE.slots)
    assert set(found.exceptions) == set(TABLE.exceptions)


def test_other_readers_see_zone_rule_and_exceptions():
    calendar = Calendar.from_ical(to_ical(TABLE, "Đài", NOW))
    assert [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    first = next(e for e in calendar.walk("VEVENT") if e["UID"] == "a@broadcast-desk")
    assert first["DTSTART"].dt.isoformat() == "2021-01-01T05:30:00+07:00"
    assert first["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert first["RRULE"].to_ical() == b"FREQ=DAILY"
    assert first["EXDATE"].dts[0].dt.date() == DAY
    moved = [e for e in calendar.walk("VEVENT") if "RECURRENCE-ID" in e]
    assert len(moved) == 2
    weekly = next(e for e in calendar.walk("VEVENT") if e["UID"] == "b@broadcast-desk")
    assert weekly["DTSTART"].dt.date() == date(2026, 11, 2)  # a Monday: the first occurrence


def test_what_was_changed_elsewhere_wins():
    content = to_ical(TABLE, "Đài", NOW).replace(b"20210101T053000", b"20210101T061500")
    changed = next(s for s in from_ical(content).slots if s.id == "a")
    assert changed.starts == time(6, 15)
    assert changed.items == TABLE.slots[0].items


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T053000", time(5, 30)),
        ("DTSTART:20261123T223000Z", time(5, 30)),
        ("DTSTART;TZID=Asia/Tokyo:20261124T073000", time(5, 30)),
        ("DTSTART;TZID=SE Asia Standard Time:20261124T053000", time(5, 30)),
        ("DTSTART:20261124T053000", time(5, 30)),
    ],
)
def test_every_way_to_write_half_past_five(start, expected):
    found = from_ical(event(start, "DURATION:PT30M", "URL:https://vov.vn/live"))
    (only,) = found.slots
    assert (only.starts, only.valid_from) == (expected, DAY)
    assert only.items == (RelayItem("https://vov.vn/live", 1800.0, "Tiếp sóng VOV"),)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["DTSTART;TZID=Sao/Hoa:20261124T053000", "URL:https://a.vn"], "timetable.ics_zone"),
        (["DTSTART;VALUE=DATE:20261124", "URL:https://a.vn"], "timetable.ics_whole_day"),
        (["URL:https://a.vn"], "timetable.ics_no_start"),
        (["DTSTART:20261124T053000Z", "RRULE:FREQ=HOURLY", "URL:https://a.vn"],
         "timetable.ics_rule"),
        (["DTSTART:20261124T053000Z"], "timetable.ics_no_items"),
        (["DTSTART:hôm nay", "URL:https://a.vn"], "timetable.ics_broken"),
        (["DTSTART:20261124T053000Z", "một dòng hỏng"], "timetable.ics_broken"),
        (["DTSTART:20261124T053000Z", "X-BROADCAST-DESK-SLOT:{}"], "timetable.ics_broken"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_a_slot_is_named(lines, code):
    found = from_ical(event(*lines))
    assert found.slots == ()
    assert [p.error.code for p in found.problems] == [code]
    assert found.problems[0].event == "Tiếp sóng VOV"


@pytest.mark.parametrize("content", [b"", b"xin ch\xc3\xa0o", b"\xff\xfe\x00", b"BEGIN:VEVENT\r\n"])
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(InputError) as refused:
        from_ical(content, "lịch.ics")
    assert refused.value.code == "timetable.ics_file"


def test_ten_thousand_events_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "lịch.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_000)
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.code == "timetable.ics_too_many"
    assert refused.value.params["count"] == 10_000


def test_an_end_in_utc_stops_on_the_right_day():
    found = from_ical(
        event("DTSTART;TZID=Asia/Ho_Chi_Minh:20261101T170000", "DURATION:PT30M",
              "RRULE:FREQ=DAILY;UNTIL=20261124T000000Z", "DESCRIPTION:code: P1")
    )  # fmt: skip
    assert found.slots[0].valid_until == date(2026, 11, 23)
    assert found.slots[0].items == (FixedItem("P1"),)


def test_import_is_one_edit_and_twice_is_once(tmp_path):
    store = TimetableStore(open_database(tmp_path / "station.db"))
    table = Timetable(tuple(slot(s.id, "05:30", "P1", zones=()) for s in TABLE.slots))
    night = slot("night", "03:00", "P1", zones=())
    found = from_ical(to_ical(Timetable((*table.slots, night)), "Đài", NOW))
    for _ in range(2):
        added, problems = bring_in(found, store, "A")
        assert len(added) == 4
        assert [p.error.code for p in problems] == ["timetable.needs_confirmation"]
    assert set(store.slots()) == set(table.slots)
    assert store.version() == 2
