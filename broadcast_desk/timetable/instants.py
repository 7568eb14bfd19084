"""Sample positions of a local day as instants, and back without loss.

A cue's instants are whole microseconds, a sample is 20.8 of them: rounding moves an instant by at
most half a microsecond, a fortieth of a sample, so the grid of samples is recovered exactly.
"""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime, time, timedelta

from broadcast_desk.station.clock import STATION_ZONE


@functools.lru_cache(maxsize=1024)
def midnight_of(day: date) -> datetime:
    """The instant at which a local day begins, in UTC."""
    return datetime.combine(day, time(), STATION_ZONE).astimezone(UTC)


def instant_of(day: date, samples: int) -> datetime:
    """The instant of a sample position counted from local midnight of the day."""
    return after_midnight(midnight_of(day), samples)


def after_midnight(midnight: datetime, samples: int) -> datetime:
    """The instant of a sample position counted from a local midnight."""
    return midnight + timedelta(0, 0, (samples * 125 + 3) // 6)


def samples_at(day: date, instant: datetime) -> int:
    """The sample position, from local midnight of the day, nearest to an instant."""
    microseconds = (instant - midnight_of(day)) // timedelta(microseconds=1)
    return (microseconds * 6 + 62) // 125
