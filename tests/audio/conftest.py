"""Sounds to try the audio room on, made when needed."""

import numpy as np
import pytest
import soundfile

RATE = 48_000


@pytest.fixture
def sound(tmp_path):
    """Write samples to a file and return its path."""

    def write(samples, rate=RATE, name="sound.wav", subtype="FLOAT"):
        path = tmp_path / name
        soundfile.write(path, samples, rate, subtype=subtype)
        return path

    return write


@pytest.fixture
def speech_like():
    """Bursts of coloured noise with pauses, as loud as asked: `speech_like(seconds, peak)`."""

    def make(seconds, peak=0.3, seed=1, rate=RATE):
        random = np.random.default_rng(seed)
        noise = random.standard_normal(int(seconds * rate))
        noise = np.convolve(noise, np.hanning(24), "same")
        time = np.arange(len(noise)) / rate
        syllables = np.clip(np.sin(2 * np.pi * 4 * time), 0, 1) * (
            np.sin(2 * np.pi * 0.3 * time) > -0.7
        )
        shaped = noise * syllables
        return (shaped / np.abs(shaped).max() * peak).astype(np.float32)

    return make
