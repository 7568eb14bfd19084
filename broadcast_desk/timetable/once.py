"""One programme at one instant, put into the timetable beside what is there, never over it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.effect import effect
from broadcast_desk.timetable.model import FixedItem, Slot, SlotId
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView
from broadcast_desk.timetable.wording import what_sounds


@dataclasses.dataclass(frozen=True, slots=True)
class Once:
    """One programme at one instant.

    Attributes:
        at: aware instant of the start.
    """

    code: str
    name: str
    at: datetime
    priority: Priority = Priority.NORMAL
    note: str = ""


def put_once(
    store: TimetableStore,
    view: Callable[[], LibraryView],
    wanted: Once,
    by: str,
    confirmed_by: str = "",
) -> Slot:
    """Add a slot that occurs once, when it would sound and silences nothing else.

    Args:
        store: the timetable.
        view: what may be chosen, and what has sounded.
        wanted: the programme and when.
        by: who edits.
        confirmed_by: see `TimetableStore.add`; only ever what a person gave.

    Returns:
        The slot as stored.

    Raises:
        InputError: it would silence something ("timetable.once_displaces"), would not sound itself
            (the code of the plan's remark), or lies in quiet hours without a confirmation.
        StoreError: it could not be stored.
    """
    at = local(wanted.at)
    slot = Slot(
        id=SlotId(""),
        name=wanted.name,
        zones=(),
        starts=at.time(),
        items=(FixedItem(wanted.code),),
        rrule="",
        valid_from=at.date(),
        valid_until=at.date(),
        priority=wanted.priority,
        note=wanted.note,
    )
    if not confirmed_by.strip():
        _check_effect(store, view(), slot)
    return store.add(slot, by, confirmed_by)


def take_once(store: TimetableStore, slot_id: str, code: str, by: str) -> None:
    """Remove a slot, if it is there and holds nothing but that programme."""
    for slot in store.slots():
        if slot.id == slot_id and slot.items == (FixedItem(code),):
            store.remove(slot_id, by)


def _check_effect(store: TimetableStore, view: LibraryView, slot: Slot) -> None:
    before = store.timetable()
    trial = dataclasses.replace(slot, id=SlotId("new"))
    after = dataclasses.replace(before, slots=(*before.slots, trial))
    found = effect(before, after, view, store.rules(), slot.valid_from, 1)
    if found.to_confirm:
        return  # the store itself says so
    (day,) = found.days
    if day.removed:
        raise InputError(
            "timetable.once_displaces",
            name=slot.name,
            at=f"{slot.starts:%H:%M}",
            what=what_sounds(day.removed[0]),
        )
    for remark in day.remarks:
        raise InputError(remark.code, **dict(remark.params))
