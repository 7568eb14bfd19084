"""A line cut into tokens: runs of letters, runs of digits, single signs; spaces fall between."""

from __future__ import annotations

import functools
import re

_MOST_PLACES = 4
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|\S")
_DASHES = dict.fromkeys("‐‑‒–—−", "-")

_TONES = ["àáảãạ", "èéẻẽẹ", "òóỏõọ", "ùúủũụ", "ỳýỷỹỵ"]
_OLD_STYLE = {
    glide + vowel: placed
    for bare, tone_rows in (
        ("oa", "òa óa ỏa õa ọa"),
        ("oe", "òe óe ỏe õe ọe"),
        ("uy", "ùy úy ủy ũy ụy"),
    )
    for glide, vowel, placed in zip(
        bare[0] * 5,
        {"a": _TONES[0], "e": _TONES[1], "y": _TONES[4]}[bare[1]],
        tone_rows.split(),
        strict=True,
    )
}
"""Tone on the second vowel -> tone on the first: "oà" and "òa" are one spelling."""
_OLD_STYLE_AT_END = re.compile(f"(?:{'|'.join(_OLD_STYLE)})$")


@functools.lru_cache(maxsize=16384)
def key_of(token: str) -> str:
    """What two writings of one token have in common: lower case, one dash, one tone placement."""
    token = _DASHES.get(token, token).lower()
    if len(token) > 1 and token[-2] in "ou" and not token.startswith("qu"):
        token = _OLD_STYLE_AT_END.sub(lambda match: _OLD_STYLE[match[0]], token)
    return token


class Line:
    """One line of text and its tokens.

    Attributes:
        text: the line.
        starts: where each token begins in `text`.
        ends: one past where it ends.
        words: each token as written.
        keys: each token for comparison, see `key_of`.
        settled: what abbreviations of several meanings were found to mean so far in the text.
        subjects: what the line is about, as the reader found it.
    """

    __slots__ = ("_places", "ends", "keys", "settled", "starts", "subjects", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.keys: list[str] = []
        self.settled: dict[str, str] = {}
        self.subjects: frozenset[str] = frozenset()
        self._places: dict[str, list[int]] | None = None
        for match in _TOKEN.finditer(text):
            word = match[0]
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.words.append(word)
            self.keys.append(key_of(word))

    def places(self, key: str) -> list[int]:
        """Where `key` stands in the line, the first few times."""
        if self._places is None:
            self._places = {}
            for at, found in enumerate(self.keys):
                known = self._places.setdefault(found, [])
                if len(known) < _MOST_PLACES:
                    known.append(at)
        return self._places.get(key, [])

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, at: int) -> bool:
        """Whether token `at` follows its predecessor without a space."""
        return 0 < at < len(self.words) and self.starts[at] == self.ends[at - 1]

    def key(self, at: int) -> str:
        """The key of token `at`; empty beyond either end."""
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def word(self, at: int) -> str:
        """Token `at` as written; empty beyond either end."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def before(self, at: int, count: int) -> tuple[str, ...]:
        """Up to `count` keys before token `at`, signs included."""
        return tuple(self.keys[max(0, at - count) : at])

    def near(self, at: int, end: int, count: int) -> set[str]:
        """The keys within `count` tokens of the tokens from `at` to `end`."""
        return set(self.keys[max(0, at - count) : at]) | set(self.keys[end : end + count])
