"""Small makers of programmes and slots for the timetable's tests."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from typing import Any

from broadcast_desk.library.model import Airable, Priority, ProgrammeId, VersionId
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.model import FixedItem, Rules, Slot, SlotId

RATE = 48_000
QUIET = (TimeSpan(time(20, 0), time(5, 0)), TimeSpan(time(11, 30), time(13, 30)))
RULES = Rules(zones=("khu-1", "khu-2"), quiet_hours=QUIET)


def airable(code: str, seconds: float = 120.0, number: int = 0, **fields: Any) -> Airable:
    """An approved programme; its version's number is worked out from the code unless given."""
    identity = number or int(hashlib.sha256(code.encode()).hexdigest()[:6], 16)
    values: dict[str, Any] = {
        "version_id": VersionId(identity),
        "programme_id": ProgrammeId(identity),
        "code": code,
        "title": f"Bản tin {code}",
        "kind": "bulletin",
        "topic": "",
        "field": "",
        "language": "vi",
        "priority": Priority.NORMAL,
        "issuer": "",
        "content_sha256": hashlib.sha256(f"{code}/{identity}".encode()).hexdigest(),
        "audio_sha256": hashlib.sha256(f"audio {code}".encode()).hexdigest(),
        "duration_samples": round(seconds * RATE),
        "produced_on": date(2026, 11, 1),
        "valid_from": None,
        "valid_until": None,
    }
    return Airable(**{**values, **fields})


def slot(name: str, starts: str, *items: Any, **fields: Any) -> Slot:
    """A slot of both zones; a text among the items is the code of a fixed programme."""
    made = tuple(FixedItem(item) if isinstance(item, str) else item for item in items)
    zones = fields.pop("zones", ("khu-1", "khu-2"))
    return Slot(SlotId(name), name, zones, time.fromisoformat(starts), made, **fields)


class Airing:
    """What sounded, as the logbook tells it."""

    def __init__(self, code: str, content: str, at: datetime, slot_id: str = "") -> None:
        self.code = code
        self.content_sha256 = content
        self.started_at = at
        self.planned_at: datetime | None = at
        self.slot_id = slot_id
        self.session_id = f"{slot_id}/{at.date()}"
