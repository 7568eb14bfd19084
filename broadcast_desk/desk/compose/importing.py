"""Text out of a file a person brings: .txt, .docx, .pdf."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
from docx.opc.exceptions import PackageNotFoundError
from pypdf.errors import PyPdfError

from broadcast_desk.station.errors import InputError, store_error_from_os
from broadcast_desk.station.folding import nfc

SUFFIXES = (".txt", ".docx", ".pdf")
MOST_BYTES = 20_000_000
"""No bulletin is larger; a larger file is somebody's mistake."""


def text_of(path: Path) -> str:
    """The text of a file, one paragraph a line, in NFC.

    Raises:
        InputError: "desk.import_kind", "desk.import_unreadable", "desk.import_empty" or
            "desk.import_large".
        StoreError: the file cannot be read.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError("desk.import_kind", name=path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("desk.import_large", name=path.name)
        text = reader(path)
    except OSError as error:
        raise store_error_from_os(error, path) from error
    lines = [nfc(line).strip() for line in text.replace("\x00", "").splitlines()]
    joined = "\n".join(lines).strip()
    if not joined:
        raise InputError("desk.import_empty", name=path.name)
    return joined


def _plain(path: Path) -> str:
    raw = path.read_bytes()
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    wanted = [encoding for mark, encoding in marks if raw.startswith(mark)] or ["utf-8"]
    for encoding in (*wanted, "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")  # old fonts (TCVN3, VNI): the reader knows them by their letters


def _word(path: Path) -> str:
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("desk.import_unreadable", name=path.name) from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _portable(path: Path) -> str:
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError) as error:
        raise InputError("desk.import_unreadable", name=path.name) from error
    return "\n".join(_joined(page) for page in pages)


def _joined(page: str) -> str:
    """A page's lines joined to paragraphs: a line that does not end a sentence goes on."""
    paragraphs: list[str] = []
    for line in page.splitlines():
        goes_on = paragraphs and paragraphs[-1] and paragraphs[-1][-1] not in ".:;!?…”"
        if goes_on and line.strip():
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line.strip())
    return "\n".join(paragraphs)


_READERS: dict[str, Callable[[Path], str]] = {".txt": _plain, ".docx": _word, ".pdf": _portable}
