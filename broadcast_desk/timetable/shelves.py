"""Programmes on shelves: sorted by one preference, walked until one fits.

Asking costs nearly the same however large the library is: what is valid on the day and short
enough is found in arrays, many places at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.timetable.model import Rule, SelectorItem

Places = npt.NDArray[np.int64]
FIRST_LOOK = 64
"""How many places a walk looks at first; then four times as many, and so on."""

UNCHOSEN = frozenset({"signal", "opening", "music", "notice", "emergency"})
"""Kinds that only a selector that names them chooses."""

FAR = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a selector asks of a programme.

    "" is any (of kinds, any but `UNCHOSEN`); a topic holds those below it.
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
            (self.topic in ("", airable.topic) or airable.topic.startswith(f"{self.topic}."))
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

    Attributes:
        shortest: samples of the shortest programme; 0 on an empty shelf.
    """

    def __init__(self, airables: Sequence[Airable]) -> None:
        self.airables = airables
        self._lengths = np.array([a.duration_samples for a in airables], np.int64)
        self._opens = np.array([_from(a) for a in airables], np.int64)
        self._closes = np.array([_until(a) for a in airables], np.int64)
        self.shortest = int(self._lengths.min()) if len(airables) else 0
        self._valid: tuple[int, Places, Places] | None = None

    def _valid_on(self, ordinal: int) -> tuple[Places, Places]:
        """Places and lengths of what is valid on a day; the last day asked about is kept."""
        if self._valid is None or self._valid[0] != ordinal:
            places = np.flatnonzero((self._opens <= ordinal) & (self._closes >= ordinal))
            self._valid = (ordinal, places, self._lengths[places])
        return self._valid[1], self._valid[2]

    def pass_over(self, place: int, taken: Container[str], ordinal: int, most: int) -> int:
        """The first place, from a place on, that is not taken, expired or too long for good."""
        airables = self.airables
        while place < len(airables):
            airable = airables[place]
            if (
                airable.code not in taken
                and airable.duration_samples <= most
                and _until(airable) >= ordinal
            ):
                break
            place += 1
        return place

    def walk(
        self, ordinal: int, most_samples: int, start: int = 0
    ) -> Iterator[tuple[int, Airable]]:
        """(place, programme) valid on the day and not longer than that, from a place on."""
        if most_samples < self.shortest:
            return
        places, lengths = self._valid_on(ordinal)
        at, size = int(np.searchsorted(places, start)), FIRST_LOOK
        while at < len(places):
            for fitting in np.flatnonzero(lengths[at : at + size] <= most_samples).tolist():
                place = int(places[at + fitting])
                yield place, self.airables[place]
            at += size
            size *= 4


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
        wishes: what has been looked for, so that later days begin where earlier ones stopped.
    """

    airables: tuple[Airable, ...]
    last: Mapping[str, int]
    made: dict[tuple[Rule, Filter], Shelf] = field(default_factory=dict)
    wishes: set[Wish] = field(default_factory=set)

    def get(self, rule: Rule, wanted: Filter) -> Shelf:
        """The shelf of a rule and a filter."""
        key = (rule, wanted)
        if key not in self.made:
            self.made[key] = Shelf(sorted(self._chosen(rule, wanted), key=self._order(rule)))
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
