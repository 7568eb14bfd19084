"""Text out of office files: .docx, .odt, .pdf with text, .txt; headings and lists become lines.

Only the text is taken: macros, embedded objects, pictures, comments, footnotes and deleted passages
are not looked at. XML is read by defusedxml within a size limit, PDF in a child process.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.speech.reading import legacy
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.folding import nfc

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_XML_BYTES = 24 * 1024 * 1024
"""Unpacked; a thousand pages of text are a tenth of it."""

MOST_FILE_BYTES = 64 * 1024 * 1024
MOST_TEXT_BYTES = 8 * 1024 * 1024
PDF_TIMEOUT_S = 60.0

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAW_OBJECT = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object"

_WORD_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "object", "pict")}
_WORD_SKIPPED.add(_FALLBACK)
_ODT_SKIPPED = {
    f"{_TEXT}tracked-changes",
    f"{_TEXT}note",
    f"{_OFFICE}annotation",
    _DRAW_OBJECT,
}
_BLANKS = re.compile(r"[ \t\u00a0]+")
_PAGE_NUMBER = re.compile(r"\s*(?:Trang\s*)?[-–—]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?\s*")
_STARTS_NEW = re.compile(r"\s*(?:[-+•*–]\s|\d{1,3}[.)]\s|[a-zđ]\)\s|[IVX]+\.\s)")


SUFFIXES = (".txt", ".docx", ".odt", ".pdf")
"""The kinds of documents, as people know them."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document.

    Attributes:
        text: one paragraph a line, list items beginning with "- ", in NFC.
        encoding: the old Vietnamese encoding ("TCVN3", "VNI") it was converted from; "" if none.
    """

    text: str
    encoding: str = ""


def text_of(path: Path) -> str:
    """The text of a document, without the notice about its encoding; see `document_of`."""
    return document_of(path).text


def document_of(path: Path) -> Document:
    """What a document says; old encodings are converted.

    Raises:
        SpeechError: not there, another kind of file, damaged, with a password, too large, or
            without text; the code says which.
    """
    readers: dict[str, Callable[[Path], str]] = {
        ".docx": _docx,
        ".docm": _docx,
        ".odt": _odt,
        ".pdf": _pdf,
        ".txt": _plain,
        ".md": _plain,
        "": _plain,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SpeechError("speech.document_kind", name=path.name)
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise SpeechError("speech.document_too_large", name=path.name)
        text = reader(path)
    except OSError as error:
        raise SpeechError("speech.document_unreadable", name=path.name) from error
    if not text.strip():
        raise SpeechError("speech.document_empty", name=path.name)
    return _in_unicode(text)


def _in_unicode(text: str) -> Document:
    encoding = legacy.detect(text)
    if encoding is None:
        return Document(nfc(text))
    lines = (legacy.convert(line, encoding) for line in text.split("\n"))
    return Document(nfc("\n".join("".join(c for c, _ in line) for line in lines)), encoding)


def _plain(path: Path) -> str:
    return _decoded(path.read_bytes(), path.name)


def document_in(raw: bytes, name: str) -> Document:
    """The text of a plain file in whatever encoding; old ones are converted.

    Args:
        raw: its bytes.
        name: what to call it in messages.

    Raises:
        SpeechError: too large, or not a text.
    """
    return _in_unicode(_decoded(raw, name))


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MOST_TEXT_BYTES:
        raise SpeechError("speech.document_too_large", name=name)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        raise SpeechError("speech.document_damaged", name=name)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")  # old Vietnamese fonts: the reader recognises and converts them


# Word and OpenDocument


def _docx(path: Path) -> str:
    root = _xml(path, "word/document.xml")
    return _lines(_word_paragraphs(root))


def _word_paragraphs(root: Element) -> Iterator[str]:
    for paragraph in _found(root, f"{_W}p", _WORD_SKIPPED):
        text = "".join(_word_text(paragraph)).strip()
        if text:
            yield f"- {text}" if _is_word_list(paragraph) else text


def _word_text(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _WORD_SKIPPED or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        else:
            yield from _word_text(child)


def _is_word_list(paragraph: Element) -> bool:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return False
    style = properties.find(f"{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    if "heading" in name.lower() or name.lower().startswith(("title", "tiu")):
        return False
    return properties.find(f"{_W}numPr") is not None or name.lower().startswith("list")


def _odt(path: Path) -> str:
    root = _xml(path, "content.xml")
    return _lines(_odt_paragraphs(root, in_list=False))


def _odt_paragraphs(element: Element, *, in_list: bool) -> Iterator[str]:
    for child in element:
        if child.tag in _ODT_SKIPPED:
            continue
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            text = "".join(_odt_text(child)).strip()
            if text:
                yield f"- {text}" if in_list and child.tag == f"{_TEXT}p" else text
        else:
            inside = in_list or child.tag == f"{_TEXT}list-item"
            yield from _odt_paragraphs(child, in_list=inside)


def _odt_text(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in _ODT_SKIPPED:
            yield from _odt_text(child)
        yield child.tail or ""


def _found(element: Element, tag: str, skipped: set[str]) -> Iterator[Element]:
    """All elements with that tag, in order, also those inside each other."""
    for child in element:
        if child.tag in skipped:
            continue
        if child.tag == tag:
            yield child
        yield from _found(child, tag, skipped)


def _xml(path: Path, member: str) -> Element:
    try:
        root = SafeTree.fromstring(_unpacked(path, member), forbid_dtd=True)
    except (SafeTree.ParseError, DefusedXmlException, RecursionError) as error:
        raise SpeechError("speech.document_damaged", name=path.name) from error
    if _deep(root):
        raise SpeechError("speech.document_damaged", name=path.name)
    return root


def _deep(root: Element) -> bool:
    """Whether elements are nested deeper than any office program does."""
    level = [root]
    for _ in range(200):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _unpacked(path: Path, member: str) -> bytes:
    with path.open("rb") as file:
        if file.read(8) == _OLD_OFFICE:
            raise SpeechError("speech.document_password", name=path.name)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
            raw = packed.read(MOST_XML_BYTES + 1)
    except RuntimeError as error:  # what zipfile raises for an encrypted member
        raise SpeechError("speech.document_password", name=path.name) from error
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, zlib.error) as error:
        raise SpeechError("speech.document_damaged", name=path.name) from error
    if len(raw) > MOST_XML_BYTES:
        raise SpeechError("speech.document_too_large", name=path.name)
    return raw


# PDF


def _pdf(path: Path) -> str:
    command = [sys.executable, "-m", "broadcast_desk.speech.pdf_worker", str(path.absolute())]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PDF_TIMEOUT_S,
            creationflags=no_window(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SpeechError("speech.document_too_large", name=path.name) from error
    codes = {0: "", 3: "speech.document_password", 4: "speech.document_too_large"}
    code = codes.get(done.returncode, "speech.document_damaged")
    if code:
        raise SpeechError(code, name=path.name)
    return _rejoined(done.stdout.decode("utf-8", "replace"))


def _rejoined(text: str) -> str:
    """Printed lines joined to paragraphs again, page numbers left out."""
    paragraphs: list[str] = []
    for line in text.splitlines():
        bare = _BLANKS.sub(" ", line).strip()
        if not bare or _PAGE_NUMBER.fullmatch(line):
            continue
        if paragraphs and _continues(paragraphs[-1], bare):
            paragraphs[-1] += f" {bare}"
        else:
            paragraphs.append(bare)
    return "\n".join(paragraphs)


def _continues(before: str, line: str) -> bool:
    if _STARTS_NEW.match(line):
        return False
    return (
        line[0].islower()
        or before.endswith((",", "-"))
        or (before[-1] not in ".!?:;…" and (len(before) > 60 and not before.isupper()))
    )


def _lines(paragraphs: Iterator[str]) -> str:
    return "\n".join(
        _BLANKS.sub(" ", line).strip() for text in paragraphs for line in text.split("\n")
    )
