"""Wall clock and monotonic clock side by side: where an instant lies on the bus, and when it steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcast_desk.station.clock import Clock

STEP = timedelta(milliseconds=200)
"""Wall and monotonic clock that part by more than this between two looks: the wall clock stepped."""


class WallTime:
    """Converts between instants and the monotonic seconds by which the bus goes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall = clock.now()
        self._mono_s = clock.monotonic_s()

    @property
    def now(self) -> datetime:
        """The instant of the last look."""
        return self._wall

    @property
    def mono_s(self) -> float:
        """The monotonic seconds of the last look."""
        return self._mono_s

    def look(self) -> timedelta:
        """Read both clocks; how far the wall clock stepped since the last look (0 if it did not)."""
        expected_from = self._wall, self._mono_s
        self._wall, self._mono_s = self._clock.now(), self._clock.monotonic_s()
        passed = timedelta(seconds=self._mono_s - expected_from[1])
        step = self._wall - (expected_from[0] + passed)
        return step if abs(step) > STEP else timedelta(0)

    def mono_of(self, instant: datetime) -> float:
        """The monotonic seconds of an instant."""
        return self._mono_s + (instant - self._wall).total_seconds()

    def instant_of(self, mono_s: float) -> datetime:
        """The instant of monotonic seconds."""
        return self._wall + timedelta(seconds=mono_s - self._mono_s)
