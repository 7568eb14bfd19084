"""Facts that have changed: warned about, never altered. The table is a file a person can edit."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from broadcast_desk.speech.reading.model import Notice
from broadcast_desk.station.paths import resources_folder


@dataclass(frozen=True, slots=True)
class StaleFact:
    """A phrase that was right once.

    Attributes:
        pattern: regular expression on one line, any case.
        code: message code.
        as_of: ISO date since when it is out of date.
        source: where that is known from.
    """

    pattern: str
    code: str
    as_of: str
    source: str


@functools.cache
def stale_facts() -> tuple[StaleFact, ...]:
    """The shipped table `resources/lexicon/checks/stale_facts.tsv`."""
    path = resources_folder() / "lexicon" / "checks" / "stale_facts.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    return tuple(StaleFact(*row.split("\t")) for row in rows if row.strip())


@functools.cache
def _compiled() -> tuple[re.Pattern[str], tuple[StaleFact, ...]]:
    facts = stale_facts()
    groups = "|".join(f"(?P<f{number}>{fact.pattern})" for number, fact in enumerate(facts))
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE), facts


def stale_notices(number: int, line: str) -> list[Notice]:
    """Notices for one line (NFC)."""
    pattern, facts = _compiled()
    notices = []
    for match in pattern.finditer(line):
        fact = facts[int((match.lastgroup or "f0")[1:])]
        notices.append(
            Notice(number, match.start(), match.end(), match[0], fact.code, fact.source, fact.as_of)
        )
    return notices
