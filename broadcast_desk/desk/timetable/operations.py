"""What the timetable page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadcast_desk.desk.on_air.day import HISTORY, Block, blocks_of
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.library.model import Airable
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.checking import check_slot, needs_confirmation
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import DayPlan, Remark, Slot, SlotId
from broadcast_desk.timetable.plan import LibraryView, plan_days

WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the plan, and the timetable behind them."""

    first: date
    days: tuple[tuple[Block, ...], ...]
    remarks: tuple[tuple[Remark, ...], ...]
    slots: tuple[Slot, ...]
    zones: tuple[Zone, ...]
    airables: tuple[Airable, ...]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What an edit changes in the next seven days.

    Attributes:
        needs: zones whose quiet hours the slot touches; a person must confirm by name.
        sounds: instants and titles of what this slot will sound.
        remarks: what it will not, and why.
        pushed: titles of other slots' sounds that fall out or move.
    """

    needs: tuple[str, ...]
    sounds: tuple[tuple[datetime, str], ...]
    remarks: tuple[Remark, ...]
    pushed: tuple[tuple[datetime, str], ...]


def week(rooms: Rooms, first: date) -> Week:
    """The week that begins on a local day."""
    settings = rooms.settings
    table = rooms.timetable.timetable()
    names = {str(slot.id): slot.name for slot in table.slots}
    plans = _plans(rooms, table.slots, first)
    return Week(
        first=first,
        days=tuple(blocks_of(plan.cues, names, ()) for plan in plans),
        remarks=tuple(plan.remarks for plan in plans),
        slots=table.slots,
        zones=settings.zones,
        airables=rooms.library.airables(),
        can_undo=any(edit.takes_back is None for edit in rooms.timetable.edits(1)),
    )


def _plans(rooms: Rooms, slots: Iterable[Slot], first: date) -> tuple[DayPlan, ...]:
    now = rooms.clock.now()
    view = LibraryView(
        rooms.library.airables(), rooms.logbook.past_airings(now - HISTORY, None), known_until=now
    )
    exceptions = rooms.timetable.exceptions()
    return tuple(plan_days(slots, exceptions, view, first, WEEK, rules_of(rooms.settings)))


def effect(rooms: Rooms, slot: Slot) -> Effect:
    """What putting this slot into the timetable changes from today on.

    Raises:
        InputError: the slot cannot work.
    """
    rules = rules_of(rooms.settings)
    check_slot(slot, rules)
    today = local(rooms.clock.now()).date()
    before = rooms.timetable.slots()
    tried = slot if slot.id else _with_id(slot)
    after = (*(s for s in before if s.id != tried.id), tried)
    old = [cue for plan in _plans(rooms, before, today) for cue in plan.cues]
    new_plans = _plans(rooms, after, today)
    new = [cue for plan in new_plans for cue in plan.cues]
    kept = {(cue.starts_at, cue.content.title) for cue in new}
    mine = [cue for cue in new if cue.slot_id == tried.id]
    return Effect(
        needs=needs_confirmation(tried, rules),
        sounds=tuple((cue.starts_at, cue.content.title) for cue in mine),
        remarks=tuple(
            remark
            for plan in new_plans
            for remark in plan.remarks
            if remark.slot_id == tried.id and remark.serious
        ),
        pushed=tuple(
            (cue.starts_at, cue.content.title)
            for cue in old
            if cue.slot_id != tried.id and (cue.starts_at, cue.content.title) not in kept
        ),
    )


def _with_id(slot: Slot) -> Slot:
    return dataclasses.replace(slot, id=SlotId("~"))


def store(rooms: Rooms, slot: Slot, by: str, confirmed_by: str) -> Slot:
    """Add the slot, or put it in the place of the one with its id."""
    if slot.id:
        return rooms.timetable.change(slot, by, confirmed_by)
    return rooms.timetable.add(slot, by, confirmed_by)


def remove(rooms: Rooms, slot_id: str, by: str) -> None:
    """Take a slot out."""
    rooms.timetable.remove(slot_id, by)


def undo(rooms: Rooms, by: str) -> str:
    """Take the newest edit back; returns what it was."""
    return rooms.timetable.undo(by).what


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
