"""What playout says of itself, as the desk shows it; the only module that asks it anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.desk.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Sounding:
    """Something that sounds now."""

    title: str
    zones: tuple[str, ...]
    started_at: datetime
    ends_at: datetime | None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """What will sound next."""

    title: str
    zones: tuple[str, ...]
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class OutputStatus:
    """One output in a sentence: "Cụm loa khu 3: đang nghe được"."""

    text: str
    well: bool


@dataclass(frozen=True, slots=True)
class AirStatus:
    """Playout's own word.

    Attributes:
        answers: playout runs and answers.
        level_db: how loud it is now (dBFS), None when it does not say.
    """

    answers: bool
    sounding: tuple[Sounding, ...] = ()
    coming: tuple[Coming, ...] = ()
    alarms: tuple[str, ...] = ()
    level_db: float | None = None
    outputs: tuple[OutputStatus, ...] = ()


SILENT = AirStatus(answers=False)


def ask(rooms: Rooms) -> AirStatus:
    """Ask playout how it is."""
    del rooms
    return SILENT
