"""Whose turn it was, in order: programmes taken since the library was looked at.

What is asked at every choice (has it been taken, which was taken longest ago) is answered in
arrays, so that a year's plans cost a day the same in December as in January.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from broadcast_desk.timetable.shelves import FIRST_LOOK, Numbers, Shelf

SPARE = 1024
NEVER = np.iinfo(np.int64).max


class Turns:
    """Turns in order; a programme's newest turn is the one that counts.

    Args:
        places: code -> its place in arrays, for every code that can be chosen; turns of other
            codes are not kept.

    Attributes:
        newest: place -> number of the programme's newest turn, 0 for none.
    """

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = places
        self.newest: Numbers = np.zeros(len(places), np.int64)
        self._codes: Numbers = np.zeros(SPARE, np.int64)
        self._days: Numbers = np.zeros(SPARE, np.int64)
        self._count = 1

    def __contains__(self, code: str) -> bool:
        """Whether a programme has had a turn."""
        place = self._places.get(code)
        return place is not None and bool(self.newest[place])

    def copy(self) -> Turns:
        """The same turns, to go on from; superseded ones are dropped when they are many."""
        new = Turns(self._places)
        new.newest, new._count = self.newest.copy(), self._count
        new._codes, new._days = self._codes.copy(), self._days.copy()
        if self._count > 2 * len(self._places) + SPARE:
            new._drop_superseded()
        return new

    def take(self, code: str, ordinal: int) -> None:
        """Give a programme a turn on a local day."""
        place = self._places.get(code)
        if place is None:
            return
        self._make_room(1)
        self._codes[self._count], self._days[self._count] = place, ordinal
        self.newest[place] = self._count
        self._count += 1

    def take_all(self, codes: Sequence[str], ordinal: int) -> None:
        """Give programmes a turn on a local day, one after the other."""
        known = [place for place in map(self._places.get, codes) if place is not None]
        end = self._count + len(known)
        self._make_room(len(known))
        self._codes[self._count : end], self._days[self._count : end] = known, ordinal
        self.newest[known] = np.arange(self._count, end)  # of one taken twice the last counts
        self._count = end

    def _make_room(self, count: int) -> None:
        while self._count + count > len(self._codes):
            self._codes = np.concatenate([self._codes, np.zeros_like(self._codes)])
            self._days = np.concatenate([self._days, np.zeros_like(self._days)])

    def day_of(self, code: str) -> int | None:
        """The ordinal of the day of a programme's newest turn."""
        place = self._places.get(code)
        number = 0 if place is None else int(self.newest[place])
        return int(self._days[number]) if number else None

    def _drop_superseded(self) -> None:
        alive = 1 + np.flatnonzero(self._alive(1, self._count))
        count = len(alive) + 1
        codes, days = np.zeros(count + SPARE, np.int64), np.zeros(count + SPARE, np.int64)
        codes[1:count], days[1:count] = self._codes[alive], self._days[alive]
        self._codes, self._days, self._count = codes, days, count
        self.newest[codes[1:count]] = np.arange(1, count)

    def _alive(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        alive: npt.NDArray[np.bool_] = self.newest[self._codes[start:end]] == np.arange(start, end)
        return alive

    def oldest(
        self, among: Members, begin: int, ordinal: int, most: int, *, rested_by: int
    ) -> Iterator[tuple[int, int]]:
        """(turn, place of its programme), longest ago first; last, (where it ended, -1).

        Args:
            among: which programmes.
            begin: the turn to begin at, such as `first_alive`.
            ordinal: the day, on which one of their versions is valid.
            most: samples; their shortest version is not longer.
            rested_by: the last day a turn may have been on.
        """
        size = FIRST_LOOK
        end = int(np.searchsorted(self._days[1 : self._count], rested_by, side="right")) + 1
        while begin < end:
            stop = min(end, begin + size)
            codes = self._codes[begin:stop]
            fits = (
                self._alive(begin, stop)
                & (among.shortest[codes] <= most)
                & among.valid(codes, ordinal)
            )
            for fitting in fits.nonzero()[0].tolist():
                yield begin + fitting, int(codes[fitting])
            begin, size = stop, size * 4
        yield max(begin, end), -1

    def first_alive(self, among: Members, ordinal: int) -> int:
        """The number of the first turn that one of these programmes may be chosen for again."""
        begin, size = 1, FIRST_LOOK
        while begin < self._count:
            stop = min(self._count, begin + size)
            codes = self._codes[begin:stop]
            fits = np.flatnonzero(self._alive(begin, stop) & among.valid(codes, ordinal))
            if len(fits):
                return begin + int(fits[0])
            begin, size = stop, size * 4
        return self._count


class Members:
    """The programmes of one shelf by their places in arrays.

    Attributes:
        shortest: place -> samples of the shortest version on the shelf, NEVER for none.
    """

    def __init__(self, shelf: Shelf, count: int) -> None:
        self.shortest: Numbers = np.full(count, NEVER, np.int64)
        self._opens: Numbers = np.full(count, NEVER, np.int64)
        self._closes: Numbers = np.full(count, -1, np.int64)
        np.minimum.at(self.shortest, shelf.codes, shelf.lengths)
        np.minimum.at(self._opens, shelf.codes, shelf.opens)
        np.maximum.at(self._closes, shelf.codes, shelf.closes)

    def valid(self, codes: Numbers, ordinal: int) -> npt.NDArray[np.bool_]:
        """Which of these places are on the shelf with a version that may be valid on the day."""
        return (self._opens[codes] <= ordinal) & (self._closes[codes] >= ordinal)
