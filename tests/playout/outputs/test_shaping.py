"""A zone's delay to the sample, and the pilot: in pauses only, in its hours only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from broadcast_desk.playout.outputs.factory import open_group
from broadcast_desk.playout.outputs.shaping import Pilot, Shape, Shaped, shape_of
from broadcast_desk.playout.ports import BLOCK, Block, Health, OutputReport
from broadcast_desk.playout.setup import Setup
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import InputError, PlayoutError
from broadcast_desk.station.settings import StationSettings, Zone
from tests.playout.outputs.conftest import strength_of, tone

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=STATION_ZONE)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=STATION_ZONE)


class Loudspeaker:
    name = "loudspeaker"

    def __init__(self) -> None:
        self.parts: list[np.ndarray] = []
        self.closed = False

    def write(self, block: Block) -> None:
        self.parts.append(block.samples * block.gain)

    def report(self) -> OutputReport:
        return OutputReport(self.name, "card", Health.GOOD, 0, 200.0)

    def close(self) -> None:
        self.closed = True

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.parts)


def heard_through(shape: Shape, samples: np.ndarray, now: datetime = NOON, gain=1.0) -> np.ndarray:
    speaker = Loudspeaker()
    shaped = Shaped(speaker, shape, lambda: now)
    at, sizes = 0, [BLOCK, 5 * BLOCK, 2 * BLOCK]
    while at < len(samples):
        part = samples[at : at + sizes[at % 3]]
        shaped.write(Block(at, part, gain, 0.0))
        at += len(part)
    return speaker.heard


def test_a_delay_moves_every_sample_and_changes_none():
    samples = tone(0, 48_000)
    heard = heard_through(Shape(delay_ms=340), samples, gain=0.5)
    assert not np.any(heard[:16_320])
    assert np.array_equal(heard[16_320:], samples[:-16_320] * np.float32(0.5))


def test_the_delay_is_part_of_the_latency():
    assert Shaped(Loudspeaker(), Shape(delay_ms=340), lambda: NOON).report().latency_ms == 540.0


def test_a_pilot_tone_is_there_in_pauses_only():
    pilot = Pilot.of("tone:14500:-50")
    silence = np.zeros(48_000, np.float32)
    heard = heard_through(Shape(pilot=pilot), np.concatenate([silence, tone(0, 48_000)]))
    assert strength_of(heard[:48_000], 14_500) == pytest.approx(10 ** (-50 / 20), rel=0.01)
    assert np.array_equal(heard[48_000:], tone(0, 48_000))


def test_pilot_noise_has_its_level_and_its_hours():
    silence = np.zeros(48_000, np.float32)
    pilot = Pilot.of("noise:-60", "05:00-21:30")
    by_day = heard_through(Shape(pilot=pilot), silence)
    assert 20 * np.log10(np.std(by_day)) == pytest.approx(-60, abs=0.3)
    assert not np.any(heard_through(Shape(pilot=pilot), silence, NIGHT))


@pytest.mark.parametrize(
    "text", ["noise", "noise:-10", "tone:-50", "tone:5:-50", "hum:-60", "noise:x"]
)
def test_what_is_no_pilot(text):
    with pytest.raises(InputError):
        Pilot.of(text)


def test_settings_say_the_shape_of_a_zone():
    settings = StationSettings(extra={"pilot": "noise:-60", "pilot.khu-2": "tone:14500:-50"})
    assert shape_of(Zone("khu-1", "Khu 1"), settings).pilot == Pilot("noise", -60.0)
    assert shape_of(Zone("khu-2", "Khu 2", delay_ms=40), settings) == Shape(
        40, Pilot("tone", -50.0, 14_500.0)
    )
    with pytest.raises(InputError):
        shape_of(Zone("khu-1", "Khu 1", delay_ms=9000), settings)


def test_one_wrong_output_of_the_settings_does_not_silence_the_others(tmp_path):
    zone = Zone("khu-1", "Khu 1", "null;icecast://;nonsense;air-check:flac", delay_ms=-1)
    setup = Setup(tmp_path)
    _, outputs = open_group(("null", "icecast://", "nonsense", "air-check:flac"), [zone], setup,
                            replace(StationSettings(), zones=(zone,)))  # fmt: skip
    reports = [output.report() for output in outputs]
    assert [r.health for r in reports] == [Health.GOOD] + [Health.FAILED] * 3
    assert {r.reason for r in reports[1:]} == {"playout.output_setting"}
    for output in outputs:
        output.close()
    with pytest.raises(PlayoutError):
        open_group(("nonsense",), [zone], replace(setup, outputs=("nonsense",)), StationSettings())
