"""Sample-exact joins; and, where the station asks, music that goes out under what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.guard import emergency_permit
from broadcast_desk.playout.joining import checked_crossfade_s, crossfade_of
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from tests.fakes.airtime import Listener, cue_of
from tests.fakes.stations import tone
from tests.playout.conftest import MORNING

JOIN_AT = 3 * 48_000 + 137


def permit(name: str):
    return emergency_permit(name, datetime(2027, 1, 1, tzinfo=UTC), "Trực đài")


def strength(samples: np.ndarray, hz: float) -> float:
    at = np.arange(len(samples))
    return float(2 * np.abs(np.mean(samples * np.exp(-2j * np.pi * hz * at / 48_000))))


def heard(tail: int, *, follows: bool = True, stop_at_s: float = 99.0) -> np.ndarray:
    """Eight seconds: music of 440 Hz that is cut, then speech of 1000 Hz."""
    ear = Listener()
    bus = Bus("khu-1", ClockPacer(0.0), [ear])
    music, speech = MemorySource(tone(440, 8.0, 0.4)), MemorySource(tone(1000, 3.0, 0.4))
    bus.play(permit("a"), music, start=0, end=JOIN_AT, fades=True, tail=tail)
    if follows:
        bus.play(permit("b"), speech, start=JOIN_AT, end=JOIN_AT + 3 * 48_000)
    for tick in range(1, 81):
        if tick / 10 > stop_at_s:
            bus.stop("b")
        bus.make_due(tick / 10)
    bus.close()
    return ear.heard


def test_without_the_setting_nothing_overlaps_and_the_join_is_exact():
    out = heard(0)
    assert strength(out[JOIN_AT : JOIN_AT + 24_000], 440) < 1e-3
    assert np.array_equal(out[JOIN_AT : JOIN_AT + 48_000], tone(1000, 1.0, 0.4))


def test_music_goes_out_under_what_follows_which_starts_at_its_sample():
    out = heard(2 * 48_000)
    before = out[JOIN_AT - 24_000 : JOIN_AT]
    assert strength(before, 440) == pytest.approx(0.4, rel=0.01), "not faded before"
    under = out[JOIN_AT : JOIN_AT + 144_000] - tone(1000, 3.0, 0.4)
    for second, level in ((0, 0.35), (1, 0.15)):
        place = round((second + 0.25) * 48_000)
        assert strength(under[place - 4800 : place + 4800], 440) == pytest.approx(level, abs=0.02)
    assert np.max(np.abs(under[96_000:])) < 1e-6


def test_music_with_nothing_after_it_is_faded_by_its_end():
    out = heard(2 * 48_000, follows=False)
    assert not np.any(out[JOIN_AT:])
    assert strength(out[JOIN_AT - 4800 : JOIN_AT], 440) < 0.05


def test_a_stop_silences_the_tail_too():
    out = heard(4 * 48_000, stop_at_s=3.5)
    assert not np.any(out[round(3.7 * 48_000) :])


def test_on_air_it_follows_the_setting(station, on_air):
    station.programme("NHAC", tone(440, 20.0, 0.4))
    music = station.library.newest("NHAC")
    speech = station.programme("TIN", tone(1000, 3.0, 0.4))
    starts = MORNING + timedelta(seconds=10)
    airtime = on_air()
    airtime.settings = replace(airtime.settings, extra={"crossfade_s": "2"})
    second = starts + timedelta(seconds=5)
    airtime.cues = (
        replace(cue_of(music, starts, length_s=5.0), fades=True),
        cue_of(speech, second),
    )
    airtime.run(20)
    out = airtime.heard_at(second, 3.0)
    assert strength(out[12_000:24_000], 440) > 0.2
    assert strength(out[:144_000], 1000) == pytest.approx(0.4, rel=0.05)
    assert [fact.data["result"] for fact in airtime.facts if "result" in fact.data] == [
        "complete",
        "complete",
    ]


@pytest.mark.parametrize("text", ["x", "-1", "60"])
def test_settings_that_cannot_be(text):
    settings = StationSettings(extra={"crossfade_s": text})
    assert crossfade_of(settings) == 0
    with pytest.raises(InputError):
        checked_crossfade_s(settings)
