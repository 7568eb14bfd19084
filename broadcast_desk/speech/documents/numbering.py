"""The numbers Word puts before paragraphs by itself: they are in no paragraph, only counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET = "- "

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST = 3999
_MOST_BASES = 20
"""Styles of damaged files may be based on each other in a ring."""


def value_of(parent: Element | None, name: str) -> str:
    """The value of a property of Word's, "" when it is not set."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def number_as(number: int, kind: str) -> str:
    """A number as Word's number formats write it; unknown ones as digits."""
    if not 0 < number <= _MOST:
        return str(number)
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        while number >= value:
            said, number = said + letters, number - value
    return said


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    kind: str = "bullet"
    text: str = ""


@dataclass(slots=True)
class _List:
    """The levels of a list, how far each has counted, and the styles that stand for a level."""

    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document, which must be asked about in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """From `word/numbering.xml` and `word/styles.xml`, as far as they are there."""
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles = {
            style.get(f"{W}styleId", ""): style
            for style in (styles.iter(f"{W}style") if styles is not None else ())
        }
        if numbering is not None:
            self._read(numbering)

    def mark_of(self, paragraph: Element) -> str:
        """What stands before this paragraph, with a space after it; "" before most."""
        number, level = self._place_of(paragraph)
        if number in ("", "0"):
            return BULLET if self._is_called_a_list(paragraph) else ""
        abstract, overrides = self._numbers.get(number, ("", {}))
        counted = self._lists.get(abstract)
        if counted is None:
            return BULLET
        for at in [at for at in overrides if at <= level]:
            counted.counts[at] = overrides.pop(at) - 1
        return _count(counted, level)

    def table_style_has_lines(self, style_id: str) -> bool:
        """Whether tables of this style have lines between their cells."""
        for _ in range(_MOST_BASES):
            style = self._styles.get(style_id)
            if style is None:
                break
            borders = style.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return value_of(borders, "insideH") not in ("", "nil", "none")
            style_id = value_of(style, "basedOn")
        return False

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.findall(f"{W}abstractNum"):
            counted = self._lists.setdefault(abstract.get(f"{W}abstractNumId", ""), _List())
            for level in abstract.findall(f"{W}lvl"):
                at = _integer(level.get(f"{W}ilvl", ""), 0)
                counted.levels[at] = _level(level)
                if style := value_of(level, "pStyle"):
                    counted.styles[style] = at
        for number in numbering.findall(f"{W}num"):
            starts = {
                _integer(one.get(f"{W}ilvl", ""), 0): _integer(value_of(one, "startOverride"), 1)
                for one in number.findall(f"{W}lvlOverride")
                if value_of(one, "startOverride")
            }
            self._numbers[number.get(f"{W}numId", "")] = (value_of(number, "abstractNumId"), starts)

    def _place_of(self, paragraph: Element) -> tuple[str, int]:
        """The list of a paragraph and its level there: its own, or those of its style."""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None and value_of(own, "numId"):
            return value_of(own, "numId"), _integer(value_of(own, "ilvl"), 0)
        style_id, level = value_of(properties, "pStyle"), value_of(own, "ilvl")
        for _ in range(_MOST_BASES):
            style = self._styles.get(style_id)
            if style is None:
                break
            of_style = style.find(f"{W}pPr/{W}numPr")
            if of_style is not None and (number := value_of(of_style, "numId")):
                return number, _integer(
                    level or value_of(of_style, "ilvl"), self._at(number, style_id)
                )
            style_id = value_of(style, "basedOn")
        return "", 0

    def _at(self, number: str, style_id: str) -> int:
        counted = self._lists.get(self._numbers.get(number, ("", {}))[0])
        return counted.styles.get(style_id, 0) if counted is not None else 0

    def _is_called_a_list(self, paragraph: Element) -> bool:
        """A list style without numbering of its own, as in documents whose parts got lost."""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        return own is None and value_of(properties, "pStyle").lower().startswith("list")


def _level(element: Element) -> _Level:
    return _Level(
        _integer(value_of(element, "start"), 1),
        value_of(element, "numFmt") or "decimal",
        value_of(element, "lvlText"),
    )


def _count(counted: _List, level: int) -> str:
    """Count one further at this level; the levels below begin again."""
    own = counted.levels.get(level, _Level())
    counted.counts[level] = counted.counts.get(level, own.start - 1) + 1
    for deeper in [at for at in counted.counts if at > level]:
        del counted.counts[deeper]
    if own.kind == "bullet":
        return BULLET
    if own.kind == "none" and not _PLACE.search(own.text):
        return f"{own.text} ".lstrip()

    def said(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        of = counted.levels.get(at, _Level())
        return number_as(counted.counts.get(at, of.start), of.kind)

    return f"{_PLACE.sub(said, own.text)} ".lstrip()


def _integer(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise
