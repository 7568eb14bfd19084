"""Programmes on shelves: sorted by one preference, walked until one fits.

Asking costs nearly the same however large the library is: what is valid on the day and short
enough is found in arrays, many places at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.library.topics import within
from broadcast_desk.timetable.model import Rule, SelectorItem

Numbers = npt.NDArray[np.int64]
FIRST_LOOK = 64
"""How many places a walk looks at first; then four times as many, and so on."""

UNCHOSEN = frozenset({"signal", "opening", "music", "notice", "emergency"})
"""Kinds that only a selector that names them chooses."""

FAR = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a selector asks of a programme.

    "" is any (of kinds, any but `UNCHOSEN`); a topic holds those below it, see `topics.within`.
    """

    topic: str = ""
    field: str = ""
    kind: str = ""
    issuer: str = ""

    @classmethod
    def of(cls, item: SelectorItem) -> Filter:
        """The filter of a selector; notices are of kind "notice" unless it names another."""
        kind = item.kind or ("notice" if item.rule == Rule.NOTICES else "")
        return cls(item.topic, item.field, kind, item.issuer)

    def passes(self, airable: Airable) -> bool:
        """Whether the programme is one of those asked for."""
        return (
            within(airable.topic, self.topic)
            and self.field in ("", airable.field)
            and (airable.kind == self.kind if self.kind else airable.kind not in UNCHOSEN)
            and self.issuer in ("", airable.issuer)
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What one selector looks for: its rule, its filter, the longest that it takes (samples)."""

    rule: Rule
    wanted: Filter
    most: int


class Shelf:
    """Programmes in order of preference.

    Args:
        airables: in this order.
        places: code -> its place in the arrays of the library's codes.

    Attributes:
        codes, lengths, opens, closes: of each programme, its code's place, samples, ordinals of the
            first and the last local day on which it is valid.
        shortest: samples of the shortest programme; 0 on an empty shelf.
    """

    def __init__(self, airables: Sequence[Airable], places: Mapping[str, int]) -> None:
        self.airables = airables
        self.codes: Numbers = np.array([places[a.code] for a in airables], np.int64)
        self.lengths: Numbers = np.array([a.duration_samples for a in airables], np.int64)
        self.opens: Numbers = np.array([_from(a) for a in airables], np.int64)
        self.closes: Numbers = np.array([_until(a) for a in airables], np.int64)
        self.shortest = int(self.lengths.min()) if len(airables) else 0
        self._valid: tuple[int, Numbers, Numbers, Numbers] | None = None

    def _valid_on(self, ordinal: int) -> tuple[Numbers, Numbers, Numbers]:
        """Places, lengths and codes of what is valid on a day; those of the last day are kept."""
        if self._valid is None or self._valid[0] != ordinal:
            places = np.flatnonzero((self.opens <= ordinal) & (self.closes >= ordinal))
            self._valid = (ordinal, places, self.lengths[places], self.codes[places])
        return self._valid[1:]

    def pass_over(self, place: int, taken: Numbers, ordinal: int, most: int) -> int:
        """The first place, from a place on, that is not taken, expired or too long for good.

        Args:
            place: where to begin.
            taken: by the place of a code, 0 is not taken.
            ordinal: the local day.
            most: samples that are too long if exceeded.
        """
        size = FIRST_LOOK
        while place < len(self.airables):
            end = place + size
            left = np.flatnonzero(
                (taken[self.codes[place:end]] == 0)
                & (self.lengths[place:end] <= most)
                & (self.closes[place:end] >= ordinal)
            )
            if len(left):
                return place + int(left[0])
            place, size = end, size * 4
        return len(self.airables)

    def walk(
        self, ordinal: int, most_samples: int, start: int = 0, taken: Numbers | None = None
    ) -> Iterator[tuple[int, Airable]]:
        """(place, programme) valid on the day, not longer and not taken, from a place on."""
        if most_samples < self.shortest:
            return
        places, lengths, codes = self._valid_on(ordinal)
        at, size = int(places.searchsorted(start)), FIRST_LOOK
        while at < len(places):
            fits = lengths[at : at + size] <= most_samples
            if taken is not None:
                fits &= taken[codes[at : at + size]] == 0
            for fitting in fits.nonzero()[0].tolist():
                place = int(places[at + fitting])
                yield place, self.airables[place]
            at += size
            size *= 4


class Reached:
    """How far one day's searches have come: what was too long or taken stays so that day.

    Args:
        longest: what every search takes at most.
        place: where all begin.
    """

    def __init__(self, longest: int, place: int) -> None:
        self._steps = [(longest, place)]

    def begin(self, most: int) -> int:
        """Where to look for something not longer than this."""
        return max(place for longest, place in self._steps if longest >= most)

    def note(self, most: int, place: int) -> None:
        """Nothing that short lies before the place."""
        kept = [step for step in self._steps if step[0] > most or step[1] > place]
        self._steps = [*kept, (most, place)]


def _from(airable: Airable) -> int:
    return 0 if airable.valid_from is None else airable.valid_from.toordinal()


def _until(airable: Airable) -> int:
    return FAR if airable.valid_until is None else airable.valid_until.toordinal()


def _produced(airable: Airable) -> int:
    return 0 if airable.produced_on is None else airable.produced_on.toordinal()


def _rank(airable: Airable) -> int:
    return 1 if airable.priority is Priority.NORMAL else 0


@dataclass
class Shelves:
    """Shelves of one library and one past, made when first asked for and kept.

    Attributes:
        last: code -> ordinal of the local day on which it last sounded.
        places: code -> its place in the arrays of the library's codes.
        wishes: what has been looked for, so that later days begin where earlier ones stopped.
    """

    airables: tuple[Airable, ...]
    last: Mapping[str, int]
    places: Mapping[str, int]
    made: dict[tuple[Rule, Filter], Shelf] = field(default_factory=dict)
    wishes: set[Wish] = field(default_factory=set)

    def get(self, rule: Rule, wanted: Filter) -> Shelf:
        """The shelf of a rule and a filter."""
        key = (rule, wanted)
        if key not in self.made:
            self.made[key] = Shelf(
                sorted(self._chosen(rule, wanted), key=self._order(rule)), self.places
            )
        return self.made[key]

    def _chosen(self, rule: Rule, wanted: Filter) -> list[Airable]:
        unaired = rule is Rule.NEWEST_UNAIRED
        return [
            airable
            for airable in self.airables
            if wanted.passes(airable) and not (unaired and airable.code in self.last)
        ]

    def _order(self, rule: Rule) -> Callable[[Airable], tuple[Any, ...]]:
        if rule is Rule.NEWEST_UNAIRED:
            return lambda a: (_rank(a), -_produced(a), -a.version_id)
        if rule is Rule.NOTICES:
            return lambda a: (_rank(a), _until(a), a.code, -a.version_id)
        return lambda a: (self.last.get(a.code, 0), a.code, -a.version_id)
