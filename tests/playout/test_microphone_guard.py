"""The microphone's guard: hours, special days, a clock in doubt, a name."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from broadcast_desk.playout.guard import Permit, microphone_permit
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.guards import Refusal
from broadcast_desk.timetable.model import Mode, Rules, SpecialDay

NIGHT = (TimeSpan(time(20, 0), time(5, 0)),)
RULES = Rules(zones=("khu-1", "khu-2"), zone_quiet_hours=(("khu-2", NIGHT),))


def asked(
    hour: int, minute: int = 0, *, zones=("khu-1", "khu-2"), rules=RULES, by="Bà Lan", **more
) -> Permit | Refusal:
    now = datetime(2026, 11, 24, hour, minute, tzinfo=STATION_ZONE)
    until = now + timedelta(minutes=10)
    facts = {"emergency": False, **more}
    return microphone_permit("mic", zones, rules, now, until, by=by, **facts)


def test_by_day_it_may_and_for_as_long_as_was_asked():
    answer = asked(9)
    assert isinstance(answer, Permit)
    assert answer.until == datetime(2026, 11, 24, 9, 10, tzinfo=STATION_ZONE)


def test_in_quiet_hours_only_where_there_are_none():
    refused = asked(22)
    assert isinstance(refused, Refusal)
    assert refused.code == "timetable.quiet"
    assert isinstance(asked(22, zones=("khu-1",)), Permit)


def test_it_ends_when_quiet_hours_begin():
    answer = asked(19, 55)
    assert isinstance(answer, Permit)
    assert answer.until == datetime(2026, 11, 24, 20, 0, tzinfo=STATION_ZONE)


def test_an_emergency_passes_everything_but_a_missing_name():
    day = date(2026, 11, 24)
    silent = Rules(special_days=(SpecialDay(day, day, Mode.SILENT),), quiet_hours=NIGHT)
    assert isinstance(asked(22, rules=silent, emergency=True, doubt="playout.x"), Permit)
    assert asked(22, rules=silent, emergency=True, by=" ") == Refusal("playout.no_name")


@pytest.mark.parametrize("mode", [Mode.SILENT, Mode.CHOSEN])
def test_a_special_day_is_silent_for_announcements_too(mode):
    day = date(2026, 11, 24)
    refused = asked(9, rules=Rules(special_days=(SpecialDay(day, day, mode),)))
    assert isinstance(refused, Refusal)


def test_a_clock_in_doubt_refuses():
    assert asked(9, doubt="playout.clock_before_log") == Refusal("playout.clock_before_log")
