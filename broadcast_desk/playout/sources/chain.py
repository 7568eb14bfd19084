"""Sources behind one another: programme, fallback programme, notice, silence. The last cannot fail.

A live source that stalls or carries only silence gives way to the next one and is returned to when
it is steady again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Samples, Source
from broadcast_desk.playout.sources.relay import RelaySource

STARVED = SAMPLE_RATE_HZ
"""A live source that gives nothing for so many samples gives way."""

FORGIVEN = 4
"""What it lacked is forgotten after so many times as much came whole: a drip gives way too."""

FADE = SAMPLE_RATE_HZ // 50


@dataclass(frozen=True, slots=True)
class Switched:
    """Another level sounds: 0 is what was planned.

    Attributes:
        reason: message code of why.
    """

    level: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Level:
    """One source of a chain; `name` is "programme", "fallback" or "notice"."""

    name: str
    source: Source


class ChainSource:
    """Sounds like its first source that can sound.

    Args:
        levels: what is planned first.
        failure: message code of what already went wrong with what is planned ("" is nothing);
            the levels are then what is left.
    """

    failure = ""

    def __init__(self, levels: Sequence[Level], failure: str = "") -> None:
        self._levels = tuple(levels)
        self._planned = not failure
        self._at = 0
        self._starved = 0
        self._fade_in = False
        self.finished = False
        self.switches: deque[Switched] = deque()
        if failure:
            name = self._levels[0].name if self._levels else "silence"
            self.switches.append(Switched(1, name, failure))

    def read(self, count: int) -> Samples:
        """The next samples, always `count` of them unless what was planned is over."""
        self._return_if_steady()
        while True:
            if self._at >= len(self._levels):
                return np.zeros(count, np.float32)
            source = self._levels[self._at].source
            samples = source.read(count)
            if len(samples) == count:
                self._starved = max(0, self._starved - count // FORGIVEN)
                return self._faded_in(samples)
            if self._ends_here(source):
                self.finished = True
                return samples
            reason = self._reason_to_fall(source, count - len(samples))
            if not reason:
                return np.concatenate([samples, np.zeros(count - len(samples), np.float32)])
            self._fall(reason)
            if len(samples):
                rest = self.read(count - len(samples))
                return np.concatenate([samples, rest])

    def skip(self, count: int) -> None:
        """Leave out the next `count` samples of what sounds."""
        if self._at < len(self._levels):
            self._levels[self._at].source.skip(count)

    def close(self) -> None:
        """Close all levels."""
        for level in self._levels:
            level.source.close()

    def _ends_here(self, source: Source) -> bool:
        """What was planned came to its natural end."""
        return source.finished and not source.failure and self._at == 0 and self._planned

    def _reason_to_fall(self, source: Source, missing: int) -> str:
        if source.finished:
            return source.failure or "playout.fallback_over"
        if isinstance(source, RelaySource):
            if source.carrying.silent or source.carrying.frozen:
                return _nothing_in(source)
            self._starved += missing
            return "playout.relay_stalled" if self._starved >= STARVED else ""
        return ""

    def _fall(self, reason: str) -> None:
        self._at += 1
        self._starved = 0
        self._fade_in = True
        name = self._levels[self._at].name if self._at < len(self._levels) else "silence"
        self.switches.append(Switched(self._at, name, reason))

    def _return_if_steady(self) -> None:
        if not self._levels:
            return
        first = self._levels[0].source
        if self._at == 0:
            if isinstance(first, RelaySource) and (first.carrying.silent or first.carrying.frozen):
                self._fall(_nothing_in(first))
        elif isinstance(first, RelaySource) and first.carrying.steady:
            self._at = 0
            self._starved = 0
            self._fade_in = True
            self.switches.append(Switched(0, self._levels[0].name, ""))

    def _faded_in(self, samples: Samples) -> Samples:
        if not self._fade_in:
            return samples
        self._fade_in = False
        slope = np.minimum(np.arange(len(samples), dtype=np.float32) / FADE, 1.0)
        return samples * slope.astype(np.float32)


def _nothing_in(source: RelaySource) -> str:
    return "playout.relay_silent" if source.carrying.silent else "playout.relay_frozen"
