"""The kind of each planned airing, as it follows from history: nobody ticks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from broadcast_desk.library.model import Priority
from broadcast_desk.timetable.model import Cue, CueId, DayPlan, Relay
from broadcast_desk.timetable.view import LibraryView


class PlannedKind(StrEnum):
    """Phát mới, phát lại, tiếp sóng, khẩn cấp; trực tiếp is never planned."""

    FIRST = "first"
    REBROADCAST = "rebroadcast"
    RELAY = "relay"
    EMERGENCY = "emergency"


def kinds_of(plans: Iterable[DayPlan], library: LibraryView) -> Mapping[CueId, PlannedKind]:
    """The kind of every cue of consecutive days, given what sounded before them."""
    found: dict[CueId, PlannedKind] = {}
    occasions: dict[str, str] = {}
    for plan in plans:
        for cue in plan.cues:
            found[cue.id] = _kind(cue, plan, library, occasions)
    return found


def _kind(cue: Cue, plan: DayPlan, library: LibraryView, occasions: dict[str, str]) -> PlannedKind:
    if cue.priority is Priority.EMERGENCY:
        return PlannedKind.EMERGENCY
    if isinstance(cue.content, Relay):
        return PlannedKind.RELAY
    code = cue.content.code
    first = occasions.setdefault(code, cue.session_id)
    if first != cue.session_id or library.aired_before(code, plan.day):
        return PlannedKind.REBROADCAST
    return PlannedKind.FIRST
