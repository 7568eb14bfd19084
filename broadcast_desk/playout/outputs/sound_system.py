"""What a card needs of the system's sound: PulseAudio itself where it is, Qt elsewhere.

Qt plays through PulseAudio too, but cannot ask it to leave a stream on its device, cannot use a
server that came back, and does not say how long a sample is on its way; on Linux the server is
therefore asked directly. `BROADCAST_DESK_SOUND=qt` chooses Qt there too.
"""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from typing import Protocol

from broadcast_desk.playout.ports import Samples


@dataclass(frozen=True, slots=True)
class Device:
    """A sound card as the system lists it."""

    device_id: str
    description: str


class CardRefusedError(Exception):
    """The system does not open a device."""


class CardStream(Protocol):
    """An open stream to one device; its samples are counted from 0.

    Attributes:
        keeps_time: while it runs dry its time goes on, and what comes too late is left out.
        settle_s: after so long of playing, what it says about its time can be used.
    """

    keeps_time: bool
    settle_s: float
    held: int

    def service(self) -> None:
        """Do what is due; called every few milliseconds."""
        ...

    def reading(self) -> tuple[float, int] | None:
        """A monotonic instant and the samples played by then; None when it is not known yet."""
        ...

    def free(self) -> int:
        """How many samples it takes now."""
        ...

    def write(self, samples: Samples) -> int:
        """Pass samples on, mono; how many it took."""
        ...

    def trouble(self) -> str:
        """Message code of why it is over, "" while it is not."""
        ...

    def complaint(self, level: float) -> str:
        """Message code of what keeps it from being heard as it should, "" when nothing does.

        Args:
            level: the loudest sample given to it since it was last asked.
        """
        ...

    def close(self) -> None:
        """Silence it at once and let go."""
        ...


class SoundSystem(Protocol):
    """All sound cards; lives in the audio thread.

    Attributes:
        period_ms: how often a card wants to be served.
        buffer: how many samples a card is kept filled with.
    """

    period_ms: tuple[int, ...]
    buffer: int

    def service(self) -> None:
        """Do what is due; raises SoundServerBackError when only a new process can go on."""
        ...

    def changes(self) -> int:
        """Grows with every change of the list of devices."""
        ...

    def default_device(self) -> Device | None:
        """The device the system plays on unless told otherwise; None when there is none."""
        ...

    def find(self, device_id: str) -> Device | None:
        """The device of that stable id, None while it is not there."""
        ...

    def open(self, device: Device) -> CardStream:
        """Open a stream of 48 kHz to a device.

        Raises:
            CardRefusedError: it cannot be opened.
        """
        ...


@functools.cache
def sound_system() -> SoundSystem:
    """The sound of this computer, made once in the audio thread."""
    if sys.platform.startswith("linux") and os.environ.get("BROADCAST_DESK_SOUND") != "qt":
        from broadcast_desk.playout.outputs.libpulse import load

        library = load()
        if library is not None:
            from broadcast_desk.playout.outputs.pulse_sound import PulseSound

            return PulseSound(library)
    from broadcast_desk.playout.outputs.qt_sound import QtSound

    return QtSound()
