"""What a wrong clock said is taken back; what was due while the computer was off is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest

from broadcast_desk.logbook.airings import fold
from broadcast_desk.logbook.model import Entry, Fact, Kind, Result
from broadcast_desk.logbook.store import IN_FULL, Logbook
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.clock_sanity import ClockSanity
from broadcast_desk.playout.past import Past
from broadcast_desk.playout.records import Records
from broadcast_desk.playout.settled import KEPT_S, Settled
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.model import CueId, MissedRule
from broadcast_desk.timetable.view import by_day
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


def test_what_came_into_the_plan_while_the_clock_was_ahead_sounds_in_its_time(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING - timedelta(minutes=1))
    airtime.run(1)
    airtime.clock.step(DAY_S)
    airtime.run(1)
    airtime.cues = (cue_of(version, MORNING),)
    airtime.run(1)
    airtime.clock.step(-DAY_S)
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


def test_what_such_a_clock_called_missed_sounds_after_a_restart_too(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 2.0))
    cue = cue_of(version, MORNING + timedelta(minutes=1), missed_rule=MissedRule.SKIP)
    ahead = MORNING + timedelta(seconds=DAY_S)
    before = on_air(ahead)
    before.began = MORNING
    before.group = before._group()
    before.cues = (cue,)
    before.run(1)
    assert before.kinds() == ["missed"]
    records = records_of(station, ahead)
    records.log(*before.facts)
    records.work()
    after = on_air(ahead + timedelta(minutes=5))
    after.group.learn(records.history(ahead))
    records._db.conn.close()
    after.cues = (cue,)
    after.run(1)
    assert after.kinds() == []
    after.clock.step(-DAY_S - 300)
    after.run(65)
    assert after.kinds() == ["started", "ended"]


def test_what_was_missed_in_its_own_time_stays_missed(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + timedelta(seconds=5)),)
    airtime.clock.sleep(60)
    airtime.run(1)
    airtime.clock.step(-30)
    airtime.run(40)
    assert airtime.kinds() == ["missed"]


def test_a_session_added_after_its_time_was_not_missed(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING)
    airtime.run(1)
    airtime.clock.advance(3_600)
    airtime.run(1)
    airtime.cues = (cue_of(version, MORNING + timedelta(minutes=30)),)
    airtime.run(1)
    assert airtime.kinds() == []


def test_what_was_due_on_days_nobody_planned_is_logged_as_missed(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air(MORNING)
    airtime.run(1)
    airtime.clock.sleep(5 * DAY_S)
    airtime.cues = tuple(
        cue_of(version, MORNING + timedelta(days=days, hours=-1), name=f"day {days}")
        for days in range(7)
    )
    airtime.run(1)
    missed = [fact.airing_id for fact in airtime.facts_of(Kind.MISSED)]
    assert missed == [f"day {days}@khu-1" for days in (2, 3, 4, 5)]


def test_a_row_first_missed_and_then_aired_is_about_what_was_aired() -> None:
    missed = {"code": "A", "title": "Bản tin A", "reason": "playout.missed_over"}
    aired = {"code": "B", "title": "Bản tin B"}
    facts = [
        Fact(MORNING, Kind.MISSED, "x", missed),
        Fact(MORNING, Kind.STARTED, "x", aired),
        Fact(MORNING, Kind.ENDED, "x", {"result": "complete", "duration_s": 1.0}),
    ]
    entries = [Entry(number, fact, "", "") for number, fact in enumerate(facts, 1)]
    (row,) = fold(entries)
    assert (row.code, row.title, row.result) == ("B", "Bản tin B", Result.COMPLETE)


def test_what_a_clock_a_day_ahead_plays_gives_way_to_what_is_due(
    station: MadeStation, on_air: Start
) -> None:
    today, tomorrow = (
        station.programme(code, tone(hz, 20.0)) for code, hz in (("A", 500), ("B", 700))
    )
    airtime = on_air(MORNING - timedelta(seconds=5))
    airtime.cues = (
        cue_of(today, MORNING, name="today"),
        cue_of(tomorrow, MORNING + timedelta(days=1), name="tomorrow"),
    )
    airtime.clock.step(DAY_S)
    airtime.run(10)
    assert [f.airing_id for f in airtime.facts_of(Kind.STARTED)] == ["tomorrow@khu-1"]
    airtime.clock.step(-DAY_S)
    airtime.run(8)
    assert [f.airing_id for f in airtime.facts_of(Kind.STARTED)][1:] == ["today@khu-1"]
    (ended,) = airtime.facts_of(Kind.ENDED)
    assert ended.data["reason"] == "playout.clock_stepped"
    last = airtime.listener.heard[-48_000:]
    spectrum = np.abs(np.fft.rfft(last))
    assert spectrum[500] > 100 * spectrum[700]
    airtime.run(20)
    airtime.clock.advance(DAY_S - 40)
    airtime.run(30)
    assert [f.airing_id for f in airtime.facts_of(Kind.STARTED)][2:] == ["tomorrow@khu-1"]


NIGHT_OF_1970 = datetime(1970, 1, 1, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "shown", [MORNING - timedelta(minutes=20), datetime(1970, 1, 1, tzinfo=UTC), NIGHT_OF_1970]
)
def test_a_clock_that_falls_back_leaves_what_is_on_air_alone(
    station: MadeStation, on_air: Start, shown: datetime
) -> None:
    version = station.programme("A", tone(500, 20.0))
    airtime = on_air(MORNING)
    quiet = (TimeSpan(time(20, 0), time(5, 0)),)
    airtime.settings = replace(airtime.settings, quiet_hours=quiet)
    airtime.cues = (cue_of(version, MORNING + timedelta(seconds=5)),)
    airtime.run(10)
    airtime.clock.step((shown - MORNING).total_seconds())
    airtime.group.state.doubt = ClockSanity().doubt(airtime.clock.now())
    airtime.run(20)
    assert airtime.kinds() == ["started", "ended"]
    assert [f.data["result"] for f in airtime.facts_of(Kind.ENDED)] == ["complete"]


def test_a_clock_that_falls_back_to_1970_does_not_change_the_plan(station: MadeStation) -> None:
    station.programme("A", tone(500, 1.0))
    station.slot("s", time(5, 30), ["A"])
    clock = HandClock(MORNING)
    briefs: list[Brief] = []
    records = Records(station.data, clock, briefs.append, lambda _: None)
    records.history(MORNING)
    planned = records.first_brief().cues
    clock.step(-(MORNING - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    records.work()
    assert briefs == []
    station.programme("B", tone(500, 1.0))
    records.work()
    records._db.conn.close()
    assert [brief.cues for brief in briefs] == [planned]


def test_what_is_settled_is_forgotten_only_when_long_over_and_planned_no_more() -> None:
    settled = Settled()
    settled.add("planned", 0.0)
    settled.add("old", 0.0)
    settled.add("new", KEPT_S)
    settled.forget_old({"planned"}, KEPT_S)
    assert settled.names == {"planned", "old", "new"}
    settled.forget_old({"planned"}, KEPT_S + 1)
    assert settled.names == {"planned", "new"}


def test_a_group_that_runs_for_months_does_not_grow(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(MORNING)
    for _ in range(60):
        airtime.cues = (cue_of(version, airtime.clock.now() + timedelta(seconds=1), name="x"),)
        airtime.cues = tuple(
            replace(cue, id=CueId(f"{airtime.clock.now():%j}")) for cue in airtime.cues
        )
        airtime.run(3)
        airtime.clock.advance(DAY_S)
    assert airtime.kinds().count("ended") == 60
    assert len(airtime.group.state.settled.names) < 15


class ReadLogbook(Logbook):
    """Counts the entries that are read."""

    def __init__(self, station: MadeStation) -> None:
        super().__init__(station.db)
        self.read = 0

    def entries(self, since=None, until=None):
        return self._counted(super().entries(since, until))

    def entries_after(self, number):
        return self._counted(super().entries_after(number))

    def _counted(self, entries):
        for entry in entries:
            self.read += 1
            yield entry


def aired(at: datetime, name: str) -> list[Fact]:
    data = {"code": name, "content_sha256": name, "planned_at": at.isoformat()}
    ended = {"result": "complete", "duration_s": 60.0}
    return [
        Fact(at, Kind.STARTED, f"{name}/{at:%m%d%H%M}", data),
        Fact(at + timedelta(minutes=1), Kind.ENDED, f"{name}/{at:%m%d%H%M}", ended),
    ]


def test_of_what_has_sounded_every_entry_is_read_once(station: MadeStation) -> None:
    logbook = ReadLogbook(station)
    past = Past(logbook)
    for day in range(200):
        at = MORNING + timedelta(days=day)
        facts = [*aired(at, f"A{day % 7}"), Fact(at, Kind.MISSED, f"m{day}", {"reason": "x"})]
        logbook.append_all(facts)
        now = at + timedelta(hours=3)
        assert past.heard(now) == by_day(Logbook(station.db).heard(now))
    assert logbook.read == 200 * 3
    assert len(past._folding._courses) < 20
    assert len(past._rows) < 10
    assert len(past._days) < IN_FULL.days + 3


def test_what_has_sounded_stays_right_when_the_clock_jumps(station: MadeStation) -> None:
    logbook = Logbook(station.db)
    past = Past(logbook)
    instants = (0, 1, 400, 2, 3, -5, 4)
    for number, day in enumerate(instants):
        at = MORNING + timedelta(days=day)
        logbook.append_all(aired(at, f"A{number}"))
        assert past.heard(at) == by_day(logbook.heard(at))


@pytest.mark.parametrize("days_late", [6, 200])
def test_facts_that_come_late_into_the_log_are_read_too(
    station: MadeStation, days_late: int
) -> None:
    logbook = Logbook(station.db)
    past = Past(logbook)
    now = MORNING + timedelta(days=300)
    assert past.heard(now) == {}
    logbook.append_all(aired(now - timedelta(days=days_late), "A"))
    assert past.heard(now) == by_day(logbook.heard(now)) != {}
