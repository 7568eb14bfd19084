"""The hash chain: what an entry's hash covers, and a walk that finds the first entry that is wrong.

The hash of an entry is the SHA-256 of one line of canonical JSON (UTF-8, keys in order, no spaces)

    {"airing_id":…,"at":…,"data":{…},"kind":…,"number":…,"previous_sha256":…}

so anybody can check a logbook with a few lines of any language. Pure; knows nothing of SQL.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from broadcast_desk.logbook.model import Flaw, Head, Verification

GENESIS_SHA256 = "0" * 64
"""What the first entry names as the hash before it."""


class Row(NamedTuple):
    """An entry as it is stored; `data` is canonical JSON text."""

    number: int
    at: str
    kind: str
    airing_id: str
    data: str
    previous_sha256: str
    entry_sha256: str


Stored = tuple[int, str, str, str, str, str, str]
"""The same as a plain tuple, as the database gives it."""


def canonical(data: Mapping[str, Any]) -> str:
    """`data` as canonical JSON text: NFC, keys in order, no spaces, no NaN.

    Raises:
        ValueError: a number is not finite.
        TypeError: a value is not a JSON value.
    """
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return unicodedata.normalize("NFC", text)


def entry_hash(
    number: int, at: str, kind: str, airing_id: str, data: str, previous_sha256: str
) -> str:
    """The SHA-256 that binds an entry's content to the entry before it."""
    line = (
        f'{{"airing_id":{quoted(airing_id)},"at":{quoted(at)},"data":{data},'
        f'"kind":{quoted(kind)},"number":{number},"previous_sha256":{quoted(previous_sha256)}}}'
    )
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def link(at: str, kind: str, airing_id: str, data: str, head: Head | None) -> Row:
    """The row that continues the chain after `head` (None: the first one)."""
    number = head.number + 1 if head else 1
    previous = head.entry_sha256 if head else GENESIS_SHA256
    own = entry_hash(number, at, kind, airing_id, data, previous)
    return Row(number, at, kind, airing_id, data, previous, own)


def walk(rows: Iterable[Stored], known: Iterable[Head] = ()) -> Verification:
    """Check a chain from its first entry on, without holding it in memory.

    Args:
        rows: all entries, by number.
        known: heads that were noted elsewhere; the chain must still contain them.

    Returns:
        Whether all is well, or the first entry that is wrong and what is wrong with it.
    """
    heads = {head.number: head.entry_sha256 for head in known}
    number, previous = 0, GENESIS_SHA256
    for row in rows:  # the hot loop: unpacked once, a million entries are checked by it
        found, at, kind, airing_id, data, named, own = row
        if found != number + 1 or named != previous:
            break
        if entry_hash(found, at, kind, airing_id, data, named) != own:
            break
        if found in heads and heads[found] != own:
            return Verification(False, number, _head(number, previous), found, Flaw.REPLACED)
        number, previous = found, own
    else:
        head = _head(number, previous)
        if heads and max(heads) > number:
            return Verification(False, number, head, number + 1, Flaw.TRUNCATED)
        return Verification(True, number, head)
    flaw = _flaw(row, number)
    bad = number + 1 if flaw is Flaw.MISSING else found
    return Verification(False, number, _head(number, previous), bad, flaw)


def _flaw(row: Stored, number: int) -> Flaw:
    """What is wrong with `row`, which does not continue the chain after entry `number`."""
    content, own = row[:6], row[6]
    if entry_hash(*content) != own:
        return Flaw.EDITED
    return Flaw.MISSING if row[0] > number + 1 else Flaw.REORDERED


def _head(number: int, sha256: str) -> Head | None:
    return Head(number, sha256) if number else None
