"""Abbreviations a text explains itself: "Trung tâm Hỗ trợ nông dân (TTHTND)"."""

from __future__ import annotations

import re
import unicodedata

_DEFINED = re.compile(
    r"\((?:sau đây )?(?:(?:được )?(?:gọi|viết) tắt là:?\s?)?[\"“]?([A-ZĐƯ]{3,10})[\"”]?\)"
)
_WORD = re.compile(r"[^\W\d_]+|[.;:!?()]")
_SKIPPED = frozenset(("và", "của", "các", "về"))
_REACH = 160


def definitions(lines: list[str]) -> dict[str, str]:
    """For each abbreviation in brackets behind words with these initials, the words."""
    found: dict[str, str] = {}
    for line in lines:
        if "(" not in line:
            continue
        for match in _DEFINED.finditer(line):
            full = _full_name(line[max(0, match.start() - _REACH) : match.start()], match[1])
            if full:
                found.setdefault(match[1], full)
    return found


def _full_name(before: str, short: str) -> str:
    """The shortest end of `before` whose words begin with the letters of `short`."""
    wanted = _bare(short)
    left = len(wanted)
    for word in reversed(list(_WORD.finditer(before))):
        if not word[0][0].isalpha():
            return ""
        if _bare(word[0][0]) == wanted[left - 1]:
            left -= 1
            if left == 0:
                return before[word.start() :].strip()
        elif word[0].lower() not in _SKIPPED:
            return ""
    return ""


def _bare(letters: str) -> str:
    """Capitals without any mark but that of Đ."""
    decomposed = unicodedata.normalize("NFD", letters.upper())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
