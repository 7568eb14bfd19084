"""The INFO tags of a WAV file, as bytes: no encoding is stated in them, whoever writes them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST_CHUNKS = 200
MOST_BYTES = 64 * 1024


def info_tags(path: Path) -> dict[str, str]:
    """Tag name in lower case ("inam", "iart", "icrd") -> text, as UTF-8 if it is, else as cp1252.

    What is no WAV, or cannot be read, has none.
    """
    with contextlib.suppress(OSError), path.open("rb") as file:
        if file.read(4) in (b"RIFF", b"RF64") and file.read(8)[4:] == b"WAVE":
            return dict(_info(file))
    return {}


def _info(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"LIST" and 4 <= size <= MOST_BYTES:
            body = file.read(size)
            if body[:4] == b"INFO":
                yield from _fields(body[4:])
            file.seek(size % 2, 1)
        else:
            file.seek(size + size % 2, 1)


def _fields(body: bytes) -> Iterator[tuple[str, str]]:
    place = 0
    while place + 8 <= len(body):
        size = int.from_bytes(body[place + 4 : place + 8], "little")
        raw = body[place + 8 : place + 8 + size].split(b"\0", 1)[0]
        name = body[place : place + 4].decode("ascii", "replace").strip().lower()
        yield name, _text(raw)
        place += 8 + size + size % 2


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_letter(byte) for byte in raw)


def _letter(byte: int) -> str:
    """Windows' letter for a byte; the five bytes that have none stay as they are."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
