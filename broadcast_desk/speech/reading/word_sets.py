"""Sets of words, written as a person reads them."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text separated by spaces."""
    return frozenset(words.split())
