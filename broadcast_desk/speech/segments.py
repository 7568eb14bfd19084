"""Spoken lines cut into segments, one sentence each as a rule, with the pause after each.

The pause at a comma within a sentence is the voice's own, part of how it says the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 400
"""Characters; a longer sentence is cut at its commas, then between words."""

_JOINED_MS = 200
_CUT_MS = 100

_SENTENCE_END = re.compile(r"(?<=[.!?…;:])[\"”’)\]]*\s+")
_CLAUSE_END = re.compile(r"(?<=[,–—-])\s+")
_SPEAKABLE = re.compile(r"[^\W_]")
_HEADING_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Pauses:
    """The silences of a bulletin, in milliseconds, whole hundreds.

    Attributes:
        sentence_ms: after a sentence (. ! ? …) within a paragraph.
        clause_ms: after a colon or a semicolon.
        paragraph_ms: at the end of a line.
        heading_ms: after a short line without a full stop.
        item_ms: after the opening, every item and the closing.
        tune_ms: after the signal tune.
        sting_ms: after the sting between two items.
    """

    sentence_ms: int = 400
    clause_ms: int = 300
    paragraph_ms: int = 700
    heading_ms: int = 900
    item_ms: int = 700
    tune_ms: int = 400
    sting_ms: int = 300


USUAL = Pauses()
"""What is usual where a station has not said otherwise."""

LONGEST_PAUSE_MS = 10_000
PAUSE_STEP_MS = 100


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that is spoken in one breath, and the silence that follows it."""

    text: str
    pause_ms: int


def stretches(lines: Sequence[str], pauses: Pauses = USUAL) -> tuple[Stretch, ...]:
    """The stretches of spoken lines, in order.

    Punctuation decides the pause within a line; the end of a line is the end of a paragraph, and a
    short line without a full stop a heading. What holds no letter and no digit is not spoken.
    """
    return tuple(stretch for line in lines for stretch in _of_line(line, pauses))


def _of_line(line: str, pauses: Pauses) -> Iterator[Stretch]:
    sentences = [part.strip() for part in _SENTENCE_END.split(line) if _SPEAKABLE.search(part)]
    for number, sentence in enumerate(sentences, 1):
        parts = list(_pieces(sentence))
        for part in parts[:-1]:
            yield Stretch(part, _JOINED_MS if part.endswith((",", "-", "–", "—")) else _CUT_MS)
        last = number == len(sentences)
        pause_ms = _line_end_ms(line, pauses) if last else _pause_ms(sentence, pauses)
        yield Stretch(parts[-1], pause_ms)


def _pause_ms(sentence: str, pauses: Pauses) -> int:
    ends_clause = sentence.rstrip('"”’)]').endswith((";", ":"))
    return pauses.clause_ms if ends_clause else pauses.sentence_ms


def _line_end_ms(line: str, pauses: Pauses) -> int:
    bare = line.strip()
    is_heading = len(bare) <= _HEADING_LONGEST and bare[-1:] not in ".!?…;:,"
    return pauses.heading_ms if is_heading else pauses.paragraph_ms


def _pieces(sentence: str) -> Iterator[str]:
    """The sentence itself, or parts of at most `LONGEST` characters."""
    if len(sentence) <= LONGEST:
        yield sentence
        return
    gathered = ""
    for part in _small_parts(sentence):
        if gathered and len(gathered) + len(part) + 1 > LONGEST:
            yield gathered
            gathered = part
        else:
            gathered = f"{gathered} {part}" if gathered else part
    yield gathered


def _small_parts(sentence: str) -> Iterator[str]:
    """Clauses; of a clause that is too long the words; of such a word the letters."""
    for clause in _CLAUSE_END.split(sentence):
        if len(clause) <= LONGEST:
            yield clause
            continue
        for word in clause.split():
            yield from (word[at : at + LONGEST] for at in range(0, len(word), LONGEST))
