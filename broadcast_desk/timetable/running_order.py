"""Running orders (khung chương trình): the fixed parts of a session and the gaps to fill.

Also the words of the opening with the date said, for those who record or render it.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from broadcast_desk.station.errors import InputError, store_error_from_os
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.paths import resources_folder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.checking import check_item
from broadcast_desk.timetable.model import FixedItem, Item, OpeningItem
from broadcast_desk.timetable.wording import in_words
from broadcast_desk.timetable.written import item_from_json, item_to_json

_NAME = re.compile(r"[\w.-]{1,64}")
MOST_BYTES = 1_000_000


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
    return tuple(order_from_json(entry) for entry in table["order"])


def named(name: str) -> RunningOrder:
    """A shipped running order.

    Raises:
        InputError: there is none of that name.
    """
    return find(shipped(), name)


def find(orders: Sequence[RunningOrder], name: str) -> RunningOrder:
    """The one of that name.

    Raises:
        InputError: there is none.
    """
    for order in orders:
        if order.name == name:
            return order
    raise InputError("timetable.template", name=name)


def check_order(order: RunningOrder) -> None:
    """Refuse a running order that cannot work.

    Raises:
        InputError: with the code of what is wrong.
    """
    if not _NAME.fullmatch(order.name) or not order.parts:
        raise InputError("timetable.template_file", name=order.name, reason="name, parts")
    if len(set(order.gaps)) < len(order.gaps):
        raise InputError("timetable.template_file", name=order.name, reason="gap x 2")
    for part in order.parts:
        item = part.item if isinstance(part, Gap) else part
        if item is not None:
            check_item(item, order.title)


def read_orders(path: Path) -> tuple[RunningOrder, ...]:
    """The running orders of a file written like `resources/timetable/running-orders.toml`.

    Raises:
        InputError: it is no such file, or one of them cannot work.
        StoreError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise _unreadable(path, error.strerror) from error
    except OSError as error:
        raise store_error_from_os(error, path) from error
    if len(content) > MOST_BYTES:
        raise _unreadable(path, f"> {MOST_BYTES} B")
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
        orders = tuple(order_from_json(entry) for entry in table["order"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(path, " ".join(str(error).split())[:120]) from error
    for order in orders:
        check_order(order)
    return orders


def _unreadable(path: Path, reason: object) -> InputError:
    return InputError("timetable.template_file", name=path.name, reason=reason)


def order_to_json(order: RunningOrder) -> dict[str, Any]:
    """A running order as JSON values."""
    parts = [
        {"gap": part.name, **(item_to_json(part.item) if part.item else {})}
        if isinstance(part, Gap)
        else item_to_json(part)
        for part in order.parts
    ]
    return {
        "name": order.name,
        "title": order.title,
        "sting": order.sting,
        "source": order.source,
        "parts": parts,
    }


def order_from_json(entry: Mapping[str, Any]) -> RunningOrder:
    """The running order written by `order_to_json`, or one of a TOML file.

    Raises:
        KeyError, TypeError: it is not one.
        InputError: one of its items is not one.
    """
    return RunningOrder(
        name=nfc(str(entry["name"])),
        title=nfc(str(entry["title"])),
        parts=tuple(_part(part) for part in entry["parts"]),
        sting=str(entry.get("sting", "")),
        source=str(entry.get("source", "")),
    )


def _part(value: Mapping[str, Any]) -> Part:
    if "gap" not in value:
        return item_from_json(value)
    rest = {key: part for key, part in value.items() if key != "gap"}
    return Gap(nfc(str(value["gap"])), item_from_json(rest) if rest else None)


def opening_words(item: OpeningItem, settings: StationSettings, day: date) -> str:
    """What is said at the opening of a day, for the reader: the date is in words and figures."""
    text = item.text or settings.opening_words
    place = settings.commune or settings.name
    return text.format(name=settings.name, station=settings.name, place=place, date=in_words(day))


def opening_code(item: OpeningItem, day: date) -> str:
    """The code under which the day's opening is looked for in the library."""
    return f"{item.code}-{day:%Y%m%d}"
