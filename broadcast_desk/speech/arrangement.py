"""What sounds in a bulletin, in order: tune, opening, items and stings, closing; and the pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from broadcast_desk.speech import template as templates
from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.reading import Options, Reading, read
from broadcast_desk.speech.segments import Stretch, stretches
from broadcast_desk.speech.template import Template
from broadcast_desk.station.settings import StationSettings

_ITEM_END = re.compile(r"^\s*(?:-{3,}|\*{3,}|—{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Words:
    """Lines that sound together: the opening, one item, the closing.

    Attributes:
        kind: "opening", "item", "ai_line" or "closing".
        pause_ms: silence that follows the last stretch, instead of that stretch's own.
    """

    kind: str
    lines: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Music:
    """A tune or a sting of `audio.tunes`, and the silence that follows it."""

    name: str
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A bulletin in its frame.

    Attributes:
        parts: in the order in which they sound.
        frame: the template they were put into, with the station's names in its spoken lines.
    """

    parts: tuple[Words | Music, ...]
    frame: Template

    @property
    def words(self) -> tuple[Words, ...]:
        """What is spoken."""
        return tuple(part for part in self.parts if isinstance(part, Words))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are spoken."""
        return tuple(line for words in self.words for line in words.lines)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What is spoken in one breath each."""
        return tuple(stretch for words in self.words for stretch in words.stretches)


def frame_of(
    settings: StationSettings,
    template: Template | None = None,
    tune: str | None = None,
    *,
    opening: bool = False,
) -> Template:
    """The template to put a bulletin into, with the station's names in its spoken lines.

    Args:
        settings: the station's.
        template: None is the station's own.
        tune: instead of the template's; None keeps that.
        opening: begin with the station's opening words.

    Raises:
        SpeechError: the template is wrong.
        AudioError: there is no sound of such a name.
    """
    frame = template if template is not None else templates.of_station(settings)
    if tune is not None:
        frame = replace(frame, tune=tune)
    if opening:
        frame = replace(frame, opening=settings.opening_words)
    return templates.filled(templates.checked(frame, settings), settings)


def arranged(
    text: str, said: Reading, frame: Template, settings: StationSettings, lexicon: Lexicon
) -> Arrangement:
    """A bulletin in its frame.

    Args:
        text: as written; a line of three dashes or asterisks ends an item.
        said: its reading.
        frame: as `frame_of` gives it.
        settings: say how the frame's own words are read.
        lexicon: with which they are read.
    """
    options, pause_ms = Options(region=settings.region), frame.pauses.item_ms

    def words(kind: str, lines: Sequence[str]) -> Words:
        return Words(kind, tuple(lines), stretches(lines, frame.pauses), pause_ms)

    def own(kind: str, line: str) -> list[Words]:
        return [words(kind, read(line, lexicon, options).lines)] if line else []

    items = [words("item", lines) for lines in _bodies(text.split("\n"), said)]
    spoken = [
        *own("opening", frame.opening),
        *(item for item in items if item.stretches),
        *own("ai_line", frame.ai_line),
        *own("closing", frame.closing),
    ]
    return Arrangement(tuple(_with_music(spoken, frame)), frame)


def _bodies(written: Sequence[str], said: Reading) -> list[list[str]]:
    """The spoken lines of each item; where one ends is seen in the text as written."""
    bodies: list[list[str]] = [[]]
    as_written = written if len(written) == len(said.lines) else said.lines
    for sign, line in zip(as_written, said.lines, strict=True):
        if _ITEM_END.match(sign):
            bodies.append([])
        else:
            bodies[-1].append(line)
    return bodies


def _with_music(spoken: Sequence[Words], frame: Template) -> Iterator[Words | Music]:
    if frame.tune:
        yield Music(frame.tune, frame.pauses.tune_ms)
    before = ""
    for words in spoken:
        if frame.sting and words.kind == before == "item":
            yield Music(frame.sting, frame.pauses.sting_ms)
        yield words
        before = words.kind
    if frame.closing_tune:
        yield Music(frame.closing_tune, 0)
