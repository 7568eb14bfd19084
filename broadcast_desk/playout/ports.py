"""What the bus needs of the world: sources give samples, outputs take blocks, a pacer gives time.

Everything on the bus is 48 kHz mono float32, full scale 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]

BLOCK = SAMPLE_RATE_HZ // 50
"""Samples of one block: 20 ms."""

NOTHING: Samples = np.zeros(0, np.float32)


class Health(StrEnum):
    """How an output does."""

    OPENING = "opening"
    GOOD = "good"
    LOST = "lost"  # the device or the connection is gone; it is being waited for
    FAILED = "failed"  # it cannot work until a person does something
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OutputReport:
    """What an output says of itself.

    Attributes:
        lost_samples: what it was given and could not pass on, since the start.
        latency_ms: from the bus to the ear, as far as it is known.
        reason: message code of what is wrong, "" when nothing is.
        detail: the device or file, for a person.
    """

    name: str
    kind: str
    health: Health
    lost_samples: int = 0
    latency_ms: float = 0.0
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the bus.

    Attributes:
        position: bus position of its first sample.
        samples: the programme at its mastered level.
        gain: what loudspeakers multiply it with (volume of zone and cue), one or one a sample.
        due_s: monotonic instant at which its first sample is heard.
    """

    position: int
    samples: Samples
    gain: float | Samples
    due_s: float


class Source(Protocol):
    """Where sound comes from. Opened ahead; on the audio path it never waits."""

    @property
    def finished(self) -> bool:
        """Nothing will come any more: at its end, or failed."""
        ...

    @property
    def failure(self) -> str:
        """Message code of what went wrong, "" when nothing did."""
        ...

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`, fewer when no more are at hand."""
        ...

    def skip(self, count: int) -> None:
        """Leave out the next `count` samples: that time has passed."""
        ...

    def close(self) -> None:
        """Let go of files and children; may be called twice."""
        ...


class Output(Protocol):
    """Where sound goes. It never holds the bus up: what it cannot take it loses, and says so."""

    @property
    def name(self) -> str:
        """Its name in settings and on the command line."""
        ...

    def write(self, block: Block) -> None:
        """Take a block; returns at once."""
        ...

    def report(self) -> OutputReport:
        """How it does."""
        ...

    def close(self) -> None:
        """Pass on what is left and let go; may be called twice."""
        ...


class Pacer(Protocol):
    """What the bus goes by: the clock of a sound card, or the computer's.

    Attributes:
        period_ms: pauses between two looks at it, in turn.
    """

    period_ms: tuple[int, ...]

    def service(self, now_s: float) -> None:
        """Do what is due at this monotonic instant; called every few milliseconds."""
        ...

    def samples_due(self, now_s: float) -> int:
        """How many samples the bus should have made by now, counted from its beginning."""
        ...

    def position_at(self, instant_s: float) -> float:
        """The bus position that is heard at a monotonic instant."""
        ...

    def instant_of(self, position: float) -> float:
        """The monotonic instant at which a bus position is heard."""
        ...
