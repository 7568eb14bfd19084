"""What playout writes into the logbook, made from cues and what the bus reported. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from broadcast_desk.library.model import Priority
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.station.clock import to_text
from broadcast_desk.timetable.model import Cue, Recorded, Relay


def cue_data(cue: Cue, zones: Sequence[str], volume: int, confirmed_by: str = "") -> dict[str, Any]:
    """What describes an airing of a cue: the same in every entry about it.

    Args:
        cue: of the plan.
        zones: in which it sounds.
        volume: in percent.
        confirmed_by: who put their name to its slot; an emergency is logged with it.
    """
    data: dict[str, Any] = {
        "planned_at": to_text(cue.starts_at),
        "planned_end": to_text(cue.ends_at),
        "slot_id": str(cue.slot_id),
        "session_id": cue.session_id,
        "zones": list(zones),
        "volume": volume,
        "priority": str(cue.priority),
        "title": cue.content.title,
    }
    if cue.priority is Priority.EMERGENCY and confirmed_by:
        data["by"] = confirmed_by
    if isinstance(cue.content, Relay):
        return data | {"source": "relay", "url": cue.content.url}
    return data | recorded_data(cue.content)


def recorded_data(content: Recorded) -> dict[str, Any]:
    """What describes recorded content."""
    data = {
        "source": "recorded",
        "code": content.code,
        "title": content.title,
        "content_sha256": content.content_sha256,
        "audio_sha256": content.audio_sha256,
        "topic": content.topic,
        "field": content.field,
        "language": content.language,
        "issuer": content.issuer,
    }
    return data | ({"ai_mark": content.ai_mark} if content.ai_mark else {})


def began(
    at: datetime, airing_id: str, data: dict[str, Any], offset_s: float, *, resumed: bool
) -> Fact:
    """An airing became audible, for the first time or again."""
    kind = Kind.RESUMED if resumed else Kind.STARTED
    return Fact(at, kind, airing_id, {**data, "offset_s": round(offset_s, 4)})


def ended(at: datetime, airing_id: str, result: str, reason: str, heard_s: float) -> Fact:
    """An airing is over."""
    data = {"result": result, "reason": reason, "duration_s": round(heard_s, 4)}
    return Fact(at, Kind.ENDED, airing_id, data)


def kept_out(
    at: datetime,
    kind: Kind,
    airing_id: str,
    data: dict[str, Any],
    reason: str,
    params: Mapping[str, str],
) -> Fact:
    """A cue will not sound: missed, or refused by a guard."""
    more = {"params": dict(params)} if params else {}
    return Fact(at, kind, airing_id, {**data, "reason": reason, **more})


def alarm(at: datetime, code: str, airing_id: str = "", /, **params: str) -> Fact:
    """Something needs a person."""
    return Fact(at, Kind.ALARM, airing_id, {"reason": code, **params})


def playout(at: datetime, event: str, **more: object) -> Fact:
    """Playout itself started, stopped or was restarted."""
    return Fact(at, Kind.PLAYOUT, "", {"event": event, **more})
