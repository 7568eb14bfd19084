"""Text normal form and the search fold: NFC inside, and "dong bang" finds "đồng bằng"."""

from __future__ import annotations

import unicodedata


def nfc(text: str) -> str:
    """`text` in NFC, the form everything is stored in."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` without marks or case, đ as d, for search and comparison.

    SQLite's `remove_diacritics` leaves đ alone because it has no decomposition; hence this.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("đ", "d")
