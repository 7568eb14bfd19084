"""The live microphone: one capture child, levelled, heard by as many zone groups as wanted.

Short on purpose: a voice that comes late disturbs the one who speaks. What a group does not fetch
in time is left out, so that the delay never grows.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections import deque

import numpy as np

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import NOTHING, Samples
from broadcast_desk.playout.sources.feeds import capture_command
from broadcast_desk.playout.sources.levelling import Leveller

PRIMED = SAMPLE_RATE_HZ * 40 // 1000
"""A tap gives nothing until it holds so much more than is asked for: less would break up."""

MOST = SAMPLE_RATE_HZ * 250 // 1000
"""A tap that holds more has fallen behind, and is cut back to half of it."""

GATE_LUFS = -45.0
LOST_S = 2.0
"""A microphone that gives nothing for so long is lost."""

_CHUNK_BYTES = 4 * SAMPLE_RATE_HZ // 100


class Tap:
    """The microphone as a source of one bus."""

    failure = ""
    finished = False
    """It never ends by itself."""

    def __init__(self) -> None:
        self._parts: deque[Samples] = deque()
        self._at_hand = 0
        self._primed = False
        self._lock = threading.Lock()

    def put(self, samples: Samples) -> None:
        """Take what was just spoken; called by the microphone."""
        with self._lock:
            self._parts.append(samples)
            self._at_hand += len(samples)
            if self._at_hand > MOST:
                while self._at_hand > MOST // 2:
                    self._at_hand -= len(self._parts.popleft())

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`."""
        with self._lock:
            self._primed = self._at_hand >= (count if self._primed else count + PRIMED)
            if not self._primed:
                return NOTHING
            parts: list[Samples] = []
            while count and self._parts:
                part = self._parts.popleft()
                if len(part) > count:
                    self._parts.appendleft(part[count:])
                    part = part[:count]
                parts.append(part)
                count -= len(part)
                self._at_hand -= len(part)
        return np.concatenate(parts)

    def skip(self, count: int) -> None:
        """There is no place to catch up with."""

    def close(self) -> None:
        """Nothing to let go of: the microphone is closed by its owner."""


class Microphone:
    """A capture device, open.

    Args:
        device_id: its stable id, "" is the system's default microphone.
        target_lufs: the loudness it is brought to.

    Raises:
        OSError: the child could not be started.
    """

    def __init__(self, device_id: str, target_lufs: float) -> None:
        self._leveller = Leveller(target_lufs, GATE_LUFS)
        self._taps: list[Tap] = []
        self._came_at_s: float | None = None
        self._child = subprocess.Popen(
            capture_command(device_id),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=ffmpeg.no_window(),
        )
        self._thread = threading.Thread(target=self._listen, name="microphone", daemon=True)
        self._thread.start()

    def tap(self) -> Tap:
        """Another listener, from now on."""
        made = Tap()
        self._taps.append(made)
        return made

    @property
    def live(self) -> bool:
        """It gives sound."""
        came_s = self._came_at_s
        return came_s is not None and time.monotonic() - came_s < LOST_S

    @property
    def gone(self) -> bool:
        """It ended: no such device, unplugged, or refused."""
        return self._child.poll() is not None

    def close(self) -> None:
        """Let go of the device."""
        with contextlib.suppress(OSError):
            self._child.kill()
        self._thread.join(2.0)
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while data := self._child.stdout.read(_CHUNK_BYTES):
                heard = np.frombuffer(data[: len(data) // 4 * 4], np.float32)
                samples = self._leveller.process(np.nan_to_num(heard, posinf=0.0, neginf=0.0))
                self._came_at_s = time.monotonic()
                for tap in list(self._taps):
                    tap.put(samples)
