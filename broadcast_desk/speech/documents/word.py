"""The text of a .docx: paragraphs, list marks, table rows; what is deleted or hidden stays out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast_desk.speech.documents.archives import xml_if_there, xml_of
from broadcast_desk.speech.documents.numbering import Numbering, W, value_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "object", "rt")}
_SKIPPED.add(_FALLBACK)
_SAID = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_OFF = ("0", "false", "off")
_BETWEEN = ("insideH", "insideV", "left", "start")
_LINES = ("single", "double", "thick", "dotted", "dashed")


def text_of_word(path: Path) -> Iterator[str]:
    """The paragraphs of a .docx or .docm, list items with their marks, table rows in one line.

    Raises:
        SpeechError: damaged, too large or with a password.
        OSError: the file cannot be read.
    """
    root = xml_of(path, "word/document.xml")
    numbering = Numbering(
        xml_if_there(path, "word/numbering.xml"), xml_if_there(path, "word/styles.xml")
    )
    return _blocks(root, numbering)


def _blocks(element: Element, numbering: Numbering) -> Iterator[str]:
    """Everything below, in order; a paragraph whose end was deleted goes on in the next."""
    begun = ""
    for child in element:
        if child.tag in _SKIPPED or _is_placeholder(child):
            continue
        if child.tag == f"{W}p":
            text = begun + _marked(child, numbering)
            begun = text if _end_deleted(child) else ""
            if text.strip() and not begun:
                yield text
            yield from _blocks(child, numbering)  # text boxes stand inside a paragraph
        elif child.tag == f"{W}tbl" and _has_lines(child, numbering):
            yield from _rows(child, numbering)
        else:
            yield from _blocks(child, numbering)
    if begun.strip():
        yield begun


def _rows(table: Element, numbering: Numbering) -> Iterator[str]:
    """A row in one line, if every cell holds one paragraph; else paragraph by paragraph."""
    for row in table.iter(f"{W}tr"):
        cells = [list(_blocks(cell, numbering)) for cell in row.findall(f"{W}tc")]
        if all(len(cell) <= 1 and "\n" not in "".join(cell) for cell in cells):
            said = [" ".join(cell).strip() for cell in cells if cell]
            if said:
                yield ", ".join(said)
        else:
            for cell in cells:
                yield from cell


def _has_lines(table: Element, numbering: Numbering) -> bool:
    """Whether the table is one to the eye; those without lines only set things side by side."""
    if table.find(f".//{W}tbl") is not None:
        return False
    properties = table.find(f"{W}tblPr")
    if properties is None:
        return False
    if any(_is_drawn(borders) for borders in table.iter(f"{W}tcBorders")):
        return True
    borders = properties.find(f"{W}tblBorders")
    if borders is None:
        return numbering.table_style_has_lines(value_of(properties, "tblStyle"))
    return _is_drawn(borders)


def _is_drawn(borders: Element) -> bool:
    """Whether cells are parted by a line; one below or around the whole may be ornament."""
    return any(value_of(borders, side) in _LINES for side in _BETWEEN)


def _marked(paragraph: Element, numbering: Numbering) -> str:
    text = "".join(_runs(paragraph)).lstrip()
    return f"{numbering.mark_of(paragraph)}{text}" if text else ""


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{W}p" or _is_placeholder(child):
            continue
        if child.tag == f"{W}t":
            yield (child.text or "").replace("\n", " ")
        elif child.tag in _SAID:
            yield _SAID[child.tag]
        elif not _is_hidden(child):
            yield from _runs(child)


def _is_hidden(run: Element) -> bool:
    properties = run.find(f"{W}rPr") if run.tag == f"{W}r" else None
    hidden = properties.find(f"{W}vanish") if properties is not None else None
    return hidden is not None and hidden.get(f"{W}val", "1") not in _OFF


def _is_placeholder(element: Element) -> bool:
    """Whether it is a form field nobody has filled in, "Click here to enter text"."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _end_deleted(paragraph: Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
