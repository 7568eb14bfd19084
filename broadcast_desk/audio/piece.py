"""Sound that is shaped and measured, on its way into a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadcast_desk.audio.encoding import INT16_SCALE, to_int16
from broadcast_desk.audio.filtering import Int16, Samples
from broadcast_desk.audio.metering import MS, STEP, loudness_lufs, powers, sample_peaks


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound that is shaped and measured; pieces put together are measured already.

    Attributes:
        stored: 48 kHz mono, a whole number of 100 ms; may be a memory map.
        powers_ms: K-weighted power of every millisecond.
        peaks_ms: highest absolute sample of every millisecond.
        scale: what `stored` is multiplied with to be sound from -1 to 1. Spoken segments stay
            16-bit numbers: making and dropping large arrays costs more than the arithmetic.
    """

    stored: Samples | Int16
    powers_ms: Samples
    peaks_ms: Samples
    scale: float = 1.0

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


def measured(samples: Samples) -> Piece:
    """The piece that `samples`, a whole number of 100 ms, are."""
    return Piece(samples, powers(samples), sample_peaks(samples))


def silence(duration_ms: int) -> Piece:
    """A pause, rounded to a whole number of 100 ms."""
    count = max(0, round(duration_ms / 100)) * STEP
    quiet = np.zeros(count // MS, np.float32)
    return Piece(np.zeros(count, np.int16), quiet, quiet)


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
