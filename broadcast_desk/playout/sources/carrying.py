"""What a live stream carries: data at full rate, something to hear, something new."""

from __future__ import annotations

import time
from collections import deque

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Samples

STALL_S = 1.0
"""No data for so long is a stall."""

SILENCE_S = 10.0
"""A stream below `SILENT_LEVEL`, or with the same bits again and again (a device or an encoder that
hangs), carries nothing after so long."""

SILENT_LEVEL = 10 ** (-50 / 20)

STEADY_S = 2.0
"""A stream that is good again for so long is returned to."""

FULL_RATE = 0.9
"""A stream that drips in more slowly than this part of real time is not steady."""

_REMEMBERED_BYTES = 4 * SAMPLE_RATE_HZ


class Carrying:
    """Judges a stream by its samples as they arrive; asked from other threads."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[float, int]] = deque()
        self._remembered = b""
        self._came_at_s = 0.0
        self._loud_at_s = 0.0
        self._new_at_s = 0.0
        self._good_since_s: float | None = None

    def begin_anew(self) -> None:
        """Another connection begins: what was good before does not count."""
        self._good_since_s = None

    def hear(self, samples: Samples) -> None:
        """Take what came just now."""
        now_s = time.monotonic()
        if now_s - self._came_at_s > STALL_S or self._good_since_s is None:
            self._good_since_s = now_s
        self._arrivals.append((now_s, len(samples)))
        while now_s - self._arrivals[0][0] > STEADY_S:
            self._arrivals.popleft()
        swing = float(np.ptp(samples)) / 2 if len(samples) else 0.0
        if self._loud_at_s == 0.0 or swing > SILENT_LEVEL:
            if now_s - self._loud_at_s > SILENCE_S:
                self._good_since_s = now_s
            self._loud_at_s = now_s
        data = samples.tobytes()
        if swing <= SILENT_LEVEL or data not in self._remembered:
            if now_s - self._new_at_s > SILENCE_S:
                self._good_since_s = now_s
            self._new_at_s = now_s
        self._remembered = (self._remembered + data)[-_REMEMBERED_BYTES:]
        self._came_at_s = now_s

    @property
    def usable(self) -> bool:
        """Data flows, and there is something in it."""
        flows = time.monotonic() - self._came_at_s < STALL_S
        return flows and not self.silent and not self.frozen

    @property
    def silent(self) -> bool:
        """Data flows, but nothing is in it."""
        return self._came_at_s - self._loud_at_s > SILENCE_S

    @property
    def frozen(self) -> bool:
        """Data flows, but it is the same sound over and over."""
        return self._came_at_s - self._new_at_s > SILENCE_S

    @property
    def steady(self) -> bool:
        """It has been usable for a while, at full rate: worth returning to."""
        since_s, now_s = self._good_since_s, time.monotonic()
        if not self.usable or since_s is None or now_s - since_s <= STEADY_S:
            return False
        came = sum(count for at_s, count in list(self._arrivals) if now_s - at_s < STEADY_S)
        return came >= FULL_RATE * STEADY_S * SAMPLE_RATE_HZ
