"""What the plan knows of the library and of what has sounded: built once, asked often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from broadcast_desk.library.model import Airable
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.model import DayPlan, Recorded, Rule
from broadcast_desk.timetable.shelves import Filter, Numbers, Shelves, Wish
from broadcast_desk.timetable.turns import Members, Turns


class Aired(Protocol):
    """What the timetable needs of an airing that sounded (`logbook.model.PastAiring` is one)."""

    @property
    def code(self) -> str:
        """The programme's code."""

    @property
    def content_sha256(self) -> str:
        """Which content of it."""

    @property
    def started_at(self) -> datetime:
        """When it became audible."""

    @property
    def planned_at(self) -> datetime | None:
        """When it was planned, None when it was not."""

    @property
    def slot_id(self) -> str:
        """The slot it belonged to."""

    @property
    def session_id(self) -> str:
        """The session it belonged to."""


def recorded(airable: Airable) -> Recorded:
    """An airable as a cue's content."""
    return Recorded(
        version_id=airable.version_id,
        programme_id=airable.programme_id,
        code=airable.code,
        title=airable.title,
        content_sha256=airable.content_sha256,
        audio_sha256=airable.audio_sha256,
        duration_samples=airable.duration_samples,
        kind=airable.kind,
        topic=airable.topic,
        field=airable.field,
        language=airable.language,
        issuer=airable.issuer,
        ai_mark=airable.ai_mark,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """One programme of one session that has sounded, or is planned to."""

    code: str
    content_sha256: str
    session_id: str
    at: datetime


EVER = 1 << 30

Sessions = Mapping[str, tuple[Heard, ...]]
"""Session id -> what sounded in it, in order."""


class LibraryView:
    """What may be chosen, and what has sounded, as known at one moment.

    Args:
        airables: every approved version with audio (`Library.airables()`).
        aired: what has sounded (`Logbook.past_airings()`).
        known_until: the instant up to which `aired` is complete: what was due before it and is not
            in `aired` did not sound. None when nobody can say.
        states: code -> state of programmes that are not approved, so that remarks can say why.
        heard: what has sounded, by day already, instead of `aired`.
    """

    def __init__(
        self,
        airables: Iterable[Airable] = (),
        aired: Iterable[Aired] = (),
        known_until: datetime | None = None,
        states: Mapping[str, str] | None = None,
        heard: Mapping[date, Sessions] | None = None,
    ) -> None:
        self.known_until = known_until
        self.states = dict(states or {})
        self._airables = tuple(a for a in airables if a.duration_samples > 0)
        self._versions: dict[str, list[Airable]] = {}
        for airable in sorted(self._airables, key=lambda a: -a.version_id):
            self._versions.setdefault(airable.code, []).append(airable)
        self._heard = by_day(aired) if heard is None else heard
        self._shelves: dict[int, Shelves] = {}
        self._planned_days: dict[date, Sessions] = {}
        self._contents: dict[tuple[str, int], Recorded] = {}
        self._places = {code: place for place, code in enumerate(self._versions)}
        self._codes = tuple(self._versions)
        self._members: dict[Filter, Members] = {}
        self.planned = Turns(self._places)
        self.cursors: dict[tuple[int, Wish], int] = {}

    def newest(self, code: str, day: date) -> Airable | None:
        """The newest version of a programme that is valid on the local day."""
        for airable in self._versions.get(code, ()):
            if airable.valid_on(day):
                return airable
        return None

    def versions(self, code: str) -> Sequence[Airable]:
        """All approved versions of a programme, newest first."""
        return self._versions.get(code, ())

    def content(self, airable: Airable) -> Recorded:
        """An airable of this library as a cue's content."""
        key = (airable.code, airable.version_id)
        if key not in self._contents:
            self._contents[key] = recorded(airable)
        return self._contents[key]

    def code_at(self, place: int) -> str:
        """The code at a place of the arrays."""
        return self._codes[place]

    def members(self, wanted: Filter, day: date) -> Members:
        """The programmes that pass a filter, as arrays."""
        if wanted not in self._members:
            shelf = self.shelves_before(day)[1].get(Rule.ROTATE, wanted)
            self._members[wanted] = Members(shelf, len(self._codes))
        return self._members[wanted]

    def count(self, wanted: Filter, day: date) -> int:
        """How many programmes pass a filter and are valid on the local day."""
        codes = {a.code for a in self._airables if wanted.passes(a) and a.valid_on(day)}
        return len(codes)

    def aired_before(self, code: str, day: date) -> bool:
        """Whether a programme really sounded on a day before."""
        return code in self.shelves_before(day)[1].last

    def heard_on(self, day: date) -> Sessions:
        """What really sounded on a local day."""
        return self._heard.get(day, {})

    def sessions_of(self, day: date) -> Sessions:
        """What sounded or, on days planned since, is to sound on a local day."""
        return self._planned_days.get(day) or self.heard_on(day)

    def shelves_before(self, day: date) -> tuple[int, Shelves]:
        """The shelves as they stand before a local day, and the number of that state."""
        number = sum(1 for known in self._heard if known < day)
        if number not in self._shelves:
            self._shelves[number] = Shelves(self._airables, self._last_before(day), self._places)
        return number, self._shelves[number]

    def _last_before(self, day: date) -> dict[str, int]:
        last: dict[str, int] = {}
        for known in sorted(known for known in self._heard if known < day):
            for session in self._heard[known].values():
                last.update((heard.code, known.toordinal()) for heard in session)
        return last

    def after(self, plan: DayPlan, days_back: int = EVER) -> LibraryView:
        """The view of the next day, on the assumption that everything planned sounds.

        Args:
            plan: of the day.
            days_back: how many planned days are remembered in full, for what repeats them.
        """
        new = object.__new__(LibraryView)
        new.__dict__.update(self.__dict__)
        kept = [known for known in self._planned_days if (plan.day - known).days < days_back]
        new._planned_days = {known: self._planned_days[known] for known in kept}
        if days_back:
            new._planned_days[plan.day] = _planned_sessions(plan)
        new.planned = self.planned.copy()
        codes = [cue.content.code for cue in plan.cues if isinstance(cue.content, Recorded)]
        new.planned.take_all(codes, plan.day.toordinal())
        new.cursors = self._advanced(new.planned.newest, plan.day.toordinal() + 1)
        return new

    def _advanced(self, planned: Numbers, ordinal: int) -> dict[tuple[int, Wish], int]:
        """For every wish, the place before which nothing is left for it on later days."""
        cursors = dict(self.cursors)
        for number, shelves in self._shelves.items():
            for wish in shelves.wishes:
                shelf = shelves.get(wish.rule, wish.wanted)
                place = cursors.get((number, wish), 0)
                cursors[number, wish] = shelf.pass_over(place, planned, ordinal, wish.most)
        return cursors


def by_day(aired: Iterable[Aired]) -> dict[date, Sessions]:
    """What has sounded, by local day and session."""
    days: dict[date, dict[str, list[Heard]]] = {}
    for airing in aired:
        at = airing.planned_at or airing.started_at
        heard = Heard(airing.code, airing.content_sha256, airing.session_id, at)
        days.setdefault(local(at).date(), {}).setdefault(airing.session_id, []).append(heard)
    return {day: _in_order(sessions) for day, sessions in days.items()}


def together(*parts: Mapping[date, Sessions]) -> dict[date, Sessions]:
    """Several `by_day` as one."""
    days: dict[date, Sessions] = {}
    for part in parts:
        for day, sessions in part.items():
            known = days.get(day)
            days[day] = sessions if known is None else _joined(known, sessions)
    return days


def _joined(one: Sessions, other: Sessions) -> Sessions:
    sessions = {name: list(heard) for name, heard in one.items()}
    for name, heard in other.items():
        sessions.setdefault(name, []).extend(heard)
    return _in_order(sessions)


def _in_order(sessions: Mapping[str, list[Heard]]) -> Sessions:
    return {
        session: tuple(sorted(set(heard), key=lambda h: (h.at, h.code, h.content_sha256)))
        for session, heard in sessions.items()
    }


def _planned_sessions(plan: DayPlan) -> Sessions:
    sessions: dict[str, list[Heard]] = {}
    for cue in plan.cues:
        if isinstance(cue.content, Recorded):
            heard = Heard(
                cue.content.code, cue.content.content_sha256, cue.session_id, cue.starts_at
            )
            sessions.setdefault(cue.session_id, []).append(heard)
    return _in_order(sessions)
