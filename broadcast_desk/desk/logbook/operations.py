"""What the logbook page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from broadcast_desk.desk.on_air.day import day_bounds
from broadcast_desk.desk.on_air.outages import with_outages
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.logbook.export import write_csv, write_xlsx
from broadcast_desk.logbook.model import Airing, Result, Verification
from broadcast_desk.logbook.reports.asean import AseanRequest, write_asean_report
from broadcast_desk.station.clock import local

CHART_DAYS = 14
WELL = (Result.COMPLETE, Result.ON_AIR)


@dataclass(frozen=True, slots=True)
class DayCount:
    """How a day went: airings heard whole, and the others."""

    day: date
    well: int
    bad: int


@dataclass(frozen=True, slots=True)
class LogDay:
    """The logbook of one day, and how the days up to it went."""

    day: date
    airings: tuple[Airing, ...]
    counts: tuple[DayCount, ...]


def log_day(rooms: Rooms, day: date) -> LogDay:
    """The logbook of a local day."""
    first = day - timedelta(days=CHART_DAYS - 1)
    airings = rooms.logbook.airings(day_bounds(first)[0], day_bounds(day)[1])
    days: dict[date, list[Airing]] = {}
    for airing in airings:
        if airing.due_at is not None:
            days.setdefault(local(airing.due_at).date(), []).append(airing)
    counts = [_count(first + timedelta(days=n), days) for n in range(CHART_DAYS)]
    since, until = day_bounds(day)
    told = with_outages(rooms, tuple(days.get(day, ())), since, until)
    return LogDay(day, told, tuple(counts))


def _count(day: date, days: dict[date, list[Airing]]) -> DayCount:
    airings = days.get(day, [])
    well = sum(1 for airing in airings if airing.result in WELL)
    return DayCount(day, well, len(airings) - well)


def verify(rooms: Rooms) -> Verification:
    """Walk over the whole chain."""
    return rooms.logbook.verify()


def export(rooms: Rooms, first: date, last: date, path: Path) -> Path:
    """Write the airings of local days, both inclusive, as .csv or .xlsx by the path's suffix."""
    airings = rooms.logbook.airings(day_bounds(first)[0], day_bounds(last)[1])
    if path.suffix.lower() == ".xlsx":
        return write_xlsx(airings, path)
    return write_csv(airings, path.with_suffix(".csv"))


def report(rooms: Rooms, request: AseanRequest, folder: Path) -> Path:
    """Write the yearly report; returns the document."""
    files = write_asean_report(
        request,
        logbook=rooms.logbook,
        settings=rooms.settings,
        now=rooms.clock.now(),
        folder=folder,
    )
    return files[0]
