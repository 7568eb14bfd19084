"""What the properties of a calendar event hold, in the station's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Event, vRecur

from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.calendar_files.writing import OPEN_LENGTH, rule_text
from broadcast_desk.timetable.recurrence import parse


def start_of(event: Event) -> datetime:
    """When an event begins.

    Raises:
        InputError: it does not say, or is a whole day.
    """
    if "DTSTART" not in event:
        raise InputError("timetable.ics_no_start")
    return local_of(event["DTSTART"])


def local_of(value: Any) -> datetime:  # noqa: ANN401  (a property of icalendar)
    """An instant in the station's zone; a floating one is what the clock on the wall says.

    Raises:
        InputError: it is a whole day, or its zone is not known.
    """
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


def property_of(event: Event, name: str) -> Any:  # noqa: ANN401  (icalendar has a type for each)
    """A property that is there."""
    return event[name]


def duration_of(event: Event) -> timedelta:
    """How long an event lasts.

    Raises:
        InputError: not at all.
    """
    if "DURATION" in event:
        length = property_of(event, "DURATION").dt
    elif "DTEND" in event:
        length = local_of(event["DTEND"]) - start_of(event)
    else:
        length = OPEN_LENGTH
    if not isinstance(length, timedelta) or length <= timedelta():
        raise InputError("timetable.ics_no_start")
    return length


def rule_of(event: Event, starts: datetime) -> tuple[str, date | None]:
    """Recurrence without its end, and the last local day on which it still begins."""
    recurrence = event.get("RRULE")
    if recurrence is None:
        return "", None
    if isinstance(recurrence, list):
        raise InputError("timetable.ics_rule", rule="RRULE x 2")
    until = _until(recurrence, starts)
    text = ";".join(
        part for part in rule_text(recurrence).split(";") if not part.startswith("UNTIL")
    )
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


def days_of(event: Event, name: str) -> Iterator[date]:
    """The local days of a property that may stand several times."""
    for value in _values(event, name):
        if isinstance(value.dt, datetime):
            yield local_of(value).date()
        elif isinstance(value.dt, date):
            yield value.dt


def moments_of(event: Event, name: str) -> Iterator[datetime]:
    """The local instants of a property that may stand several times."""
    starts = start_of(event)
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


def short(reason: object) -> str:
    """A reason on one short line."""
    return " ".join(str(reason).split())[:120]
