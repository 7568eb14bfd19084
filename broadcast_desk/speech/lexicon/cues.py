"""Cues: the neighbours that tell one meaning of an abbreviation from another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from broadcast_desk.speech.lexicon.tokens import Line

REACH = 6
"""How many tokens away a cue without an arrow may stand."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Any one of them is enough.

    `<từ` stands just before, `>từ` just after, `từ` within six tokens, `~từ` anywhere in the
    line, `=chủ đề` is what the line is about. `<#` and `>#` are a number, `>#đv` one with a unit
    behind it, `>A` a capitalised word, `<^` the beginning of the line.
    """

    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    around: tuple[tuple[str, ...], ...]
    anywhere: tuple[tuple[str, ...], ...] = ()
    subjects: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Cues:
        """The cues written in an entry."""
        before, after, around, anywhere, subjects = [], [], [], [], []
        for cue in (part.strip() for part in text.split(";")):
            if cue.startswith("<"):
                before.append(_words(cue[1:]))
            elif cue.startswith(">"):
                after.append(_words(cue[1:]))
            elif cue.startswith("~"):
                anywhere.append(_words(cue[1:]))
            elif cue.startswith("="):
                subjects.append(cue[1:])
            elif cue:
                around.append(_words(cue))
        return cls(tuple(before), tuple(after), tuple(around), tuple(anywhere), frozenset(subjects))

    def adjoins(self, line: Line, at: int, end: int) -> bool:
        """Whether a cue of real words stands right beside the tokens from `at` to `end`."""
        return any(_stands(cue, line, at - len(cue)) for cue in self.before if _worded(cue)) or any(
            _stands(cue, line, end) for cue in self.after if _worded(cue)
        )

    def met(self, line: Line, at: int, end: int) -> bool:
        """Whether one of the cues stands beside or near the tokens from `at` to `end`."""
        return (
            any(_stands(cue, line, at - len(cue)) for cue in self.before)
            or any(_stands(cue, line, end) for cue in self.after)
            or self._met_around(line, at, end)
            or any(_stands(cue, line, at) for cue in self.anywhere for at in line.places(cue[0]))
        )

    def fits(self, line: Line) -> bool:
        """Whether the line is about one of the subjects among the cues."""
        return bool(self.subjects) and not self.subjects.isdisjoint(line.subjects)

    def _met_around(self, line: Line, at: int, end: int) -> bool:
        """A cue whose first piece is nowhere near is not looked for place by place."""
        if not self.around:
            return False
        near = line.near(at, end, REACH)
        return any(
            (cue[0] in near or cue[0] in _ANYTHING) and _near(cue, line, at, end)
            for cue in self.around
        )


_MEASURED = "#đv"
_ANYTHING = ("#", "A", "^", _MEASURED)
_MEASURE = re.compile(
    r"\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?(?:[a-zđµ%‰°]|\s(?:độ|tuổi|con|tạ|tấn|đồng|triệu|nghìn"
    r"|người|ngày|giờ|mét|lít|điểm|kg|cm|mm|m)\b)"
)


def _words(text: str) -> tuple[str, ...]:
    if text in ("A", "^"):
        return (text,)
    pieces = ((part,) if part == _MEASURED else Line(part).keys for part in text.split(" "))
    return tuple(chain.from_iterable(pieces))


def _worded(cue: tuple[str, ...]) -> bool:
    """Whether a cue has a word in it, not only a place, a number or a sign."""
    return any(piece.isalpha() and piece != "A" for piece in cue)


def _stands(cue: tuple[str, ...], line: Line, at: int) -> bool:
    if cue == ("^",):
        return at == -1
    if at < 0:
        return False
    return all(_agrees(piece, line, at + offset) for offset, piece in enumerate(cue))


def _agrees(piece: str, line: Line, at: int) -> bool:
    if piece == "#":
        return line.word(at).isdecimal()
    if piece == _MEASURED:
        return 0 <= at < len(line) and _MEASURE.match(line.text, line.starts[at]) is not None
    if piece == "A":
        return line.word(at)[:1].isupper()
    return line.key(at) == piece


def _near(cue: tuple[str, ...], line: Line, at: int, end: int) -> bool:
    places = [*range(max(0, at - REACH), at), *range(end, end + REACH)]
    return any(_stands(cue, line, place) for place in places)
