"""`timetable add|change|remove`: the slots."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from broadcast_desk.cli.session import Session, with_session
from broadcast_desk.cli.station import parse_time
from broadcast_desk.cli.timetable_arguments import item_option, parse_date, parse_fills, parse_item
from broadcast_desk.cli.timetable_edits import (
    TRIED_BY,
    answer,
    confirm_option,
    edit_options,
    make,
)
from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.model import (
    Item,
    MissedRule,
    OverrunRule,
    Slot,
    SlotId,
)
from broadcast_desk.timetable.running_order import fill
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.written import slot_to_json

OPEN = "-"
"""Written for a length, a last day, a volume or zones that are to be left open."""

_OPTIONS = (
    click.option("--name", default=None, help="Tên khung giờ."),
    click.option("--at", "--start", "starts", default=None, metavar="HH:MM", help="Giờ bắt đầu."),
    item_option,
    click.option("--order", default="", help="Khung chương trình (timetable running-order list)."),
    click.option("--fill", "fills", multiple=True, metavar="CHỖ:NỘI DUNG", help="Lấp khung."),
    click.option("--zone", "zones", multiple=True, help="Cụm loa; không ghi là mọi cụm."),
    click.option("--minutes", default=None, help="Thời lượng tối đa (phút); - là đến khi hết."),
    click.option("--rrule", default=None, help="Quy tắc lặp lại RFC 5545; rỗng là một lần."),
    click.option("--from", "valid_from", default=None, metavar="YYYY-MM-DD", help="Ngày đầu."),
    click.option("--until", "valid_until", default=None, metavar="YYYY-MM-DD", help="Ngày cuối."),
    click.option("--priority", type=click.Choice([str(p) for p in Priority]), default=None),
    click.option(
        "--missed", "missed_rule", type=click.Choice([str(r) for r in MissedRule]), default=None,
        help="Khi lỡ giờ: bỏ, phát tiếp chỗ đang đến, hay phát muộn.",
    ),
    click.option("--late-within", type=float, default=None, help="Phát muộn nhiều nhất (phút)."),
    click.option(
        "--overrun", "overrun_rule", type=click.Choice([str(r) for r in OverrunRule]),
        default=None, help="Khi quá giờ: cắt nhỏ dần, cho hết mục đang phát, hay đẩy lùi buổi sau.",
    ),
    click.option("--finish-within", type=float, default=None, help="Cho quá giờ (phút)."),
    click.option("--volume", default=None, help="Âm lượng 0-100; - là theo cụm loa."),
    click.option(
        "--warm-up", "warm_up_s", default=None, metavar="GIÂY",
        help="Mở nguồn tăng âm trước bao nhiêu giây; - là theo giờ và theo đài.",
    ),
    click.option("--filler", default=None, metavar="MÃ", help="Nhạc lấp chỗ trống; - là để im."),
    click.option("--note", default=None, help="Ghi chú."),
)  # fmt: skip


def _slot_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("words", metavar="[NAME]", required=False, default="")
@_slot_options
@confirm_option
@edit_options
@with_session
def add(
    session: Session,
    as_json: bool,
    by: str,
    confirmed_by: str,
    dry_run: bool,
    words: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Thêm khung giờ: tên, giờ, và nội dung."""
    changes = _changes(session, {**choices, "name": choices["name"] or words or None})
    if not (changes.get("name") and "starts" in changes and changes.get("items")):
        raise InputError("timetable.no_name_given")
    changes.setdefault("valid_from", parse_date("", session))
    slot = Slot(**{"id": SlotId(""), "zones": (), **changes})
    confirmed = TRIED_BY if dry_run else confirmed_by
    add_it = partial(TimetableStore(session.db).add, slot, by, confirmed)
    added = make(session, add_it, dry_run=dry_run, as_json=as_json, about=slot.valid_from)
    if added is not None:
        facts = slot_to_json(added)
        answer(session, "timetable.added", as_json=as_json, facts=facts, id=added.id)


@click.command()
@click.argument("slot_id")
@_slot_options
@confirm_option
@edit_options
@with_session
def change(
    session: Session,
    as_json: bool,
    by: str,
    confirmed_by: str,
    dry_run: bool,
    slot_id: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Sửa khung giờ SLOT_ID; điều không ghi thì giữ nguyên."""
    store = TimetableStore(session.db)
    slot = dataclasses.replace(store.slot(slot_id), **_changes(session, choices))
    confirmed = TRIED_BY if dry_run else confirmed_by
    change_it = partial(store.change, slot, by, confirmed)
    changed = make(session, change_it, dry_run=dry_run, as_json=as_json, about=slot.valid_from)
    if changed is not None:
        facts = slot_to_json(changed)
        answer(session, "timetable.changed", as_json=as_json, facts=facts, id=slot_id)


@click.command()
@click.argument("slot_id")
@edit_options
@with_session
def remove(session: Session, slot_id: str, by: str, dry_run: bool, as_json: bool) -> None:
    """Bỏ khung giờ SLOT_ID."""
    store = TimetableStore(session.db)
    if slot_id in store.readable()[1]:
        _remove_unreadable(session, store, slot_id, by, dry_run=dry_run, as_json=as_json)
        return
    about = store.slot(slot_id).valid_from
    make(session, partial(store.remove, slot_id, by), dry_run=dry_run, as_json=as_json, about=about)
    if not dry_run:
        answer(session, "timetable.removed", as_json=as_json, id=slot_id)


def _remove_unreadable(
    session: Session, store: TimetableStore, slot_id: str, by: str, *, dry_run: bool, as_json: bool
) -> None:
    """Take out a slot that cannot be read; what that changes cannot be shown."""
    if dry_run:
        raise InputError("timetable.unreadable", what=slot_id)
    store.remove(slot_id, by)
    answer(session, "timetable.removed", as_json=as_json, id=slot_id)


def _changes(session: Session, choices: dict[str, Any]) -> dict[str, Any]:
    """The fields of a slot that the options name."""
    plain = {name: choices[name] for name in ("rrule",) if choices[name] is not None}
    texts = {name: nfc(choices[name]) for name in ("name", "note") if choices[name] is not None}
    found = {**plain, **texts, **_times(session, choices), **_rules(choices)}
    items = _items(session, choices)
    if items:
        found["items"] = items
    if choices["zones"]:
        found["zones"] = () if choices["zones"] == (OPEN,) else tuple(map(nfc, choices["zones"]))
    if choices["filler"] is not None:
        found["filler"] = "" if choices["filler"] == OPEN else nfc(choices["filler"]).strip()
    return found


def _times(session: Session, choices: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if choices["starts"] is not None:
        found["starts"] = parse_time(choices["starts"])
    if choices["minutes"] is not None:
        minutes = _number(choices["minutes"])
        found["length_s"] = None if minutes is None else minutes * 60.0
    if choices["valid_from"] is not None:
        found["valid_from"] = parse_date(choices["valid_from"], session)
    if choices["valid_until"] is not None:
        last = choices["valid_until"]
        found["valid_until"] = None if last in ("", OPEN) else parse_date(last, session)
    return found


def _rules(choices: dict[str, Any]) -> dict[str, Any]:
    kinds = {"priority": Priority, "missed_rule": MissedRule, "overrun_rule": OverrunRule}
    found: dict[str, Any] = {
        name: kind(choices[name]) for name, kind in kinds.items() if choices[name] is not None
    }
    for name in ("late_within", "finish_within"):
        if choices[name] is not None:
            found[f"{name}_s"] = choices[name] * 60.0
    if choices["volume"] is not None:
        volume = _number(choices["volume"])
        found["volume"] = None if volume is None else int(volume)
    if choices["warm_up_s"] is not None:
        found["warm_up_s"] = _number(choices["warm_up_s"])
    return found


def _number(text: str) -> float | None:
    """The number written; None when it is left open.

    Raises:
        InputError: it is no number.
    """
    if text.strip() == OPEN:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError as error:
        raise InputError("timetable.number", text=text) from error
    if not math.isfinite(number):
        raise InputError("timetable.number", text=text)
    return number


def _items(session: Session, choices: dict[str, Any]) -> tuple[Item, ...]:
    """The items of the running order, then the others as they were written."""
    items: list[Item] = []
    if choices["order"]:
        order = RunningOrders(session.db).named(choices["order"])
        items += fill(order, parse_fills(choices["fills"]))
    items += (parse_item(text) for text in choices["items"])
    return tuple(items)
