"""On which local days a slot occurs: RFC 5545 recurrence, with the results of dateutil.

dateutil walks a rule from its first day; a daily rule of 2021 takes milliseconds to ask about a day
of 2030. The forms that timetables use are therefore answered by arithmetic, and a test holds the
answers against dateutil's own for thousands of random rules. Every other form goes to dateutil.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import rrule, rrulestr

from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.model import Slot

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LEAP_CYCLE_YEARS = 28
SOON_YEARS = 12
"""Within so many years a slot must occur; 29 February comes after eight at the latest."""
FURTHEST_YEARS = 200
"""How far a rule with COUNT is followed."""

_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A parsed rule; days are local.

    Attributes:
        nth: (weekday, n) pairs such as (0, 1), the first Monday.
        whole: the canonical text without UNTIL, for dateutil.
        positions: BYSETPOS, which of the days of one period.
        other: it has a part (BYWEEKNO) that is left to dateutil.
    """

    frequency: str
    interval: int = 1
    week_start: int = 0
    until: date | None = None
    count: int | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    whole: str = ""
    other: bool = False


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Recurrence:
    """The rule written as RFC 5545 RRULE, e.g. "FREQ=WEEKLY;BYDAY=MO,WE".

    Raises:
        InputError: it is no rule, or one that recurs more often than daily.
    """
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency in {"HOURLY", "MINUTELY", "SECONDLY"}:
        raise InputError("timetable.rrule_too_often", rule=text)
    if frequency not in FREQUENCIES:
        raise InputError("timetable.rrule", rule=text)
    try:
        return _from_parts(parts, frequency)
    except ValueError as error:
        raise InputError("timetable.rrule", rule=text) from error


def _parts(text: str) -> dict[str, str]:
    body = text.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for part in filter(None, body.split(";")):
        name, equals, value = part.partition("=")
        if not equals or name in parts or name not in _KNOWN:
            raise InputError("timetable.rrule", rule=text)
        parts[name] = value
    return parts


_KNOWN = frozenset(
    {
        *("FREQ", "INTERVAL", "WKST", "UNTIL", "COUNT", "BYSETPOS"),
        *("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYDAY", "BYWEEKNO"),
    }
)


def _from_parts(parts: Mapping[str, str], frequency: str) -> Recurrence:
    weekdays, nth = _weekdays(parts.get("BYDAY", ""), frequency)
    recurrence = Recurrence(
        frequency=frequency,
        interval=_number(parts.get("INTERVAL", "1"), 1, 10_000),
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
        until=_until(parts.get("UNTIL", "")),
        count=_number(parts["COUNT"], 1, 100_000) if "COUNT" in parts else None,
        months=_numbers(parts.get("BYMONTH", ""), 1, 12),
        month_days=_numbers(parts.get("BYMONTHDAY", ""), -31, 31),
        year_days=_numbers(parts.get("BYYEARDAY", ""), -366, 366),
        weekdays=weekdays,
        nth=nth,
        whole=";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL"),
        positions=_numbers(parts.get("BYSETPOS", ""), -366, 366),
        other="BYWEEKNO" in parts,
    )
    if recurrence.other:
        _numbers(parts["BYWEEKNO"], -53, 53)
        if frequency != "YEARLY":
            raise ValueError(parts["BYWEEKNO"])
        rrulestr(recurrence.whole, dtstart=datetime(2021, 1, 1))  # noqa: DTZ001  (local days)
    return recurrence


def _number(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _numbers(text: str, least: int, most: int) -> frozenset[int]:
    numbers = frozenset(_number(part, least, most) for part in text.split(",") if text)
    if 0 in numbers:
        raise ValueError(text)
    return numbers


def _weekdays(text: str, frequency: str) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    weekdays, nth = set(), set()
    for part in filter(None, text.split(",")):
        match = _DAY.fullmatch(part)
        if match is None:
            raise ValueError(part)
        weekday = WEEKDAYS.index(match[2])
        if match[1] and frequency in {"MONTHLY", "YEARLY"}:
            nth.add((weekday, _number(match[1], -53, 53)))
        else:
            weekdays.add(weekday)
    if any(n == 0 for _, n in nth):
        raise ValueError(text)
    return frozenset(weekdays), frozenset(nth)


def _until(text: str) -> date | None:
    """The last local day; an instant in UTC is brought to the station's zone."""
    if not text:
        return None
    day = datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007  (a local day)
    if len(text) == 8:
        return day
    moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    if text.endswith("Z"):
        return moment.replace(tzinfo=UTC).astimezone(STATION_ZONE).date()
    return day


def slot_occurs(slot: Slot, day: date) -> bool:
    """Whether the slot has an occurrence on the local day, exceptions aside.

    Raises:
        InputError: its recurrence is no rule.
    """
    if slot.valid_until is not None and day > slot.valid_until:
        return False
    return occurs(slot.rrule, slot.valid_from, day)


def first_day(slot: Slot) -> date | None:
    """The first local day on which a slot occurs, None within `SOON_YEARS` of its beginning.

    Raises:
        InputError: its recurrence is no rule.
    """
    last = slot.valid_from.toordinal() + SOON_YEARS * 366
    if slot.valid_until is not None:
        last = min(last, slot.valid_until.toordinal())
    days = map(date.fromordinal, range(slot.valid_from.toordinal(), last + 1))
    return next((day for day in days if slot_occurs(slot, day)), None)


def occurs(text: str, first: date, day: date) -> bool:
    """Whether the rule, counted from the local day `first`, has an occurrence on `day`.

    Args:
        text: RFC 5545 RRULE; "" is once, on `first`.
        first: the day the rule starts (DTSTART).
        day: the day asked about.

    Raises:
        InputError: `text` is no rule.
    """
    if day < first:
        return False
    if not text:
        return day == first
    rule = parse(text)
    if rule.until is not None and day > rule.until:
        return False
    if rule.other:
        return day in _expanded(rule, first, day.year)
    if not _matches(rule, first, day):
        return False
    return rule.count is None or day <= _last_counted(rule, first)


def _matches(rule: Recurrence, first: date, day: date) -> bool:
    if not _in_rule(rule, first, day):
        return False
    if not rule.positions:
        return True
    period = [other for other in _period(rule, first, day) if _in_rule(rule, first, other)]
    place = period.index(day)
    return place + 1 in rule.positions or place - len(period) in rule.positions


def _in_rule(rule: Recurrence, first: date, day: date) -> bool:
    return _fits_limits(rule, day) and _PERIODS[rule.frequency](rule, first, day)


def _period(rule: Recurrence, first: date, day: date) -> list[date]:
    """The days among which BYSETPOS counts; a week that the rule begins in counts from there."""
    if rule.frequency == "DAILY":
        return [day]
    if rule.frequency == "WEEKLY":
        begins = date.fromordinal(_week(day, rule))
        week = [begins + timedelta(days=n) for n in range(7)]
        return [other for other in week if other >= first]
    if rule.frequency == "MONTHLY":
        begins, length = day.replace(day=1), calendar.monthrange(day.year, day.month)[1]
    else:
        begins, length = date(day.year, 1, 1), 366 if calendar.isleap(day.year) else 365
    return [begins + timedelta(days=n) for n in range(length)]


def _fits_limits(rule: Recurrence, day: date) -> bool:
    """The parts that mean the same whatever the frequency."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _in_month(day, rule.month_days):
        return False
    if rule.year_days and not _in_year(day, rule.year_days):
        return False
    return not rule.weekdays or day.weekday() in rule.weekdays


def _in_month(day: date, wanted: frozenset[int]) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in wanted or day.day - length - 1 in wanted


def _in_year(day: date, wanted: frozenset[int]) -> bool:
    number, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    return number in wanted or number - length - 1 in wanted


def _daily(rule: Recurrence, first: date, day: date) -> bool:
    return (day - first).days % rule.interval == 0


def _weekly(rule: Recurrence, first: date, day: date) -> bool:
    weeks = (_week(day, rule) - _week(first, rule)) // 7
    if weeks % rule.interval:
        return False
    return bool(_chooses_days(rule)) or day.weekday() == first.weekday()


def _week(day: date, rule: Recurrence) -> int:
    return day.toordinal() - (day.weekday() - rule.week_start) % 7


def _monthly(rule: Recurrence, first: date, day: date) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % rule.interval:
        return False
    if rule.nth:
        return _nth(rule, day.weekday(), day.day, calendar.monthrange(day.year, day.month)[1])
    return bool(_chooses_days(rule)) or day.day == first.day


def _yearly(rule: Recurrence, first: date, day: date) -> bool:
    if (day.year - first.year) % rule.interval:
        return False
    if rule.nth:
        if rule.months:
            return _nth(rule, day.weekday(), day.day, calendar.monthrange(day.year, day.month)[1])
        length = 366 if calendar.isleap(day.year) else 365
        return _nth(rule, day.weekday(), day.timetuple().tm_yday, length)
    if _chooses_days(rule):
        return True
    return day.day == first.day and (bool(rule.months) or day.month == first.month)


def _nth(rule: Recurrence, weekday: int, number: int, length: int) -> bool:
    """Whether the day, `number`-th of `length`, is one of the n-th weekdays asked for."""
    forward, backward = (number - 1) // 7 + 1, -((length - number) // 7 + 1)
    return (weekday, forward) in rule.nth or (weekday, backward) in rule.nth


def _chooses_days(rule: Recurrence) -> bool:
    return bool(rule.month_days or rule.year_days or rule.weekdays)


_PERIODS: Mapping[str, Callable[[Recurrence, date, date], bool]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}


@functools.lru_cache(maxsize=4096)
def _last_counted(rule: Recurrence, first: date) -> date:
    """The day of the COUNT-th occurrence, or the last day followed when there are fewer."""
    assert rule.count is not None
    left, day = rule.count, first
    horizon = min(date.max.year - 1, first.year + FURTHEST_YEARS)
    while day.year <= horizon:
        if _matches(rule, first, day):
            left -= 1
            if left == 0:
                return day
        day += timedelta(days=1)
    return day


@functools.lru_cache(maxsize=4096)
def _expanded(rule: Recurrence, first: date, year: int) -> frozenset[date]:
    """All days of a year on which a rule that only dateutil knows occurs."""
    if not _can_ever_match(rule):
        return frozenset()
    start = datetime.combine(first, time())
    found = rrulestr(rule.whole, dtstart=start)
    assert isinstance(found, rrule)
    days = set()
    for moment in found.xafter(start, inc=True):
        if moment.year > year:
            break
        if moment.year == year:
            days.add(moment.date())
    return frozenset(days)


@functools.lru_cache(maxsize=4096)
def _can_ever_match(rule: Recurrence) -> bool:
    """Whether any day of a leap cycle passes: dateutil searches a hopeless rule to year 9999."""
    first = date(2000, 1, 1)
    days = (first + timedelta(days=n) for n in range(366 * LEAP_CYCLE_YEARS))
    return any(_fits_limits(rule, day) for day in days)
