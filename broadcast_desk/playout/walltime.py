"""Wall clock and monotonic clock side by side: converts between them, notices steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcast_desk.station.clock import Clock

READINGS = 5
UNDISTURBED_S = 20e-6

STEP = timedelta(milliseconds=200)
"""When the clocks part by more than this between two looks, the wall clock stepped."""


class WallTime:
    """Converts between instants and the monotonic seconds by which the bus goes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall, self._mono_s = self._read()

    @property
    def now(self) -> datetime:
        """The instant of the last look."""
        return self._wall

    @property
    def mono_s(self) -> float:
        """The monotonic seconds of the last look."""
        return self._mono_s

    def look(self) -> timedelta:
        """Read both clocks; how far the wall clock stepped since the last look, mostly 0."""
        expected_from = self._wall, self._mono_s
        self._wall, self._mono_s = self._read()
        passed = timedelta(seconds=self._mono_s - expected_from[1])
        step = self._wall - (expected_from[0] + passed)
        return step if abs(step) > STEP else timedelta(0)

    def _read(self) -> tuple[datetime, float]:
        """Both clocks at one moment: of some readings the one that was disturbed least."""
        readings = []
        for _ in range(READINGS):
            before_s = self._clock.monotonic_s()
            wall = self._clock.now()
            after_s = self._clock.monotonic_s()
            readings.append((after_s - before_s, wall, (before_s + after_s) / 2))
            if after_s - before_s < UNDISTURBED_S:
                break
        _, wall, mono_s = min(readings)
        return wall, mono_s

    def mono_of(self, instant: datetime) -> float:
        """The monotonic seconds of an instant."""
        return self._mono_s + (instant - self._wall).total_seconds()

    def instant_of(self, mono_s: float) -> datetime:
        """The instant of monotonic seconds."""
        return self._wall + timedelta(seconds=mono_s - self._mono_s)
