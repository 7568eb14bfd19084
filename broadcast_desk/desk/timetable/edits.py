"""What can be done to the timetable by hand, as values tried before they are kept. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.checking import needs_confirmation
from broadcast_desk.timetable.model import (
    ExceptionKind,
    Item,
    Rules,
    Slot,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.recurrence import WEEKDAYS, parse

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the timetable; nothing of it is stored until a person keeps it.

    Attributes:
        slots: added (with an id of their own, or "") or put in the place of the one of their id.
        removed: ids of slots taken out.
        exceptions: occurrences that differ.
        unexcepted: slot id and day of occurrences that are like the others again.
        what: the kind of edit as the timetable's own history calls it, for several slots at once.
    """

    slots: tuple[Slot, ...] = ()
    removed: tuple[str, ...] = ()
    exceptions: tuple[SlotException, ...] = ()
    unexcepted: tuple[tuple[str, date], ...] = ()
    what: str = "add"

    def after(self, before: Timetable) -> Timetable:
        """The timetable with this edit."""
        changed = {slot.id or SlotId("~"): slot for slot in self.slots}
        kept = [slot for slot in before.slots if slot.id not in (*changed, *self.removed)]
        new = [dataclasses.replace(slot, id=name) for name, slot in changed.items()]
        differing = {(e.slot_id, e.day) for e in self.exceptions} | set(self.unexcepted)
        stay = [
            e
            for e in before.exceptions
            if (e.slot_id, e.day) not in differing and e.slot_id not in self.removed
        ]
        return Timetable((*kept, *new), (*stay, *self.exceptions))

    def because(self, why: str) -> Edit:
        """The same edit with a reason in its exceptions."""
        exceptions = tuple(dataclasses.replace(e, why=why) for e in self.exceptions)
        return dataclasses.replace(self, exceptions=exceptions)


def moved_always(slot: Slot, of: date, to_day: date, to_time: time) -> Slot | None:
    """The slot with all its occurrences moved as one of them was.

    Args:
        slot: the slot.
        of: the day of the occurrence that was moved.
        to_day: where it was moved to.
        to_time: the new time of day.

    Returns:
        The moved slot; None when its days follow a rule that a shift by days cannot keep.
    """
    moved = dataclasses.replace(slot, starts=to_time, confirmed_by="")
    if to_day == of:
        return moved
    if not slot.rrule:
        return dataclasses.replace(moved, valid_from=to_day)
    rrule = _shifted(slot.rrule, of.weekday(), to_day.weekday())
    return None if rrule is None else dataclasses.replace(moved, rrule=rrule)


def _shifted(rrule: str, from_weekday: int, to_weekday: int) -> str | None:
    """A weekly rule with one of its days changed; None when it is another, or the day is taken."""
    try:
        rule = parse(rrule)
    except InputError:
        return None
    if rule.frequency != "WEEKLY" or from_weekday not in rule.weekdays:
        return None
    if to_weekday in rule.weekdays or rule.positions:
        return None
    days = sorted((rule.weekdays - {from_weekday}) | {to_weekday})
    wanted = ",".join(WEEKDAYS[day] for day in days)
    parts = [part for part in rrule.split(";") if not part.upper().startswith("BYDAY=")]
    return ";".join([*parts, f"BYDAY={wanted}"])


def moved_once(
    slot: Slot, of: date, to_day: date, to_time: time, items: tuple[Item, ...] = ()
) -> SlotException:
    """The exception that moves one occurrence.

    Args:
        slot: the slot.
        of: the day on which its rule has the occurrence.
        to_day: where it is moved to.
        to_time: the new time of day.
        items: what sounds instead, when the occurrence had other items already.
    """
    return SlotException(
        slot.id,
        of,
        ExceptionKind.MOVE,
        to_day=None if to_day == of else to_day,
        to_time=to_time,
        items=items,
    )


def alone(slot: Slot, of: date, to_day: date, to_time: time, length_s: float) -> Edit:
    """One occurrence that takes another length: it leaves its slot and stands for itself."""
    own = dataclasses.replace(
        slot,
        id=SlotId(f"{slot.id[:50]}-{of:%Y%m%d}"),
        rrule="",
        valid_from=to_day,
        valid_until=None,
        starts=to_time,
        length_s=length_s,
        confirmed_by="",
    )
    skip = SlotException(slot.id, of, ExceptionKind.SKIP)
    return Edit(slots=(own,), exceptions=(skip,))


def one_after_the_other(
    order: Iterable[tuple[Slot, date, float]], first: time, day: date
) -> tuple[SlotException, ...]:
    """Exceptions that let clashing occurrences sound one after the other, in this order.

    Args:
        order: slot, the day of its occurrence, and how long it lasts in seconds.
        first: when the first begins.
        day: the local day on which they sound.
    """
    found = []
    at = timedelta(hours=first.hour, minutes=first.minute, seconds=first.second)
    for slot, of, length_s in order:
        starts = time_of(at.total_seconds() / 60)
        if starts != slot.starts or of != day:
            found.append(moved_once(slot, of, day, starts))
        at += timedelta(minutes=-(-length_s // 60))
    return tuple(found)


def time_of(minutes: float) -> time:
    """The time of day so many minutes after midnight, kept within the day."""
    whole = min(MINUTES_A_DAY - 1, max(0, round(minutes)))
    return time(whole // 60, whole % 60)


def zones_to_confirm(edit: Edit, before: Timetable, rules: Rules) -> tuple[str, ...]:
    """The zones whose quiet hours the edit touches; a person must then confirm by name."""
    slots = {slot.id: slot for slot in (*before.slots, *edit.slots)}
    known = set(before.slots)
    tried = [slot for slot in edit.slots if slot not in known]
    tried += [
        dataclasses.replace(slots[exception.slot_id], starts=exception.to_time)
        for exception in edit.exceptions
        if exception.to_time is not None and exception.slot_id in slots
    ]
    return tuple(dict.fromkeys(zone for slot in tried for zone in needs_confirmation(slot, rules)))
