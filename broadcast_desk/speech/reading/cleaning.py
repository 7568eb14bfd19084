"""A line as given -> NFC without invisible characters, and where each character came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from broadcast_desk.speech.reading.legacy import Encoding, convert, detect

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x85\u2028\u2029\r]")
_DIRTY = re.compile(f"{_INVISIBLE.pattern}|{_ODD_SPACE.pattern}")


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line ready to be read.

    Attributes:
        text: NFC, plain spaces, nothing invisible.
        origins: for each character of `text` (and its end) the index in the line as given; None
            when nothing was moved.
        encoding: the legacy encoding it came in, if any.
        invisible: whether something invisible was taken out.
    """

    text: str
    origins: tuple[int, ...] | None = None
    encoding: Encoding | None = None
    invisible: bool = False

    def origin(self, position: int) -> int:
        """Where the character at `position` stood in the line as given."""
        return position if self.origins is None else self.origins[position]


def clean(line: str, encoding: Encoding | None = None) -> CleanLine:
    """`line` cleaned; in a legacy encoding, if one is given, it is converted first."""
    if encoding is None and _is_clean(line):
        return CleanLine(line)
    pieces: list[tuple[str, int]] = (
        convert(line, encoding) if encoding else [(c, i) for i, c in enumerate(line)]
    )
    invisible = False
    text: list[str] = []
    origins: list[int] = []
    for cluster, origin in _clusters(pieces):
        for letter in unicodedata.normalize("NFC", cluster):
            if encoding is None and _INVISIBLE.match(letter):
                invisible = True
                continue
            text.append(" " if _ODD_SPACE.match(letter) else letter)
            origins.append(origin)
    return CleanLine("".join(text), (*origins, len(line)), encoding, invisible)


def _is_clean(line: str) -> bool:
    return _DIRTY.search(line) is None and unicodedata.is_normalized("NFC", line)


def _clusters(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Base letters together with the combining marks behind them."""
    clusters: list[tuple[list[str], int]] = []
    for letter, origin in pieces:
        if clusters and unicodedata.combining(letter[0]):
            clusters[-1][0].append(letter)
        else:
            clusters.append(([letter], origin))
    return [("".join(letters), origin) for letters, origin in clusters]


def encoding_of(text: str) -> Encoding | None:
    """The legacy encoding a whole text is in, if any."""
    return detect(text)
