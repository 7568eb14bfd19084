"""What is checked and put right when a draft enters the library."""

from __future__ import annotations

import dataclasses
from typing import Any

from broadcast_desk.library.model import Draft
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc

MAX_CODE_LENGTH = 64
MAX_TITLE_LENGTH = 300


def checked(draft: Draft) -> Draft:
    """The draft in NFC, without stray blanks around title and code.

    Raises:
        InputError: no title, a code or title that cannot be used, dates the wrong way round, or
            characters that no text has ("library.bad_characters").
    """
    clean = dataclasses.replace(draft, **_clean_texts(draft))
    if not clean.title:
        raise InputError("library.no_title")
    if len(clean.title) > MAX_TITLE_LENGTH:
        raise InputError("library.title_too_long", limit=MAX_TITLE_LENGTH)
    if len(clean.code) > MAX_CODE_LENGTH or any(
        letter.isspace() or not letter.isprintable() for letter in clean.code
    ):
        raise InputError("library.bad_code", code=clean.code[:MAX_CODE_LENGTH])
    if clean.valid_from and clean.valid_until and clean.valid_until < clean.valid_from:
        raise InputError("library.dates", first=clean.valid_from, last=clean.valid_until)
    return clean


def _clean_texts(draft: Draft) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for field in dataclasses.fields(draft):
        value = getattr(draft, field.name)
        if type(value) is str:
            texts[field.name] = _clean(value, field.name)
    for name in ("title", "code", "kind", "topic", "field", "language", "issuer"):
        texts[name] = " ".join(texts[name].split()) if name == "title" else texts[name].strip()
    return texts


def _clean(text: str, field: str) -> str:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InputError("library.bad_characters", field=field)
    return nfc(text)
