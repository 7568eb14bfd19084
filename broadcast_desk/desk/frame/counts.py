"""The numbers in the rail: work that waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.library.model import State


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, by page."""

    waiting: Mapping[str, int]


def count_waiting(rooms: Rooms) -> Counts:
    """Count what waits."""
    submitted = rooms.library.count(state=State.SUBMITTED)
    return Counts({"approve": submitted, "library": 0})
