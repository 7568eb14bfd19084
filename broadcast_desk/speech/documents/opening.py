"""Open a document of whatever kind: its text in Unicode, or one clear reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcast_desk.speech.documents.opendocument import text_of_odt
from broadcast_desk.speech.documents.pdf import text_of_pdf
from broadcast_desk.speech.documents.word import text_of_word
from broadcast_desk.speech.reading import legacy
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.folding import nfc

MOST_FILE_BYTES = 64 * 1024 * 1024
MOST_TEXT_BYTES = 8 * 1024 * 1024

SUFFIXES = (".txt", ".docx", ".odt", ".pdf")
"""The kinds of documents, as people know them."""

_BLANKS = re.compile(r"[ \t\u00a0]+")
_ITEM = re.compile(r"[a-zđ][.)]\s")
_FULL_LINE = 45
"""Characters of a typed line that may have been broken because it was full."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document.

    Attributes:
        text: one paragraph a line, list items beginning with their mark, in NFC.
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
    name = path.name or str(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SpeechError("speech.document_kind", name=name)
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise SpeechError("speech.document_too_large", name=name)
        text = reader(path)
    except OSError as error:
        raise SpeechError("speech.document_unreadable", name=name) from error
    if not text.strip():
        raise SpeechError("speech.document_empty", name=name)
    return _in_unicode(text)


def document_in(raw: bytes, name: str) -> Document:
    """The text of a plain file in whatever encoding; old ones are converted.

    Lines that were broken only because they were full are joined again.

    Args:
        raw: its bytes; more than `MOST_TEXT_BYTES` are refused.
        name: what to call it in messages.

    Raises:
        SpeechError: too large, or not a text.
    """
    return _in_unicode(_unbroken(_decoded(raw, name)))


def _in_unicode(text: str) -> Document:
    encoding = legacy.detect(text)
    if encoding is None:
        return Document(nfc(text))
    lines = (legacy.convert(line, encoding) for line in text.split("\n"))
    return Document(nfc("\n".join("".join(c for c, _ in line) for line in lines)), encoding)


def _plain(path: Path) -> str:
    with path.open("rb") as file:  # of a pipe or a device, no more than it may be
        raw = file.read(MOST_TEXT_BYTES + 1)
    return _unbroken(_decoded(raw, path.name))


def _unbroken(text: str) -> str:
    """A long line without an end of a sentence and the small letter that follows belong together.

    Mail programs break lines so; read as they stand, every one of them would end in a pause.
    """
    lines: list[str] = []
    for line in text.splitlines():
        before = lines[-1].rstrip() if lines else ""
        full = len(before) >= _FULL_LINE and before[-1] not in ".!?…:;"
        if full and line[:1].islower() and not _ITEM.match(line):
            lines[-1] = f"{before} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


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


def _lined(read: Callable[[Path], Iterator[str]]) -> Callable[[Path], str]:
    return lambda path: _lines(read(path))


def _lines(paragraphs: Iterable[str]) -> str:
    return "\n".join(
        bare
        for text in paragraphs
        for line in text.split("\n")
        if (bare := _BLANKS.sub(" ", line).strip())
    )


_READERS: dict[str, Callable[[Path], str]] = {
    ".docx": _lined(text_of_word),
    ".docm": _lined(text_of_word),
    ".odt": _lined(text_of_odt),
    ".pdf": _lined(text_of_pdf),
    ".txt": _plain,
    ".md": _plain,
    "": _plain,
}
