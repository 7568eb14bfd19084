"""The simulated clock: true time goes on by itself, the station's clock can be wrong."""

from __future__ import annotations

from datetime import datetime, timedelta


class SimulatedClock:
    """What the station takes for the time.

    Args:
        start: the true instant at which the simulation begins, aware.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._mono_s = 0.0
        self.error = timedelta(0)

    @property
    def true(self) -> datetime:
        """What an honest clock would show."""
        return self._start + timedelta(seconds=self._mono_s)

    def now(self) -> datetime:
        """The instant the station believes in."""
        return self.true + self.error

    def monotonic_s(self) -> float:
        """Seconds since the simulation began."""
        return self._mono_s

    def advance_to(self, mono_s: float) -> None:
        """Let time go on up to an instant; it never goes back."""
        self._mono_s = max(self._mono_s, mono_s)
