"""Lexicon entries, and the TSV files a person edits and a province shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.folding import nfc

COLUMNS = ("written", "spoken", "match", "cues", "note")
"""The columns of a lexicon file; the last three may be left out."""

MatchKind = Literal["word", "pattern"]


@dataclass(frozen=True, slots=True)
class Entry:
    """How one written form is said.

    Attributes:
        written: in lower case it matches any case, otherwise only itself. In a pattern `#` stands
            for a number and `*` for letters.
        spoken: in a pattern `#` and `*` repeat what was found, in order, the letters spelled.
        match: whole words, or a pattern.
        cues: neighbours that must be there, separated by ";": `<từ` just before, `>từ` just after,
            `từ` within six words, `~từ` anywhere in the line, `=chủ đề` what the line is about
            (the subjects are in `resources/lexicon/subjects.tsv`), `>#` a number, `>#đv` one with
            a unit. Several entries of one form differ by their cues: a word right beside counts
            before one further away, that before the subject. The one without cues is the default,
            and the reader reports that it fell back on it.
        note: for people.
    """

    written: str
    spoken: str
    match: MatchKind = "word"
    cues: str = ""
    note: str = ""

    def check(self) -> None:
        """Refuse an entry that cannot work.

        Raises:
            SpeechError: an empty form, a tab or line break, an unknown kind, or a pattern that
                says more than it finds.
        """
        if not self.written.strip() or not self.spoken.strip():
            raise SpeechError("lexicon.empty", written=self.written)
        if re.search(r"[\t\r\n]", self.written + self.spoken + self.cues + self.note):
            raise SpeechError("lexicon.line_break", written=self.written)
        match_kind(self.match, self.written)
        if self.match == "pattern" and not _fits(self.written, self.spoken):
            raise SpeechError("lexicon.pattern", written=self.written, spoken=self.spoken)


def _fits(written: str, spoken: str) -> bool:
    """Whether a pattern begins with a fixed word and its spoken form asks for what it finds."""
    starts_fixed = written[0] not in "#*"
    return starts_fixed and all(spoken.count(mark) <= written.count(mark) for mark in "#*")


def parse_tsv(text: str) -> tuple[Entry, ...]:
    """The entries of a lexicon file.

    Empty lines, lines that begin with "# " and a header line are skipped.

    Raises:
        SpeechError: with the number of the first line that cannot be used.
    """
    entries = []
    for number, line in enumerate(nfc(text).lstrip("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith(("# ", "written\t")):
            continue
        entries.append(_parse_line(number, line))
    return tuple(entries)


def _parse_line(number: int, line: str) -> Entry:
    fields = [field.strip() for field in line.split("\t")]
    if not 2 <= len(fields) <= len(COLUMNS):
        raise SpeechError("lexicon.columns", line=number)
    fields += [""] * (len(COLUMNS) - len(fields))
    written, spoken, match, cues, note = fields
    try:
        entry = Entry(written, spoken, match_kind(match or "word", written), cues, note)
        entry.check()
    except SpeechError as error:
        raise SpeechError("lexicon.bad_line", line=number, written=written) from error
    return entry


def match_kind(text: str, written: str = "") -> MatchKind:
    """The kind of match named by `text`.

    Raises:
        SpeechError: there is no such kind.
    """
    if text == "word":
        return "word"
    if text == "pattern":
        return "pattern"
    raise SpeechError("lexicon.match", match=text, written=written)


def format_tsv(entries: Iterable[Entry]) -> str:
    """`entries` as a lexicon file with a header, for editing and sharing."""
    lines = ["\t".join(COLUMNS)]
    lines += [
        "\t".join((entry.written, entry.spoken, entry.match, entry.cues, entry.note)).rstrip("\t")
        for entry in entries
    ]
    return "\n".join(lines) + "\n"
