"""Abbreviations written as one word out of several known ones: TTKSBT, BTVĐU, HTXDVNN."""

from __future__ import annotations

import unicodedata

from broadcast_desk.speech.lexicon import Lexicon

_SHORTEST, _LONGEST = 4, 14
_MOST_PARTS = 4


def compound(word: str, lexicon: Lexicon) -> str:
    """The full names the parts of `word` stand for; empty when it does not come apart.

    Only parts of two letters or more count, and only where the letters are the initials of the
    words they stand for; of several ways the one with the fewest parts is taken.
    """
    if not _SHORTEST <= len(word) <= _LONGEST:
        return ""
    known = _initialisms(lexicon)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(end - 1):
            before, part = best[start], known.get(word[start:end])
            if before is None or part is None or len(before) >= _MOST_PARTS:
                continue
            found, held = (*before, part), best[end]
            if held is None or len(found) < len(held):
                best[end] = found
    parts = best[len(word)]
    return " ".join(parts) if parts and _believable(parts) else ""


def _believable(parts: tuple[str, ...]) -> bool:
    """Whether no more than one part is two letters short, apart from a Party body at the end."""
    short = [len(part.replace("-", " ").split()) == 2 for part in parts]
    if parts[-1] in _OWNERS:
        short.pop()
    return sum(short) < 2


_OWNERS = frozenset(("Trung ương", "Tỉnh ủy", "Đảng ủy", "Huyện ủy"))


def _initialisms(lexicon: Lexicon) -> dict[str, str]:
    """Every form in capitals whose letters are the initials of what it stands for."""
    return lexicon.forms(_is_initialism)


def _is_initialism(written: str, spoken: str) -> bool:
    if len(written) < 2 or not written.isalpha() or not written.isupper():
        return False
    initials = [word[0] for word in spoken.replace("-", " ").replace(",", " ").split()]
    return _bare("".join(initials)) == _bare(written)


def _bare(letters: str) -> str:
    """Capitals without tone marks, circumflexes and horns; Đ stays Đ."""
    decomposed = unicodedata.normalize("NFD", letters.upper().replace("W", "Ư"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
