"""iCalendar: a round trip without loss, other programs' files, and broken ones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.calendar_files.reading import from_ical, read
from broadcast_desk.timetable.calendar_files.taking_in import bring_in
from broadcast_desk.timetable.calendar_files.writing import to_ical, write
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    RelayItem,
    SelectorItem,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.recurrence import first_day
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


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30)
some_items = st.one_of(
    st.builds(FixedItem, st.sampled_from(["P1", "TIN-02"]), st.none() | st.floats(1, 900)),
    st.builds(RelayItem, st.just("https://vov.vn/1?a=b;c,d"), st.floats(1, 9000), texts),
    st.builds(SelectorItem, st.sampled_from(["rotate", "notices"]), rest_days=st.integers(0, 9)),
)
ROUND_RULES = [
    "", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3;COUNT=7", "FREQ=WEEKLY;BYDAY=MO,TH,SU",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SA", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=DAILY;UNTIL=20280229",
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Timetable:
    slots, exceptions = [], []
    for number in range(draw(st.integers(1, 4))):
        first = draw(st.dates(date(2021, 1, 1), date(2027, 12, 31)))
        made = slot(
            f"s{number}",
            draw(st.times().map(lambda t: t.replace(microsecond=0).isoformat())),
            *draw(st.lists(some_items, min_size=1, max_size=3)),
            zones=draw(st.sampled_from([(), ("khu-1",), ("khu-1", "khu-2")])),
            rrule=draw(st.sampled_from(ROUND_RULES)),
            valid_from=first,
            valid_until=draw(st.none() | st.just(first + timedelta(days=4000))),
            length_s=draw(st.none() | st.integers(1, 86_400).map(float)),
            priority=draw(st.sampled_from(list(Priority))),
            volume=draw(st.none() | st.integers(0, 100)),
            warm_up_s=draw(st.none() | st.just(90.0)),
            note=draw(texts),
        )
        day = first_day(made)
        if day is None:
            continue
        slots.append(made)
        kind = draw(st.sampled_from([None, *ExceptionKind]))
        if kind is not None:
            moved = kind is ExceptionKind.MOVE
            items = (FixedItem("P9"),) if kind is ExceptionKind.REPLACE else ()
            to_day = day + timedelta(days=draw(st.integers(0, 9))) if moved else None
            exceptions.append(
                SlotException(
                    made.id, day, kind, to_day, time(6) if moved else None, items, draw(texts)
                )
            )
    return Timetable(tuple(slots), tuple(exceptions))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_timetable_survives_icalendar_and_a_program_that_writes_it_anew(table):
    written = to_ical(table, "Đài", NOW)
    assert b"\n" not in written.replace(b"\r\n", b"")
    anew = Calendar.from_ical(written).to_ical()
    for content in (written, anew):
        found = from_ical(content)
        assert found.problems == ()
        assert set(found.slots) == set(table.slots)
        assert set(found.exceptions) == set(table.exceptions)


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


def lines_of(content: bytes) -> list[str]:
    """The unfolded lines, read without any calendar library."""
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_what_google_thunderbird_and_outlook_ask_of_a_file():
    """Read by hand, as strangers would, not through the library that wrote it."""
    lines = lines_of(to_ical(TABLE, "Đài xã", NOW))
    head, body = lines[: lines.index("BEGIN:VEVENT")], lines[lines.index("BEGIN:VEVENT") :]
    for wanted in ("VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Đài xã",
                   "BEGIN:VTIMEZONE", "TZID:Asia/Ho_Chi_Minh", "TZOFFSETTO:+0700"):  # fmt: skip
        assert wanted in head
    assert any(line.startswith("PRODID:-//") for line in head)
    named = [line.split(":")[0].split(";")[0] for line in body]
    events = body.count("BEGIN:VEVENT")
    for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"):
        assert named.count(once) == events, once
    zoned = ("DTSTART", "DTEND", "EXDATE", "RECURRENCE-ID")
    for line in body:
        if line.startswith(zoned):
            assert line.split(":")[0].endswith(";TZID=Asia/Ho_Chi_Minh"), line
        if line.startswith("DTSTAMP"):
            assert line.endswith("Z")
        if line.startswith("RRULE") and "UNTIL=" in line:
            assert re.search(r"UNTIL=\d{8}T\d{6}Z", line), line
    assert sum("UNTIL=" in line for line in body) == 1
    uids = [line for line in body if line.startswith("UID:")]
    again = lines_of(to_ical(TABLE, "Tên khác", datetime(2027, 1, 1, tzinfo=UTC), 9))
    assert uids == [line for line in again if line.startswith("UID:")], "a UID never changes"


def test_an_empty_timetable_makes_no_file(tmp_path):
    with pytest.raises(InputError, match=r"timetable\.ics_empty"):
        write(Timetable(), tmp_path / "lịch.ics", "Đài", NOW)
    assert list(tmp_path.iterdir()) == []


OUTLOOK = """BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-CALSTART:20261123T223000Z
X-WR-RELCALID:{0000002E-5D0B-4C0F-8A11-6B1F2A1C0001}
X-WR-CALNAME:Lịch
BEGIN:VTIMEZONE
TZID:Giờ tự đặt của máy
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
CREATED:20261120T010203Z
DESCRIPTION:https://vov.vn/live\\n\n
DTEND;TZID="Giờ tự đặt của máy":20261124T060000
DTSTAMP:20261120T010203Z
DTSTART;TZID="Giờ tự đặt của máy":20261124T053000
LAST-MODIFIED:20261120T010203Z
PRIORITY:5
RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH
SEQUENCE:0
SUMMARY;LANGUAGE=vi:Tiếp sóng sáng
TRANSP:OPAQUE
UID:040000008200E00074C5B7101A82E00800000000
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-ALT-DESC;FMTTYPE=text/html:<html><body>https://vov.vn/live</body></html>
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Đài
X-WR-TIMEZONE:Asia/Ho_Chi_Minh
BEGIN:VEVENT
DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T053000
DTEND;TZID=Asia/Ho_Chi_Minh:20261124T060000
RRULE:FREQ=DAILY;UNTIL=20270101T165959Z
EXDATE;TZID=Asia/Ho_Chi_Minh:20261126T053000
DTSTAMP:20261120T010203Z
UID:5k2m@google.com
DESCRIPTION:mã: TIN-01
SEQUENCE:1
STATUS:CONFIRMED
SUMMARY:Bản tin sáng
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Asia/Ho_Chi_Minh:20261125T061500
DTEND;TZID=Asia/Ho_Chi_Minh:20261125T064500
DTSTAMP:20261120T010203Z
UID:5k2m@google.com
RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261125T053000
DESCRIPTION:mã: TIN-01
STATUS:CONFIRMED
SUMMARY:Bản tin sáng
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261128
DTEND;VALUE=DATE:20261129
DTSTAMP:20261120T010203Z
UID:hop@google.com
SUMMARY:Họp cả ngày
END:VEVENT
BEGIN:VEVENT
DTSTART:20261127T100000Z
DTEND:20261127T103000Z
DTSTAMP:20261120T010203Z
UID:bo@google.com
STATUS:CANCELLED
SUMMARY:Đã bỏ
END:VEVENT
END:VCALENDAR
"""


def test_a_file_as_outlook_writes_it():
    found = from_ical(OUTLOOK.replace("\n", "\r\n").encode("utf-8-sig"))
    assert found.problems == ()
    (only,) = found.slots
    assert (only.name, only.starts, only.length_s) == ("Tiếp sóng sáng", time(5, 30), 1800.0)
    assert only.rrule == "FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH"
    assert only.items == (RelayItem("https://vov.vn/live", 1800.0, "Tiếp sóng sáng"),)


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_a_file_as_google_exports_it(newline):
    found = from_ical(GOOGLE.replace("\n", newline).encode())
    assert [(p.event, p.error.code) for p in found.problems] == [
        ("Họp cả ngày", "timetable.ics_whole_day")
    ]
    (only,) = found.slots
    assert (only.starts, only.length_s, only.items) == (time(5, 30), 1800.0, (FixedItem("TIN-01"),))
    assert only.valid_until == date(2027, 1, 1)
    assert sorted((e.day, str(e.kind), e.to_time) for e in found.exceptions) == [
        (date(2026, 11, 25), "move", time(6, 15)), (date(2026, 11, 26), "skip", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("SE Asia Standard Time", "053000"), ("Tokyo Standard Time", "073000"),
        ("China Standard Time", "063000"), ("UTC", "223000"),
        ("W. Europe Standard Time", "233000"),
    ],
)  # fmt: skip
def test_windows_names_of_zones(zone, at):
    day = "20261123" if at > "200000" else "20261124"
    found = from_ical(event(f"DTSTART;TZID={zone}:{day}T{at}", "URL:https://vov.vn/1"))
    (only,) = found.slots
    assert (only.starts, only.valid_from) == (time(5, 30), DAY)


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
    content = content.replace(b"20210101T060000", b"20210101T064500")
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
