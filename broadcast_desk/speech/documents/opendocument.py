"""The text of an .odt: paragraphs, list marks, table rows; what is deleted or hidden stays out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast_desk.speech.documents.archives import xml_if_there, xml_of
from broadcast_desk.speech.documents.numbering import BULLET, number_as
from broadcast_desk.station.errors import SpeechError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_NAMES}text:1.0}}", f"{_NAMES}style:1.0}}"
_OFFICE, _DRAW = f"{_NAMES}office:1.0}}", f"{_NAMES}drawing:1.0}}"
_TABLE, _SVG = f"{_NAMES}table:1.0}}", f"{_NAMES}svg-compatible:1.0}}"
_FO = f"{_NAMES}xsl-fo-compatible:1.0}}"
_SKIPPED = {
    f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_TEXT}hidden-text", f"{_TEXT}ruby-text",
    f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_DRAW}object", f"{_DRAW}object-ole",
    f"{_SVG}title", f"{_SVG}desc",
}  # fmt: skip
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_OWN = (*_PARAGRAPHS, f"{_TEXT}list")
"""What makes paragraphs of its own, also inside another."""

_ENCRYPTED = f".//{_NAMES}manifest:1.0}}encryption-data"
_SPAN = f"{_TEXT}span"
_BLANKS = re.compile(r"\s+")
"""However the XML is broken into lines, it is a space."""

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip


def text_of_odt(path: Path) -> Iterator[str]:
    """The paragraphs of an .odt, list items with their marks, table rows in one line.

    Raises:
        SpeechError: damaged, too large or with a password.
        OSError: the file cannot be read.
    """
    manifest = xml_if_there(path, "META-INF/manifest.xml")
    if manifest is not None and manifest.find(_ENCRYPTED) is not None:
        raise SpeechError("speech.document_password", name=path.name)
    root = xml_of(path, "content.xml")
    styles = xml_if_there(path, "styles.xml")
    return _Reader([root] if styles is None else [styles, root]).blocks(root)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; no kind is a bullet."""

    kind: str = ""
    before: str = ""
    after: str = ""
    start: int = 1


@dataclass(slots=True)
class _Place:
    """Where in a list the reading is: its style, how deep, how far it has counted."""

    style: str
    depth: int
    count: int = 0
    marked: bool = True


class _Reader:
    def __init__(self, sources: list[Element]) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._lined: set[str] = set()
        self._last: dict[str, int] = {}
        self._hidden: set[str] = set()
        for source in sources:
            for style in source.iter(f"{_TEXT}list-style"):
                self._learn_list(style)
            for style in source.iter(f"{_STYLE}style"):
                self._learn_cell(style)
                self._learn_text(style)

    def _learn_list(self, style: Element) -> None:
        name = style.get(f"{_STYLE}name", "")
        for level in style.iter(f"{_TEXT}list-level-style-number"):
            kind = _KINDS.get(level.get(f"{_STYLE}num-format", ""), "")
            before, after = (level.get(f"{_STYLE}num-{end}", "") for end in ("prefix", "suffix"))
            start = _integer(level.get(f"{_TEXT}start-value", ""), 1)
            depth = _integer(level.get(f"{_TEXT}level", ""), 1)
            self._levels[name, depth] = _Level(kind, before, after, start)

    def _learn_cell(self, style: Element) -> None:
        properties = style.find(f"{_STYLE}table-cell-properties")
        if properties is None:
            return
        sides = [properties.get(f"{_FO}border{side}", "") for side in ("", "-left", "-bottom")]
        if any(side not in ("", "none") for side in sides):
            self._lined.add(style.get(f"{_STYLE}name", ""))

    def _learn_text(self, style: Element) -> None:
        properties = style.find(f"{_STYLE}text-properties")
        if properties is not None and properties.get(f"{_TEXT}display") == "none":
            self._hidden.add(style.get(f"{_STYLE}name", ""))

    def blocks(self, element: Element, place: _Place | None = None) -> Iterator[str]:
        """Everything below, in order."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, place)
            elif child.tag == f"{_TEXT}list":
                yield from self._list(child, place)
            elif child.tag == f"{_TABLE}table-row" and self._has_lines(child):
                yield from self._row(child)
            else:
                yield from self.blocks(child, place)

    def _paragraph(self, paragraph: Element, place: _Place | None) -> Iterator[str]:
        text = "".join(self._runs(paragraph)).strip()
        if text:
            mark = self._mark(place) if place is not None else ""
            yield f"{mark}{text}"
        yield from self.blocks(paragraph)  # text boxes stand inside a paragraph

    def _runs(self, element: Element) -> Iterator[str]:
        yield _BLANKS.sub(" ", element.text or "")
        for child in element:
            if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
                yield " "
            elif child.tag == f"{_TEXT}line-break":
                yield "\n"
            elif child.tag not in _SKIPPED and child.tag not in _OWN and not self._hides(child):
                yield from self._runs(child)
            yield _BLANKS.sub(" ", child.tail or "")

    def _hides(self, element: Element) -> bool:
        return element.tag == _SPAN and element.get(f"{_TEXT}style-name", "") in self._hidden

    def _list(self, element: Element, outer: _Place | None) -> Iterator[str]:
        style = element.get(f"{_TEXT}style-name", "") or (outer.style if outer else "")
        place = _Place(style, outer.depth + 1 if outer else 1)
        if element.get(f"{_TEXT}continue-numbering") == "true" and place.depth == 1:
            place.count = self._last.get(style, 0)
        else:
            place.count = self._level(place).start - 1
        for item in element:
            if item.tag == f"{_TEXT}list-item":
                start = item.get(f"{_TEXT}start-value", "")
                place.count = _integer(start, place.count + 1)
                place.marked = False
            yield from self.blocks(item, place)
        if place.depth == 1:
            self._last[style] = place.count

    def _level(self, place: _Place) -> _Level:
        return self._levels.get((place.style, place.depth), _Level())

    def _mark(self, place: _Place) -> str:
        """The item's mark, before its first paragraph only."""
        if place.marked:
            return ""
        place.marked = True
        level = self._level(place)
        if not level.kind:
            return BULLET
        return f"{level.before}{number_as(place.count, level.kind)}{level.after} "

    def _has_lines(self, row: Element) -> bool:
        cells = row.findall(f"{_TABLE}table-cell")
        return any(cell.get(f"{_TABLE}style-name", "") in self._lined for cell in cells)

    def _row(self, row: Element) -> Iterator[str]:
        """A row in one line, if every cell holds one paragraph; else paragraph by paragraph."""
        cells = [list(self.blocks(cell)) for cell in row.findall(f"{_TABLE}table-cell")]
        if all(len(cell) <= 1 and "\n" not in "".join(cell) for cell in cells):
            said = [" ".join(cell) for cell in cells if cell]
            if said:
                yield ", ".join(said)
        else:
            for cell in cells:
                yield from cell


def _integer(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise
