"""What the engine works from: cues around today, rules, what may be aired. One frozen value.

It is made from the database by `records` whenever something in it changed, and swapped whole, so
the engine never reads a half-changed timetable and goes on with the last good one when the database
cannot be read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from broadcast_desk.library.catalogue import Library
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.past import Past
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.storage import Database
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Cue, DayPlan, Rules, Slot
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView

_log = logging.getLogger(__name__)

NO_RULE = "timetable.rrule_unreadable"
"""The plan's remark on a slot whose rule of recurrence cannot be read."""

ABSENCE = timedelta(days=7)
"""What was due so long ago is still logged as missed when the computer was off."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that is to happen, as known at one moment.

    Attributes:
        version: grows with every change; 0 is before there was any.
        day: local day it was made for; cues are those of the day before, this day and the next, and
            those of the days on which the computer was off.
        airable: content hash -> last local day it may be aired (None: open).
        since: first local day of the cues, None is the day before `day`.
        held_out: what in the database cannot be read or planned and so is left out: "slot s1",
            "programme BT-1", "rules special_days", "log 12".
        slots: slot -> the slot and its exceptions as they stand in the timetable.
    """

    version: int
    day: date
    cues: tuple[Cue, ...] = ()
    rules: Rules = field(default_factory=Rules)
    settings: StationSettings = field(default_factory=StationSettings)
    airable: dict[str, date | None] = field(default_factory=dict)
    since: date | None = None
    held_out: tuple[str, ...] = ()
    slots: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones of the station."""
        return self.settings.zones

    def covers(self, instant: datetime) -> bool:
        """Whether what was due at an instant would be among the cues."""
        first = self.since or self.day - timedelta(days=1)
        return self.version > 0 and first <= local(instant).date() <= self.day + timedelta(days=1)

    def confirmed_by(self, cue: Cue) -> str:
        """Who put their name to the slot of a cue, "" when nobody did."""
        slot = next(iter(self.slots.get(cue.slot_id, ())), None)
        return slot.confirmed_by if isinstance(slot, Slot) else ""

    def keeping(self, before: Brief, now: datetime) -> Brief:
        """This brief, with the sessions that are under way as the brief before had them.

        What is approved, or heard elsewhere, in the middle of a session does not turn it over. An
        edit of its slot does, and so does a change of the rules.
        """
        if self.rules != before.rules:
            return self
        spans: dict[str, tuple[datetime, datetime]] = {}
        for cue in before.cues:
            begins, ends = spans.get(cue.session_id, (cue.starts_at, cue.ends_at))
            spans[cue.session_id] = min(begins, cue.starts_at), max(ends, cue.ends_at)
        kept = [
            cue
            for cue in before.cues
            if spans[cue.session_id][0] <= now < spans[cue.session_id][1]
            and self.slots.get(cue.slot_id) == before.slots.get(cue.slot_id)
        ]
        under_way = {cue.session_id for cue in kept}
        cues = [cue for cue in self.cues if cue.session_id not in under_way] + kept
        return replace(self, cues=_in_order(cues))


def make_brief(
    db: Database,
    library: Library,
    now: datetime,
    version: int,
    since: datetime | None = None,
    past: Past | None = None,
) -> Brief:
    """Read the database and plan the days around `now`.

    Args:
        db: the station's.
        library: the same database's.
        now: wall-clock instant.
        version: the brief's number.
        since: nobody looked after what was due from then on; up to `ABSENCE` is planned too.
        past: what has sounded, kept from brief to brief.

    Raises:
        StoreError: the database cannot be read.
    """
    settings = load_settings(db)
    rules = rules_of(settings)
    held_out = [f"rules {part}" for part in rules.unreadable]
    table, unreadable = TimetableStore(db).readable()
    held_out += [f"slot {slot_id}" for slot_id in unreadable]
    logbook = Logbook(db)
    airables = library.airables(lambda code: held_out.append(f"programme {code}"))
    heard = (past or Past(logbook)).heard(now)
    today = local(now).date()
    first = today - timedelta(days=1)
    if since is not None:
        first = max(today - ABSENCE, min(first, local(since).date()))
    count = (today - first).days + 2

    def planned(slots: tuple[Slot, ...]) -> list[DayPlan]:
        view = LibraryView(airables, known_until=now, heard=heard)
        ids = {slot.id for slot in slots}
        exceptions = tuple(e for e in table.exceptions if e.slot_id in ids)
        return list(plan_days(slots, exceptions, view, first, count, rules))

    days, hopeless = _plan_what_can_be(table.slots, planned)
    ruleless = {r.slot_id for day in days for r in day.remarks if r.code == NO_RULE}
    held_out += [f"slot {slot_id}" for slot_id in (*hopeless, *sorted(ruleless))]
    held_out += [f"log {number}" for number in sorted(logbook.unreadable)]
    unique = {cue.id: cue for day in days for cue in day.cues}
    return Brief(
        version=version,
        day=today,
        cues=_in_order(unique.values()),
        rules=rules,
        settings=settings,
        airable={a.content_sha256: a.valid_until for a in airables},
        since=first,
        held_out=tuple(dict.fromkeys(held_out)),
        slots={
            slot.id: (slot, *(e for e in table.exceptions if e.slot_id == slot.id))
            for slot in table.slots
        },
    )


def _in_order(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (cue.starts_at, cue.id)))


def _plan_what_can_be(
    slots: tuple[Slot, ...], planned: Callable[[tuple[Slot, ...]], list[DayPlan]]
) -> tuple[list[DayPlan], tuple[str, ...]]:
    """The days, and the slots that cannot be planned: they must not silence the others."""
    try:
        return planned(slots), ()
    except StoreError:
        raise
    except Exception:  # noqa: BLE001  (nonsense that was stored, or a bug: told by name, below)
        _log.exception("brief.not_planned")
    good, hopeless = [], []
    for slot in slots:
        try:
            planned((slot,))
        except Exception:  # noqa: BLE001  (as above)
            hopeless.append(str(slot.id))
        else:
            good.append(slot)
    return planned(tuple(good)), tuple(hopeless)
