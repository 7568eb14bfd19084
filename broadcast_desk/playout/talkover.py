"""A live voice over a bus: what plays is ducked by a ramp, and comes back when the voice is over.

Works on the finished block, after the voices of the plan were mixed, so nothing of the plan moves
by a sample. Loudspeakers hear both at their own volume: the block's gain is the larger of the two
and the softer part is scaled down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Samples, Source

DOWN_S = 0.25
"""What plays goes down in this time as the voice begins ..."""

UP_S = 0.8
"""... and comes back in this time when it is over."""

EDGE_S = 0.03
"""The voice itself begins and ends by a fade so short that no click is heard."""


@dataclass(frozen=True, slots=True)
class Ducking:
    """How far what plays goes down.

    Attributes:
        depth_db: 0 leaves it as it is, 18 keeps it in the background.
    """

    depth_db: float = 18.0

    @property
    def factor(self) -> float:
        """What samples are multiplied with while the voice speaks."""
        return float(10 ** (-self.depth_db / 20))


class TalkOver:
    """One live voice on one bus.

    Args:
        source: where the voice comes from; closed when it is over.
        gain: of the loudspeakers for the voice.
        ducking: what becomes of the rest.
        most: samples after which it is over whatever happens.
    """

    def __init__(self, source: Source, gain: float, ducking: Ducking, most: int) -> None:
        self._source = source
        self._gain = gain
        self._floor = ducking.factor
        self._left = most
        self._duck = 1.0
        self._voice = 0.0
        self.heard = 0

    @property
    def speaking(self) -> bool:
        """The voice is on: not over, and not on its way out."""
        return self._left > 0

    @property
    def over(self) -> bool:
        """The voice is gone and what it ducked is back."""
        return self._left <= 0 and self._voice <= 0 and self._duck >= 1

    def end(self) -> None:
        """Let the voice go out."""
        self._left = 0

    def close(self) -> None:
        """Let go of the source."""
        self._left = 0
        self._source.close()

    def mix(self, played: Samples, gain: float | Samples) -> tuple[Samples, float | Samples]:
        """The block with the voice over it, and the gain it is to be heard with."""
        count = len(played)
        duck = self._ramp(self._duck, self._floor if self.speaking else 1.0, DOWN_S, UP_S, count)
        voice = self._ramp(self._voice, 1.0 if self.speaking else 0.0, EDGE_S, EDGE_S, count)
        samples = self._source.read(count)
        self.heard += len(samples) if self.speaking else 0
        spoken = np.zeros(count, np.float32)
        spoken[: len(samples)] = samples
        self._left -= count
        self._duck, self._voice = float(duck[-1]), float(voice[-1])
        together = np.maximum(gain, np.where(voice > 0, self._gain, 0.0)).astype(np.float32)
        safe = np.maximum(together, 1e-6)
        mixed = played * duck * (gain / safe) + spoken * voice * (self._gain / safe)
        heard: Samples = np.clip(mixed, -1.0, 1.0).astype(np.float32)
        return heard, together if self._voice > 0 or voice[0] > 0 else gain

    @staticmethod
    def _ramp(now: float, goal: float, down_s: float, up_s: float, count: int) -> Samples:
        """From where it is to where it is to be, the whole way in `down_s` or `up_s`."""
        seconds = up_s if goal > now else down_s
        way = np.arange(1, count + 1) / (seconds * SAMPLE_RATE_HZ)
        gone = np.minimum(now + way, goal) if goal > now else np.maximum(now - way, goal)
        ramp: Samples = gone.astype(np.float32)
        return ramp
