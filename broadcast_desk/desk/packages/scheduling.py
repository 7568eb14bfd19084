"""Suggested airings and the timetable tied together, for the window and the command line."""

from __future__ import annotations

import functools

from broadcast_desk.library.catalogue import Library
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.packages.suggesting import Suggestion, Suggestions
from broadcast_desk.station.clock import Clock
from broadcast_desk.storage import Database
from broadcast_desk.timetable.once import Once, put_once, take_once
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView


class Scheduling:
    """What the centre suggests, and the means to put it into the timetable and take it off."""

    def __init__(self, library: Library, db: Database, clock: Clock) -> None:
        self._library = library
        self._db = db
        self._clock = clock
        self._timetable = TimetableStore(db, clock)
        self.suggestions = Suggestions(library, db, clock)

    @functools.cached_property
    def _view(self) -> LibraryView:
        now = self._clock.now()
        aired = Logbook(self._db).heard(now)
        states = self._library.unapproved()
        return LibraryView(self._library.airables(), aired, known_until=now, states=states)

    def put(self, one: Suggestion, by: str, confirmed_by: str = "") -> str:
        """Put one into the timetable; the slot's id.

        Raises:
            InputError: see `put_once`.
        """
        assert one.at is not None
        note = f"{one.issuer}, {one.package_id}"
        wanted = Once(one.code, one.title, one.at, one.priority, note)
        return put_once(self._timetable, lambda: self._view, wanted, by, confirmed_by).id

    def follow(self) -> dict[str, list[str]]:
        """Do what the station's rules allow, and take what was withdrawn off the timetable."""

        def take(slot_id: str, code: str) -> None:
            take_once(self._timetable, slot_id, code, "")

        taken = self.suggestions.take_off_withdrawn(take)
        scheduled = self.suggestions.accept_by_rules(self.put)
        return {"scheduled": [one.code for one in scheduled], "taken_off": list(taken)}
