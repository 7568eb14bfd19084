"""The day plan: random timetables keep every promise, and single rules do what they say."""

from __future__ import annotations

import os
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.guards import quiet, refusal
from broadcast_desk.timetable.instants import instant_of, samples_at
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    MissedRule,
    Mode,
    OpeningItem,
    OverrunRule,
    Recorded,
    Relay,
    RelayItem,
    Rules,
    SelectorItem,
    Slot,
    SlotException,
    SlotId,
    SpecialDay,
)
from broadcast_desk.timetable.plan import LibraryView, plan, plan_days
from broadcast_desk.timetable.recurrence import slot_occurs
from broadcast_desk.timetable.wording import reason, tell
from tests.fakes.station_week import QUIET, RULES, Airing, airable, slot

DAY = date(2026, 11, 24)
CODES = [f"P{n}" for n in range(12)]
LIBRARY = [
    airable(code, 20.0 + 37.001 * n, number=n + 1, topic=("economy", "events")[n % 2])
    for n, code in enumerate(CODES)
] + [
    airable("N1", 30, number=100, kind="notice", priority=Priority.PRIORITY),
    airable("N2", 45, number=101, kind="notice", valid_until=date(2027, 1, 1)),
    airable("M1", 200, number=102, kind="music"),
]

items = st.one_of(
    st.sampled_from([*CODES, "N1", "M1", "GONE"]).map(FixedItem),
    st.builds(FixedItem, st.sampled_from(CODES), st.floats(5, 100)),
    st.builds(RelayItem, st.just("https://example.vn/live"), st.floats(1, 7200), st.just("VOV")),
    st.builds(
        SelectorItem,
        st.sampled_from(["newest-unaired", "rotate", "notices", "rebroadcast"]),
        topic=st.sampled_from(["", "economy"]),
        rest_days=st.integers(0, 3),
        count=st.integers(0, 3),
        max_length_s=st.one_of(st.none(), st.floats(10, 400)),
    ),
    st.just(OpeningItem("P1")),
)
rules_of_days = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,SA", "FREQ=MONTHLY;BYDAY=-1FR", "",
     "FREQ=DAILY;INTERVAL=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;BYSETPOS=9"]
)  # fmt: skip
days = st.dates(date(2021, 1, 1), date(2060, 12, 31))


@st.composite
def timetables(draw: st.DrawFn, most: int = 40) -> tuple[date, list[Slot], list[SlotException]]:
    day = draw(st.one_of(days, st.sampled_from([date(2028, 2, 29), date(2026, 12, 31)])))
    slots = [
        Slot(
            id=SlotId(f"s{number}"),
            name=f"Khung {number}",
            zones=draw(st.sampled_from([(), ("khu-1",), ("khu-2",), ("khu-1", "khu-3")])),
            starts=draw(st.times().map(lambda t: t.replace(microsecond=0))),
            items=tuple(draw(st.lists(items, max_size=4))),
            length_s=draw(st.one_of(st.none(), st.floats(1, 86400))),
            rrule=draw(rules_of_days),
            valid_from=day - timedelta(days=draw(st.integers(0, 40))),
            priority=draw(st.sampled_from(list(Priority))),
            missed_rule=draw(st.sampled_from(list(MissedRule))),
            overrun_rule=draw(st.sampled_from(list(OverrunRule))),
            filler=draw(st.sampled_from(["", "M1"])),
        )
        for number in range(draw(st.integers(0, most)))
    ]
    exceptions = [
        SlotException(
            one.id,
            day - timedelta(days=draw(st.integers(-1, 1))),
            draw(st.sampled_from(list(ExceptionKind))),
            to_day=draw(st.sampled_from([None, day])),
            to_time=draw(st.one_of(st.none(), st.just(time(6, 0)))),
            items=(FixedItem("P2"),),
        )
        for one in slots[::5]
    ]
    return day, slots, exceptions


rule_sets = st.builds(
    Rules,
    zones=st.just(("khu-1", "khu-2", "khu-3")),
    quiet_hours=st.sampled_from([(), QUIET]),
    zone_quiet_hours=st.sampled_from([(), (("khu-2", QUIET[1:]),)]),
    max_sessions_per_day=st.integers(0, 4),
    max_session_s=st.sampled_from([0.0, 900.0, 3600.0]),
    rest_weekdays=st.sampled_from([frozenset[int](), frozenset({5, 6})]),
)
CASES = int(os.environ.get("TIMETABLE_CASES", "60"))
"""Random cases of each test; `TIMETABLE_CASES=2000` looks longer."""

PATIENT = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
RARE = settings(PATIENT, max_examples=max(3, CASES // 10))


@PATIENT
@given(timetables(), rule_sets)
def test_every_promise_holds_for_random_timetables(table, rules):
    day, slots, exceptions = table
    found = plan(slots, exceptions, LibraryView(LIBRARY), day, rules)
    following = plan(slots, exceptions, LibraryView(LIBRARY), day + timedelta(days=1), rules)
    assert_no_overlap([*found.cues, *following.cues], rules)
    assert_guards_kept(found, rules)
    assert_priority_kept(found, slots, rules)
    assert_explained(found, slots, exceptions)
    assert len({cue.id for cue in found.cues}) == len(found.cues)
    for cue in found.cues:
        assert "{" not in reason(cue)
    for remark in found.remarks:
        assert "{" not in tell(remark)
        assert not tell(remark).startswith("timetable.")


@PATIENT
@given(timetables(most=15), rule_sets, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_slots(table, rules, random):
    day, slots, exceptions = table
    first = plan(slots, exceptions, LibraryView(LIBRARY), day, rules)
    random.shuffle(slots)
    random.shuffle(exceptions)
    assert plan(slots, exceptions, LibraryView(LIBRARY[::-1]), day, rules) == first


@st.composite
def large_timetables(draw: st.DrawFn) -> tuple[date, list[Slot]]:
    """Up to 200 slots; the shape is drawn, the slots follow from one seed, so that it is quick."""
    day, random = draw(turning_days), draw(st.randoms(use_true_random=False))
    some = draw(st.lists(st.lists(items, max_size=4), min_size=5, max_size=5))
    slots = [
        Slot(
            id=SlotId(f"s{number}"),
            name=f"Khung {number}",
            zones=random.choice([(), ("khu-1",), ("khu-2",), ("khu-1", "khu-3")]),
            starts=time(random.randrange(24), random.randrange(60), random.choice([0, 0, 30])),
            items=tuple(random.choice(some)),
            length_s=random.choice([None, 60.0, 900.0, 86400.0]),
            rrule=random.choice(CALENDAR_RULES),
            valid_from=day - timedelta(days=random.choice([0, 1, 7, 40, 366, 1461])),
            priority=random.choice(list(Priority)),
            missed_rule=random.choice(list(MissedRule)),
            overrun_rule=random.choice(list(OverrunRule)),
        )
        for number in range(draw(st.integers(100, 200)))
    ]
    return day, slots


CALENDAR_RULES = [
    "", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=29,30,31", "FREQ=MONTHLY;BYDAY=5FR",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYYEARDAY=-1,366",
    "FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO,SU",
]  # fmt: skip
years = st.integers(2021, 2060)
turning_days = st.one_of(
    days,
    years.map(lambda year: date(year, 12, 31)),
    years.map(lambda year: date(year, 1, 1)),
    years.map(lambda year: date(year, 2, 28)),
    st.builds(lambda year, month: date(year, month, 1) - timedelta(days=1), years,
              st.integers(1, 12)),
    st.sampled_from([date(year, 2, 29) for year in range(2024, 2061, 4)]),
)  # fmt: skip
"""Days on which calendars go wrong: ends of years and months, leap days, weeks 1 and 53."""


@RARE
@given(large_timetables(), rule_sets, st.randoms(use_true_random=False))
def test_every_promise_holds_for_two_hundred_slots_on_days_calendars_turn(table, rules, random):
    day, slots = table
    view = LibraryView(LIBRARY)
    found = plan(slots, [], view, day, rules)
    following = plan(slots, [], view.after(found), day + timedelta(days=1), rules)
    assert_no_overlap([*found.cues, *following.cues], rules)
    assert_guards_kept(found, rules)
    assert_priority_kept(found, slots, rules)
    assert_explained(found, slots, [])
    random.shuffle(slots)
    assert plan(slots, [], LibraryView(LIBRARY), day, rules) == found
    assert list(plan_days(slots, [], view, day, 2, rules)) == [found, following]


@RARE
@given(timetables(most=12), rule_sets, st.integers(2, 40))
def test_many_days_in_one_go_equal_day_by_day(table, rules, count):
    """What is kept from day to day for speed changes nothing of what is planned."""
    day, slots, exceptions = table
    in_one_go = list(plan_days(slots, exceptions, LibraryView(LIBRARY), day, count, rules))
    view, one_by_one = LibraryView(LIBRARY), []
    for number in range(count):
        one_by_one.append(plan(slots, exceptions, view, day + timedelta(days=number), rules))
        view = view.after(one_by_one[-1])
    assert in_one_go == one_by_one


def test_a_whole_year_in_one_go_equals_day_by_day():
    """Nine hundred programmes, some of which begin and end to be valid during the year."""
    library = [
        airable(
            f"Y{n}", 40 + n % 200, number=n + 1, topic=("economy", "events")[n % 2],
            valid_from=DAY + timedelta(days=n % 90) if n % 7 == 0 else None,
            valid_until=DAY + timedelta(days=n % 300) if n % 5 == 0 else None,
        )
        for n in range(900)
    ]  # fmt: skip
    slots = [
        slot("a", "05:30", SelectorItem("newest-unaired", topic="economy", count=2)),
        slot("b", "06:30", SelectorItem("rotate", rest_days=3, max_length_s=90), length_s=200.0),
        slot("c", "17:00", SelectorItem("rebroadcast", of="05:30"), rrule="FREQ=WEEKLY;BYDAY=TU"),
        slot("d", "18:00", SelectorItem("rotate", topic="events", count=3), zones=("khu-1",)),
    ]
    view, days = LibraryView(library), 0
    for found in plan_days(slots, [], view, DAY, 365, RULES):
        assert plan(slots, [], view, found.day, RULES) == found
        view, days = view.after(found), days + 1
    assert days == 365


ZONES = ("UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "Europe/London")


@pytest.fixture
def computer_zone():
    """Sets the zone of the computer, as far as the system lets a process do so."""
    before = os.environ.get("TZ")

    def change(zone: str | None) -> None:
        if zone is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = zone
        if hasattr(clock, "tzset"):
            clock.tzset()

    yield change
    change(before)


@settings(RARE, suppress_health_check=list(HealthCheck))
@given(turning_days, st.sampled_from(ZONES), st.sampled_from(CALENDAR_RULES), st.times())
def test_no_day_depends_on_the_zone_of_the_computer(computer_zone, day, zone, rule, starts):
    one = slot("a", "05:30", "P1", rrule=rule, valid_from=day - timedelta(days=400))
    two = slot("b", starts.replace(microsecond=0).isoformat(), "P3", rrule="FREQ=DAILY")
    plans = []
    for name in ("Asia/Ho_Chi_Minh", zone):
        computer_zone(name)
        plans.append(list(plan_days([one, two], [], LibraryView(LIBRARY), day, 2, RULES)))
    assert plans[0] == plans[1]
    for found in plans[0]:
        for cue in found.cues:
            assert local(cue.starts_at).date() in {found.day, found.day + timedelta(days=1)}


@PATIENT
@given(st.lists(st.lists(st.sampled_from(CODES), max_size=8), min_size=1, max_size=6),
       st.integers(0, 3))  # fmt: skip
def test_rotation_takes_turns_as_a_plain_list_would(past, rest_days):
    """What arrays answer is what a list of turns, walked from its beginning, would answer."""
    item = SelectorItem("rotate", rest_days=rest_days, count=3)
    view, turns = LibraryView(LIBRARY), dict.fromkeys(CODES, 0)
    for number, codes_ in enumerate(past):
        day = DAY + timedelta(days=number)
        fixed = slot("a", "05:30", *dict.fromkeys(codes_), zones=("khu-1",))
        chosen = slot("b", "17:00", item, zones=("khu-1",))
        found = plan([fixed, chosen] if codes_ else [chosen], [], view, day, RULES)
        for code in dict.fromkeys(codes_):
            turns.pop(code)
            turns[code] = day.toordinal()
        expected = [c for c in turns if not turns[c] or day.toordinal() - turns[c] >= rest_days]
        never = sorted(c for c in expected if not turns[c])
        expected = [*never, *(c for c in expected if turns[c])][:3]
        assert [c.content.code for c in found.cues if c.slot_id == "b"] == expected
        for code in expected:
            turns.pop(code)
            turns[code] = day.toordinal()
        view = view.after(found)


def assert_no_overlap(cues, rules):
    for zone in rules.zones:
        heard = sorted((c for c in cues if zone in c.zones), key=lambda c: c.starts_at)
        for one, next_one in pairwise(heard):
            assert one.ends_at <= next_one.starts_at, (one, next_one)
    assert all(cue.starts_at < cue.ends_at for cue in cues)


def assert_guards_kept(found, rules):
    for cue in found.cues:
        for zone in cue.zones:
            assert refusal(rules, cue, zone, cue.starts_at) is None
            last = cue.ends_at - timedelta(milliseconds=1)
            assert refusal(rules, cue, zone, last) is None
    for zone in rules.zones:
        calm = [c for c in found.cues if zone in c.zones and c.priority is not Priority.EMERGENCY]
        sessions = {c.session_id for c in calm}
        assert not rules.max_sessions_per_day or len(sessions) <= rules.max_sessions_per_day
        for session in sessions:
            own = [c for c in calm if c.session_id == session]
            lasts = max(c.ends_at for c in own) - min(c.starts_at for c in own)
            assert not rules.max_session_s or lasts.total_seconds() <= rules.max_session_s


def assert_priority_kept(found, slots, rules):
    """Where a session of higher priority was to begin, nothing lower sounds in its place."""
    rank = {Priority.EMERGENCY: 0, Priority.PRIORITY: 1, Priority.NORMAL: 2}
    for high in found.cues:
        began = min(c.starts_at for c in found.cues if c.session_id == high.session_id)
        for low in found.cues:
            if rank[low.priority] > rank[high.priority] and set(low.zones) & set(high.zones):
                assert not low.starts_at < began < low.ends_at
    waits = {r.slot_id for r in found.remarks if r.code == "timetable.waits"}
    for one in slots:
        if one.priority is Priority.EMERGENCY and one.id in waits:
            assert any(s.priority is Priority.EMERGENCY and s.id != one.id for s in slots)


def assert_explained(found, slots, exceptions):
    told = {r.slot_id for r in found.remarks} | {c.slot_id for c in found.cues}
    for one in slots:
        if slot_occurs(one, found.day):
            assert one.id in told, one


def test_the_plan_is_the_same_in_every_time_zone_of_the_computer():
    slots = [slot("a", "05:30", "P1", "P2"), slot("b", "19:59", "P3")]
    before = os.environ.get("TZ")
    plans = []
    try:
        for zone in ("UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Ho_Chi_Minh"):
            os.environ["TZ"] = zone
            if hasattr(clock, "tzset"):
                clock.tzset()
            plans.append(plan(slots, [], LibraryView(LIBRARY), DAY, RULES))
    finally:
        os.environ.pop("TZ", None) if before is None else os.environ.__setitem__("TZ", before)
        if hasattr(clock, "tzset"):
            clock.tzset()
    assert all(one == plans[0] for one in plans)
    assert plans[0].cues[0].starts_at == datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def test_items_join_without_a_gap_on_the_grid_of_samples():
    library = [airable(f"X{n}", number=n, duration_samples=48_000 + 7 * n) for n in range(1, 30)]
    one = slot("a", "05:30", *[a.code for a in library])
    cues = plan([one], [], LibraryView(library), DAY, RULES).cues
    position = samples_at(DAY, cues[0].starts_at)
    for cue in cues:
        assert samples_at(DAY, cue.starts_at) == position
        assert instant_of(DAY, position) == cue.starts_at
        position += cue.content.duration_samples
        assert samples_at(DAY, cue.ends_at) == position


def codes(found, zone="khu-1"):
    return [
        (
            f"{local(c.starts_at):%H:%M:%S}",
            c.content.code if isinstance(c.content, Recorded) else c.content.url,
        )
        for c in found.cues
        if zone in c.zones
    ]


def said(found):
    return {r.code.removeprefix("timetable.") for r in found.remarks}


def test_three_fifteen_cannot_sound():
    wrong = slot("a", "03:15", RelayItem("https://vov.vn/vov1", 3600), confirmed_by="Ông A")
    found = plan([wrong], [], LibraryView(LIBRARY), DAY, RULES)
    assert found.cues == ()
    assert "session_in_quiet" in said(found)
    sounding = plan([slot("a", "05:15", "P1")], [], LibraryView(LIBRARY), DAY, RULES).cues[0]
    at = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)  # 03:15 local
    assert quiet(RULES, "khu-1", at)
    assert refusal(RULES, sounding, "khu-1", at).code == "timetable.quiet"


def test_an_emergency_passes_quiet_hours():
    urgent = slot("a", "03:15", "P1", priority=Priority.EMERGENCY)
    found = plan([urgent], [], LibraryView(LIBRARY), DAY, RULES)
    assert codes(found) == [("03:15:00", "P1")]


def test_a_relay_into_quiet_hours_ends_where_they_begin():
    late = slot("a", "19:30", RelayItem("https://vov.vn/1", 7200), length_s=7200)
    (cue,) = plan([late], [], LibraryView(), DAY, RULES).cues
    assert f"{local(cue.ends_at):%H:%M}" == "20:00"
    assert cue.fades


def test_priority_interrupts_and_the_relay_goes_on_after():
    relay = slot("a", "05:00", RelayItem("https://vov.vn/1", 3600), length_s=3600)
    urgent = slot("b", "05:10", "P1", priority=Priority.PRIORITY)
    found = plan([relay, urgent], [], LibraryView(LIBRARY), DAY, RULES)
    assert codes(found) == [
        ("05:00:00", "https://vov.vn/1"),
        ("05:10:00", "P1"),
        ("05:10:57", "https://vov.vn/1"),
    ]
    assert f"{local(found.cues[-1].ends_at):%H:%M:%S}" == "06:00:00"
    assert "cut" in said(found)


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        (OverrunRule.CUT, "05:31:00"),
        (OverrunRule.FINISH, "05:33:00"),
        (OverrunRule.PUSH, "05:46:40"),
    ],
)
def test_an_overrun_is_cut_or_finished_or_pushes(rule, second):
    library = [airable("LONG", 1000), airable("P1", 60)]
    first = slot("a", "05:30", "LONG", length_s=60, overrun_rule=rule, finish_within_s=120)
    later = slot("b", "05:31", "P1")
    found = plan([first, later], [], LibraryView(library), DAY, RULES)
    assert codes(found) == [("05:30:00", "LONG"), (second, "P1")]


@pytest.mark.parametrize(
    ("missed", "waits"),
    [(MissedRule.SKIP, False), (MissedRule.LATE, False), (MissedRule.JOIN, True)],
)
def test_two_at_one_instant_the_second_waits_by_its_rule(missed, waits):
    library = [airable("LONG", 400), airable("P1", 60)]
    slots = [
        slot("a", "05:30", "LONG"),
        slot("b", "05:30", "P1", missed_rule=missed, late_within_s=300, length_s=600),
    ]
    found = plan(slots, [], LibraryView(library), DAY, RULES)
    assert (("05:36:40", "P1") in codes(found)) is waits
    assert said(found) >= ({"waits"} if waits else {"place_taken"})


def test_a_zone_keeps_its_session_while_another_has_a_notice():
    both = slot("a", "05:30", RelayItem("https://vov.vn/1", 600), length_s=600)
    notice = slot("b", "05:35", "P1", zones=("khu-2",), priority=Priority.PRIORITY)
    found = plan([both, notice], [], LibraryView(LIBRARY), DAY, RULES)
    assert codes(found, "khu-1") == [("05:30:00", "https://vov.vn/1")]
    assert ("05:35:00", "P1") in codes(found, "khu-2")


def test_past_midnight_the_new_day_begins_on_time():
    rules = Rules(zones=("khu-1",))
    eve = slot("a", "23:30", RelayItem("https://vov.vn/1", 7200), zones=())
    new_year = slot("b", "00:10", "P1", zones=())
    found = plan([eve, new_year], [], LibraryView(LIBRARY), date(2026, 12, 31), rules)
    assert f"{local(found.cues[-1].ends_at):%d/%m %H:%M}" == "01/01 00:10"


def test_exceptions_skip_move_and_replace():
    one = slot("a", "05:30", "P1")
    library = LibraryView(LIBRARY)

    def on(day, *exceptions):
        return codes(plan([one], exceptions, library, day, RULES))

    tomorrow = DAY + timedelta(days=1)
    skip = SlotException(one.id, DAY, ExceptionKind.SKIP, why="mưa bão")
    assert on(DAY, skip) == []
    assert on(tomorrow, skip) == [("05:30:00", "P1")]
    move = SlotException(one.id, DAY, ExceptionKind.MOVE, to_day=tomorrow, to_time=time(17, 0))
    assert on(DAY, move) == []
    assert on(tomorrow, move) == [("05:30:00", "P1"), ("17:00:00", "P1")]
    replace = SlotException(one.id, DAY, ExceptionKind.REPLACE, items=(FixedItem("P2"),))
    assert on(DAY, replace) == [("05:30:00", "P2")]


def test_newest_unaired_takes_what_was_never_aired_and_the_evening_something_else():
    chooser = SelectorItem("newest-unaired", topic="economy")
    slots = [slot("a", "05:30", chooser), slot("b", "17:00", chooser)]
    aired = [Airing("P10", "x", datetime(2026, 11, 20, 1, tzinfo=UTC))]
    first, second = plan_days(slots, [], LibraryView(LIBRARY, aired), DAY, 2, RULES)
    assert [code for _, code in codes(first)] == ["P8", "P6"]
    assert [code for _, code in codes(second)] == ["P4", "P2"]


def test_what_sounded_stays_when_the_day_is_planned_again():
    chooser = SelectorItem("newest-unaired")
    slots = [slot("a", "05:30", chooser), slot("b", "17:00", chooser)]
    morning = airable("OLD", 60, number=1)
    before = plan(slots, [], LibraryView([morning]), DAY, RULES)
    newcomer = airable("NEW", 60, number=2)
    aired = [Airing("OLD", morning.content_sha256, before.cues[0].starts_at, "a")]
    aired[0].session_id = before.cues[0].session_id
    now = before.cues[0].ends_at
    again = plan(slots, [], LibraryView([morning, newcomer], aired, known_until=now), DAY, RULES)
    assert codes(again) == [("05:30:00", "OLD"), ("17:00:00", "NEW")]


def test_a_session_that_was_missed_leaves_its_programme_unaired():
    chooser = SelectorItem("newest-unaired")
    slots = [slot("a", "05:30", chooser), slot("b", "17:00", chooser)]
    noon = datetime(2026, 11, 24, 5, tzinfo=UTC)
    view = LibraryView([airable("ONLY", 60)], [], known_until=noon)
    assert codes(plan(slots, [], view, DAY, RULES))[-1] == ("17:00:00", "ONLY")


def test_rotation_takes_the_least_recent_and_lets_it_rest():
    library = [airable(code, 60, number=n) for n, code in enumerate("ABC", start=1)]
    rotating = slot("a", "05:30", SelectorItem("rotate", rest_days=3))
    week = list(plan_days([rotating], [], LibraryView(library), DAY, 7, RULES))
    assert [codes(p)[0][1] for p in week] == list("ABCABCA")
    two = list(plan_days([rotating], [], LibraryView(library[:2]), DAY, 4, RULES))
    assert [bool(p.cues) for p in two] == [True, True, False, True]
    assert "nothing_rotate" in said(two[2])


def test_yesterdays_session_is_rebroadcast_without_its_tune():
    library = [*LIBRARY, airable("TUNE", 10, kind="signal")]
    slots = [
        slot("a", "17:00", "TUNE", "P1", "P2"),
        slot("b", "05:30", SelectorItem("rebroadcast", of="17:00")),
    ]
    first, second = plan_days(slots, [], LibraryView(library), DAY, 2, RULES)
    assert "nothing_rebroadcast" in said(first)
    assert [code for _, code in codes(second)][:2] == ["P1", "P2"]


def test_notices_by_priority_as_many_as_fit():
    notices = slot("a", "05:30", SelectorItem("notices", max_length_s=50))
    found = plan([notices], [], LibraryView(LIBRARY), DAY, RULES)
    assert codes(found) == [("05:30:00", "N1")]
    assert plan([notices], [], LibraryView(), DAY, RULES).cues == ()


def test_priority_programmes_come_first_in_a_selection():
    library = [airable("A", 60, number=9), airable("B", 60, number=1, priority=Priority.PRIORITY)]
    one = slot("a", "05:30", SelectorItem("newest-unaired", count=2))
    assert [c for _, c in codes(plan([one], [], LibraryView(library), DAY, RULES))] == ["B", "A"]


def test_mourning_silences_music_and_changes_the_tune():
    library = [airable("TUNE", 10, kind="signal"), airable("SOLEMN", 12, kind="signal"), *LIBRARY]
    mourning = SpecialDay(DAY, DAY, Mode.MOURNING, signal_code="SOLEMN", why="Quốc tang")
    rules = Rules(zones=("khu-1",), special_days=(mourning,))
    one = slot("a", "05:30", "TUNE", "P1", "M1", zones=())
    found = plan([one], [], LibraryView(library), DAY, rules)
    assert [c for _, c in codes(found)] == ["SOLEMN", "P1"]
    assert "mourning" in said(found)
    next_day = plan([one], [], LibraryView(library), DAY + timedelta(days=1), rules)
    assert [c for _, c in codes(next_day)] == ["TUNE", "P1", "M1"]


def test_chosen_and_silent_days_and_the_weekly_rest():
    slots = [slot("a", "05:30", "P1", zones=()), slot("b", "17:00", "P2", zones=())]
    chosen = Rules(zones=("k",), special_days=(SpecialDay(DAY, DAY, Mode.CHOSEN, ("b",)),))
    assert [c.slot_id for c in plan(slots, [], LibraryView(LIBRARY), DAY, chosen).cues] == ["b"]
    silent = Rules(zones=("k",), special_days=(SpecialDay(DAY, DAY, Mode.SILENT),))
    assert plan(slots, [], LibraryView(LIBRARY), DAY, silent).cues == ()
    rest = Rules(zones=("k",), rest_weekdays=frozenset({DAY.weekday()}))
    assert plan(slots, [], LibraryView(LIBRARY), DAY, rest).cues == ()


def test_caps_on_sessions_and_on_their_length_count_relays():
    rules = Rules(zones=("khu-1",), max_sessions_per_day=2, max_session_s=900)
    relay = RelayItem("https://vov.vn/1", 3600)
    slots = [slot(n, f"{5 + i}:30".zfill(5), relay, zones=()) for i, n in enumerate("abc")]
    found = plan(slots, [], LibraryView(), DAY, rules)
    assert [c.slot_id for c in found.cues] == ["a", "b"]
    assert all(c.ends_at - c.starts_at == timedelta(seconds=900) for c in found.cues)
    assert "too_many" in said(found)


@pytest.mark.parametrize(
    ("programme", "code"),
    [
        (None, "missing"),
        (airable("X", valid_until=DAY - timedelta(days=1)), "expired"),
        (airable("X", valid_from=DAY + timedelta(days=1)), "not_yet_valid"),
    ],
)
def test_what_cannot_be_aired_is_said(programme, code):
    view = LibraryView([programme] if programme else [])
    found = plan([slot("a", "05:30", "X")], [], view, DAY, RULES)
    assert code in said(found)
    assert any(r.serious for r in found.remarks)


def test_the_opening_is_the_days_own_else_the_undated_one():
    one = slot("a", "05:30", OpeningItem("LOI"))
    both = LibraryView([airable("LOI", 5, number=1), airable("LOI-20261124", 6, number=2)])
    assert codes(plan([one], [], both, DAY, RULES)) == [("05:30:00", "LOI-20261124")]
    tomorrow = plan([one], [], both, DAY + timedelta(days=1), RULES)
    assert codes(tomorrow) == [("05:30:00", "LOI")]
    assert "opening_undated" in said(tomorrow)


def test_filler_fills_what_is_left_else_silence_is_on_purpose():
    filled = slot("a", "05:30", "P1", length_s=600, filler="M1")
    cues = plan([filled], [], LibraryView(LIBRARY), DAY, RULES).cues
    assert cues[-1].ends_at - cues[0].starts_at == timedelta(seconds=600)
    silent = slot("a", "05:30", "P1", length_s=600)
    assert "silent" in said(plan([silent], [], LibraryView(LIBRARY), DAY, RULES))


def test_volume_and_power_follow_the_slot_else_the_time_of_day():
    night = TimeSpan(time(22), time(5, 35))
    rules = Rules(zones=("khu-1",), volumes=((night, 40),), warm_ups=((night, 180.0),))
    slots = [
        slot("a", "05:30", "P1"),
        slot("b", "05:34", "P2", volume=0, warm_up_s=0.0),
        slot("c", "06:00", "P3"),
        slot("d", "23:00", "P4"),
    ]
    cues = plan(slots, [], LibraryView(LIBRARY), DAY, rules).cues
    assert [(c.volume, c.warm_up_s) for c in cues] == [
        (40, 180.0), (0, 0.0), (None, None), (40, 180.0),
    ]  # fmt: skip


def test_a_relay_keeps_its_fallback():
    one = slot("a", "05:30", RelayItem("https://vov.vn/1", 60, "VOV", "P1"))
    (cue,) = plan([one], [], LibraryView(LIBRARY), DAY, RULES).cues
    assert isinstance(cue.content, Relay)
    assert cue.content.fallback.code == "P1"
