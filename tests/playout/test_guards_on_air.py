"""Each guard keeps silence by itself: the cues here never came from a timetable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.logbook.model import Kind
from broadcast_desk.playout import group
from broadcast_desk.playout.emergency import Message
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.model import Mode, SpecialDay
from broadcast_desk.timetable.place import with_special_day
from tests.fakes.airtime import Airtime, cue_of
from tests.fakes.stations import MadeStation, tone

Start = Callable[..., Airtime]
NIGHT = datetime(2026, 11, 24, 2, 59, 55, tzinfo=STATION_ZONE)
MORNING = datetime(2026, 11, 24, 5, 29, 55, tzinfo=STATION_ZONE)
SOON = timedelta(seconds=5)
QUIET = (TimeSpan(time(20, 0), time(5, 0)),)


def reasons(airtime: Airtime) -> list[str]:
    return [fact.data["reason"] for fact in airtime.facts_of(Kind.REFUSED)]


def test_without_a_guard_in_the_way_it_sounds(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(8)
    assert not airtime.silent


def test_nothing_sounds_in_quiet_hours(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(NIGHT)
    airtime.settings = replace(airtime.settings, quiet_hours=QUIET)
    airtime.cues = (cue_of(version, NIGHT + SOON, priority=Priority.PRIORITY),)
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["timetable.quiet"]


def test_what_sounds_ends_when_quiet_hours_begin(station: MadeStation, on_air: Start) -> None:
    evening = datetime(2026, 11, 24, 19, 59, 50, tzinfo=STATION_ZONE)
    version = station.programme("A", tone(500, 30.0))
    airtime = on_air(evening)
    airtime.settings = replace(airtime.settings, quiet_hours=QUIET)
    airtime.cues = (cue_of(version, evening + timedelta(seconds=3)),)
    airtime.run(20)
    assert airtime.heard_at(evening + timedelta(seconds=5)).any()
    assert not airtime.heard_at(evening + timedelta(seconds=10), 9).any()


def test_only_an_emergency_passes_quiet_hours(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(NIGHT)
    airtime.settings = replace(airtime.settings, quiet_hours=QUIET)
    airtime.run(1)
    content = cue_of(version, NIGHT).content
    airtime.group.play_emergency("emergency/1", Message(content, tone(500, 1.0), 2), "Trưởng đài")
    airtime.run(5)
    sounding = airtime.listener.heard != 0
    assert sounding.sum() > 1.9 * 48_000
    assert airtime.kinds() == ["started", "ended"]
    assert airtime.facts_of(Kind.STARTED)[0].data["by"] == "Trưởng đài"


def test_nothing_unapproved_sounds(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0), approved=False)
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["library.not_approved"]


def test_an_approval_that_comes_in_time_counts(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0), approved=False)
    airtime = on_air(MORNING - timedelta(seconds=20))
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(3)
    station.library.approve(version.id, by="Trưởng đài")
    airtime.renew_brief()
    airtime.run(26)
    assert not airtime.silent
    assert airtime.kinds() == ["started", "ended"]


def test_an_approval_that_is_withdrawn_silences_at_once(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 20.0))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(8)
    station.library.withdraw(version.id, by="Trưởng đài", why="sai số liệu")
    airtime.renew_brief()
    airtime.run(2)
    assert not airtime.listener.heard[-48_000:].any()
    assert airtime.facts_of(Kind.ENDED)[0].data["reason"] == "library.not_approved"


def test_text_changed_behind_the_programs_back_does_not_sound(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 1.0))
    station.db.conn.execute("DROP TRIGGER versions_keep")
    station.db.conn.execute("UPDATE versions SET text = 'khác'")
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["library.changed"]


def test_an_expired_programme_does_not_sound(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0), approved=False)
    station.library.approve(version.id, by="Trưởng đài", valid_until=date(2027, 1, 1))
    later = datetime(2027, 1, 2, 5, 29, 55, tzinfo=STATION_ZONE)
    airtime = on_air(later)
    airtime.cues = (cue_of(version, later + SOON),)
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["library.expired"]


def test_audio_with_one_byte_changed_does_not_sound(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    assert version.draft.audio is not None
    path = station.media.path(version.draft.audio.sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(8)
    assert "started" not in airtime.kinds() or "fallback" in airtime.kinds()
    assert [f.data["reason"] for f in airtime.facts_of(Kind.ALARM)] == ["playout.media_damaged"]
    heard = airtime.heard_at(MORNING + SOON, 1.0)
    assert abs(np_pitch(heard) - 500) > 5 or not heard.any()


def test_no_more_sessions_than_the_cap(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(MORNING)
    airtime.settings = replace(airtime.settings, max_sessions_per_day=1)
    airtime.cues = (
        cue_of(version, MORNING + SOON, session_id="s1"),
        cue_of(version, MORNING + 2 * SOON, session_id="s2"),
    )
    airtime.run(14)
    assert airtime.heard_at(MORNING + SOON).any()
    assert not airtime.heard_at(MORNING + 2 * SOON, 2).any()
    assert reasons(airtime) == ["timetable.too_many"]


def test_no_session_longer_than_the_cap(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 75.0))
    airtime = on_air(MORNING)
    airtime.settings = replace(airtime.settings, max_session_minutes=1)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.run(80)
    assert airtime.heard_at(MORNING + timedelta(seconds=50)).any()
    assert not airtime.heard_at(MORNING + timedelta(seconds=66), 9).any()


def special(airtime: Airtime, mode: Mode, day: date, signal_code: str = "") -> None:
    """Order a special day; the engine hears of it with its next brief."""
    ordered = SpecialDay(day, day, mode, signal_code=signal_code, by="Trưởng đài")
    airtime.settings = with_special_day(airtime.settings, ordered)
    airtime.renew_brief()


def test_no_music_and_no_signal_tune_in_mourning(station: MadeStation, on_air: Start) -> None:
    music = station.programme("CN", tone(500, 1.0), kind="music")
    tune = station.programme("NH", tone(600, 1.0), kind="signal")
    solemn = station.programme("NH-TANG", tone(700, 1.0), kind="signal")
    airtime = on_air(MORNING)
    special(airtime, Mode.MOURNING, MORNING.date(), "NH-TANG")
    airtime.cues = tuple(
        cue_of(version, MORNING + place * SOON, priority=Priority.PRIORITY)
        for place, version in enumerate((music, tune, solemn), start=1)
    )
    airtime.run(20)
    assert reasons(airtime) == ["timetable.mourning"] * 2
    assert not airtime.heard_at(MORNING + SOON, 9.9).any()
    assert round(np_pitch(airtime.heard_at(MORNING + 3 * SOON, 1.0))) == 700


def test_mourning_ordered_in_the_middle_of_music_ends_it(
    station: MadeStation, on_air: Start
) -> None:
    music = station.programme("CN", tone(500, 20.0), kind="music")
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(music, MORNING + SOON),)
    airtime.run(8)
    special(airtime, Mode.MOURNING, MORNING.date())
    airtime.run(5)
    assert airtime.heard_at(MORNING + SOON).any()
    assert not airtime.listener.heard[-3 * 48_000 :].any()
    assert airtime.facts_of(Kind.ENDED)[0].data["reason"] == "timetable.mourning"


def test_nothing_planned_sounds_on_a_day_of_silence(station: MadeStation, on_air: Start) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(MORNING)
    special(airtime, Mode.SILENT, MORNING.date())
    airtime.cues = (cue_of(version, MORNING + SOON, priority=Priority.PRIORITY),)
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["timetable.special_silent"]


def test_what_expires_at_midnight_is_not_heard_on_the_next_day(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 20.0), approved=False)
    station.library.approve(version.id, by="Trưởng đài", valid_until=date(2026, 12, 31))
    eve = datetime(2026, 12, 31, 23, 59, 50, tzinfo=STATION_ZONE)
    airtime = on_air(eve)
    airtime.cues = (cue_of(version, eve + timedelta(seconds=3)),)
    airtime.run(20)
    assert airtime.heard_at(eve + timedelta(seconds=8)).any()
    assert not airtime.heard_at(eve + timedelta(seconds=10.3), 9).any()
    assert airtime.facts_of(Kind.ENDED)[0].data["reason"] == "library.expired"


def test_without_the_database_only_what_was_airable_sounds(
    station: MadeStation, on_air: Start
) -> None:
    approved = station.programme("A", tone(500, 1.0))
    draft = station.programme("B", tone(600, 1.0), approved=False)
    over = station.programme("C", tone(700, 1.0), approved=False)
    station.library.approve(over.id, by="Trưởng đài", valid_until=date(2027, 1, 1))
    later = datetime(2027, 1, 2, 5, 29, 55, tzinfo=STATION_ZONE)
    airtime = on_air(later)
    airtime.brief()
    unreadable = StoreError("store.damaged")
    airtime._loader._library = lambda: raising(unreadable)
    airtime.cues = tuple(
        cue_of(version, later + place * SOON)
        for place, version in enumerate((approved, draft, over), start=1)
    )
    airtime._brief = replace(airtime._brief, cues=airtime.cues)
    airtime.run(20)
    assert round(np_pitch(airtime.heard_at(later + SOON, 1.0))) == 500
    assert not airtime.heard_at(later + 2 * SOON, 9).any()
    assert reasons(airtime) == ["library.not_approved", "library.expired"]


def test_the_guard_itself_holds_while_the_clock_cannot_be_believed(
    station: MadeStation, on_air: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = station.programme("A", tone(500, 1.0))
    deciding = group.decide
    monkeypatch.setattr(
        group,
        "decide",
        lambda cues, playing, *more: deciding(cues, replace(playing, held=False), *more),
    )
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.group.state.doubt = "playout.clock_before_build"
    airtime.run(8)
    assert airtime.silent
    assert reasons(airtime) == ["playout.clock_before_build"]


def test_nothing_begins_while_the_clock_cannot_be_believed(
    station: MadeStation, on_air: Start
) -> None:
    version = station.programme("A", tone(500, 1.0))
    airtime = on_air(MORNING)
    airtime.cues = (cue_of(version, MORNING + SOON),)
    airtime.group.state.doubt = "playout.clock_before_build"
    airtime.run(8)
    assert airtime.silent


def raising(error: Exception) -> None:
    raise error


def np_pitch(samples) -> float:
    if not samples.any():
        return 0.0
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * 48_000 / len(samples))
