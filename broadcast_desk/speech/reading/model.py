"""The nouns of reading: options, a reading, what it is unsure of, what it noticed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Region = Literal["north", "central", "south"]
Mode = Literal["announcer", "literal"]
ListMarks = Literal["skip", "number", "ordinal"]

DoubtKind = Literal[
    "ambiguous",  # an abbreviation with several meanings, settled by no neighbour
    "neighbour",  # one settled by the word right beside it
    "context",  # one settled by something further away, by the subject, or earlier in the text
    "unknown_capitals",  # an all-capitals token nobody explained
    "code",  # letters and digits mixed
    "number",  # a date, a fraction, a decimal: the form does not say which
    "roman",  # a Roman numeral without a cue word
    "initials",  # a name cut down to initials
    "address",  # a web or mail address, spelled
    "foreign",  # letters or words that are not Vietnamese
    "symbol",  # a sign nobody explained
]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    Attributes:
        mode: document numbers as an announcer says them, or sign by sign.
        region: gives the defaults of the three variants below.
        thousand: "nghìn" or "ngàn"; empty is the region's.
        zero_tens: "linh" or "lẻ"; empty is the region's.
        first_days: the word before days 1 to 10: "mùng", "mồng", or "-" for none; empty is the
            region's.
        list_marks: "1." and "a)" before an item: left out, read as they stand, or "Thứ nhất".
    """

    mode: Mode = "announcer"
    region: Region = "north"
    thousand: str = ""
    zero_tens: str = ""
    first_days: str = ""
    list_marks: ListMarks = "skip"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something read by a safe default that a person should look at.

    Attributes:
        line: line of the input, from 0.
        start: first character in that line of the input as given.
        end: one past the last.
        written: the characters in doubt.
        guess: how they were read.
        others: what else they may stand for, where the lexicon knows several meanings.
    """

    line: int
    start: int
    end: int
    written: str
    kind: DoubtKind
    guess: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the text itself should be checked for; nothing was changed in its meaning.

    Attributes:
        code: message code, e.g. "reading.stale.asean_members".
        source: where the fact behind the notice comes from; empty for technical notices.
        as_of: ISO date from which the fact holds; empty for technical notices.
    """

    line: int
    start: int
    end: int
    written: str
    code: str
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What will be said: one line out for each line in.

    Attributes:
        lines: what is said.
        doubts: what was read by a safe default; a person should look at each.
        notices: what the text itself should be checked for.
        settled: abbreviations of several meanings whose neighbours or context told which; right
            as a rule, so these are shown to those who ask, not counted among the doubts.
    """

    lines: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    notices: tuple[Notice, ...] = ()
    settled: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        """The spoken lines, joined."""
        return "\n".join(self.lines)
