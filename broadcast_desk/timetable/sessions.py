"""Which sessions a local day has: recurrence, exceptions, and what the day itself forbids. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.guards import day_refusal
from broadcast_desk.timetable.model import (
    ExceptionKind,
    Item,
    Remark,
    Rules,
    Slot,
    SlotException,
    SlotId,
)
from broadcast_desk.timetable.recurrence import slot_occurs

RANK = {Priority.EMERGENCY: 0, Priority.PRIORITY: 1, Priority.NORMAL: 2}
DAY_SAMPLES = 86_400 * SAMPLE_RATE_HZ
ENDLESS = 1 << 62
"""Samples of what has no end."""


@dataclass(frozen=True, slots=True)
class Session:
    """One occurrence of a slot.

    Attributes:
        id: slot id and the day of the occurrence, also when it was moved to another day.
        start: samples after local midnight of the planned day.
        length: samples, None is until done.
        zones: those of its zones that the station has, in the station's order.
    """

    id: str
    slot: Slot
    start: int
    length: int | None
    items: tuple[Item, ...]
    zones: tuple[str, ...]

    @property
    def rank(self) -> int:
        """0 for an emergency, 1 for a priority session, 2 for the others."""
        return RANK[self.slot.priority]

    @property
    def order(self) -> tuple[int, int, str]:
        """The order in which sessions take their place: priority, start, id."""
        return (self.rank, self.start, self.id)


def samples_of(moment: time) -> int:
    """Samples from midnight to a time of day, on the grid of samples."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * SAMPLE_RATE_HZ + moment.microsecond * 6 // 125


def samples_in(seconds: float | None) -> int:
    """Seconds in samples; None is any length."""
    return ENDLESS if seconds is None else round(seconds * SAMPLE_RATE_HZ)


@functools.lru_cache(maxsize=4096)
def clock_text(samples: int) -> str:
    """The local time of day of a sample position, for people."""
    seconds = samples // SAMPLE_RATE_HZ % 86_400
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def remark(
    slot: Slot,
    code: str,
    /,
    *,
    serious: bool = False,
    more: Iterable[tuple[str, object]] = (),
    **params: object,
) -> Remark:
    """A remark on a slot; every one names the slot."""
    named = {"slot": slot.name or slot.id, **params, **dict(more)}
    texts = zip(named, map(str, named.values()), strict=True)
    return Remark(f"timetable.{code}", tuple(texts), slot.id, serious)


def sessions_on(
    slots: Iterable[Slot], exceptions: Iterable[SlotException], day: date, rules: Rules
) -> tuple[list[Session], list[Remark]]:
    """The sessions of a local day in order of start, and why others are not among them."""
    found: list[Session] = []
    remarks: list[Remark] = []
    by_slot = _by_slot(exceptions)
    for slot in unique(slots):
        for occurrence in _occurrences(slot, by_slot.get(slot.id, {}), day, remarks):
            session = _allowed(occurrence, day, rules, remarks)
            if session is not None:
                found.append(session)
    return sorted(found, key=lambda s: (s.start, s.id)), remarks


def unique(slots: Iterable[Slot]) -> list[Slot]:
    """Slots in the order of their ids, one for each id."""
    found: dict[SlotId, Slot] = {}
    for slot in slots:
        known = found.get(slot.id)
        found[slot.id] = slot if known is None else max(known, slot, key=repr)
    return [found[name] for name in sorted(found)]


def _by_slot(
    exceptions: Iterable[SlotException],
) -> Mapping[SlotId, Mapping[date, SlotException]]:
    found: dict[SlotId, dict[date, SlotException]] = {}
    for exception in sorted(exceptions, key=repr):
        found.setdefault(exception.slot_id, {})[exception.day] = exception
    return found


@dataclass(frozen=True, slots=True)
class _Occurrence:
    slot: Slot
    of: date
    starts: time
    items: tuple[Item, ...]


def _occurrences(
    slot: Slot, exceptions: Mapping[date, SlotException], day: date, remarks: list[Remark]
) -> Iterable[_Occurrence]:
    try:
        if slot_occurs(slot, day):
            yield from _on_its_day(slot, exceptions.get(day), day, remarks)
        elif day in exceptions:
            remarks.append(remark(slot, "exception_without_day", day=day))
        for of, exception in sorted(exceptions.items()):
            if exception.kind is not ExceptionKind.MOVE or exception.to_day in (None, of):
                continue
            if exception.to_day == day and slot_occurs(slot, of):
                yield _moved(slot, exception)
    except InputError:
        remarks.append(remark(slot, "rrule_unreadable", serious=True, rule=slot.rrule))


def _on_its_day(
    slot: Slot, exception: SlotException | None, day: date, remarks: list[Remark]
) -> Iterable[_Occurrence]:
    if exception is None:
        yield _Occurrence(slot, day, slot.starts, slot.items)
    elif exception.kind is ExceptionKind.SKIP:
        remarks.append(remark(slot, "skipped", day=day, why=exception.why))
    elif exception.kind is ExceptionKind.REPLACE:
        yield _Occurrence(slot, day, slot.starts, exception.items)
    elif exception.to_day in (None, day):
        yield _moved(slot, exception)
    else:
        remarks.append(remark(slot, "moved_away", day=day, to=exception.to_day, why=exception.why))


def _moved(slot: Slot, exception: SlotException) -> _Occurrence:
    items = exception.items or slot.items
    return _Occurrence(slot, exception.day, exception.to_time or slot.starts, items)


def _allowed(
    occurrence: _Occurrence, day: date, rules: Rules, remarks: list[Remark]
) -> Session | None:
    slot = occurrence.slot
    zones = tuple(zone for zone in rules.zones if not slot.zones or zone in slot.zones)
    start = samples_of(occurrence.starts)
    unknown = [zone for zone in slot.zones if zone not in rules.zones]
    if unknown:
        remarks.append(remark(slot, "unknown_zone", serious=True, zones=", ".join(unknown)))
    refused = day_refusal(rules, day, slot.id, slot.priority)
    if refused is not None:
        code = refused.code.removeprefix("timetable.")
        remarks.append(remark(slot, code, at=clock_text(start), more=refused.params))
        return None
    if not zones:
        if not unknown:
            remarks.append(remark(slot, "no_zone", serious=True))
        return None
    return Session(
        id=f"{slot.id}/{occurrence.of.isoformat()}",
        slot=slot,
        start=start,
        length=None if slot.length_s is None else round(slot.length_s * SAMPLE_RATE_HZ),
        items=occurrence.items,
        zones=zones,
    )
