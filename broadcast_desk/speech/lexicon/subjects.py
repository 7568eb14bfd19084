"""What a line is about, told by the words of the lexicon that have the cue `@chủ đề`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from broadcast_desk.speech.lexicon.entries import Entry
from broadcast_desk.speech.lexicon.tokens import Line

ROLE = "@chủ đề"


class Subjects:
    """The words that tell a subject; a word may tell several."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._words: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for entry in entries:
            keys = tuple(Line(entry.written).keys)
            if entry.cues == ROLE and keys:
                self._words[keys[0]].append((keys, entry.spoken))
        self._words.default_factory = None

    def count(self, line: Line) -> Counter[str]:
        """How often each subject is told in `line`; a longer word tells more."""
        told: Counter[str] = Counter()
        for at, key in enumerate(line.keys):
            for keys, subject in self._words.get(key, ()):
                if len(keys) == 1 or tuple(line.keys[at : at + len(keys)]) == keys:
                    told[subject] += len(keys)
        return told


def strongest(told: Counter[str]) -> frozenset[str]:
    """The subjects told most often; none of them when nothing was told."""
    most = max(told.values(), default=0)
    return frozenset(subject for subject, times in told.items() if times == most)
