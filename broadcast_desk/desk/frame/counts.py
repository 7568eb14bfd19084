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
    return Counts({"approve": submitted, "packages": _in_the_inbox(rooms)})


def _in_the_inbox(rooms: Rooms) -> int:
    try:
        return sum(1 for path in rooms.data.inbox.iterdir() if not path.name.startswith("."))
    except OSError:
        return 0
