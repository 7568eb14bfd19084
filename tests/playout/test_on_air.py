"""What is heard and logged when things go right, late, or wrong: real bus, hand-moved clock."""

from __future__ import annotations

import time as time_module
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as time_of_day

import numpy as np
import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.logbook.model import Kind
from broadcast_desk.playout.emergency import Message
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.model import MissedRule
from tests.fakes.airtime import Airtime, cue_of
from tests.fakes.stations import MadeStation, tone

Start = Callable[..., Airtime]
MORNING = datetime(2026, 11, 24, 5, 29, 55, tzinfo=STATION_ZONE)
AT = datetime(2026, 11, 24, 5, 30, tzinfo=STATION_ZONE)
RATE = 48_000


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def numbered(length_s: int) -> np.ndarray:
    """Audio of which each second has a level of its own, so that a place can be told."""
    return np.concatenate([np.full(RATE, (n + 1) / 100, np.float32) for n in range(length_s)])


def place_at(airtime: Airtime, instant: datetime) -> int:
    """Which second of `numbered` audio is heard at an instant; -1 in silence."""
    return round(float(airtime.heard_at(instant, 0.01)[0]) * 100) - 1


def test_items_join_to_the_sample_at_the_planned_instant(
    station: MadeStation, on_air: Start
) -> None:
    lengths = (0.50001, 0.7, 1.3)
    versions = [station.programme(f"P{n}", tone(500, s)) for n, s in enumerate(lengths)]
    airtime, at = on_air(MORNING), AT
    for version in versions:
        airtime.cues += (cue_of(version, at),)
        assert version.draft.audio is not None
        at += seconds(version.draft.audio.duration_s)
    airtime.run(9)
    expected = np.concatenate([tone(500, s) for s in lengths])
    heard = airtime.listener.heard[5 * RATE : 5 * RATE + len(expected)]
    assert np.max(np.abs(heard - expected)) < 1e-4
    assert not airtime.listener.heard[: 5 * RATE].any()
    assert not airtime.listener.heard[5 * RATE + len(expected) :].any()
    assert airtime.kinds() == ["started", "ended"] * 3
    assert {f.data["result"] for f in airtime.facts_of(Kind.ENDED)} == {"complete"}
    errors = [f.at - c.starts_at for f, c in
              zip(airtime.facts_of(Kind.STARTED), airtime.cues, strict=True)]  # fmt: skip
    assert max(abs(error) for error in errors) < seconds(0.001)


def test_what_is_in_progress_is_joined_at_the_right_place(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", numbered(30))
    airtime = on_air(AT + seconds(10))
    airtime.cues = (cue_of(version, AT),)
    airtime.run(25)
    assert place_at(airtime, AT + seconds(15.5)) == 15
    assert airtime.facts_of(Kind.STARTED)[0].data["offset_s"] == pytest.approx(10, abs=0.5)
    assert airtime.facts_of(Kind.ENDED)[0].data["result"] == "partial"


def test_the_late_rule_plays_whole_and_the_skip_rule_misses(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", numbered(5))
    late = cue_of(version, AT, name="late", missed_rule=MissedRule.LATE, late_within_s=60)
    skip = cue_of(version, AT, name="skip", missed_rule=MissedRule.SKIP, length_s=60)
    too_late = cue_of(
        version, AT, name="gone", missed_rule=MissedRule.LATE, late_within_s=10, length_s=60
    )
    airtime = on_air(AT + seconds(20))
    airtime.began = AT + seconds(20)
    airtime.cues = (skip, too_late, replace(late, ends_at=AT + seconds(60)))
    airtime.run(20)
    assert airtime.kinds() == ["missed", "missed", "started", "ended"] or sorted(
        airtime.kinds()
    ) == ["ended", "missed", "missed", "started"]
    assert (airtime.listener.heard > 0).sum() == 5 * RATE
    reasons = {f.airing_id: f.data["reason"] for f in airtime.facts_of(Kind.MISSED)}
    assert reasons == {
        "skip@khu-1": "playout.missed_skip",
        "gone@khu-1": "playout.missed_too_late",
    }


def test_what_was_over_before_playout_knew_of_it_is_not_missed(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", numbered(5))
    airtime = on_air(AT + seconds(60))
    airtime.cues = (cue_of(version, AT),)
    airtime.run(2)
    assert airtime.facts == []


def test_an_edit_of_what_is_on_air_silences_what_was_taken_out(
    station: MadeStation, on_air: Start
) -> None:
    first, second = (station.programme(code, numbered(20)) for code in "AB")
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(first, AT),)
    airtime.run(10)
    airtime.cues = (cue_of(second, AT + seconds(8)),)
    airtime.run(5)
    assert [f.data["reason"] for f in airtime.facts_of(Kind.ENDED)] == ["playout.plan_changed"]
    assert not airtime.heard_at(AT + seconds(6), 1.5).any()
    assert airtime.heard_at(AT + seconds(8), 1.0).all()


def test_fifty_edits_do_not_disturb_what_stays(station: MadeStation, on_air: Start) -> None:
    version, other = (station.programme(code, numbered(20)) for code in "AB")
    airtime = on_air(MORNING)
    for number in range(50):
        airtime.cues = (
            cue_of(version, AT),
            cue_of(other, AT + seconds(100 + number), name=f"next-{number}"),
        )
        airtime.run(0.4)
    airtime.run(10)
    heard = airtime.listener.heard[5 * RATE : 25 * RATE]
    assert np.max(np.abs(heard - numbered(20))) < 1e-4
    assert airtime.kinds() == ["started", "ended"]


def test_an_emergency_interrupts_and_the_programme_is_taken_up_where_it_would_be(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", numbered(30))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, AT),)
    airtime.run(10)
    content = cue_of(version, AT).content
    message = Message(content, np.full(3 * RATE, -0.5, np.float32), 1)
    airtime.group.play_emergency("emergency/1", message, "Trưởng đài")
    airtime.run(15)
    urgent = np.flatnonzero(airtime.listener.heard < -0.3)
    assert urgent[0] / RATE == pytest.approx(10.0, abs=0.15)
    assert len(urgent) >= 2.9 * RATE
    assert place_at(airtime, AT + seconds(12.5)) == 12
    assert airtime.kinds() == ["started", "started", "ended", "ended", "resumed"]


def test_what_is_not_to_be_taken_up_again_stays_away_after_an_emergency(
    station: MadeStation, on_air: Start
) -> None:
    version, following = (station.programme(code, numbered(20)) for code in "AB")
    airtime = on_air(MORNING)
    airtime.cues = (
        cue_of(version, AT, missed_rule=MissedRule.SKIP),
        cue_of(following, AT + seconds(20), missed_rule=MissedRule.SKIP),
    )
    airtime.run(10)
    content = cue_of(version, AT).content
    message = Message(content, np.full(3 * RATE, -0.5, np.float32), 1)
    airtime.group.play_emergency("emergency/1", message, "Trưởng đài")
    airtime.run(18)
    assert not airtime.heard_at(AT + seconds(9), 10.9).any()
    assert place_at(airtime, AT + seconds(22.5)) == 2
    ended = {f.airing_id[0]: f.data["reason"] for f in airtime.facts_of(Kind.ENDED)}
    assert ended["A"] == "playout.dropped_for_emergency"


def test_the_higher_priority_has_the_air_and_the_other_waits(
    station: MadeStation, on_air: Start
) -> None:
    low, high = (station.programme(code, numbered(10)) for code in "AB")
    airtime = on_air(MORNING)
    airtime.cues = (
        cue_of(low, AT, session_id="low"),
        cue_of(high, AT, session_id="high", priority=Priority.PRIORITY, length_s=5.0),
    )
    airtime.run(20)
    started = [f.data["code"] for f in airtime.facts_of(Kind.STARTED)]
    assert started[0] == "B"
    assert started.count("B") == 1


def test_a_stop_ends_everything_and_resume_takes_up_what_is_due(
    station: MadeStation, on_air: Start
) -> None:
    versions = [station.programme(code, numbered(20)) for code in "AB"]
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(versions[0], AT), cue_of(versions[1], AT + seconds(20)))
    airtime.run(10)
    airtime.group.state.stopped = True
    airtime.run(20)
    assert not airtime.heard_at(AT + seconds(5.5), 18).any()
    airtime.group.state.stopped = False
    airtime.run(5)
    assert place_at(airtime, AT + seconds(28.5)) == 8
    assert [f.data["result"] for f in airtime.facts_of(Kind.ENDED)] == ["interrupted"]


@pytest.mark.parametrize("step_s", [1.0, -1.0, 300.0, -7200.0, 86_400.0])
def test_a_clock_step_plays_nothing_twice_and_no_backlog(
    station: MadeStation, on_air: Start, step_s: float
) -> None:
    version = station.programme("A", numbered(4))
    airtime = on_air(AT + seconds(-5) + timedelta(hours=3))
    base = AT + timedelta(hours=3)
    airtime.cues = tuple(
        cue_of(version, base + seconds(60 * n), name=f"c{n}") for n in range(-150, 150)
    )
    airtime.run(6)
    airtime.clock.step(step_s)
    airtime.run(130)
    started = [f.airing_id for f in airtime.facts_of(Kind.STARTED)]
    assert len(started) == len(set(started))
    assert 1 <= len(started) <= 4
    loud = airtime.listener.heard > 0
    assert loud.sum() <= 4 * 4 * RATE


def test_a_sleep_over_cues_misses_them_and_goes_on(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", numbered(4))
    airtime = on_air(MORNING)
    airtime.cues = tuple(cue_of(version, AT + seconds(30 * n), name=f"c{n}") for n in range(20))
    airtime.run(6)
    airtime.clock.sleep(200)
    airtime.run(40)
    started = {f.airing_id for f in airtime.facts_of(Kind.STARTED)}
    missed = {f.airing_id for f in airtime.facts_of(Kind.MISSED)}
    assert not started & missed
    assert {f"c{n}@khu-1" for n in range(1, 7)} <= missed | started
    assert len(started) <= 4


def test_midnight_and_the_year_end_make_no_gap(station: MadeStation, on_air: Start) -> None:
    eve = datetime(2026, 12, 31, 23, 59, 50, tzinfo=STATION_ZONE)
    version = station.programme("A", tone(500, 6.0))
    airtime = on_air(eve)
    airtime.cues = tuple(
        cue_of(version, eve + seconds(2 + 6 * n), name=f"c{n}", session_id="s") for n in range(3)
    )
    airtime.run(22)
    heard = airtime.listener.heard[2 * RATE : 20 * RATE]
    assert np.max(np.abs(heard - np.tile(tone(500, 6.0), 3))) < 1e-4


def test_a_missing_file_gives_way_to_the_notice_or_silence_and_says_so(
    station: MadeStation, on_air: Start
) -> None:
    version, following = (station.programme(code, tone(hz, 3.0)) for code, hz in
                          (("A", 500), ("B", 700)))  # fmt: skip
    assert version.draft.audio is not None
    station.media.path(version.draft.audio.sha256).unlink()
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, AT), cue_of(following, AT + seconds(3)))
    airtime.run(14)
    assert [f.data["reason"] for f in airtime.facts_of(Kind.ALARM)] == ["playout.media_missing"]
    heard = airtime.heard_at(AT + seconds(3), 3.0)
    assert np.max(np.abs(heard - tone(700, 3.0))) < 1e-4


def test_a_busy_computer_leaves_time_out_and_keeps_the_place(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", numbered(30))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, AT),)
    airtime.run(8)
    airtime.clock.advance(10.0)  # nothing was served for ten seconds
    airtime.run(5)
    kept = airtime.listener.heard[-RATE // 2]
    assert round(float(kept) * 100) - 1 == 17
    assert [f.data["reason"] for f in airtime.facts_of(Kind.ALARM)] == ["playout.leapt"]


@pytest.mark.skipif(not hasattr(time_module, "tzset"), reason="the zone of a process: POSIX")
def test_the_systems_zone_changed_on_air_changes_nothing(
    station: MadeStation, on_air: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = station.programme("A", tone(500, 2.0))
    airtime = on_air()
    airtime.settings = replace(
        airtime.settings, quiet_hours=(TimeSpan(time_of_day(20), time_of_day(5)),)
    )
    airtime.cues = (
        cue_of(version, MORNING + timedelta(seconds=5), name="a"),
        cue_of(version, MORNING + timedelta(seconds=12), name="b"),
    )
    airtime.run(8)
    try:
        for zone in ("America/New_York", "Pacific/Auckland"):
            monkeypatch.setenv("TZ", zone)
            time_module.tzset()
            airtime.run(1)
        airtime.run(10)
    finally:
        monkeypatch.undo()
        time_module.tzset()
    assert airtime.kinds() == ["started", "ended"] * 2
    began = [fact.at for fact in airtime.facts_of(Kind.STARTED)]
    assert [round((at - MORNING).total_seconds(), 1) for at in began] == [5.0, 12.0]
