"""The timetable as a calendar file.

Each slot is an event with its recurrence. The whole slot travels beside it in a property of ours,
so that a file comes back as it went. What is written is what all three programs ask for: a method,
a zone that is defined in the file, an end rather than a duration, a stable UID, a last day in UTC.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vRecur

from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage.files import whole_file
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Item,
    RelayItem,
    Slot,
    SlotException,
    Timetable,
)
from broadcast_desk.timetable.recurrence import first_day, parse
from broadcast_desk.timetable.written import exception_to_json, slot_to_json

OURS = "X-BROADCAST-DESK-SLOT"
OPEN_LENGTH = timedelta(minutes=30)
"""How long a slot without a length looks in a calendar."""


def write(timetable: Timetable, path: Path, station: str, now: datetime, version: int = 0) -> None:
    """Write the timetable as a calendar file.

    Args:
        timetable: what to write.
        path: where.
        station: its name, which calendar programs show.
        now: aware instant of writing.
        version: of the timetable; a calendar program that knows an older file takes the newer.

    Raises:
        InputError: there is nothing to write; an empty file is an error to calendar programs.
        StoreError: it could not be written.
    """
    if not timetable.slots:
        raise InputError("timetable.ics_empty")
    content = to_ical(timetable, station, now, version)
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def to_ical(timetable: Timetable, station: str, now: datetime, version: int = 0) -> bytes:
    """The timetable as the bytes of a calendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Broadcast Desk//Timetable//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", station)
    calendar.add("x-wr-timezone", STATION_ZONE.key)
    calendar.add_component(_zone())
    for slot in timetable.slots:
        exceptions = [e for e in timetable.exceptions if e.slot_id == slot.id]
        for event in _events(slot, exceptions, now):
            event.add("sequence", version)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", STATION_ZONE.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001  (local by definition)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _events(slot: Slot, exceptions: Sequence[SlotException], now: datetime) -> Iterable[Event]:
    first = first_day(slot)
    if first is None:
        return
    event = _event(slot, first, slot.starts, now)
    recurrence = recurrence_of(slot)
    if recurrence is not None:
        event.add("rrule", recurrence)
    skipped = [_local(e.day, slot.starts) for e in exceptions if e.kind is ExceptionKind.SKIP]
    if skipped:
        event.add("exdate", skipped)
    event.add(OURS, _ours(slot, exceptions))
    yield event
    for exception in exceptions:
        if exception.kind is not ExceptionKind.SKIP:
            yield _differing(slot, exception, now)


def _event(slot: Slot, day: date, starts: time, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{slot.id}@broadcast-desk")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", _local(day, starts))
    event.add("dtend", _local(day, starts) + shown_length(slot))
    event.add("summary", slot.name)
    if slot.zones:
        event.add("location", ", ".join(slot.zones))
    event.add("description", "\n".join(_described(item) for item in slot.items))
    event.add("categories", [str(slot.priority)])
    return event


def _differing(slot: Slot, exception: SlotException, now: datetime) -> Event:
    day = exception.to_day or exception.day
    changed = dataclasses.replace(slot, items=exception.items or slot.items)
    event = _event(changed, day, exception.to_time or slot.starts, now)
    event.add("recurrence-id", _local(exception.day, slot.starts))
    return event


def _ours(slot: Slot, exceptions: Sequence[SlotException]) -> str:
    """The slot in letters that no calendar program escapes when it writes the file anew."""
    value = {
        "slot": slot_to_json(slot),
        "exceptions": [exception_to_json(exception) for exception in exceptions],
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return base64.b64encode(text.encode()).decode("ascii")


def _local(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment.replace(microsecond=0), STATION_ZONE)


def shown_length(slot: Slot) -> timedelta:
    """How long a slot looks in a calendar."""
    if slot.length_s is None:
        return OPEN_LENGTH
    return timedelta(seconds=max(1, round(slot.length_s)))


def recurrence_of(slot: Slot) -> vRecur | None:
    """The recurrence of a slot, its end as an instant in UTC; None for what occurs once."""
    if not slot.rrule:
        return None
    rule = parse(slot.rrule)
    recurrence: vRecur = vRecur.from_ical(rule.whole)
    ends = [day for day in (rule.until, slot.valid_until) if day is not None]
    if ends and rule.count is None:
        last = datetime.combine(min(ends), time(23, 59, 59), STATION_ZONE)
        recurrence["UNTIL"] = [last.astimezone(UTC)]
    return recurrence


def _described(item: Item) -> str:
    match item:
        case RelayItem(url=url):
            return url
        case FixedItem(code=code):
            return f"code: {code}"
        case _:
            return " ".join(f"{k}={v}" for k, v in dataclasses.asdict(item).items() if v)


def rule_text(recurrence: vRecur | None) -> str:
    """A recurrence as it is written, "" for none."""
    if recurrence is None:
        return ""
    written: bytes = recurrence.to_ical()  # type: ignore[no-untyped-call]  # icalendar's gap
    return written.decode()
