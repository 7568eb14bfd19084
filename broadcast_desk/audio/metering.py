"""Our own loudness meter (ITU-R BS.1770-4), made to be asked again after every change of gain.

It keeps the K-weighted power of every millisecond, so that the loudness after a gain that varies
over time is a sum over those powers instead of another pass over the samples. `audio.loudness`
(ffmpeg) is the judge; tests hold the two together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.filtering import Int16, Samples, k_weighting
from broadcast_desk.audio.model import SAMPLE_RATE_HZ

MS = SAMPLE_RATE_HZ // 1000
"""Samples per millisecond."""

STEP_MS = 100
"""Loudness blocks of 400 ms begin every 100 ms; pieces of sound are whole numbers of these."""

STEP = STEP_MS * MS
SILENCE_LUFS = -70.0
"""The absolute gate: nothing quieter counts, and nothing louder was found."""

_OFFSET_DB = -0.691
_RELATIVE_GATE_DB = -10.0
_FOUR_TIMES = 4
_TAPS = 24
_OWN = slice(_TAPS // 2, _TAPS // 2 + MS)
_AT_ONCE = 24
"""Milliseconds per multiplication: few enough that no linear algebra threads wake up and spin."""


def powers(samples: Samples) -> Samples:
    """The K-weighted mean square of every whole millisecond."""
    weighted = k_weighting().apply(samples)
    whole = weighted[: len(weighted) // MS * MS].reshape(-1, MS)
    return np.asarray(np.einsum("ij,ij->i", whole, whole) / np.float32(MS), np.float32)


def loudness_lufs(powers_ms: Samples) -> float:
    """The integrated loudness of powers as `powers` gives them; -70 when all is gated away."""
    steps = powers_ms[: len(powers_ms) // STEP_MS * STEP_MS].reshape(-1, STEP_MS)
    energy = steps.mean(axis=1, dtype=np.float64)
    if len(energy) < 4:
        return SILENCE_LUFS
    blocks = np.convolve(energy, np.full(4, 0.25), "valid")
    heard = blocks[blocks > _power(SILENCE_LUFS)]
    if not len(heard):
        return SILENCE_LUFS
    gate = heard.mean() * 10 ** (_RELATIVE_GATE_DB / 10)
    return max(SILENCE_LUFS, _lufs(float(heard[heard > gate].mean())))


def sample_peaks(samples: Samples) -> Samples:
    """The highest absolute sample of every whole millisecond."""
    whole = samples[: len(samples) // MS * MS].reshape(-1, MS)
    parts = [_highest(whole[start : start + 4096]) for start in range(0, len(whole), 4096)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _highest(rows: Samples) -> Samples:
    highest = np.abs(rows)
    while highest.shape[1] % 2 == 0:  # folding is much faster than a maximum over short rows
        half = highest.shape[1] // 2
        highest = np.maximum(highest[:, :half], highest[:, half:])
    return np.asarray(highest.max(axis=1, initial=0), np.float32)


def true_peaks(samples: Samples | Int16, milliseconds: npt.NDArray[np.intp]) -> Samples:
    """The highest absolute value between the samples too, in each of the given milliseconds.

    Four-fold oversampling, as ITU-R BS.1770-4 annex 2 asks for.
    """
    if not len(milliseconds):
        return np.zeros(0, np.float32)
    half = _TAPS // 2
    whole = np.pad(milliseconds, (0, -len(milliseconds) % _AT_ONCE), mode="edge")
    where = (whole * MS)[:, None] + np.arange(-half, MS + half)[None, :]
    around = np.asarray(samples.take(where, mode="clip"), np.float32)
    edges = np.flatnonzero((where[:, 0] < 0) | (where[:, -1] >= len(samples)))
    around[edges] *= (where[edges] >= 0) & (where[edges] < len(samples))
    between = around.reshape(-1, _AT_ONCE, MS + _TAPS) @ _BETWEEN
    highest = np.maximum(_highest(between.reshape(len(around), -1)), _highest(around[:, _OWN]))
    return highest[: len(milliseconds)]


def _phases() -> Samples:
    """Windowed-sinc interpolators for 1/4, 2/4 and 3/4 between the two middle taps."""
    half = _TAPS // 2
    taps = np.arange(_TAPS) - (half - 1)
    columns = []
    for phase in range(1, _FOUR_TIMES):
        distance = taps - phase / _FOUR_TIMES
        window = np.cos(np.pi * distance / (2 * half + 1)) ** 2
        kernel = np.sinc(distance) * window
        columns.append(kernel / kernel.sum())
    return np.asarray(columns, np.float32).T.copy()


def _between() -> Samples:
    """What turns a millisecond and its neighbours into all values between its samples, at once."""
    phases = _phases()
    matrix = np.zeros((MS + _TAPS, MS + 1, _FOUR_TIMES - 1), np.float32)
    for start in range(MS + 1):
        matrix[start : start + _TAPS, start] = phases
    return matrix.reshape(MS + _TAPS, -1)


_BETWEEN = _between()


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_DB) / 10))


def _lufs(power: float) -> float:
    return float(_OFFSET_DB + 10 * np.log10(power))
