"""Fast fixed filters in blocks by FFT: resampling to 48 kHz, high-pass, K-weighting.

Overlap-save: every block is filtered with 100 ms of its neighbours on both sides, which are then
dropped; all responses used here have died away by then.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]
Int16 = npt.NDArray[np.int16]
Response = npt.NDArray[np.complex64]

_K_WEIGHTING = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285),
     (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)  # fmt: skip
"""The two stages of ITU-R BS.1770-4, tables 1 and 2, for 48 kHz."""

_BUTTERWORTH_Q = (0.54119610, 1.30656296)
"""The two sections of a fourth-order Butterworth filter."""

_SPREAD_HZ, _SPREAD_SECTIONS = 500.0, 6
"""All-pass sections as broadcast processors have them: a voice's pulses are spread over some
milliseconds, which nobody hears, and the limiter has half the work for the same loudness."""

_TAPER = 0.96
"""Resampling passes up to this part of the lower Nyquist frequency, then falls to nothing."""


@dataclass(frozen=True, slots=True)
class BlockFilter:
    """One filter from `rate_hz` to 48 kHz.

    Attributes:
        taken: samples read per block.
        edge: of these, how many belong to each neighbour.
        made: samples that a whole block becomes.
    """

    taken: int
    edge: int
    made: int
    response: Response

    def apply(self, samples: Samples) -> Samples:
        """The filtered samples; as long as the input, at 48 kHz, rounded up."""
        hop = self.taken - 2 * self.edge
        blocks = max(1, -(-len(samples) // hop))
        padded = np.zeros(blocks * hop + 2 * self.edge, np.float32)
        padded[self.edge : self.edge + len(samples)] = samples
        out = np.empty((blocks, hop * self.made // self.taken), np.float32)
        edge = self.edge * self.made // self.taken
        for index in range(blocks):
            block = padded[index * hop : index * hop + self.taken]
            spectrum = np.fft.rfft(block)[: len(self.response)] * self.response
            out[index] = np.fft.irfft(spectrum, self.made)[edge : self.made - edge]
        wanted = -(-len(samples) * self.made // self.taken)
        return out.reshape(-1)[:wanted]


@functools.lru_cache(maxsize=16)
def to_48k(rate_hz: int, high_pass_hz: float = 0.0) -> BlockFilter:
    """Resample from `rate_hz` to 48 kHz and cut what lies below `high_pass_hz` (24 dB/octave).

    With a cut, the peaks of voices are spread too; without one, nothing else is changed.
    """
    common = math.gcd(rate_hz, SAMPLE_RATE_HZ)
    down, up = rate_hz // common, SAMPLE_RATE_HZ // common
    unit = 1 << max(0, math.ceil(math.log2(rate_hz * 0.8 / down)))
    edge = -(-rate_hz // (10 * down))
    frequencies = np.arange(min(down, up) * unit // 2 + 1) * (SAMPLE_RATE_HZ / (up * unit))
    response = _high_pass(frequencies, high_pass_hz) * (up / down)
    if down != up:
        limit = min(rate_hz, SAMPLE_RATE_HZ) / 2
        over = np.clip((frequencies / limit - _TAPER) / (1 - _TAPER), 0, 1)
        response = response * (0.5 + 0.5 * np.cos(np.pi * over))
    return BlockFilter(down * unit, down * edge, up * unit, response.astype(np.complex64))


@functools.cache
def k_weighting() -> BlockFilter:
    """The weighting of loudness meters (ITU-R BS.1770-4) at 48 kHz."""
    made = 1 << 15
    turn = np.exp(-2j * np.pi * np.arange(made // 2 + 1) / made)
    response = np.ones_like(turn)
    for b, a in _K_WEIGHTING:
        response *= np.polyval(b[::-1], turn) / np.polyval(a[::-1], turn)
    return BlockFilter(made, SAMPLE_RATE_HZ // 10, made, response.astype(np.complex64))


def _high_pass(
    frequencies: npt.NDArray[np.floating[Any]], cutoff_hz: float
) -> npt.NDArray[np.complex128]:
    if cutoff_hz <= 0:
        return np.ones_like(frequencies, np.complex128)
    s = 1j * frequencies / cutoff_hz
    sections = [s**2 / (s**2 + s / q + 1) for q in _BUTTERWORTH_Q]
    spread = 1j * frequencies / _SPREAD_HZ
    spreading = ((1 - spread) / (1 + spread)) ** _SPREAD_SECTIONS
    return np.asarray(sections[0] * sections[1] * spreading, np.complex128)
