"""The lexicon as the reader uses it: entries by first token, longest form first."""

from __future__ import annotations

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from broadcast_desk.speech.lexicon.cues import Cues
from broadcast_desk.speech.lexicon.entries import Entry, parse_tsv
from broadcast_desk.speech.lexicon.subjects import Subjects
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.station.paths import resources_folder


@dataclass(frozen=True, slots=True)
class Found:
    """An entry found in a line.

    Attributes:
        end: one past the last token it covers.
        captures: what `#` and `*` of a pattern stood for.
        by: what spoke for this entry among several of one form: a word right beside it (or it
            is the only one), something else in the line, or nothing, so that it is the default.
        others: what else the form stands for.
    """

    entry: Entry
    end: int
    captures: tuple[str, ...] = ()
    by: Literal["word", "line", "nothing"] = "word"
    others: tuple[str, ...] = ()


class _Form:
    """All entries of one written form, those with cues first."""

    __slots__ = ("choices", "default", "exact", "glued", "keys", "places", "size", "unit")

    def __init__(self, entry: Entry) -> None:
        line = Line(entry.written)
        self.keys = tuple(line.keys)
        self.size = len(self.keys)
        self.glued = tuple(line.glued(place) for place in range(self.size))
        lower_case = entry.written == entry.written.lower()
        self.exact = None if lower_case else tuple(line.words)
        self.places = self.glued if entry.match == "pattern" else ()
        self.choices: list[tuple[Cues, Entry]] = []
        self.default: Entry | None = None
        self.unit: Entry | None = None

    def add(self, entry: Entry) -> None:
        """One more entry of this form; the first without cues stays the default."""
        if "<#" in entry.cues:
            self.unit = entry
        if entry.cues:
            self.choices.append((Cues.parse(entry.cues), entry))
        elif self.default is None:
            self.default = entry

    def find(self, line: Line, at: int) -> Found | None:
        """This form at token `at`, if it stands there as a whole."""
        end = at + self.size
        if self.size > 1 and not _same(self.keys, line, at):
            return None
        if self.exact is not None and not _exactly(self.exact, line, at):
            return None
        if not _whole_end(line, end):
            return None
        if not _whole_start(line, at) and not (self.unit and line.words[at - 1].isdecimal()):
            return None
        return self.choose(line, at, end, ())

    def find_unit(self, line: Line, at: int) -> Found | None:
        """This form at token `at` as a unit of measure, whatever stands before."""
        if self.unit is None:
            return None
        if self.size > 1 and not _same(self.keys, line, at):
            return None
        if self.exact is not None and not _exactly(self.exact, line, at):
            return None
        end = at + self.size
        return Found(self.unit, end) if _whole_end(line, end) else None

    def choose(self, line: Line, at: int, end: int, captures: tuple[str, ...]) -> Found | None:
        """The entry a word beside it speaks for, then one near or far, then the subject, then none.

        Where nothing speaks for any of them it is the default, if there is one.
        """
        for cues, entry in self.choices:
            if cues.adjoins(line, at, end):
                return Found(entry, end, captures, "word", self.others(entry))
        told = self._told(line, at, end)
        if told is not None:
            return Found(told, end, captures, "line", self.others(told))
        if self.default is None:
            return None
        alone = all(entry is self.unit for _, entry in self.choices)
        others = () if alone else self.others(self.default)
        return Found(self.default, end, captures, "word" if alone else "nothing", others)

    def _told(self, line: Line, at: int, end: int) -> Entry | None:
        for cues, entry in self.choices:
            if cues.met(line, at, end):
                return entry
        for cues, entry in self.choices:
            if cues.fits(line):
                return entry
        return None

    def others(self, chosen: Entry) -> tuple[str, ...]:
        """What this form may mean besides `chosen`, each once."""
        entries = [entry for _, entry in self.choices]
        entries += [self.default] if self.default else []
        said = {entry.spoken.lower(): entry.spoken for entry in entries}
        said.pop(chosen.spoken.lower(), None)
        return tuple(said.values())


class _Pattern(_Form):
    """A form with `#` (a number) or `*` (letters) in it."""

    __slots__ = ()

    def find(self, line: Line, at: int) -> Found | None:
        """The pattern at token `at`; its pieces stand together exactly as in the entry."""
        end = at + self.size
        if end > len(line.words) or not _whole_start(line, at) or self._goes_on(line, end):
            return None
        captures = []
        for offset, key in enumerate(self.keys):
            if offset and line.glued(at + offset) != self.glued[offset]:
                return None
            word = line.words[at + offset]
            if key in "#*":
                if not (word.isdecimal() if key == "#" else word.isalpha()):
                    return None
                captures.append(word)
            elif not self._agrees(line, at, offset):
                return None
        return self.choose(line, at, end, tuple(captures)) if _whole(line, at, end) else None

    def _goes_on(self, line: Line, end: int) -> bool:
        """Whether the last number goes on, so that it is a quantity ("ĐT 2,9 tỷ", "TL 2.350kg")."""
        if self.keys[-1] != "#" or line.word(end) not in (",", ".") or not line.glued(end):
            return False
        apart = not line.glued(end - 1)
        return apart and line.glued(end + 1) and line.word(end + 1).isdecimal()

    def _agrees(self, line: Line, at: int, offset: int) -> bool:
        if self.exact is not None:
            return line.words[at + offset] == self.exact[offset]
        return line.keys[at + offset] == self.keys[offset]


def _same(keys: tuple[str, ...], line: Line, at: int) -> bool:
    """Whether the line has these keys from token `at` on."""
    return tuple(line.keys[at : at + len(keys)]) == keys


def _exactly(words: tuple[str, ...], line: Line, at: int) -> bool:
    """Whether the line has the entry's capitals; the keys are already known to be equal."""
    return all(
        own == found or [*map(str.isupper, own)] == [*map(str.isupper, found)]
        for own, found in zip(words, line.words[at : at + len(words)], strict=True)
    )


def _whole_start(line: Line, at: int) -> bool:
    return not (line.glued(at) and line.words[at][0].isalnum() and line.words[at - 1][-1].isalnum())


def _whole_end(line: Line, end: int) -> bool:
    """Whether no letter or digit is glued to the end of the tokens before `end`."""
    return not (
        line.glued(end) and line.words[end][0].isalnum() and line.words[end - 1][-1].isalnum()
    )


def _whole(line: Line, at: int, end: int) -> bool:
    """Whether the tokens from `at` to `end` are not part of a longer run of letters and digits."""
    return _whole_start(line, at) and _whole_end(line, end)


class Lexicon:
    """Shipped and station entries; immutable, so one lexicon may serve many readers."""

    def __init__(self, entries: Iterable[Entry] = (), station: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self.station = tuple(station)
        self._shipped_index = _index(self.entries)
        self._station_index = _index(self.station)
        self._shipped_roles = _roles(self.entries)
        self._station_roles = _roles(self.station)
        self._forms: dict[Callable[[str, str], bool], dict[str, str]] = {}
        self._partners: dict[str, Counter[str]] | None = None
        self.subjects = Subjects((*self.entries, *self.station))

    def with_station(self, entries: Iterable[Entry]) -> Lexicon:
        """This lexicon with these station entries instead of its own."""
        result = Lexicon((), entries)
        result.entries = self.entries
        result._shipped_index = self._shipped_index
        result._shipped_roles = self._shipped_roles
        result.subjects = Subjects((*self.entries, *result.station))
        return result

    def find(self, line: Line, at: int) -> Found | None:
        """The longest entry that begins at token `at`; of two as long, the station's."""
        key = line.keys[at]
        own = _longest(self._station_index.get(key), line, at) if self._station_index else None
        given = _longest(self._shipped_index.get(key), line, at)
        if own is None or given is None:
            return own or given
        return own if own.end >= given.end else given

    def unit(self, line: Line, at: int) -> Found | None:
        """The unit of measure (an entry with the cue `<#`) that stands at token `at`."""
        if at >= len(line.keys):
            return None
        key = line.keys[at]
        for index in (self._station_index, self._shipped_index):
            for form in index.get(key, ()):
                found = form.find_unit(line, at)
                if found is not None:
                    return found
        return None

    def role(self, role: str, written: str) -> str:
        """What `written` stands for in a role (`@loại`, `@cơ quan`); empty when it has none."""
        own = self._station_roles.get((role, written))
        return own or self._shipped_roles.get((role, written), "")

    def plain(self, written: str) -> str:
        """What `written` alone stands for without any cue; empty when nothing does."""
        line = Line(written)
        found = self.find(line, 0) if len(line) else None
        return found.entry.spoken if found and found.end == len(line) else ""

    def forms(self, wanted: Callable[[str, str], bool]) -> dict[str, str]:
        """Written forms without cues, and what they stand for, that `wanted` accepts; kept."""
        if wanted not in self._forms:
            self._forms[wanted] = {
                entry.written: entry.spoken
                for entry in (*reversed(self.entries), *self.station)
                if not entry.cues and entry.match == "word" and wanted(entry.written, entry.spoken)
            }
        return self._forms[wanted]

    def partner(self, start: str, second: str) -> str:
        """The syllable beginning with `start` that most often stands before `second`.

        Counted in all that the entries are said as; empty where none of them has such a pair.
        """
        if self._partners is None:
            self._partners = _pairs((*self.entries, *self.station))
        fitting = {
            first: times
            for first, times in self._partners.get(second, {}).items()
            if first.startswith(start)
        }
        return max(fitting, key=lambda first: fitting[first], default="")

    def knows(self, key: str) -> bool:
        """Whether any entry begins with this token key (a fast way to say no)."""
        return key in self._shipped_index or key in self._station_index


def _longest(forms: tuple[_Form, ...] | None, line: Line, at: int) -> Found | None:
    for form in forms or ():
        found = form.find(line, at)
        if found is not None:
            return found
    return None


def _index(entries: Iterable[Entry]) -> dict[str, tuple[_Form, ...]]:
    forms: dict[tuple[tuple[str, ...], tuple[str, ...] | None, tuple[bool, ...], str], _Form] = {}
    for entry in entries:
        if entry.cues.startswith("@"):
            continue
        form = _Pattern(entry) if entry.match == "pattern" else _Form(entry)
        if form.keys:
            forms.setdefault((form.keys, form.exact, form.places, entry.match), form).add(entry)
    index: dict[str, list[_Form]] = defaultdict(list)
    for form in forms.values():
        index[form.keys[0]].append(form)
    return {
        key: tuple(
            sorted(
                group, key=lambda form: (-form.size, isinstance(form, _Pattern), form.exact is None)
            )
        )
        for key, group in index.items()
    }


def _pairs(entries: Iterable[Entry]) -> dict[str, Counter[str]]:
    """For each syllable, those said right before it and how often."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        syllables = Line(entry.spoken).keys
        for first, second in itertools.pairwise(syllables):
            pairs[second][first] += 1
    return dict(pairs)


def _roles(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    return {
        (entry.cues, entry.written): entry.spoken for entry in entries if entry.cues.startswith("@")
    }


@functools.cache
def shipped() -> Lexicon:
    """The lexicon that comes with the program: all of `resources/lexicon/*.tsv`."""
    entries: list[Entry] = []
    for path in sorted((resources_folder() / "lexicon").glob("*.tsv")):
        entries.extend(parse_tsv(path.read_text(encoding="utf-8")))
    return Lexicon(entries)
