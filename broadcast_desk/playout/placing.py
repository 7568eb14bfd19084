"""Where on the bus an airing belongs: instants as sample positions, joined to what it follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.airing import Airing, samples_of
from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.walltime import WallTime

AIM_UNTIL_S = 0.4
"""An armed voice follows the clock until so long before it is heard; then its place is fixed."""

LATE_MARGIN_S = 0.1

LOST_AFTER = timedelta(milliseconds=200)
"""What the bus neither has nor played so long after its instant got lost on the way."""

TOUCH = timedelta(milliseconds=2)
"""Cues whose end and start lie so close join without a gap."""


class Placing:
    """Turns instants into positions of one bus, and back.

    Args:
        bus: whose.
        wall: both clocks.
        airings: what is armed or on air, by airing id; looked at anew each time.
    """

    def __init__(self, bus: Bus, wall: WallTime, airings: Mapping[str, Airing]) -> None:
        self._bus = bus
        self._wall = wall
        self._airings = airings

    def position(self, instant: datetime) -> int:
        """The sample that is heard at an instant."""
        return round(self._bus.pacer.position_at(self._wall.mono_of(instant)))

    def instant(self, position: int) -> datetime:
        """When a sample is heard."""
        return self._wall.instant_of(self._bus.pacer.instant_of(position))

    def place(self, airing: Airing) -> tuple[int, int]:
        """Positions of the first sample that is to sound and of the one after the last."""
        before = self._touching(airing)
        planned = self.position(airing.start.at) + airing.offset
        start = planned if before is None else before
        if airing.start.late:
            start = max(start, self._bus.made + round(LATE_MARGIN_S * SAMPLE_RATE_HZ))
        end = self.position(min(airing.permit.until, airing.stop_at or airing.permit.until))
        if airing.length is not None:
            whole = start + airing.length
            end = whole if whole <= end + samples_of(TOUCH) else end
        return start, end

    def aim(self, airing: Airing) -> None:
        """Let a voice that was placed and has not begun follow the clock, until just before."""
        ahead = self._bus.start_of(airing.name)
        if ahead is None or ahead - self._bus.made < AIM_UNTIL_S * SAMPLE_RATE_HZ:
            return
        self._bus.move(airing.name, *self.place(airing))

    def was_lost(self, airing: Airing) -> bool:
        """The bus does not know what it was given, and its instant has passed."""
        overdue = self._wall.now - max(airing.start.at, airing.start.cue.starts_at)
        return overdue > LOST_AFTER and self._bus.start_of(airing.name) is None

    def _touching(self, airing: Airing) -> int | None:
        """The end of the voice that this one follows without a gap."""
        if airing.start.joined or airing.start.late:
            return None
        for other in self._airings.values():
            touches = abs(other.start.until - airing.start.at) <= TOUCH
            if touches and other is not airing and not other.stop_reason:
                return self._bus.end_of(other.name)
        return None
