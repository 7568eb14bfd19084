"""The words of exports and reports, from `resources/report/*.toml`; no sentence stands in code."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from typing import Any

from broadcast_desk.logbook.model import Airing
from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import catalogue
from broadcast_desk.station.paths import resources_folder


@functools.cache
def words(name: str) -> Mapping[str, Any]:
    """The wording file `resources/report/<name>.toml`."""
    path = resources_folder() / "report" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def word(table: str, key: str) -> str:
    """A word of the logbook's wording; the key itself when there is none."""
    return str(words("logbook")[table].get(key, key))


def reason_words(reason: str) -> str:
    """What a reason code means; a reason that is no code is already words."""
    ours = words("logbook")["reasons"].get(reason)
    if ours is not None:
        return str(ours)
    text = catalogue().get(reason, {}).get("vi", "")
    return reason if not text or "{" in text else text


def result_words(airing: Airing) -> str:
    """How an airing went, with the reason when it did not go well."""
    result = word("results", airing.result)
    return f"{result}: {reason_words(airing.reason)}" if airing.reason else result


def local_day(airing: Airing) -> str:
    """The local day an airing belongs to, as people write it; "" when unknown."""
    return f"{local(airing.due_at):%d/%m/%Y}" if airing.due_at else ""
