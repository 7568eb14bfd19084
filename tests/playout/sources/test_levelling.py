"""Live sound comes out at the station's loudness, whatever it came in at."""

from __future__ import annotations

import numpy as np
import pytest

from broadcast_desk.playout.sources.levelling import Leveller, lufs, weighted_power
from tests.playout.sources.conftest import at_lufs, loudness_of, speech


def levelled(samples: np.ndarray, target_lufs: float = -16.0) -> np.ndarray:
    leveller = Leveller(target_lufs)
    parts = [leveller.process(samples[at : at + 960]) for at in range(0, len(samples), 960)]
    return np.concatenate(parts)


@pytest.mark.parametrize("wanted", [-30.0, -8.0])
def test_soft_and_loud_speech_come_out_at_the_target(wanted, tmp_path):
    long = np.tile(speech(), 6)[: 30 * 48_000]
    out = levelled(np.clip(at_lufs(long, wanted, tmp_path), -1, 1))
    assert loudness_of(out[: 10 * 48_000], tmp_path) == pytest.approx(-16, abs=1.5)
    assert loudness_of(out[10 * 48_000 :], tmp_path) == pytest.approx(-16, abs=1.0)
    assert np.max(np.abs(out)) <= 10 ** (-2 / 20) + 1e-6


def test_another_programme_at_another_level_is_followed(tmp_path):
    long = np.tile(speech(), 6)[: 20 * 48_000]
    soft, loud = (at_lufs(long, wanted, tmp_path) for wanted in (-30.0, -10.0))
    out = levelled(np.concatenate([loud, soft]))
    assert loudness_of(out[32 * 48_000 :], tmp_path) == pytest.approx(-16, abs=1.5)


def test_room_noise_is_not_pulled_up():
    noise = np.random.default_rng(1).normal(0, 10 ** (-60 / 20), 10 * 48_000).astype(np.float32)
    out = levelled(noise)
    assert np.std(out) == pytest.approx(np.std(noise), rel=0.05)


def test_nothing_is_lost_but_the_delay():
    rng = np.random.default_rng(2)
    samples = rng.normal(0, 0.05, 48_000).astype(np.float32)
    leveller = Leveller(-16.0)
    sizes, at, got = rng.integers(1, 2000, 200), 0, 0
    for size in sizes:
        got += len(leveller.process(samples[at : at + size]))
        at = min(len(samples), at + int(size))
    assert 0 < len(samples[:at]) - got <= 960


def test_loudness_of_a_tone_is_that_of_the_standard():
    at = np.arange(4800)
    tone = np.sin(2 * np.pi * 1000 * at / 48_000).astype(np.float32)
    assert lufs(weighted_power(tone)) == pytest.approx(-3.01, abs=0.1)  # BS.1770: 997 Hz, 0 dBFS
