"""What a loudspeaker gets instead of the raw voice: high-pass and gentle compression, by preset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from broadcast_desk.audio.filtering import Samples
from broadcast_desk.audio.model import SAMPLE_RATE_HZ

PresetName = Literal["outdoor", "indoor", "none"]

_BLOCK_S = 0.01
_BLOCK = int(SAMPLE_RATE_HZ * _BLOCK_S)
_FLOOR_DB = -100.0
_LEVEL_GATE_DB = -20.0


@dataclass(frozen=True, slots=True)
class Preset:
    """How sound is shaped before its loudness is set.

    Attributes:
        high_pass_hz: below it a horn driver only loses power and breaks; 0 leaves all.
        ratio: how many dB above the threshold become one dB.
        threshold_db: above the item's own level, where compression begins.
        knee_db: width of the soft beginning.
    """

    high_pass_hz: float
    ratio: float
    threshold_db: float = 0.0
    knee_db: float = 8.0
    attack_s: float = 0.01
    release_s: float = 0.15


PRESETS: dict[PresetName, Preset] = {
    "outdoor": Preset(high_pass_hz=150.0, ratio=2.5),
    "indoor": Preset(high_pass_hz=60.0, ratio=1.5),
    "none": Preset(high_pass_hz=0.0, ratio=1.0),
}


def level_db(samples: Samples) -> float:
    """The level of what is heard: RMS of the 10 ms blocks that are not pauses; -100 in silence."""
    return level_of_blocks_db(block_levels_db(samples))


def level_of_blocks_db(levels: Samples) -> float:
    """The same from the blocks' levels."""
    if not len(levels):
        return _FLOOR_DB
    heard = levels[levels > max(float(levels.max()) + _LEVEL_GATE_DB, _FLOOR_DB)]
    if not len(heard):
        return _FLOOR_DB
    return float(10 * np.log10(np.mean(10 ** (heard.astype(np.float64) / 10))))


def block_levels_db(samples: Samples) -> Samples:
    """The RMS level of every 10 ms; the last may be shorter."""
    blocks = -(-len(samples) // _BLOCK)
    padded = np.zeros(blocks * _BLOCK, np.float32)
    padded[: len(samples)] = samples
    rows = padded.reshape(-1, _BLOCK)
    mean_square = np.einsum("ij,ij->i", rows, rows) / _BLOCK
    return np.asarray(10 * np.log10(np.maximum(mean_square, 10 ** (_FLOOR_DB / 10))), np.float32)


class Compressor:
    """A compressor that can be fed in parts; it remembers its envelope from part to part."""

    def __init__(self, preset: Preset, level: float) -> None:
        """Compress by `preset` for an item whose level is `level` dB (see `level_db`)."""
        self._preset = preset
        self._threshold_db = level + preset.threshold_db
        self._envelope_db = _FLOOR_DB
        self._last_gain = 1.0

    def apply(self, samples: Samples) -> Samples:
        """The compressed samples."""
        if self._preset.ratio <= 1.0 or not len(samples):
            return samples
        gains = 10 ** (self._gains_db(self._follow(block_levels_db(samples))) / 20)
        edges = np.concatenate(([self._last_gain], gains)).astype(np.float32)
        self._last_gain = float(edges[-1])
        ramp = np.arange(1, _BLOCK + 1, dtype=np.float32) / _BLOCK
        curve = edges[:-1, None] + np.diff(edges)[:, None] * ramp[None, :]
        return np.asarray(samples * curve.reshape(-1)[: len(samples)], np.float32)

    def _follow(self, levels: Samples) -> Samples:
        """Rise with the attack time, fall with the release time."""
        rise = 1 - np.exp(-_BLOCK_S / self._preset.attack_s)
        fall = 1 - np.exp(-_BLOCK_S / self._preset.release_s)
        envelope, followed = self._envelope_db, []
        for level in levels.tolist():
            envelope += (level - envelope) * (rise if level > envelope else fall)
            followed.append(envelope)
        self._envelope_db = float(envelope)
        return np.asarray(followed, np.float32)

    def _gains_db(self, levels: Samples) -> Samples:
        preset = self._preset
        over = levels - self._threshold_db
        knee = preset.knee_db
        soft = np.clip(over + knee / 2, 0, knee) ** 2 / (2 * knee)
        reduced = np.where(over > knee / 2, over, soft)
        return np.asarray(-(1 - 1 / preset.ratio) * reduced, np.float32)
