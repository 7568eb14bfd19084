"""Running orders (khung chương trình): the fixed parts of a session and the gaps to fill.

Also the words of the opening with the date said, for those who record or render it.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.paths import resources_folder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.model import FixedItem, Item, OpeningItem
from broadcast_desk.timetable.wording import in_words
from broadcast_desk.timetable.written import item_from_json


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a running order that a slot fills.

    Attributes:
        item: what fills it when the slot says nothing, None when it must say.
    """

    name: str
    item: Item | None = None


Part = Item | Gap


@dataclass(frozen=True, slots=True)
class RunningOrder:
    """The parts of a session in order.

    Attributes:
        sting: code of the sting between two filled gaps, "" is none.
        source: where this order is described.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    sting: str = ""
    source: str = ""

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of its gaps."""
        return tuple(part.name for part in self.parts if isinstance(part, Gap))


def fill(order: RunningOrder, fills: Mapping[str, Sequence[Item]]) -> tuple[Item, ...]:
    """The items of a slot made from a running order.

    Args:
        order: the running order.
        fills: gap -> items; a gap that is not named takes its own item.

    Raises:
        InputError: a gap has nothing, or `fills` names a gap that is not there.
    """
    strange = sorted(set(fills) - set(order.gaps))
    if strange:
        raise InputError("timetable.template_gap", name=order.title, gap=strange[0])
    items: list[Item] = []
    filled_before = False
    for part in order.parts:
        if not isinstance(part, Gap):
            items.append(part)
            filled_before = False
            continue
        chosen = _chosen(order, part, fills)
        if filled_before and chosen and order.sting:
            items.append(FixedItem(order.sting))
        items += chosen
        filled_before = bool(chosen)
    return tuple(items)


def _chosen(order: RunningOrder, gap: Gap, fills: Mapping[str, Sequence[Item]]) -> Sequence[Item]:
    if gap.name in fills:
        return fills[gap.name]
    if gap.item is None:
        raise InputError("timetable.template_gap", name=order.title, gap=gap.name)
    return (gap.item,)


@functools.cache
def shipped() -> tuple[RunningOrder, ...]:
    """The running orders of `resources/timetable/running-orders.toml`."""
    path = resources_folder() / "timetable" / "running-orders.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_order(entry) for entry in table["order"])


def named(name: str) -> RunningOrder:
    """A shipped running order.

    Raises:
        InputError: there is none of that name.
    """
    for order in shipped():
        if order.name == name:
            return order
    raise InputError("timetable.template", name=name)


def _order(entry: Mapping[str, Any]) -> RunningOrder:
    return RunningOrder(
        name=entry["name"],
        title=entry["title"],
        parts=tuple(_part(part) for part in entry["parts"]),
        sting=entry.get("sting", ""),
        source=entry.get("source", ""),
    )


def _part(value: Mapping[str, Any]) -> Part:
    if "gap" not in value:
        return item_from_json(value)
    rest = {key: part for key, part in value.items() if key != "gap"}
    return Gap(value["gap"], item_from_json(rest) if rest else None)


def opening_words(item: OpeningItem, settings: StationSettings, day: date) -> str:
    """What is said at the opening of a day, for the reader: the date is in words and figures."""
    text = item.text or settings.opening_words
    place = settings.commune or settings.name
    return text.format(name=settings.name, station=settings.name, place=place, date=in_words(day))


def opening_code(item: OpeningItem, day: date) -> str:
    """The code under which the day's opening is looked for in the library."""
    return f"{item.code}-{day:%Y%m%d}"
