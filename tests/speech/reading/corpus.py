"""The corpus of phrases: a table a Vietnamese speaker can review, and how a reading is compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("corpus.tsv")


@dataclass(frozen=True)
class Phrase:
    kind: str
    written: str
    spoken: tuple[str, ...]
    note: str = ""


def phrases() -> list[Phrase]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if line.strip():
            kind, written, spoken, note = [*line.split("\t"), ""][:4]
            found.append(Phrase(kind, written, tuple(spoken.split(" | ")), note))
    return found


def words(text: str) -> list[str]:
    """The words alone: case and punctuation are pauses, not meaning."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def is_right(phrase: Phrase, spoken: str) -> bool:
    return any(words(spoken) == words(choice) for choice in phrase.spoken)
