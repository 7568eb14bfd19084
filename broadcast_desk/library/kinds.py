"""The kinds of programme, and the fields of Nghị định 49/2024/NĐ-CP, from `resources/`."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import Any

from broadcast_desk.station.paths import resources_folder

OTHER_PREFIX = "CT"
"""Prefix of codes of kinds that are not listed (chương trình)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of programme; `prefix` begins its codes."""

    key: str
    name_vi: str
    name_en: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Field:
    """A lĩnh vực: a field of essential information, Nghị định 49/2024/NĐ-CP Article 6."""

    key: str
    name_vi: str
    name_en: str


@functools.cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which people should see them."""
    return tuple(
        Kind(entry["key"], entry["vi"], entry["en"], entry["prefix"])
        for entry in _entries("kinds.toml", "kind")
    )


@functools.cache
def fields() -> tuple[Field, ...]:
    """All fields, in the order of the decree."""
    return tuple(
        Field(entry["key"], entry["vi"], entry["en"]) for entry in _entries("fields.toml", "field")
    )


def code_prefix(kind: str) -> str:
    """The prefix of automatic codes of that kind, such as "BT" for a bulletin."""
    return next((known.prefix for known in kinds() if known.key == kind), OTHER_PREFIX)


def _entries(file: str, table: str) -> list[dict[str, Any]]:
    text = (resources_folder() / file).read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)[table]
    return entries
