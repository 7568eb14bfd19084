"""Time: aware instants only, the station's zone at the edges, and a clock that can be replaced."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

STATION_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of every commune station; Vietnam has one zone and no daylight saving."""


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """The wall-clock instant, aware, in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds that never step back; only differences mean anything."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The wall-clock instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that never step back."""
        return time.monotonic()


class ShiftedClock:
    """The computer's clock moved by a constant: real seconds of another day, for the demo."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """The shifted wall-clock instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def monotonic_s(self) -> float:
        """Seconds that never step back."""
        return time.monotonic()


def to_text(instant: datetime) -> str:
    """`instant` as it is stored: ISO 8601, UTC, microseconds, so that text order is time order.

    Raises:
        ValueError: the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The aware instant stored by `to_text`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """`instant` in the station's zone, for people."""
    return instant.astimezone(STATION_ZONE)
