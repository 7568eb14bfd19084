"""The day plan: from slots, exceptions, library and rules to cues. Pure and total.

The same arguments give the same plan, whatever the order of the slots, whenever it is asked for.
Every occurrence of a slot is in the plan or explained by a remark. In a zone nothing overlaps.
"""

from __future__ import annotations

import functools
import gc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.choosing import Chooser
from broadcast_desk.timetable.guards import day_refusal, quiet_seconds
from broadcast_desk.timetable.instants import after_midnight, midnight_of
from broadcast_desk.timetable.model import (
    Cue,
    CueId,
    DayPlan,
    Item,
    Remark,
    Rule,
    Rules,
    SelectorItem,
    Slot,
    SlotException,
    SlotId,
)
from broadcast_desk.timetable.placing import Ground, Laid, Spans, place
from broadcast_desk.timetable.sessions import DAY_SAMPLES, ENDLESS, Session, clock_text, sessions_on
from broadcast_desk.timetable.view import LibraryView

__all__ = ["LibraryView", "plan", "plan_days"]

Number = TypeVar("Number", int, float)


def plan(
    slots: Iterable[Slot],
    exceptions: Iterable[SlotException],
    library: LibraryView,
    day: date,
    rules: Rules,
) -> DayPlan:
    """What should sound on a local day, each with its reason, and what should not, and why.

    Args:
        slots: the timetable, in any order.
        exceptions: to single occurrences.
        library: what may be chosen and what has sounded.
        day: the local day.
        rules: of the place and the station (`guards.rules_of`).
    """
    return _planned(_Days(tuple(slots), tuple(exceptions), rules), library, day)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A plan has no cycles: looking for them in the whole library would only cost time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_without_collector()
def _planned(days: _Days, library: LibraryView, day: date) -> DayPlan:
    rules = days.rules
    sessions, remarks = days.sessions_on(day)
    chooser = Chooser(library, day, rules, days.starting)
    awake = [s for s in sessions if not all(_silenced(s, days.quiet[zone]) for zone in s.zones)]
    pieces = {session.id: chooser.fill(session) for session in awake}
    fillers = {session.id: chooser.filler(session) for session in awake}
    remarks = [*remarks, *chooser.remarks]
    if rules.unreadable:
        params = (("parts", ", ".join(rules.unreadable)),)
        remarks.append(Remark("timetable.place_unreadable", params, SlotId(""), serious=True))
    tomorrow = _Tomorrow(days, day)
    heard: dict[_Place, tuple[Laid, list[str]]] = {}
    for zones, group in _zone_groups(sessions, rules):
        ground = Ground(
            rules,
            days.quiet[zones[0]],
            tomorrow.first_start(zones[0]),
            tomorrow.shuts,
        )
        laid = place(group, lambda s: pieces[s.id], lambda s: fillers[s.id], ground)
        remarks += ground.remarks
        for piece in laid:
            heard.setdefault(_place(piece), (piece, []))[1].extend(zones)
    return DayPlan(day, _cues(heard.values(), day, rules), _told_once(remarks))


def plan_days(
    slots: Iterable[Slot],
    exceptions: Iterable[SlotException],
    library: LibraryView,
    first: date,
    days: int,
    rules: Rules,
) -> Iterator[DayPlan]:
    """Plans of days in a row, each on the assumption that the day before sounds as planned."""
    known = _Days(tuple(slots), tuple(exceptions), rules)
    for number in range(days):
        found = _planned(known, library, first + timedelta(days=number))
        yield found
        library = library.after(found, known.days_back)


MOST_DAYS = 8


class _Days:
    """The sessions of days; those of the last few asked about are kept."""

    def __init__(
        self, slots: Sequence[Slot], exceptions: Sequence[SlotException], rules: Rules
    ) -> None:
        self._slots, self._exceptions, self.rules = slots, exceptions, rules
        self._known: dict[date, tuple[list[Session], list[Remark]]] = {}
        self.quiet = {zone: _quiet(rules.quiet_of(zone)) for zone in rules.zones}
        items = itertools.chain(*(s.items for s in slots), *(e.items for e in exceptions))
        self.days_back = max(map(_days_back, items), default=0)

    def sessions_on(self, day: date) -> tuple[list[Session], list[Remark]]:
        """The sessions of a local day, and why others are not among them."""
        if day not in self._known:
            if len(self._known) > MOST_DAYS:
                del self._known[min(self._known)]
            self._known[day] = sessions_on(self._slots, self._exceptions, day, self.rules)
        return self._known[day]

    def starting(self, day: date, at: str) -> list[str]:
        """The ids of the sessions that begin on a local day at a time written HH:MM, by id."""
        sessions = self.sessions_on(day)[0]
        return sorted(session.id for session in sessions if clock_text(session.start) == at)


def _days_back(item: Item) -> int:
    """How many days an item looks back at what sounded."""
    if isinstance(item, SelectorItem) and item.rule == Rule.REBROADCAST:
        return max(1, item.days_back)
    return 0


class _Tomorrow:
    """What the next day asks of sessions that run past midnight; looked up only when needed."""

    def __init__(self, days: _Days, day: date) -> None:
        self._days, self._rules = days, days.rules
        self._day = day + timedelta(days=1)
        self._anew = self._rules.special(self._day) != self._rules.special(day)

    def first_start(self, zone: str) -> int:
        """When the next day's first session begins in a zone."""
        quiet = self._days.quiet[zone]
        starts = (
            session.start
            for session in self._days.sessions_on(self._day)[0]
            if zone in session.zones and not _silenced(session, quiet)
        )
        return DAY_SAMPLES + next(starts, ENDLESS - DAY_SAMPLES)

    def shuts(self, session: Session) -> bool:
        """Whether the next day refuses the session's slot, or what it plays."""
        if self._anew:
            return True
        slot = session.slot
        return day_refusal(self._rules, self._day, slot.id, slot.priority) is not None


def _silenced(session: Session, quiet: Spans) -> bool:
    """Whether a session would begin in quiet hours."""
    if session.slot.priority is Priority.EMERGENCY:
        return False
    return any(start <= session.start < end for start, end in quiet)


@functools.lru_cache(maxsize=256)
def _quiet(spans: tuple[TimeSpan, ...]) -> Spans:
    return [
        (round(start * SAMPLE_RATE_HZ), round(end * SAMPLE_RATE_HZ))
        for start, end in quiet_seconds(spans, days=3)
    ]


def _zone_groups(
    sessions: Sequence[Session], rules: Rules
) -> list[tuple[tuple[str, ...], list[Session]]]:
    """Zones that have the same sessions and the same quiet hours, in the station's order."""
    groups: dict[tuple[object, ...], tuple[list[str], list[Session]]] = {}
    for zone in dict.fromkeys(rules.zones):
        heard = [session for session in sessions if zone in session.zones]
        key = (rules.quiet_of(zone), tuple(session.id for session in heard))
        groups.setdefault(key, ([], heard))[0].append(zone)
    return [(tuple(zones), heard) for zones, heard in groups.values()]


_Place = tuple[str, str, int, int]


def _place(laid: Laid) -> _Place:
    """What tells one cue from another; what is the same but for its zones is one cue."""
    return (laid.session.id, laid.number, laid.start, laid.end)


def _cues(heard: Iterable[tuple[Laid, Sequence[str]]], day: date, rules: Rules) -> tuple[Cue, ...]:
    """The cues by start; others of one session and number get their zone as a suffix."""
    instants = _Instants(day)
    ids: set[str] = set()
    cues: list[Cue] = []
    for laid, heard_in in heard:
        zones = tuple(zone for zone in rules.zones if zone in heard_in)
        name = f"{laid.session.id}/{laid.number}"
        name = f"{name}@{zones[0]}" if name in ids else name
        ids.add(name)
        cues.append(_cue(laid, CueId(name), zones, instants, rules))
    return tuple(sorted(cues, key=lambda cue: (cue.starts_at, cue.id)))


class _Instants(dict[int, datetime]):
    """Sample positions of one local day as instants; each is worked out once."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self._midnight = midnight_of(day)

    def __missing__(self, samples: int) -> datetime:
        self[samples] = found = after_midnight(self._midnight, samples)
        return found


def _cue(laid: Laid, name: CueId, zones: tuple[str, ...], at: _Instants, rules: Rules) -> Cue:
    slot, piece = laid.session.slot, laid.piece
    return Cue(
        id=name,
        slot_id=slot.id,
        session_id=laid.session.id,
        zones=zones,
        starts_at=at[laid.start],
        ends_at=at[laid.end],
        content=piece.content,
        priority=slot.priority,
        missed_rule=slot.missed_rule,
        late_within_s=slot.late_within_s,
        volume=_else_by_hour(slot.volume, rules.volumes, laid.start),
        because=piece.because,
        because_params=piece.params,
        fades=laid.fades,
        warm_up_s=_else_by_hour(slot.warm_up_s, rules.warm_ups, laid.start),
    )


def _else_by_hour(
    own: Number | None, by_hour: Sequence[tuple[TimeSpan, Number]], start: int
) -> Number | None:
    """What the slot says, else what the rules say for the time of day."""
    if own is not None or not by_hour:
        return own
    seconds = start // SAMPLE_RATE_HZ % 86_400
    for span, value in by_hour:
        if any(begin <= seconds < end for begin, end in quiet_seconds((span,), days=1)):
            return value
    return None


def _told_once(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Each remark once, in an order that does not depend on the order of the slots."""
    return tuple(sorted(dict.fromkeys(remarks), key=_order))


def _order(remark: Remark) -> tuple[bool, str, str, tuple[tuple[str, str], ...]]:
    return (not remark.serious, remark.slot_id, remark.code, remark.params)
