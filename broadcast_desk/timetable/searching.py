"""Whose turn it is: the programmes that selectors look for on one local day. Pure.

What is not there is remembered: during a day programmes are only ever taken, so no search begins
again where an earlier one found nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from broadcast_desk.library.model import Airable
from broadcast_desk.timetable.model import Rule, SelectorItem
from broadcast_desk.timetable.sessions import ENDLESS, samples_in
from broadcast_desk.timetable.shelves import Filter, Reached, Shelf, Wish
from broadcast_desk.timetable.turns import Members
from broadcast_desk.timetable.view import LibraryView


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What one selector looks for, worked out once; equal selectors share one.

    Attributes:
        most: samples of the longest that it takes.
        words: its filter, as it is shown in reasons.
    """

    rule: Rule
    wanted: Filter
    wish: Wish
    most: int
    words: str


@functools.lru_cache(maxsize=1024)
def asked_of(rule: Rule, item: SelectorItem) -> Asked:
    """What a selector of the rule looks for."""
    wanted, most = Filter.of(item), samples_in(item.max_length_s)
    return Asked(rule, wanted, Wish(rule, wanted, most), most, words_of(item))


class Searches:
    """The searches of one local day.

    Attributes:
        shelves: as they stand before the day.
        taken: what has been taken since, this day's choices included.
        ordinal: of the day.
    """

    def __init__(self, view: LibraryView, day: date) -> None:
        self._view, self._day = view, day
        self.ordinal = day.toordinal()
        self._state, self.shelves = view.shelves_before(day)
        self.taken = view.planned.copy()
        self._reached: dict[Wish | Filter, Reached] = {}
        self._searches: dict[Asked, tuple[Shelf, Reached]] = {}
        self._returns: dict[Asked, tuple[int, Members, Reached]] = {}
        self._hopeless: dict[tuple[Asked, str], int] = {}

    def take(self, code: str) -> None:
        """Count a programme as aired on the day."""
        self.taken.take(code, self.ordinal)

    def next(self, asked: Asked, item: SelectorItem, most: int, chosen: set[str]) -> Airable | None:
        """The programme whose turn it is, None when none fits.

        Args:
            asked: what the item asks for (`asked_of`).
            item: whose `rest_days` count.
            most: samples that are left.
            chosen: codes that are in the session already.
        """
        fresh = self._unless_hopeless(
            (asked, "shelf"), most, lambda: self._from_shelf(asked, item.rest_days, most)
        )
        if fresh is not None or asked.rule is Rule.NEWEST_UNAIRED:
            return fresh
        if item.rest_days < 1:
            return self._from_taken(asked, 0, most, chosen)
        return self._unless_hopeless(
            (asked, "taken"), most, lambda: self._from_taken(asked, item.rest_days, most, set())
        )

    def _unless_hopeless(
        self, key: tuple[Asked, str], most: int, look: Callable[[], Airable | None]
    ) -> Airable | None:
        """What `look` finds; where nothing that long was left today, nothing shorter is looked for.

        During a day programmes are only ever taken, so what was not there does not appear.
        """
        if most <= self._hopeless.get(key, -1):
            return None
        found = look()
        if found is None:
            self._hopeless[key] = most
        return found

    def _from_shelf(self, asked: Asked, rest_days: int, most: int) -> Airable | None:
        """The first on the shelf that has not been taken since the shelf was made."""
        if asked not in self._searches:
            self._searches[asked] = self._search(asked.wish)
        shelf, reached = self._searches[asked]
        begin, first = reached.begin(most), len(shelf.airables)
        for place, airable in shelf.walk(self.ordinal, most, begin, self.taken.newest):
            first = min(first, place)
            if asked.rule is Rule.ROTATE and not self._rested(airable.code, rest_days):
                break  # those behind sounded later still
            if self._view.newest(airable.code, self._day) is airable:
                reached.note(most, first)
                return airable
        reached.note(most, first)
        return None

    def _search(self, wish: Wish) -> tuple[Shelf, Reached]:
        """The shelf of a wish, and how far the day's searches for it have come."""
        self.shelves.wishes.add(wish)
        shelf = self.shelves.get(wish.rule, wish.wanted)
        if wish not in self._reached:
            place = self._view.cursors.get((self._state, wish), 0)
            place = shelf.pass_over(place, self.taken.newest, self.ordinal, wish.most)
            self._reached[wish] = Reached(wish.most, place)
        return shelf, self._reached[wish]

    def _from_taken(
        self, asked: Asked, rest_days: int, most: int, chosen: set[str]
    ) -> Airable | None:
        """Among what has been taken since: the one whose turn is longest ago."""
        if asked not in self._returns:
            self._returns[asked] = self._return(asked.wanted)
        shortest, among, reached = self._returns[asked]
        if most < shortest:
            return None  # nothing is short enough
        begin, first = reached.begin(most), ENDLESS
        for turn, place in self.taken.oldest(
            among, begin, self.ordinal, most, rested_by=self.ordinal - rest_days
        ):
            first = min(first, turn)
            airable = self._again(place, asked.wanted, most, chosen)
            if airable is not None:
                reached.note(most, first)
                return airable
        reached.note(most, first)
        return None

    def _return(self, wanted: Filter) -> tuple[int, Members, Reached]:
        """The shortest that passes a filter, all that do, and how far the day's searches came."""
        among = self._view.members(wanted, self._day)
        if wanted not in self._reached:
            begin = self.taken.first_alive(among, self.ordinal)
            self._reached[wanted] = Reached(ENDLESS, begin)
        shortest = self.shelves.get(Rule.ROTATE, wanted).shortest
        return shortest, among, self._reached[wanted]

    def _again(self, place: int, wanted: Filter, most: int, chosen: set[str]) -> Airable | None:
        code = self._view.code_at(place) if place >= 0 else ""
        airable = self._view.newest(code, self._day)
        if airable is None or code in chosen or airable.duration_samples > most:
            return None
        return airable if wanted.passes(airable) else None

    def _rested(self, code: str, days: int) -> bool:
        last = self._last(code)
        return last is None or self.ordinal - last >= days

    def _last(self, code: str) -> int | None:
        taken = self.taken.day_of(code)
        return self.shelves.last.get(code) if taken is None else taken

    def last_text(self, code: str) -> str:
        """The local day on which a programme last sounded, or is to, as it is shown in reasons."""
        last = self._last(code)
        return "timetable.never" if last is None else _dated(last)


@functools.lru_cache(maxsize=1024)
def _dated(ordinal: int) -> str:
    return date.fromordinal(ordinal).strftime("%d/%m/%Y")


def words_of(item: SelectorItem) -> str:
    """The selector's filter, as it is shown in reasons."""
    parts = (item.topic, item.field, item.kind, item.issuer)
    return ", ".join(part for part in parts if part) or "timetable.any"
