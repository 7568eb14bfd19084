"""A live relay as a source: what its child gives, levelled, with a short reserve.

Nothing waits on the audio path: `carrying` notices stalls, drips, silence and frozen sound,
`live_child` starts anew what broke, the engine decides what sounds meanwhile and when it is over.
"""

from __future__ import annotations

import threading
import time
from collections import deque

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import NOTHING, Samples
from broadcast_desk.playout.sources.carrying import STALL_S, Carrying
from broadcast_desk.playout.sources.levelling import Leveller
from broadcast_desk.playout.sources.live_child import LiveChild

RESERVE = SAMPLE_RATE_HZ
"""What is kept at hand while nobody listens: the newest second."""

MOST = 8 * SAMPLE_RATE_HZ
"""A stream that runs ahead (a burst at the start) is cut back to the reserve at this many."""


class RelaySource:
    """A stream as a source.

    Args:
        url: a stream, another station's RTP or a capture device, see `feeds`.
        open_at_s: monotonic instant from which on it is connected.
        target_lufs: the loudness it is brought to, None leaves it as it comes.
    """

    failure = ""
    finished = False
    """It never ends by itself: its end is the engine's to say."""

    def __init__(self, url: str, open_at_s: float = 0.0, target_lufs: float | None = None) -> None:
        self.carrying = Carrying()
        self._leveller = None if target_lufs is None else Leveller(target_lufs)
        self._parts: deque[Samples] = deque()
        self._at_hand = 0
        self._lock = threading.Lock()
        self._read_at_s = 0.0
        self._child = LiveChild(url, open_at_s, self._take, self.carrying.begin_anew)

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`."""
        with self._lock:
            self._read_at_s = time.monotonic()
            parts: list[Samples] = []
            while count and self._parts:
                part = self._parts.popleft()
                if len(part) > count:
                    self._parts.appendleft(part[count:])
                    part = part[:count]
                parts.append(part)
                count -= len(part)
                self._at_hand -= len(part)
        return np.concatenate(parts) if parts else NOTHING

    def skip(self, count: int) -> None:
        """A live stream has no place to catch up with."""

    def close(self) -> None:
        """End the child."""
        self._child.close()

    def _take(self, samples: Samples) -> None:
        samples = np.nan_to_num(samples, posinf=0.0, neginf=0.0)
        self.carrying.hear(samples)
        if self._leveller is not None:
            samples = self._leveller.process(samples)
        with self._lock:
            self._parts.append(samples)
            self._at_hand += len(samples)
            idle = time.monotonic() - self._read_at_s > STALL_S / 2
            if idle or self._at_hand > MOST:
                self._trim()

    def _trim(self) -> None:
        while self._parts and self._at_hand - len(self._parts[0]) >= RESERVE:
            self._at_hand -= len(self._parts.popleft())
