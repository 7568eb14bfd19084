"""The timetable as iCalendar (RFC 5545): what Google Calendar, Thunderbird and Outlook read.

Each slot is an event with its recurrence. The whole slot travels beside it in a property of ours,
so that a file comes back as it went; what was changed in another calendar program (time, length,
recurrence, name) is taken from the event itself.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vRecur

from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import DeskError, InputError, store_error_from_os
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage.files import whole_file
from broadcast_desk.timetable.checking import (
    MOST_SLOTS,
    check_confirmation,
    check_exception,
    check_slot,
    is_relay_address,
)
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Item,
    RelayItem,
    Slot,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.recurrence import first_day, parse, slot_occurs
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.written import (
    exception_from_json,
    exception_to_json,
    slot_from_json,
    slot_to_json,
)

OURS = "X-BROADCAST-DESK-SLOT"
MOST_BYTES = 20_000_000
MOST_RDATES = 100
OPEN_LENGTH = timedelta(minutes=30)
"""How long a slot without a length looks in a calendar."""

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


# Writing


def write(timetable: Timetable, path: Path, station: str, now: datetime, version: int = 0) -> None:
    """Write the timetable as a calendar file.

    Args:
        timetable: what to write.
        path: where.
        station: its name, which calendar programs show.
        now: aware instant of writing.
        version: of the timetable; a calendar program that knows an older file takes the newer.

    Raises:
        StoreError: it could not be written.
    """
    content = to_ical(timetable, station, now, version)
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def to_ical(timetable: Timetable, station: str, now: datetime, version: int = 0) -> bytes:
    """The timetable as the bytes of a calendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Broadcast Desk//Timetable//VI")
    calendar.add("version", "2.0")
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
    recurrence = _recurrence(slot)
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
    event.add("duration", _length(slot))
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


def _length(slot: Slot) -> timedelta:
    if slot.length_s is None:
        return OPEN_LENGTH
    return timedelta(seconds=max(1, round(slot.length_s)))


def _recurrence(slot: Slot) -> vRecur | None:
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


# Reading


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
        raise InputError("timetable.ics_file", name=name, reason=_short(error)) from error
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
        raise InputError("timetable.ics_broken", reason=_short(where or reason))
    if "RECURRENCE-ID" in event:
        _take_differing(event, slots, exceptions)
        return
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    starts = _start(event)
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
    for day in sorted(set(_days_of(event, "EXDATE"))):
        if not slot_occurs(slot, day):
            yield InputError("timetable.ics_not_that_day", day=f"{day:%d/%m/%Y}")
        elif day not in known:
            exceptions.append(SlotException(slot.id, day, ExceptionKind.SKIP))


def _add_days(event: Event, slot: Slot, slots: dict[SlotId, Slot]) -> Iterator[DeskError]:
    """RDATE: occurrences beside the rule, each a slot that occurs once."""
    moments = sorted(set(_moments_of(event, "RDATE")))
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
    which = _property(event, "RECURRENCE-ID")
    if str(which.params.get("RANGE", "")).upper() == "THISANDFUTURE":
        raise InputError("timetable.ics_following")
    day = which.dt if not isinstance(which.dt, datetime) else _local_of(which).date()
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
    starts, items = _start(event), _other_items(event, slot)
    if (starts.date(), starts.time()) != (day, slot.starts):
        return SlotException(
            slot.id, day, ExceptionKind.MOVE,
            to_day=starts.date(), to_time=starts.time(), items=items,
        )  # fmt: skip
    return SlotException(slot.id, day, ExceptionKind.REPLACE, items=items) if items else None


def _other_items(event: Event, slot: Slot) -> tuple[Item, ...]:
    """What the changed occurrence broadcasts, () when it says nothing of its own."""
    try:
        items = _items(event, _duration(event))
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
    length = _duration(event)
    name = nfc(str(event.get("SUMMARY", "")).strip()) or starts.strftime("%H:%M")
    rule, until = _rule(event, starts)
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
    if length != _length(ours):
        changes["length_s"] = length.total_seconds()
    if starts.date() != first_day(ours):
        changes["valid_from"] = starts.date()
    shown = _recurrence(ours)
    if _text(event.get("RRULE")) != _text(shown):
        changes |= {"rrule": rule, "valid_until": until}
    return dataclasses.replace(ours, **changes)


def _text(recurrence: vRecur | None) -> str:
    if recurrence is None:
        return ""
    written: bytes = recurrence.to_ical()  # type: ignore[no-untyped-call]  # icalendar's gap
    return written.decode()


def _id(event: Event) -> SlotId:
    uid = str(event.get("UID", ""))
    if uid.endswith("@broadcast-desk"):
        return SlotId(uid.removesuffix("@broadcast-desk"))
    seed = uid or repr(sorted((key, str(value)) for key, value in event.items()))
    return SlotId(f"ics-{hashlib.sha256(seed.encode()).hexdigest()[:12]}")


def _start(event: Event) -> datetime:
    if "DTSTART" not in event:
        raise InputError("timetable.ics_no_start")
    return _local_of(event["DTSTART"])


def _local_of(value: Any) -> datetime:  # noqa: ANN401  (a property of icalendar)
    moment = value.dt
    if not isinstance(moment, datetime):
        raise InputError("timetable.ics_whole_day")
    if moment.tzinfo is not None:
        return moment.astimezone(STATION_ZONE)
    return _in_zone(moment, value)


def _in_zone(moment: datetime, value: Any) -> datetime:  # noqa: ANN401  (a property of icalendar)
    name = str(value.params.get("TZID", ""))
    if not name:
        return moment.replace(tzinfo=STATION_ZONE)  # floating: as the clock on the wall says
    try:
        return moment.replace(tzinfo=ZoneInfo(name)).astimezone(STATION_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError("timetable.ics_zone", zone=name) from error


def _property(event: Event, name: str) -> Any:  # noqa: ANN401  (icalendar has a type for each)
    return event[name]


def _duration(event: Event) -> timedelta:
    if "DURATION" in event:
        length = _property(event, "DURATION").dt
    elif "DTEND" in event:
        length = _local_of(event["DTEND"]) - _start(event)
    else:
        length = OPEN_LENGTH
    if not isinstance(length, timedelta) or length <= timedelta():
        raise InputError("timetable.ics_no_start")
    return length


def _rule(event: Event, starts: datetime) -> tuple[str, date | None]:
    """Recurrence without its end, and the last local day on which it still begins."""
    recurrence = event.get("RRULE")
    if recurrence is None:
        return "", None
    if isinstance(recurrence, list):
        raise InputError("timetable.ics_rule", rule="RRULE x 2")
    until = _until(recurrence, starts)
    text = ";".join(part for part in _text(recurrence).split(";") if not part.startswith("UNTIL"))
    try:
        parse(text)
    except InputError as error:
        raise InputError("timetable.ics_rule", rule=text) from error
    return text, until


def _until(recurrence: vRecur, starts: datetime) -> date | None:
    ends = recurrence.get("UNTIL")
    if not ends:
        return None
    end = ends[0]
    if not isinstance(end, datetime):
        return date(end.year, end.month, end.day)
    last = end.astimezone(STATION_ZONE) if end.tzinfo else end.replace(tzinfo=STATION_ZONE)
    early = last.time() < starts.time()
    return last.date() - timedelta(days=1) if early else last.date()


def _days_of(event: Event, name: str) -> Iterator[date]:
    for value in _values(event, name):
        if isinstance(value.dt, datetime):
            yield _local_of(value).date()
        elif isinstance(value.dt, date):
            yield value.dt


def _moments_of(event: Event, name: str) -> Iterator[datetime]:
    starts = _start(event)
    for value in _values(event, name):
        moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt  # a PERIOD
        if not isinstance(moment, datetime):
            yield datetime.combine(moment, starts.time(), STATION_ZONE)
        elif moment.tzinfo is not None:
            yield moment.astimezone(STATION_ZONE)
        else:
            yield _in_zone(moment, value)


def _values(event: Event, name: str) -> Iterator[Any]:
    """The single values of a property that may stand several times, each with several values."""
    values = event.get(name, [])
    for value in values if isinstance(values, list) else [values]:
        for one in value.dts:
            one.params = value.params
            yield one


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


def _short(reason: object) -> str:
    return " ".join(str(reason).split())[:120]


# Taking in


def bring_in(
    found: Found, store: TimetableStore, by: str, confirmed_by: str = ""
) -> tuple[tuple[Slot, ...], tuple[Problem, ...]]:
    """Put what a file holds into the timetable as one edit.

    Returns:
        The slots taken in, and one problem for each event that was not.
    """
    rules = store.rules()
    good: list[Slot] = []
    problems = list(found.problems)
    for slot in found.slots:
        try:
            check_slot(slot, rules)
            check_confirmation(slot, rules, confirmed_by)
            good.append(slot)
        except InputError as error:
            problems.append(Problem(slot.name, error))
    if not good:
        return (), tuple(problems)
    return store.merge(good, found.exceptions, by, confirmed_by), tuple(problems)
