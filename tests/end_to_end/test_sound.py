"""What is heard on the sink's monitor when the real playout airs a real plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest

from broadcast_desk.logbook.model import Kind
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer, sound_server
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

Start = Callable[..., RunningPlayout]


def one_slot(station: MadeStation, at: datetime, items: list[str], **more: object) -> None:
    station.slot("s1", at.time(), items, rrule="", valid_from=at.date(), **more)


def loud(samples: np.ndarray, threshold: float = 0.02) -> np.ndarray:
    """The samples above the threshold."""
    return np.flatnonzero(np.abs(samples) > threshold)


def test_items_start_on_time_and_join_without_a_gap(
    station: MadeStation, playout: Start, ear: Ear
) -> None:
    station.programme("A", tone(1000, 0.5))
    station.programme("B", tone(2000, 0.7))
    at = soon(7)
    one_slot(station, at, ["A", "B"])
    running = playout("--output", "default")
    running.wait_for(lambda _: any(e.fact.kind is Kind.ENDED for e in running.log()), 25)
    running.wait_for(lambda state: not state.on_air)
    time.sleep(0.5)  # what the sound server still holds
    first = ear.index_at(at.timestamp())
    heard = ear.heard[first - RATE_HZ // 2 : first + 2 * RATE_HZ]
    sounding = loud(heard)
    assert abs(sounding[0] - RATE_HZ // 2) < 0.1 * RATE_HZ
    assert sounding[-1] - sounding[0] + 1 == round(1.2 * RATE_HZ)
    assert np.max(np.diff(sounding)) < 5, "there is a gap"


def test_a_killed_engine_sounds_again_at_the_right_place(
    station: MadeStation, playout: Start, ear: Ear
) -> None:
    sweep = tone(500, 30.0)
    for second in range(30):  # every second of the item has a pitch of its own
        part = slice(second * RATE_HZ, (second + 1) * RATE_HZ)
        sweep[part] = tone(500 + 50 * second, 1.0)
    station.programme("A", sweep)
    at = soon(5)
    one_slot(station, at, ["A"])
    running = playout("--output", "default")
    running.wait_for(lambda state: bool(state.on_air), 25)
    time.sleep(2.0)
    killed_at = time.time()
    running.kill_engine()
    running.wait_for(lambda _: any(e.fact.kind is Kind.RESUMED for e in running.log()))
    time.sleep(4.0)
    after = ear.index_at(killed_at + 0.4)
    heard = ear.heard[after:]
    back = after + int(loud(heard)[0])
    assert ear.time_of(back) - killed_at < 5.0
    place_s = ear.time_of(back) + 1.5 - at.timestamp()
    middle = ear.index_at(at.timestamp() + int(place_s) + 0.25)
    part = ear.heard[middle : middle + RATE_HZ // 2]
    pitch = np.argmax(np.abs(np.fft.rfft(part * np.hanning(len(part))))) * RATE_HZ / len(part)
    assert pitch == pytest.approx(500 + 50 * int(place_s), abs=5)
    resumed = [e for e in running.log() if e.fact.kind is Kind.RESUMED]
    assert len(resumed) == 1


def test_an_emergency_sounds_over_the_programme_which_goes_on_after_it(
    station: MadeStation, playout: Start, ear: Ear
) -> None:
    station.programme("A", tone(500, 20.0))
    station.programme("KC", tone(3000, 1.0))
    at = soon(5)
    one_slot(station, at, ["A"])
    running = playout("--output", "default")
    running.wait_for(lambda state: bool(state.on_air), 25)
    time.sleep(1.5)
    armed = running.client.arm_emergency("KC", by="Trưởng đài")
    ordered_at = time.time()
    name = running.client.confirm_emergency(armed.token, by="Trưởng đài")
    assert running.client.confirm_emergency(armed.token, by="Trưởng đài") == name
    running.wait_for(lambda state: state.emergency)
    running.wait_for(lambda state: not state.emergency and bool(state.on_air))
    time.sleep(1.0)
    begin = ear.index_at(ordered_at)
    part = ear.heard[begin : begin + RATE_HZ]
    high = np.abs(np.convolve(part * np.exp(-2j * np.pi * 3000 / RATE_HZ * np.arange(len(part))),
                              np.ones(480) / 480, "same"))  # fmt: skip
    assert np.flatnonzero(high > 0.05)[0] < RATE_HZ, "it took longer than a second"
    ends = [e.fact.data["result"] for e in running.log() if e.fact.kind is Kind.ENDED]
    assert ends == ["interrupted", "complete"]
    assert [e.fact.kind for e in running.log()].count(Kind.EMERGENCY) == 1
    tail = ear.heard[-RATE_HZ // 2 :]
    assert len(loud(tail)), "the programme did not go on"


def test_a_card_that_goes_and_comes_back_sounds_again_and_no_other_card_does(
    station: MadeStation, playout: Start, server: SoundServer
) -> None:
    own = server.add_sink("own")
    server.add_sink("other")
    station.programme("A", tone(500, 40.0))
    at = soon(5)
    one_slot(station, at, ["A"])
    other = Ear(server, "other")
    running = playout("--output", "card:own")
    running.wait_for(lambda state: bool(state.on_air), 25)
    time.sleep(1.0)
    server.remove_sink(own)
    running.wait_for(lambda state: state.outputs[0].health == "lost")
    assert running.wait_for(lambda state: bool(state.alarms)).alarms
    own = server.add_sink("own")
    ear = Ear(server, "own")
    back_at = time.time()
    running.wait_for(lambda state: state.outputs[0].health == "good")
    time.sleep(1.0)
    sounding = loud(ear.heard)
    ear.close()
    other.close()
    server.remove_sink(own)
    assert ear.time_of(int(sounding[0])) - back_at < 4.0
    # PulseAudio itself moves the stream when its sink goes; playout stops it within milliseconds.
    assert len(loud(other.heard)) < RATE_HZ // 20


def test_stop_silences_everything_and_stays_over_a_restart(
    station: MadeStation, playout: Start, ear: Ear
) -> None:
    station.programme("A", tone(500, 30.0))
    at = soon(4)
    one_slot(station, at, ["A"])
    running = playout("--output", "default")
    running.wait_for(lambda state: bool(state.on_air), 25)
    state = running.client.stop_all(by="Trực đài")
    assert state.stopped_by == "Trực đài"
    running.kill_engine()
    running.wait_for(lambda state: state.pid != 0 and state.stopped_by == "Trực đài")
    running.wait_for(lambda state: state.now > at + timedelta(seconds=8))
    assert not running.wait_for(lambda _: True).on_air
    running.client.resume(by="Trực đài")
    assert running.wait_for(lambda _: True).stopped_by == ""
    assert not len(loud(ear.heard[-RATE_HZ:]))


def test_a_sound_server_that_dies_and_comes_back_is_used_again(
    station: MadeStation, playout: Start
) -> None:
    with sound_server() as own:
        own.add_sink("air")
        station.programme("A", tone(500, 60.0))
        at = soon(5)
        one_slot(station, at, ["A"])
        running = RunningPlayout(station, "--output", "card:air", env=own.env)
        try:
            running.wait_for(lambda state: bool(state.on_air), 25)
            time.sleep(1.0)
            own.kill()
            running.wait_for(
                lambda state: bool(state.outputs) and state.outputs[0].health == "lost", 30
            )
            own.start()
            own.add_sink("air")
            ear = Ear(own, "air")
            running.wait_for(
                lambda state: bool(state.on_air) and state.outputs[0].health == "good", 30
            )
            time.sleep(1.0)
            assert len(loud(ear.heard[-RATE_HZ // 2 :]))
            ear.close()
        finally:
            assert running.end()[0] == 0
