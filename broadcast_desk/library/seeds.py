"""The bulletins that come with the program, from `resources/bulletins/*.md`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from broadcast_desk.library.model import Draft
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.paths import resources_folder

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of a bulletin comes from.

    Attributes:
        what: the fact, in words.
        source: where it can be read.
        date: the date of that source or of the fact.
    """

    what: str
    source: str
    date: date


@dataclass(frozen=True, slots=True)
class SeedBulletin:
    """A bulletin ready to be spoken, with the sources of its facts."""

    draft: Draft
    sources: tuple[Source, ...]


@functools.cache
def seed_bulletins() -> tuple[SeedBulletin, ...]:
    """All bulletins that come with the program, by file name."""
    folder = resources_folder() / "bulletins"
    return tuple(read_seed(path) for path in sorted(folder.glob("*.md")))


def read_seed(path: Path) -> SeedBulletin:
    """The bulletin in a file: TOML between two lines "+++", then the text to read.

    Raises:
        ValueError: the file is not of that form. It is ours, so this is our bug.
    """
    lines = nfc(path.read_text(encoding="utf-8")).splitlines()
    if FENCE not in lines[1:] or lines[0] != FENCE:
        raise ValueError(f"{path.name}: no front matter between two lines {FENCE}")
    end = lines.index(FENCE, 1)
    front = tomllib.loads("\n".join(lines[1:end]))
    text = "\n".join(line for line in lines[end + 1 :]).strip()
    return SeedBulletin(_draft(front, text), _sources(front))


def _draft(front: Mapping[str, Any], text: str) -> Draft:
    return Draft(
        title=front["title"],
        code=front["code"],
        kind=front["kind"],
        topic=front["topic"],
        field=front["field"],
        author=front["author"],
        produced_on=front["produced_on"],
        valid_from=front.get("valid_from"),
        valid_until=front.get("valid_until"),
        source="; ".join(dict.fromkeys(source.source for source in _sources(front))),
        text=text,
    )


def _sources(front: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(
        Source(entry["what"], entry["source"], entry["date"]) for entry in front["sources"]
    )
