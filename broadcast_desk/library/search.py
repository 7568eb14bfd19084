"""Search words to FTS5 queries that cannot be malformed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadcast_desk.station.folding import fold

MAX_WORDS = 16
"""More words than this narrow nothing."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Match:
    """FTS5 expressions for what a person typed.

    Attributes:
        everything: every word stands somewhere, the last one perhaps unfinished.
        together: the words stand side by side, as typed. Vietnamese words are made of several
            syllables, so this is what people mean first.
        apart: `everything` without `together`; "" when there is only one word.
    """

    everything: str
    together: str
    apart: str


def match_words(query: str) -> Match | None:
    """The expressions for what a person typed, None when there is no word in it.

    Words are folded (no marks, đ as d) and quoted, so no operator of FTS5 can be typed in.
    """
    words = _WORD.findall(fold(query))[:MAX_WORDS]
    if not words:
        return None
    unfinished = "" if query[-1:].isspace() else "*"
    everything = " ".join(f'"{word}"' for word in words) + unfinished
    together = f'"{" ".join(words)}"{unfinished}'
    apart = f"{everything} NOT {together}" if len(words) > 1 else ""
    return Match(everything, together, apart)
