"""Words in capitals: a heading is said as words, an unknown abbreviation is spelled."""

from __future__ import annotations

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.compounds import compound
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.syllables import is_syllable

LONGEST_SPELLED = 6


def capitals(line: Line, at: int, manner: Manner) -> Said | None:
    """A word of two or more capitals that the lexicon does not know."""
    word = line.words[at]
    end = line.ends[at]
    if len(word) < 2 or not word.isupper():
        return _mixed(word, end, manner)
    if is_syllable(word) and (not word.isascii() or _in_heading(line, at)):
        return Said(end, _as_word(line, at))
    if is_syllable(word) and len(word) > 3:
        return Said(end, word.lower(), "unknown_capitals")
    parts = compound(word, manner.lexicon)
    if parts:
        return Said(end, parts, "unknown_capitals")
    if len(word) > LONGEST_SPELLED:
        return Said(end, word.lower(), "foreign")
    return Said(end, spell(word), "unknown_capitals")


def _mixed(word: str, end: int, manner: Manner) -> Said | None:
    """An abbreviation with small letters in it ("QĐTTg", "HđND")."""
    joined = _joined(word, manner)
    if joined:
        return Said(end, joined, "unknown_capitals")
    inner = word[1:]
    if len(word) < 2 or inner == inner.lower() or inner.isupper():
        return None
    if sum(letter.isupper() for letter in word) * 2 < len(word) or is_syllable(word):
        return None
    return Said(end, spell(word), "unknown_capitals")


def _joined(word: str, manner: Manner) -> str:
    """A known abbreviation and the word behind it written without a space ("UBNDxã")."""
    short = word.rstrip(word.lower())
    rest = word[len(short) :]
    if len(short) < 2 or len(rest) < 2 or not is_syllable(rest):
        return ""
    full = manner.lexicon.plain(short)
    return f"{full} {rest}" if full else ""


def _in_heading(line: Line, at: int) -> bool:
    """Whether a neighbour is a Vietnamese word in capitals too."""
    return any(
        len(word) > 1 and word.isupper() and is_syllable(word)
        for word in (line.word(at - 1), line.word(at + 1), line.word(at - 2), line.word(at + 2))
    )


def _as_word(line: Line, at: int) -> str:
    """Small letters; the line's first word and a name after a comma keep their capital."""
    word = line.words[at].lower()
    return word.capitalize() if at == 0 else word


def foreign(line: Line, at: int, manner: Manner) -> Said | None:
    """A word that is no Vietnamese syllable: said as it stands, and reported."""
    word = line.words[at]
    if not word.isalpha() or is_syllable(word):
        return None
    return Said(line.ends[at], _apart(line, at, manner) or word, "foreign")


def _apart(line: Line, at: int, manner: Manner) -> str:
    """A small-letter word that is two syllables, or a unit and a syllable, without a space."""
    word = line.words[at]
    if word.isascii() or not word.islower() or len(word) > 13:
        return ""
    counted = line.word(at - 1).isdecimal() and line.glued(at)
    for cut in range(len(word) - 1, 0, -1):
        first, rest = word[:cut], word[cut:]
        if not is_syllable(rest):
            continue
        unit = manner.lexicon.unit(Line(first), 0) if counted else None
        if unit is not None:
            return f"{unit.entry.spoken} {rest}"
        if len(first) > 1 and len(rest) > 1 and is_syllable(first):
            return f"{first} {rest}"
    return ""
