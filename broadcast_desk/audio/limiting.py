"""The gain and the true-peak limiter that bring an item to its loudness, worked out in advance.

The whole course of the gain is computed on milliseconds, from K-weighted powers and peaks, and only
then applied to the samples, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.filtering import Int16, Samples
from broadcast_desk.audio.metering import MS, loudness_lufs
from broadcast_desk.audio.model import Loudness
from broadcast_desk.audio.piece import Piece

LOOK_MS = 25
"""How far the limiter looks ahead and how fast it lets go."""

_MARGIN_DB = 0.2
"""Kept below the ceiling: rounding to 16 bits, and meters that interpolate a little differently."""

_TOLERANCE_LU = 0.1
_ROUNDS = 8
_LEAST_EFFECT = 0.4
_LONGEST_STEP_DB = 2.0
"""The next gain is where the loudness would be right if more gain had the effect it had before."""

_RAMP = ((np.arange(MS) + 0.5) / MS).astype(np.float32)
_MOST_EXTRA_DB = 9.0
"""A click is not pushed further than this into the limiter to make it as loud as speech."""

_OVERSHOOT = 0.7
"""Peaks between samples are looked for where the sample itself reaches this part of the ceiling."""


@dataclass(frozen=True, slots=True)
class GainCourse:
    """A constant gain and the limiter's curve, one value a millisecond.

    Attributes:
        loudness: what will come out, predicted.
    """

    gain: float
    limiter: Samples
    loudness: Loudness

    def apply(self, samples: Samples | Int16, first_ms: int, scale: float = 1.0) -> Samples:
        """The samples that begin at millisecond `first_ms`, times `scale`, brought to level."""
        gain = self.gain * scale
        count = -(-len(samples) // MS)
        curve = self.limiter[first_ms : first_ms + count + 1]
        if not len(curve) or float(curve.min()) >= 1.0:
            return np.asarray(samples * np.float32(gain), np.float32)
        before = self.limiter[max(first_ms - 1, 0)]
        ends = np.minimum(np.append(before, curve[: count - 1]), curve[:count]) * gain
        ends = np.append(ends, min(curve[count - 1 :]) * gain).astype(np.float32)
        ramps = ends[:-1, None] + np.diff(ends)[:, None] * _RAMP[None, :]
        return np.asarray(samples * ramps.reshape(-1)[: len(samples)], np.float32)


def work_out(
    pieces: Sequence[Piece], loudness: float, ceiling_dbtp: float, *, step_db: float = 0.0
) -> GainCourse:
    """The course of the gain that brings pieces, one after the other, to `loudness` LUFS.

    Args:
        pieces: what is to be brought to level.
        loudness: wanted, in LUFS.
        ceiling_dbtp: no true peak will be higher.
        step_db: the gain is a whole number of these, so that a small change elsewhere leaves it as
            it was; the loudness is then off by half a step at most. 0 for exactly the loudness.

    Returns:
        The course for the whole; its loudness falls short only where that is one short click.
    """
    solver = _Solver(pieces, 10 ** ((ceiling_dbtp - _MARGIN_DB) / 20))
    start_db = gain_db = loudness - loudness_lufs(solver.powers_ms)
    effect, before, step = 1.0, 0.0, 0.0
    for _ in range(_ROUNDS):
        course = solver.course(gain_db)
        reached = course.loudness.integrated_lufs
        missing = loudness - reached
        if abs(missing) <= _TOLERANCE_LU or gain_db + missing > start_db + _MOST_EXTRA_DB:
            break
        if gain_db != start_db:
            effect = (reached - before) / step
        before, step = reached, min(missing / max(effect, _LEAST_EFFECT), _LONGEST_STEP_DB)
        gain_db += step
    return solver.course(round(gain_db / step_db) * step_db) if step_db else course


class _Solver:
    """Tries gains."""

    def __init__(self, pieces: Sequence[Piece], ceiling: float) -> None:
        self.powers_ms = np.concatenate([piece.powers_ms for piece in pieces])
        self._peaks = _Peaks(pieces, ceiling)

    def course(self, gain_db: float) -> GainCourse:
        peaks, gain = self._peaks, 10 ** (gain_db / 20)
        curve = _smooth(peaks.needed(gain)) if peaks.exceed(gain) else peaks.ones
        powers_ms = self.powers_ms * (curve[: len(self.powers_ms)] * np.float32(gain)) ** 2
        heard = Loudness(loudness_lufs(powers_ms), peaks.reached_dbtp(gain, curve))
        return GainCourse(gain, curve, heard)


class _Peaks:
    """The peaks of an item; those between samples are computed where they may matter, once."""

    def __init__(self, pieces: Sequence[Piece], ceiling: float) -> None:
        self._pieces = pieces
        self._ceiling = ceiling
        lengths = [len(piece.peaks_ms) for piece in pieces]
        self._starts = np.concatenate(([0], np.cumsum(lengths))).tolist()
        self._peaks = np.concatenate([piece.peaks_ms for piece in pieces])
        above = np.repeat(np.array([piece.true_above for piece in pieces], np.float32), lengths)
        self._known = self._peaks >= above
        self.ones = np.ones(len(self._peaks), np.float32)

    def exceed(self, gain: float) -> bool:
        """Whether anything goes over the ceiling; looks between the samples first."""
        near = self._peaks * gain > self._ceiling * _OVERSHOOT
        new = near & ~self._known
        if new.any():
            self._look(new)
            self._known |= new
        return bool(len(self._peaks)) and float(self._peaks.max()) * gain > self._ceiling

    def _look(self, new: npt.NDArray[np.bool_]) -> None:
        for piece, start, end in zip(self._pieces, self._starts, self._starts[1:], strict=False):
            where = np.flatnonzero(new[start:end])
            if len(where):
                own = self._peaks[start:end]
                own[where] = np.maximum(own[where], piece.true_peaks(where))

    def needed(self, gain: float) -> Samples:
        """The highest limiter gain of every millisecond."""
        room = self._ceiling / np.maximum(self._peaks * np.float32(gain), np.float32(1e-9))
        return np.asarray(np.minimum(room, 1.0), np.float32)

    def reached_dbtp(self, gain: float, curve: Samples) -> float:
        top = float((self._peaks * curve).max(initial=0.0)) * gain
        return float(20 * np.log10(max(top, 1e-10)))


def _smooth(needed: Samples) -> Samples:
    """Ramps of `LOOK_MS` down to and up from every dip, never above `needed` on either side of it.

    The lowest of a window, averaged over the mirrored window: every value averaged has seen the
    dip. One millisecond more on both sides covers the interpolation between milliseconds.
    """
    lowest = _window_minimum(needed, LOOK_MS + 1)
    width = 2 * LOOK_MS + 1
    sums = np.cumsum(np.pad(lowest, (LOOK_MS + 1, LOOK_MS), mode="edge"), dtype=np.float64)
    mean = (sums[width:] - sums[:-width]) / width
    return np.minimum(mean, 1.0).astype(np.float32)


def _window_minimum(values: Samples, reach: int) -> Samples:
    """The lowest within `reach` on both sides, by doubling windows."""
    padded = np.pad(values, reach, constant_values=1.0)
    width, wanted = 1, 2 * reach + 1
    while width < wanted:
        shift = min(width, wanted - width)
        padded = np.minimum(padded[:-shift], padded[shift:])
        width += shift
    return padded
