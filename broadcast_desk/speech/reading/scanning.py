"""What a rule of the reader sees and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.model import DoubtKind, Options
from broadcast_desk.speech.reading.numerals import Numerals


@dataclass(frozen=True, slots=True)
class Said:
    """How a stretch of the line is said.

    Attributes:
        end: one past its last character.
        text: the words; empty when it is not said.
        doubt: why a person should look at it.
        others: what else it may mean.
    """

    end: int
    text: str
    doubt: DoubtKind | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """What does not change while a text is read."""

    options: Options
    lexicon: Lexicon
    numerals: Numerals
    defined: Mapping[str, str] = field(default_factory=dict)


Rule: TypeAlias = Callable[[Line, int, Manner], Said | None]
"""A rule looks at the line from one token on; it answers None when this is not its case."""
