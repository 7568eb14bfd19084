"""What a calendar file holds: slots, occurrences that differ, and what cannot be taken in.

What was changed in another calendar program (time, length, recurrence, name) is taken from the
event itself; what such programs cannot show comes from the property of ours.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from broadcast_desk.station.errors import DeskError, InputError, store_error_from_os
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.calendar_files.values import (
    days_of,
    duration_of,
    local_of,
    moments_of,
    property_of,
    rule_of,
    short,
    start_of,
)
from broadcast_desk.timetable.calendar_files.writing import (
    OURS,
    recurrence_of,
    rule_text,
    shown_length,
)
from broadcast_desk.timetable.checking import MOST_SLOTS, check_exception, is_relay_address
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Item,
    RelayItem,
    Slot,
    SlotException,
    SlotId,
)
from broadcast_desk.timetable.recurrence import first_day, slot_occurs
from broadcast_desk.timetable.written import exception_from_json, slot_from_json

MOST_BYTES = 20_000_000
MOST_RDATES = 100

_ADDRESS = re.compile(r"(?:https?|rtp|rtsp|srt|udp)://[^\s<>\"]+")
_CODE = re.compile(r"(?:mã|code)\s*[:=]\s*([\w.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one event cannot be a slot."""

    event: str
    error: DeskError


@dataclass(frozen=True, slots=True)
class Found:
    """What a calendar file holds.

    Attributes:
        problems: one for each event, or part of one, that cannot be taken in, with the reason.
    """

    slots: tuple[Slot, ...]
    exceptions: tuple[SlotException, ...]
    problems: tuple[Problem, ...]


def read(path: Path) -> Found:
    """What a calendar file holds.

    Raises:
        InputError: it is no calendar file, or holds more events than a timetable has slots.
        StoreError: it cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("timetable.ics_file", name=path.name, reason=f"> {MOST_BYTES} B")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("timetable.ics_file", name=path.name, reason=error.strerror) from error
    except OSError as error:
        raise store_error_from_os(error, path) from error
    return from_ical(content, path.name)


def from_ical(content: bytes, name: str = "") -> Found:
    """What the bytes of a calendar file hold; see `read`."""
    count = content.upper().count(b"BEGIN:VEVENT")
    if count > MOST_SLOTS:
        raise InputError("timetable.ics_too_many", name=name, count=count, most=MOST_SLOTS)
    for line in (b"BEGIN:VCALENDAR", b"END:VCALENDAR"):
        if line not in content.upper():
            raise InputError("timetable.ics_cut", name=name, line=line.decode())
    try:
        calendar = Calendar.from_ical(content.decode("utf-8-sig"))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise InputError("timetable.ics_file", name=name, reason=short(error)) from error
    if not isinstance(calendar, Calendar):
        raise InputError("timetable.ics_file", name=name, reason="BEGIN:VCALENDAR")
    slots: dict[SlotId, Slot] = {}
    exceptions: list[SlotException] = []
    problems: list[Problem] = []
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    for event in sorted(events, key=lambda e: "RECURRENCE-ID" in e):
        try:
            left_out = _take(event, slots, exceptions)
            problems.extend(Problem(_called(event), why) for why in left_out)
        except DeskError as error:
            problems.append(Problem(_called(event), error))
    return Found(tuple(slots.values()), tuple(exceptions), tuple(problems))


def _called(event: Event) -> str:
    return str(event.get("SUMMARY") or event.get("UID") or "?")


def _take(
    event: Event, slots: dict[SlotId, Slot], exceptions: list[SlotException]
) -> Iterator[DeskError]:
    """Take one event in; yields what of it cannot be taken.

    Raises:
        DeskError: nothing of it can.
    """
    if event.errors:
        where, reason = event.errors[0]
        raise InputError("timetable.ics_broken", reason=short(where or reason))
    if "RECURRENCE-ID" in event:
        _take_differing(event, slots, exceptions)
        return
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    starts = start_of(event)
    ours = _our_slot(event)
    visible = _visible(event, starts, ours[0] if ours else None)
    slots[visible.id] = visible
    if ours:
        exceptions += [e for e in ours[1] if slot_occurs(visible, e.day)]
    yield from _leave_out(event, visible, exceptions)
    yield from _add_days(event, visible, slots)


def _leave_out(event: Event, slot: Slot, exceptions: list[SlotException]) -> Iterator[DeskError]:
    """EXDATE: occurrences that are left out."""
    known = {e.day for e in exceptions if e.slot_id == slot.id}
    for day in sorted(set(days_of(event, "EXDATE"))):
        if not slot_occurs(slot, day):
            yield InputError("timetable.ics_not_that_day", day=f"{day:%d/%m/%Y}")
        elif day not in known:
            exceptions.append(SlotException(slot.id, day, ExceptionKind.SKIP))


def _add_days(event: Event, slot: Slot, slots: dict[SlotId, Slot]) -> Iterator[DeskError]:
    """RDATE: occurrences beside the rule, each a slot that occurs once."""
    moments = sorted(set(moments_of(event, "RDATE")))
    if len(moments) > MOST_RDATES:
        yield InputError("timetable.ics_rdate_many", count=len(moments))
        return
    for moment in moments:
        if moment.time() == slot.starts and slot_occurs(slot, moment.date()):
            continue
        once = dataclasses.replace(
            slot,
            id=SlotId(f"{slot.id}-{moment:%Y%m%dT%H%M}"),
            starts=moment.time(),
            rrule="",
            valid_from=moment.date(),
            valid_until=None,
        )
        slots[once.id] = once


def _take_differing(
    event: Event, slots: dict[SlotId, Slot], exceptions: list[SlotException]
) -> None:
    """RECURRENCE-ID: one occurrence that is moved, sounds something else, or is left out."""
    slot = slots.get(_id(event))
    if slot is None:
        raise InputError("timetable.ics_no_master")
    which = property_of(event, "RECURRENCE-ID")
    if str(which.params.get("RANGE", "")).upper() == "THISANDFUTURE":
        raise InputError("timetable.ics_following")
    day = which.dt if not isinstance(which.dt, datetime) else local_of(which).date()
    if any((e.slot_id, e.day) == (slot.id, day) for e in exceptions):
        return
    if not slot_occurs(slot, day):
        raise InputError("timetable.ics_not_that_day", day=f"{day:%d/%m/%Y}")
    exception = _difference(event, slot, day)
    if exception is not None:
        check_exception(exception, (slot,))
        exceptions.append(exception)


def _difference(event: Event, slot: Slot, day: date) -> SlotException | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return SlotException(slot.id, day, ExceptionKind.SKIP)
    starts, items = start_of(event), _other_items(event, slot)
    if (starts.date(), starts.time()) != (day, slot.starts):
        return SlotException(
            slot.id, day, ExceptionKind.MOVE,
            to_day=starts.date(), to_time=starts.time(), items=items,
        )  # fmt: skip
    return SlotException(slot.id, day, ExceptionKind.REPLACE, items=items) if items else None


def _other_items(event: Event, slot: Slot) -> tuple[Item, ...]:
    """What the changed occurrence broadcasts, () when it says nothing of its own."""
    try:
        items = _items(event, duration_of(event))
    except InputError:
        return ()
    return () if items == slot.items else items


def _our_slot(event: Event) -> tuple[Slot, tuple[SlotException, ...]] | None:
    text = event.get(OURS)
    if text is None:
        return None
    try:
        value = json.loads(base64.b64decode(str(text), validate=True))
        exceptions = tuple(exception_from_json(e) for e in value["exceptions"])
        return slot_from_json(value["slot"]), exceptions
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("timetable.ics_broken", reason=OURS) from error


def _visible(event: Event, starts: datetime, ours: Slot | None) -> Slot:
    """The slot as another calendar program shows it, over what it cannot show."""
    length = duration_of(event)
    name = nfc(str(event.get("SUMMARY", "")).strip()) or starts.strftime("%H:%M")
    rule, until = rule_of(event, starts)
    if ours is None:
        return Slot(
            id=_id(event),
            name=name,
            zones=(),
            starts=starts.time(),
            items=_items(event, length),
            length_s=length.total_seconds(),
            rrule=rule,
            valid_from=starts.date(),
            valid_until=until,
        )
    changes: dict[str, Any] = {"name": name}
    if starts.time() != ours.starts.replace(microsecond=0):
        changes["starts"] = starts.time()
    if length != shown_length(ours):
        changes["length_s"] = length.total_seconds()
    if starts.date() != first_day(ours):
        changes["valid_from"] = starts.date()
    shown = recurrence_of(ours)
    if rule_text(event.get("RRULE")) != rule_text(shown):
        changes |= {"rrule": rule, "valid_until": until}
    return dataclasses.replace(ours, **changes)


def _id(event: Event) -> SlotId:
    uid = str(event.get("UID", ""))
    if uid.endswith("@broadcast-desk"):
        return SlotId(uid.removesuffix("@broadcast-desk"))
    seed = uid or repr(sorted((key, str(value)) for key, value in event.items()))
    return SlotId(f"ics-{hashlib.sha256(seed.encode()).hexdigest()[:12]}")


def _items(event: Event, length: timedelta) -> tuple[Item, ...]:
    """What a foreign event broadcasts: a stream in its text, or programme codes."""
    texts = [str(event.get(name, "")) for name in ("URL", "LOCATION", "DESCRIPTION", "SUMMARY")]
    text = "\n".join(texts)
    for address in _ADDRESS.findall(text):
        if is_relay_address(address):
            title = nfc(str(event.get("SUMMARY", "")))
            return (RelayItem(address, length.total_seconds(), title),)
    codes = _CODE.findall(text)
    if not codes:
        raise InputError("timetable.ics_no_items")
    return tuple(FixedItem(code) for code in codes)
