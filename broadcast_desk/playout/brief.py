"""What the engine works from: cues around today, rules, what may be aired. One frozen value.

It is made from the database by `records` whenever something in it changed, and swapped whole, so
the engine never reads a half-changed timetable and goes on with the last good one when the database
cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from broadcast_desk.library.catalogue import Library
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.past import Past
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.storage import Database
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Cue, Rules
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView

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
    """

    version: int
    day: date
    cues: tuple[Cue, ...] = ()
    rules: Rules = field(default_factory=Rules)
    settings: StationSettings = field(default_factory=StationSettings)
    airable: dict[str, date | None] = field(default_factory=dict)
    since: date | None = None

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones of the station."""
        return self.settings.zones

    def covers(self, instant: datetime) -> bool:
        """Whether what was due at an instant would be among the cues."""
        first = self.since or self.day - timedelta(days=1)
        return self.version > 0 and first <= local(instant).date() <= self.day + timedelta(days=1)


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
    store = TimetableStore(db)
    airables = library.airables()
    aired = (past or Past(Logbook(db))).airings(now)
    view = LibraryView(airables, aired, known_until=now)
    today = local(now).date()
    first = today - timedelta(days=1)
    if since is not None:
        first = max(today - ABSENCE, min(first, local(since).date()))
    count = (today - first).days + 2
    days = plan_days(store.slots(), store.exceptions(), view, first, count, rules)
    unique = {cue.id: cue for day in days for cue in day.cues}
    return Brief(
        version=version,
        day=today,
        cues=tuple(sorted(unique.values(), key=lambda cue: (cue.starts_at, cue.id))),
        rules=rules,
        settings=settings,
        airable={a.content_sha256: a.valid_until for a in airables},
        since=first,
    )
