"""A live voice over the bus: what plays goes down by a ramp and comes back, to the sample."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.guard import emergency_permit
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import BLOCK, Block, Health, OutputReport
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.playout.talkover import Ducking, TalkOver
from tests.fakes.stations import tone

PERMIT = emergency_permit("x", datetime(2027, 1, 1, tzinfo=UTC), "Trực đài")


class Loudspeaker:
    """What people hear: samples times gain."""

    name = "loudspeaker"

    def __init__(self) -> None:
        self.parts: list[np.ndarray] = []

    def write(self, block: Block) -> None:
        self.parts.append(block.samples * block.gain)

    def report(self) -> OutputReport:
        return OutputReport(self.name, "loudspeaker", Health.GOOD)

    def close(self) -> None:
        """Nothing to do."""

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.parts)


def strength(samples: np.ndarray, hz: float) -> float:
    at = np.arange(len(samples))
    return float(2 * np.abs(np.mean(samples * np.exp(-2j * np.pi * hz * at / 48_000))))


def second(heard: np.ndarray, at_s: float, length_s: float = 0.5) -> np.ndarray:
    return heard[round(at_s * 48_000) : round((at_s + length_s) * 48_000)]


def on_air(gain: float, voice_gain: float, most_s: float = 2.0) -> tuple[np.ndarray, Bus]:
    """Six seconds of a tone of 440 Hz; from the second second on a voice of 1000 Hz over it."""
    ear = Loudspeaker()
    bus = Bus("khu-1", ClockPacer(0.0), [ear])
    bus.play(PERMIT, MemorySource(tone(440, 6.0, 0.4)), start=0, end=6 * 48_000, gain=gain)
    bus.make_due(1.0)
    voice = MemorySource(tone(1000, 4.0, 0.4))
    bus.talk(PERMIT, voice, gain=voice_gain, ducking=Ducking(18.0), most=round(most_s * 48_000))
    for tick in range(10, 61):
        bus.make_due(tick / 10)
    return ear.heard, bus


@pytest.mark.parametrize(("gain", "voice_gain"), [(0.64, 0.64), (0.04, 0.64), (0.64, 0.09)])
def test_what_plays_goes_down_by_the_decibels_asked_for_and_comes_back(gain, voice_gain):
    heard, bus = on_air(gain, voice_gain)
    assert strength(second(heard, 0.2), 440) == pytest.approx(0.4 * gain, rel=0.01)
    during = second(heard, 1.6)
    assert strength(during, 440) == pytest.approx(0.4 * gain * 10 ** (-18 / 20), rel=0.02)
    assert strength(during, 1000) == pytest.approx(0.4 * voice_gain, rel=0.02)
    after = second(heard, 4.5)
    assert strength(after, 440) == pytest.approx(0.4 * gain, rel=0.01)
    assert strength(after, 1000) < 1e-3
    assert not bus.talking


def test_nothing_clicks_and_nothing_of_the_programme_is_moved():
    heard, _ = on_air(0.5, 0.5)
    plain = tone(440, 6.0, 0.4) * 0.5
    count = len(heard)
    assert np.allclose(heard[: 48_000 - BLOCK], plain[: 48_000 - BLOCK], atol=1e-6)
    assert np.allclose(heard[4 * 48_000 :], plain[4 * 48_000 : count], atol=1e-6)
    smooth = np.max(np.abs(np.diff(tone(1000, 1.0, 0.4) * 0.5))) * 1.5
    assert np.max(np.abs(np.diff(heard))) < smooth


def test_its_hard_end_holds_whatever_happens():
    heard, bus = on_air(0.5, 0.5, most_s=1.0)
    assert strength(second(heard, 2.2), 1000) < 1e-3
    assert not bus.talking


def test_ending_it_early():
    talk = TalkOver(MemorySource(tone(1000, 4.0)), 1.0, Ducking(), 48_000 * 60)
    talk.mix(np.zeros(BLOCK, np.float32), 1.0)
    talk.end()
    for _ in range(60):
        talk.mix(np.zeros(BLOCK, np.float32), 1.0)
    assert talk.over
