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


def test_a_program_that_escapes_every_text_of_an_unknown_property_does_no_harm():
    """Thunderbird writes an unknown property anew as a text: commas and backslashes escaped."""
    lines = to_ical(TABLE, "Đài", NOW).replace(b"\r\n ", b"").split(b"\r\n")
    ours = b"X-BROADCAST-DESK-SLOT:"
    written = [
        line.replace(b"\\", b"\\\\").replace(b",", b"\\,").replace(b";", b"\\;")
        if line.startswith(ours)
        else line
        for line in lines
    ]
    assert set(from_ical(b"\r\n".join(written)).slots) == set(TABLE.slots)


def test_a_newer_file_is_taken_for_the_newer():
    events = Calendar.from_ical(to_ical(TABLE, "Đài", NOW, 7)).walk("VEVENT")
    assert {event["SEQUENCE"] for event in events} == {7}


def test_the_lines_of_a_file_are_as_short_as_calendar_programs_ask():
    content = to_ical(TABLE, "Đài truyền thanh xã Thống Nhất " * 9, NOW)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    content.decode("utf-8")  # no letter is cut in two


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
    assert refused.value.code == "timetable.ics_cut"


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


def google(*events: list[str]) -> bytes:
    """A calendar as other programs write it, several events."""
    body = "\r\n".join(
        "\r\n".join(["BEGIN:VEVENT", "UID:x@google", *lines, "END:VEVENT"]) for lines in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


DAILY = [
    "SUMMARY:VOV", "URL:https://vov.vn/1", "DTSTART;TZID=Asia/Ho_Chi_Minh:20261123T053000",
    "DURATION:PT30M", "RRULE:FREQ=DAILY",
]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Asia/Ho_Chi_Minh:20261124T053000,20261125T053000",
        "EXDATE:20261123T223000Z,20261124T223000Z",
        "EXDATE;TZID=Asia/Ho_Chi_Minh:20261124T053000\r\nEXDATE;VALUE=DATE:20261125",
        "EXDATE;TZID=Asia/Tokyo:20261124T073000,20261125T073000",
        "EXDATE;TZID=SE Asia Standard Time:20261124T053000,20261125T053000",
    ],
)
def test_days_left_out_by_other_programs(line):
    found = from_ical(google([*DAILY, line]))
    assert found.problems == ()
    assert [(e.day, e.kind) for e in found.exceptions] == [
        (DAY, ExceptionKind.SKIP), (date(2026, 11, 25), ExceptionKind.SKIP),
    ]  # fmt: skip


def test_a_day_left_out_that_was_none_is_said():
    found = from_ical(google([*DAILY, "EXDATE;TZID=Asia/Ho_Chi_Minh:20261101T053000"]))
    assert len(found.slots) == 1
    assert found.exceptions == ()
    assert [p.error.code for p in found.problems] == ["timetable.ics_not_that_day"]


def test_a_skip_made_in_another_calendar_comes_back_with_our_slot():
    """Someone deletes one occurrence in Google Calendar of a slot that we exported."""
    table = Timetable((slot("a", "05:30", "P1", valid_from=DAY),))
    exported = to_ical(table, "Đài", NOW).decode()
    changed = exported.replace(
        "END:VEVENT", "EXDATE;TZID=Asia/Ho_Chi_Minh:20261130T053000\r\nEND:VEVENT"
    )
    found = from_ical(changed.encode())
    assert [(e.day, e.kind) for e in found.exceptions] == [(date(2026, 11, 30), ExceptionKind.SKIP)]
    assert found.slots == table.slots


@pytest.mark.parametrize(
    "line",
    [
        "RDATE;TZID=Asia/Ho_Chi_Minh:20261125T173000,20261201T053000",
        "RDATE:20261125T103000Z\r\nRDATE:20261130T223000Z",
        "RDATE;VALUE=PERIOD:20261125T103000Z/PT30M,20261130T223000Z/20261130T230000Z",
    ],
)
def test_additional_days_become_slots_that_occur_once(line):
    found = from_ical(google([*DAILY[:-1], "RRULE:FREQ=DAILY;UNTIL=20261126T000000Z", line]))
    assert found.problems == ()
    _, *once = found.slots
    assert [(s.valid_from, s.starts, s.rrule) for s in once] == [
        (date(2026, 11, 25), time(17, 30), ""), (date(2026, 12, 1), time(5, 30), ""),
    ]  # fmt: skip
    assert len({s.id for s in found.slots}) == 3
    assert all(s.items == found.slots[0].items for s in once)


def test_an_additional_day_that_the_rule_has_already_adds_nothing():
    found = from_ical(google([*DAILY, "RDATE;VALUE=DATE:20261125"]))
    assert len(found.slots) == 1
    assert found.problems == ()


def test_too_many_additional_days_are_said():
    days = ",".join(f"2027{month:02}{day:02}T110000Z" for month in range(1, 13)
                    for day in range(1, 28))  # fmt: skip
    found = from_ical(google([*DAILY, f"RDATE:{days}"]))
    assert len(found.slots) == 1
    assert [p.error.code for p in found.problems] == ["timetable.ics_rdate_many"]


AT_0530 = "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261124T053000"


@pytest.mark.parametrize(
    ("lines", "kind", "to_time"),
    [
        (["DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T060000"], ExceptionKind.MOVE, time(6)),
        (["DTSTART:20261124T100000Z"], ExceptionKind.MOVE, time(17)),
        (["DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T053000", "DESCRIPTION:code: P7"],
         ExceptionKind.REPLACE, None),
        (["DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T053000", "STATUS:CANCELLED"],
         ExceptionKind.SKIP, None),
    ],
)  # fmt: skip
def test_one_occurrence_changed_by_another_program(lines, kind, to_time):
    for events in (([*DAILY], [AT_0530, *lines]), ([AT_0530, *lines], [*DAILY])):
        found = from_ical(google(*events))
        assert found.problems == ()
        (only,) = found.exceptions
        assert (only.day, only.kind, only.to_time) == (DAY, kind, to_time)
        assert only.items == ((FixedItem("P7"),) if kind is ExceptionKind.REPLACE else ())


def test_a_relay_with_another_title_on_one_day():
    changed = [AT_0530, "SUMMARY:VOV (mới)", *DAILY[1:2],
               "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T053000", "DURATION:PT30M"]  # fmt: skip
    found = from_ical(google(DAILY, changed))
    assert found.problems == ()
    (only,) = found.exceptions
    assert only.kind is ExceptionKind.REPLACE
    assert only.items == (RelayItem("https://vov.vn/1", 1800.0, "VOV (mới)"),)


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([[AT_0530, "DTSTART:20261124T100000Z"]], "timetable.ics_no_master"),
        ([DAILY, ["RECURRENCE-ID;RANGE=THISANDFUTURE:20261123T223000Z",
                  "DTSTART:20261124T100000Z"]], "timetable.ics_following"),
        ([DAILY, ["RECURRENCE-ID:20261001T223000Z", "DTSTART:20261124T100000Z"]],
         "timetable.ics_not_that_day"),
    ],
)  # fmt: skip
def test_a_change_of_nothing_is_said(events, code):
    assert [p.error.code for p in from_ical(google(*events)).problems] == [code]


def test_a_cancelled_event_is_no_slot():
    assert from_ical(google([*DAILY, "STATUS:CANCELLED"])).slots == ()
