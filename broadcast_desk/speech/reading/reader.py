"""The reader."""

from __future__ import annotations

from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.model import Options, Reading


def read(text: str, lexicon: Lexicon, options: Options | None = None) -> Reading:
    """What is said for `text`, one line for each of its lines. Never raises."""
    del options
    return Reading(tuple(_read_line(line, lexicon) for line in text.split("\n")))


def _read_line(text: str, lexicon: Lexicon) -> str:
    line, at, last, out = Line(text), 0, 0, []
    while at < len(line):
        found = lexicon.find(line, at)
        end = found.end if found else at + 1
        out.append(text[last : line.starts[at]])
        out.append(found.entry.spoken if found else text[line.starts[at] : line.ends[end - 1]])
        last, at = line.ends[end - 1], end
    return "".join([*out, text[last:]])
