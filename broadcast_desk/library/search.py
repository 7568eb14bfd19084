"""Search words to an FTS5 query that cannot be malformed."""

from __future__ import annotations

import re

from broadcast_desk.station.folding import fold

MAX_WORDS = 16
"""More words than this narrow nothing."""

_WORD = re.compile(r"[^\W_]+")


def match_expression(query: str) -> str:
    """The FTS5 expression for what a person typed: every word, the last one as a prefix.

    Words are folded (no marks, đ as d) and quoted, so no operator of FTS5 can be typed in.

    Returns:
        The expression; "" when there is no word in `query`.
    """
    words = _WORD.findall(fold(query))[:MAX_WORDS]
    if not words:
        return ""
    quoted = [f'"{word}"' for word in words]
    if not query[-1:].isspace():
        quoted[-1] += "*"
    return " ".join(quoted)
