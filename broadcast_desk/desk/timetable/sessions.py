"""The sessions of a day as the week shows them, also those that will not sound. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.desk.on_air.day import seconds_of_day
from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.model import (
    Cue,
    DayPlan,
    ExceptionKind,
    Relay,
    Remark,
    Rules,
    Slot,
    SlotException,
    Timetable,
)
from broadcast_desk.timetable.recurrence import slot_occurs
from broadcast_desk.timetable.sessions import Session, sessions_on

SHORTEST_S = 60.0


class Standing(StrEnum):
    """How it stands with a session."""

    SOUNDS = "sounds"
    EMPTY = "empty"  # in the timetable, but nothing will sound
    SKIPPED = "skipped"  # this occurrence was taken out
    SHUT = "shut"  # a special day or the week's rest lets nothing sound


@dataclass(frozen=True, slots=True)
class WeekSession:
    """One occurrence of a slot on one day.

    Attributes:
        id: session id, the slot's id and the day of the occurrence.
        of: the day on which the slot's rule has it; `day` is where it stands.
        starts_min: minutes after local midnight.
        length_s: how long it is drawn: the slot's length, or what sounds when that is open.
        items: what sounds, in order: start and title.
        differs: what was changed about this occurrence alone, None when nothing was.
        remarks: what a person should know about it.
    """

    id: str
    slot_id: str
    name: str
    of: date
    day: date
    starts_min: int
    length_s: float
    zones: tuple[str, ...]
    items: tuple[tuple[datetime, str], ...]
    relay: bool
    standing: Standing
    priority: Priority
    differs: ExceptionKind | None = None
    remarks: tuple[Remark, ...] = ()


def sessions_of(table: Timetable, plan: DayPlan, rules: Rules) -> tuple[WeekSession, ...]:
    """The sessions of a planned day, by start."""
    cues: dict[str, list[Cue]] = {}
    for cue in plan.cues:
        cues.setdefault(cue.session_id, []).append(cue)
    differing = {(str(e.slot_id), e.day): e for e in table.exceptions}
    sessions, _ = sessions_on(table.slots, table.exceptions, plan.day, rules)
    found = [_session(s, plan, cues.get(s.id, []), differing) for s in sessions]
    shown = {session.id for session in found}
    found += _silent(table, plan, rules, shown)
    return tuple(sorted(found, key=lambda s: (s.starts_min, s.id)))


def _session(
    session: Session,
    plan: DayPlan,
    cues: list[Cue],
    differing: Mapping[tuple[str, date], SlotException],
) -> WeekSession:
    of = date.fromisoformat(session.id.rpartition("/")[2])
    start_s = session.start / SAMPLE_RATE_HZ
    end_s = max((seconds_of_day(cue.ends_at, plan.day) for cue in cues), default=0.0)
    length_s = session.length / SAMPLE_RATE_HZ if session.length is not None else end_s - start_s
    exception = differing.get((session.slot.id, of))
    return WeekSession(
        id=session.id,
        slot_id=str(session.slot.id),
        name=session.slot.name,
        of=of,
        day=plan.day,
        starts_min=int(start_s // 60),
        length_s=max(SHORTEST_S, length_s),
        zones=session.zones,
        items=tuple((cue.starts_at, _title(cue)) for cue in sorted(cues, key=_by_start)),
        relay=any(isinstance(cue.content, Relay) for cue in cues),
        standing=Standing.SOUNDS if cues else Standing.EMPTY,
        priority=session.slot.priority,
        differs=exception.kind if exception else None,
        remarks=_about(session.slot.id, plan.remarks),
    )


def _silent(
    table: Timetable, plan: DayPlan, rules: Rules, shown: set[str]
) -> Iterable[WeekSession]:
    """Occurrences that were skipped or that the day shuts out."""
    exceptions = {e.slot_id: e for e in table.exceptions if e.day == plan.day}
    for slot in table.slots:
        session_id = f"{slot.id}/{plan.day.isoformat()}"
        exception = exceptions.get(slot.id)
        moved = exception is not None and exception.kind is ExceptionKind.MOVE
        if session_id in shown or moved or not _occurs(slot, plan.day):
            continue
        skipped = exception is not None and exception.kind is ExceptionKind.SKIP
        yield WeekSession(
            id=session_id,
            slot_id=str(slot.id),
            name=slot.name,
            of=plan.day,
            day=plan.day,
            starts_min=slot.starts.hour * 60 + slot.starts.minute,
            length_s=slot.length_s or 15 * SHORTEST_S,
            zones=slot.zones or rules.zones,
            items=(),
            relay=False,
            standing=Standing.SKIPPED if skipped else Standing.SHUT,
            priority=slot.priority,
            differs=exception.kind if exception else None,
            remarks=_about(slot.id, plan.remarks),
        )


def _occurs(slot: Slot, day: date) -> bool:
    try:
        return slot_occurs(slot, day)
    except InputError:
        return False


def _about(slot_id: str, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(remark for remark in remarks if remark.slot_id == slot_id)


def _title(cue: Cue) -> str:
    content = cue.content
    return content.title or (content.url if isinstance(content, Relay) else "")


def _by_start(cue: Cue) -> datetime:
    return cue.starts_at


def clashes(sessions: Iterable[WeekSession]) -> tuple[tuple[WeekSession, ...], ...]:
    """Priority sessions of one day that begin at the same minute in a zone they share."""
    groups: dict[tuple[date, int], list[WeekSession]] = {}
    for session in sessions:
        if session.priority is Priority.PRIORITY and session.standing in (
            Standing.SOUNDS,
            Standing.EMPTY,
        ):
            groups.setdefault((session.day, session.starts_min), []).append(session)
    return tuple(tuple(group) for group in groups.values() if _share_a_zone(group))


def _share_a_zone(group: list[WeekSession]) -> bool:
    zones = [zone for session in group for zone in session.zones]
    return len(zones) > len(set(zones))
