"""The tree of topics of the plan, from `resources/topics.toml`."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass

from broadcast_desk.station.paths import resources_folder

PILLARS = ("political-security", "economic", "socio-cultural")
"""The three pillars of the ASEAN Community (ASEAN Charter, Article 9)."""

ASEAN = "asean"
"""In the place of a topic's key: every topic of the plan but those that are only local."""
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; its key has a dot when it lies under another, "economic.trade".

    Attributes:
        pillar: one of `PILLARS`, "" when it belongs to none.
    """

    key: str
    name_vi: str
    name_en: str
    pillar: str

    @property
    def branch(self) -> str:
        """The key of the topic it lies under, "" at the top."""
        return self.key.rpartition(".")[0]


@functools.cache
def topics() -> tuple[Topic, ...]:
    """All topics, each after the one it lies under."""
    text = (resources_folder() / "topics.toml").read_text(encoding="utf-8")
    return tuple(
        Topic(entry["key"], entry["vi"], entry["en"], entry["pillar"])
        for entry in tomllib.loads(text)["topic"]
    )


def topic(key: str) -> Topic | None:
    """The topic of that key, None when it is not in the tree."""
    return next((known for known in topics() if known.key == key), None)


def within(key: str, wanted: str) -> bool:
    """Whether a topic is asked for: it is the same, below it, or any of `ASEAN`; "" is any."""
    if wanted == ASEAN:
        return key not in ("", LOCAL)
    return wanted in ("", key) or key.startswith(f"{wanted}.")


def pillar_of(key: str) -> str:
    """The pillar a topic is reported under, "" when it has none or is not in the tree."""
    known = topic(key)
    return known.pillar if known else ""
