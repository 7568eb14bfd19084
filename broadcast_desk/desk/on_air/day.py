"""What is to sound on one day and what became of it; plain functions that run in a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from broadcast_desk.desk.on_air.outages import with_outages
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.library.model import State
from broadcast_desk.logbook.model import Airing
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.settings import TimeSpan, Zone
from broadcast_desk.timetable.effect import look_ahead
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Cue, DayPlan, Relay, Remark
from broadcast_desk.timetable.plan import LibraryView, plan_days

AHEAD_DAYS = 7
"""How far the page looks for what sounds next."""


@dataclass(frozen=True, slots=True)
class Block:
    """One session in one zone, as the ruler draws it.

    Attributes:
        session: id of the session; the same in every zone it sounds in.
        items: what sounds in it, in order: start and title.
        airings: what became of it so far.
    """

    session: str
    slot_id: str
    name: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    items: tuple[tuple[datetime, str], ...]
    relay: bool
    airings: tuple[Airing, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the page shows of one day.

    Attributes:
        quiet: zone id -> its quiet spans.
        free_bytes: room left on the disk of the data folder.
        waiting: versions that wait for approval.
        following: the sessions of the next day that has any, at most `AHEAD_DAYS` on.
        has_slots: there is anything in the timetable at all.
        ahead: what will be missing, unapproved, expired or too long from today on for
            `AHEAD_DAYS`, each with the first day it happens on.
    """

    day: date
    zones: tuple[Zone, ...]
    blocks: tuple[Block, ...]
    quiet: dict[str, tuple[TimeSpan, ...]]
    remarks: tuple[Remark, ...]
    slot_names: dict[str, str]
    airings: tuple[Airing, ...]
    free_bytes: int
    waiting: int
    has_slots: bool
    following: tuple[Block, ...] = ()
    ahead: tuple[tuple[date, Remark], ...] = ()

    def coming(self, now: datetime) -> tuple[Block, ...]:
        """The next session, today or on a later day: its blocks, one for each zone."""
        ahead = [block for block in (*self.blocks, *self.following) if block.starts_at > now]
        return tuple(block for block in ahead if block.session == ahead[0].session)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first instant of a local day and of the next."""
    first = datetime.combine(day, time(), STATION_ZONE)
    return first.astimezone(UTC), (first + timedelta(days=1)).astimezone(UTC)


def day_plan(rooms: Rooms, day: date) -> DayPlan:
    """The plan of a local day, as playout makes it."""
    return next(_plans_from(rooms, day))


def library_view(rooms: Rooms) -> LibraryView:
    """What may be chosen now, and what has sounded."""
    now = rooms.clock.now()
    aired = rooms.logbook.heard(now)
    states = rooms.library.unapproved()
    return LibraryView(rooms.library.airables(), aired, known_until=now, states=states)


def _plans_from(rooms: Rooms, day: date) -> Iterator[DayPlan]:
    """The plans of a day and of `AHEAD_DAYS` after it, each made when it is asked for."""
    view = library_view(rooms)
    table = rooms.timetable.timetable()
    return plan_days(
        table.slots, table.exceptions, view, day, 1 + AHEAD_DAYS, rules_of(rooms.settings)
    )


def look(rooms: Rooms, day: date) -> Day:
    """Look at a day."""
    settings = rooms.settings
    rules = rules_of(settings)
    plans = _plans_from(rooms, day)
    planned = next(plans)
    slots = rooms.timetable.slots()
    names = {str(slot.id): slot.name for slot in slots}
    since, until = day_bounds(day)
    airings = with_outages(rooms, rooms.logbook.airings(since, until), since, until)
    return Day(
        day=day,
        zones=settings.zones,
        blocks=blocks_of(planned.cues, names, airings),
        quiet={zone.id: rules.quiet_of(zone.id) for zone in settings.zones},
        remarks=planned.remarks,
        slot_names=names,
        airings=airings,
        free_bytes=shutil.disk_usage(rooms.data.root).free,
        waiting=rooms.library.count(state=State.SUBMITTED),
        has_slots=bool(slots),
        ahead=look_ahead(rooms.timetable.timetable(), library_view(rooms), rules, day, AHEAD_DAYS),
        following=blocks_of(next((one.cues for one in plans if one.cues), ()), names, ()),
    )


def blocks_of(
    cues: Iterable[Cue], names: dict[str, str], airings: Iterable[Airing]
) -> tuple[Block, ...]:
    """The cues of a day as blocks, one for each session and zone, by start."""
    groups: dict[tuple[str, str], list[Cue]] = {}
    for cue in cues:
        for zone in cue.zones:
            groups.setdefault((cue.session_id, zone), []).append(cue)
    known = tuple(airings)
    blocks = [
        _block(session, zone, group, names, known) for (session, zone), group in groups.items()
    ]
    return tuple(sorted(blocks, key=lambda block: (block.starts_at, block.zone)))


def _block(
    session: str,
    zone: str,
    cues: list[Cue],
    names: dict[str, str],
    airings: tuple[Airing, ...],
) -> Block:
    cues = sorted(cues, key=lambda cue: cue.starts_at)
    return Block(
        session=session,
        slot_id=str(cues[0].slot_id),
        name=names.get(str(cues[0].slot_id), cues[0].content.title),
        zone=zone,
        starts_at=cues[0].starts_at,
        ends_at=max(cue.ends_at for cue in cues),
        items=tuple((cue.starts_at, cue.content.title) for cue in cues),
        relay=any(isinstance(cue.content, Relay) for cue in cues),
        airings=tuple(a for a in airings if a.session_id == session and zone in a.zones),
    )


def seconds_of_day(instant: datetime, day: date) -> float:
    """Seconds from the local midnight of `day` to an instant."""
    return (local(instant) - datetime.combine(day, time(), STATION_ZONE)).total_seconds()
