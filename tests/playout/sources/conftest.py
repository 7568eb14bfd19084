from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio import tunes
from broadcast_desk.audio.loudness import measure
from broadcast_desk.playout.ports import BLOCK, Samples, Source


def speech() -> np.ndarray:
    """Real speech at -16 LUFS: the notice that comes with the program."""
    samples, _ = soundfile.read(tunes.path(tunes.NOTICE), dtype="float32")
    return samples


def at_lufs(samples: np.ndarray, wanted: float, folder: Path) -> np.ndarray:
    """The samples at another loudness."""
    return samples * np.float32(10 ** ((wanted - loudness_of(samples, folder)) / 20))


def loudness_of(samples: np.ndarray, folder: Path) -> float:
    """What ffmpeg's ebur128 says of samples."""
    path = folder / "measured.wav"
    soundfile.write(path, samples, 48_000, subtype="FLOAT")
    return measure(path).integrated_lufs


def endless(samples: np.ndarray) -> Callable[[int, int], np.ndarray]:
    """The samples over and over."""

    def part(first: int, count: int) -> np.ndarray:
        return np.take(samples, np.arange(first, first + count), mode="wrap")

    return part


class Reader:
    """Reads a source in real time, as the bus does."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parts: list[Samples] = []

    def read(self, seconds: float, until: Callable[[], object] = lambda: False) -> Samples:
        """What it gives in the next seconds, or until something holds; gaps are silence."""
        parts: list[Samples] = []
        began, blocks = time.monotonic(), round(seconds * 50)
        for number in range(blocks):
            part = self._source.read(BLOCK)
            parts.append(np.concatenate([part, np.zeros(BLOCK - len(part), np.float32)]))
            if until():
                break
            time.sleep(max(0.0, began + (number + 1) / 50 - time.monotonic()))
        return np.concatenate(parts)


def pitch_of(samples: np.ndarray) -> int:
    """The strongest pitch in Hz, 0 for silence."""
    if np.max(np.abs(samples), initial=0.0) < 0.01:
        return 0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return round(float(np.argmax(spectrum)) * 48_000 / len(samples))
