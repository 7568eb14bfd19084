"""The head of the chain kept outside the database: a small file beside an export, or a line."""

from __future__ import annotations

import json
from pathlib import Path

from broadcast_desk.logbook.documents import put
from broadcast_desk.logbook.model import Head
from broadcast_desk.station.errors import InputError, store_error_from_os


def write_head(head: Head, path: Path) -> Path:
    """Note the head in a file, so that a logbook that is cut short later is found out.

    Raises:
        StoreError: the place is read-only or full.
    """
    text = json.dumps({"number": head.number, "entry_sha256": head.entry_sha256}, indent=2)
    return put(path, f"{text}\n".encode())


def read_head(text: str) -> Head:
    """The head noted in the file `text`, or written as NUMBER:HASH.

    Raises:
        InputError: it is neither.
        StoreError: the file cannot be read.
    """
    number, colon, sha256 = text.partition(":")
    if colon and number.strip().isdecimal() and len(sha256.strip()) == 64:
        return Head(int(number), sha256.strip().lower())
    try:
        noted = json.loads(Path(text).read_text(encoding="utf-8"))
        return Head(int(noted["number"]), str(noted["entry_sha256"]))
    except FileNotFoundError as error:
        raise InputError("logbook.head_form", text=text) from error
    except OSError as error:
        raise store_error_from_os(error, text) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("logbook.head_form", text=text) from error
