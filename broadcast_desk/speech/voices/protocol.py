"""What every voice is: a name, what it needs, and one segment of text turned into sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of spoken text, a sentence as a rule.

    Attributes:
        rate: 1.0 is the voice's usual speed, 1.2 is a fifth faster.
    """

    text: str
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono sound, 16 bits."""

    samples: npt.NDArray[np.int16]
    rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz


class Voice(Protocol):
    """A voice. Made cheaply; what it needs (a process, the network) it opens at the first segment.

    Attributes:
        name: as settings and the log write it, e.g. "espeak-vi-north".
        engine: "gTTS", "Piper", "eSpeak NG".
        version: of engine and model; part of the cache key and of the AI mark.
        language: "vi" for Vietnamese; only such voices are chosen by themselves.
        accent: "north", "central", "south"; "" when the voice does not say.
        needs_network: whether it is of no use without the network.
        rates: slowest and fastest rate.
        parallel: how many segments it takes at once.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def engine(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def accent(self) -> str: ...  # noqa: D102
    @property
    def needs_network(self) -> bool: ...  # noqa: D102
    @property
    def rates(self) -> tuple[float, float]: ...  # noqa: D102
    @property
    def parallel(self) -> int: ...  # noqa: D102

    def check(self) -> None:
        """Find out, within seconds, whether it can speak now.

        Raises:
            SpeechError: it cannot; the code says why.
        """

    def speak(self, segment: Segment) -> Pcm:
        """The segment's sound. May be called from several threads.

        Raises:
            SpeechError: the voice did not answer, or not with sound.
        """

    def close(self) -> None:
        """End what it opened; it may be used again afterwards."""
