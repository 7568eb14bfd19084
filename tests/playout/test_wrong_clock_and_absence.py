"""What a wrong clock said is taken back; what was due while the computer was off is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout.records import Records
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.timetable.model import MissedRule
from tests.fakes.airtime import Airtime, HandClock, cue_of
from tests.fakes.stations import MadeStation, tone

Start = Callable[..., Airtime]
MORNING = datetime(2026, 11, 24, 5, 29, 50, tzinfo=STATION_ZONE)
DAY_S = 86_400


def test_what_a_clock_a_day_ahead_called_missed_sounds_after_all(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING - timedelta(minutes=1))
    airtime.cues = (cue_of(version, MORNING, missed_rule=MissedRule.SKIP),)
    airtime.clock.step(DAY_S)
    airtime.run(1)
    assert airtime.kinds() == ["missed"]
    airtime.clock.step(-DAY_S)
    airtime.run(65)
    assert airtime.kinds() == ["missed", "started", "ended"]


def test_what_is_planned_after_such_a_clock_was_set_right_sounds(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING - timedelta(minutes=1))
    airtime.clock.step(DAY_S)
    airtime.run(1)
    airtime.renew_brief()
    airtime.run(1)
    airtime.clock.step(-DAY_S)
    airtime.cues = (cue_of(version, MORNING),)
    airtime.run(65)
    assert airtime.kinds() == ["started", "ended"]


def records_of(station: MadeStation, at: datetime) -> Records:
    return Records(station.data, HandClock(at), lambda _: None, lambda _: None)


def test_days_on_which_the_computer_was_off_are_planned_too(station: MadeStation) -> None:
    station.programme("A", tone(500, 1.0))
    station.slot("s", time(5, 30), ["A"])
    before = records_of(station, MORNING)
    before.log(Fact(MORNING, Kind.ALARM, "", {"reason": "x"}))
    before.work()
    now = MORNING + timedelta(days=4)
    after = records_of(station, now)
    after.history(now)
    planned = [cue.session_id for cue in after.first_brief().cues]
    for records in (before, after):
        records._db.conn.close()
    assert [name[-2:] for name in planned] == ["24", "25", "26", "27", "28", "29"]


def test_missed_by_a_clock_ahead_is_not_settled_at_the_next_start(station: MadeStation) -> None:
    records = records_of(station, MORNING)
    for hours, name in ((-9, "past"), (1, "to come")):
        at = (MORNING + timedelta(hours=hours)).isoformat()
        data = {"planned_at": at, "reason": "playout.missed_over"}
        records.log(Fact(MORNING, Kind.MISSED, name, data))
    records.work()
    history = records.history(MORNING)
    records._db.conn.close()
    assert history.settled == {"past"}
