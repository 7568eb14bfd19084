"""Bringing live sound to the station's loudness on the fly: a slow gain, then a peak limiter.

Loudness is measured as ITU-R BS.1770-4 says (K-weighting, blocks of 400 ms, an absolute and a
relative gate), over the newest seconds in which there was something to hear. The gain moves quickly
until the source is known and slowly from then on, so that speech keeps its dynamics; pauses and
noise below the gate move nothing. Delay: 10 ms.
"""

from __future__ import annotations

import functools
from collections import deque

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import NOTHING, Samples

HOP = SAMPLE_RATE_HZ // 10
"""Loudness is looked at ten times a second."""

STEP = SAMPLE_RATE_HZ // 100
"""The gain is a line between points 10 ms apart."""

GATE_LUFS = -50.0
"""What is softer than this is not programme: room noise is never pulled up."""

RELATIVE_GATE_LU = 10.0
MEMORY_HOPS = 60
"""Loudness is that of the newest six seconds of sound."""

RECENT_HOPS = 20
LEAP_LU = 6.0
"""Two seconds so far from the memory are another programme: the memory begins anew with them."""

SEEKING_HOPS = 30
"""The gain moves quickly until so many hops of sound were measured."""

QUICK_DB_S = 30.0
DOWN_DB_S = 6.0
UP_DB_S = 2.0
MOST_DB = 24.0
LEAST_DB = -24.0
CEILING_DBFS = -2.0
"""Sample peaks stay below; true peaks then stay below -1 dBTP."""

_RELEASE = 10 ** (0.35 / 20)
"""The limiter lets go by 0.35 dB in 10 ms."""


class Leveller:
    """Levels one live source.

    Args:
        target_lufs: the loudness of what comes out.
        gate_lufs: what is softer than this moves nothing.
    """

    def __init__(self, target_lufs: float, gate_lufs: float = GATE_LUFS) -> None:
        self._target = target_lufs
        self._gate = gate_lufs
        self._unmeasured: list[Samples] = []
        self._unmeasured_count = 0
        self._blocks: deque[float] = deque(maxlen=4)
        self._memory: deque[float] = deque(maxlen=MEMORY_HOPS)
        self._heard_hops = 0
        self._wanted_db = 0.0
        self._gain_db = 0.0
        self._held = NOTHING
        self._end_gain = 1.0
        self._waiting: Samples | None = None
        self._waiting_gain = 1.0

    @property
    def gain_db(self) -> float:
        """What is added now, before the limiter."""
        return self._gain_db

    def process(self, samples: Samples) -> Samples:
        """The samples at the wanted loudness, 10 ms and what is less than 10 ms later."""
        self._measure(samples)
        held = np.concatenate([self._held, samples])
        whole = len(held) // STEP * STEP
        self._held = held[whole:]
        done = [self._step(part) for part in held[:whole].reshape(-1, STEP)]
        return np.concatenate(done) if done else NOTHING

    def _step(self, part: Samples) -> Samples:
        """Take 10 ms, give the 10 ms before them, limited with what comes next in mind."""
        fast = self._heard_hops < SEEKING_HOPS
        up = QUICK_DB_S if fast else UP_DB_S
        down = QUICK_DB_S if fast else DOWN_DB_S
        way_db = self._wanted_db - self._gain_db
        before_db = self._gain_db
        self._gain_db += min(up / 100, max(-down / 100, way_db))
        slope = 10 ** (np.linspace(before_db, self._gain_db, STEP + 1)[1:] / 20)
        levelled = (part * slope).astype(np.float32)
        peak = float(np.max(np.abs(levelled)))
        ceiling = 10 ** (CEILING_DBFS / 20)
        allowed = ceiling / peak if peak > ceiling else 1.0
        before, self._waiting = self._waiting, levelled
        boundary = min(self._waiting_gain, allowed, self._end_gain * _RELEASE, 1.0)
        self._waiting_gain = allowed
        if before is None:
            self._end_gain = allowed
            return NOTHING
        curve = np.linspace(self._end_gain, boundary, STEP, dtype=np.float32)
        self._end_gain = boundary
        return before * curve

    def _measure(self, samples: Samples) -> None:
        self._unmeasured.append(samples)
        self._unmeasured_count += len(samples)
        if self._unmeasured_count < HOP:
            return
        rest = np.concatenate(self._unmeasured)
        while len(rest) >= HOP:
            self._hear(weighted_power(rest[:HOP]))
            rest = rest[HOP:]
        self._unmeasured, self._unmeasured_count = [rest], len(rest)

    def _hear(self, power: float) -> None:
        self._blocks.append(power)
        block = float(np.mean(self._blocks))
        if lufs(block) < self._gate:
            return
        self._heard_hops += 1
        self._memory.append(block)
        recent = list(self._memory)[-RECENT_HOPS:]
        if len(recent) == RECENT_HOPS and abs(_gated(recent) - _gated(self._memory)) > LEAP_LU:
            self._memory = deque(recent, maxlen=MEMORY_HOPS)
        if len(self._memory) >= self._blocks.maxlen:  # type: ignore[operator]  # it has one
            way_db = self._target - _gated(self._memory)
            self._wanted_db = min(MOST_DB, max(LEAST_DB, way_db))


def lufs(power: float) -> float:
    """The loudness of a K-weighted mean square (BS.1770-4, one channel)."""
    return -0.691 + 10 * float(np.log10(max(power, 1e-12)))


def weighted_power(hop: Samples) -> float:
    """The K-weighted mean square of 100 ms."""
    spectrum = np.fft.rfft(hop)
    power = np.abs(spectrum) ** 2 * _k_weighting()
    return float(2 * np.sum(power)) / len(hop) ** 2


def _gated(blocks: deque[float] | list[float]) -> float:
    """The loudness of blocks that have passed the absolute gate, after the relative one."""
    powers = np.asarray(blocks)
    floor = lufs(float(np.mean(powers))) - RELATIVE_GATE_LU
    least = 10 ** ((floor + 0.691) / 10)
    return lufs(float(np.mean(powers[powers > least])))


@functools.cache
def _k_weighting() -> npt.NDArray[np.float64]:
    """What K-weighting does to the power at each frequency of a hop (BS.1770-4, tables 1 and 2)."""
    turn = np.exp(-2j * np.pi * np.arange(HOP // 2 + 1) / HOP)
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    high = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    weights: npt.NDArray[np.float64] = np.abs(shelf * high) ** 2
    return weights
