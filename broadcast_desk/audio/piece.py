"""Sound that is shaped and measured, on its way into a programme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.encoding import INT16_SCALE, to_int16
from broadcast_desk.audio.filtering import Int16, Samples
from broadcast_desk.audio.metering import (
    MS,
    STEP,
    loudness_lufs,
    powers,
    sample_peaks,
    true_peaks,
)

_AT_ONCE = 4096
"""Milliseconds whose surroundings are laid out at once."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound that is shaped and measured; pieces put together are measured already.

    Attributes:
        stored: 48 kHz mono, a whole number of 100 ms; may be a memory map.
        powers_ms: K-weighted power of every millisecond.
        peaks_ms: highest absolute sample of every millisecond; where it is at least
            `true_above`, the highest between the samples too.
        scale: what `stored` is multiplied with to be sound from -1 to 1. Spoken segments stay
            16-bit numbers: making and dropping large arrays costs more than the arithmetic.
        true_above: see `peaks_ms`; infinite when only the samples were looked at.
        key: stands for what is stored, where the same piece may come again; "" where not.
    """

    stored: Samples | Int16
    powers_ms: Samples
    peaks_ms: Samples
    scale: float = 1.0
    true_above: float = math.inf
    key: str = ""

    @property
    def samples(self) -> Samples:
        """The sound from -1 to 1."""
        if self.stored.dtype == np.float32 and self.scale == 1.0:
            return np.asarray(self.stored, np.float32)
        return np.asarray(self.stored * np.float32(self.scale), np.float32)

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness of this piece alone."""
        return loudness_lufs(self.powers_ms)

    def times(self, gain: float) -> Piece:
        """The piece times `gain`; what is stored stays as it is."""
        return replace(
            self,
            powers_ms=self.powers_ms * np.float32(gain**2),
            peaks_ms=self.peaks_ms * np.float32(gain),
            scale=self.scale * gain,
            true_above=self.true_above * gain,
        )

    def with_true_peaks(self, above: float) -> Piece:
        """The piece with the peaks between samples, wherever a sample reaches `above`."""
        near = np.flatnonzero(self.peaks_ms >= above)
        peaks_ms = self.peaks_ms.copy()
        peaks_ms[near] = np.maximum(peaks_ms[near], self.true_peaks(near))
        return replace(self, peaks_ms=peaks_ms, true_above=above)

    def true_peaks(self, milliseconds: npt.NDArray[np.intp]) -> Samples:
        """The highest absolute value in each of the given milliseconds, between samples too."""
        none = np.zeros(0, np.float32)
        parts = np.array_split(milliseconds, max(1, len(milliseconds) // _AT_ONCE))
        found = [true_peaks(self.stored, part) * np.float32(self.scale) for part in parts]
        return np.concatenate([none, *found])


def measured(samples: Samples) -> Piece:
    """The piece that `samples`, a whole number of 100 ms, are."""
    return Piece(samples, powers(samples), sample_peaks(samples))


def silence(duration_ms: int) -> Piece:
    """A pause, rounded to a whole number of 100 ms."""
    count = max(0, round(duration_ms / 100)) * STEP
    quiet = np.zeros(count // MS, np.float32)
    return Piece(np.zeros(count, np.int16), quiet, quiet, key="silence" if count else "")


def joined(pieces: Sequence[Piece], gain: float = 1.0) -> Piece:
    """Pieces one after the other, times `gain`, as 16-bit numbers; louder than 1 is clipped."""
    stored = np.empty(sum(len(piece.stored) for piece in pieces), np.int16)
    at = 0
    for piece in pieces:
        to_int16(piece.stored, gain * piece.scale, out=stored[at : at + len(piece.stored)])
        at += len(piece.stored)
    none = np.zeros(0, np.float32)
    powers_ms = np.concatenate([none, *(piece.powers_ms for piece in pieces)])
    peaks_ms = np.concatenate([none, *(piece.peaks_ms for piece in pieces)])
    return Piece(stored, powers_ms * np.float32(gain**2), peaks_ms * np.float32(gain), INT16_SCALE)
