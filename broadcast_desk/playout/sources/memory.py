"""Samples in memory as a source: an emergency message, ready to sound at once."""

from __future__ import annotations

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Samples

PAUSE_S = 1.0
"""Between two repetitions."""


class MemorySource:
    """The samples, `times` times over with a pause between."""

    failure = ""

    def __init__(self, samples: Samples, times: int = 1) -> None:
        pause = np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ), np.float32)
        self._parts: list[Samples] = [samples]
        for _ in range(times - 1):
            self._parts += [pause, samples]
        self.length = sum(len(part) for part in self._parts)
        self._at = 0

    @property
    def finished(self) -> bool:
        """Nothing will come any more."""
        return not self._parts

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`."""
        found: list[Samples] = []
        while count and self._parts:
            part = self._parts[0][self._at : self._at + count]
            found.append(part)
            self._at += len(part)
            count -= len(part)
            if self._at >= len(self._parts[0]):
                self._parts.pop(0)
                self._at = 0
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def skip(self, count: int) -> None:
        """An emergency is heard whole, however late."""

    def close(self) -> None:
        """Nothing to let go of."""
