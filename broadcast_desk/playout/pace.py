"""The computer's clock as the pace of a bus: for a station, or an hour, without a sound card."""

from __future__ import annotations

from broadcast_desk.audio.model import SAMPLE_RATE_HZ


class ClockPacer:
    """A bus that is heard as it is made: sample n at the beginning plus n / 48000 s."""

    period_ms: tuple[int, ...] = (20,)

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s

    def service(self, now_s: float) -> None:
        """Nothing to do."""

    def samples_due(self, now_s: float) -> int:
        """A block is made when its last sample is heard."""
        return int((now_s - self._began_s) * SAMPLE_RATE_HZ)

    def position_at(self, instant_s: float) -> float:
        """The bus position that is heard at a monotonic instant."""
        return (instant_s - self._began_s) * SAMPLE_RATE_HZ

    def instant_of(self, position: float) -> float:
        """The monotonic instant at which a bus position is heard."""
        return self._began_s + position / SAMPLE_RATE_HZ
