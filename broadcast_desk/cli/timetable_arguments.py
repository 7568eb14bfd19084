"""What the timetable's commands share: options, and how dates, items and slots are written."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import click

from broadcast_desk.cli.session import Session
from broadcast_desk.library.kinds import fields, kinds
from broadcast_desk.library.topics import ASEAN, topics
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import (
    DayPlan,
    FixedItem,
    Item,
    OpeningItem,
    RelayItem,
    SelectorItem,
)
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView

MOST_DAYS_AHEAD = 400
_NUMBERS = {"count": int, "rest_days": int, "days_back": int, "max_length_s": float}

by_option = click.option("--by", default="", help="Người thực hiện.")
date_option = click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="Ngày.")
item_option = click.option(
    "--item",
    "--program",
    "items",
    multiple=True,
    metavar="NỘI DUNG",
    help="MÃ, relay=ĐỊA CHỈ;PHÚT;MÃ DỰ PHÒNG;TÊN, select=CÁCH;..., opening=MÃ; dùng nhiều lần, "
    "phát theo thứ tự.",
)


def view_of(session: Session) -> LibraryView:
    """What may be chosen and what has sounded, as it is now."""
    now = session.clock.now()
    aired = session.logbook.heard(now)
    states = session.library.unapproved()
    return LibraryView(session.library.airables(), aired, known_until=now, states=states)


def plans_of(session: Session, first: date, days: int) -> list[DayPlan]:
    """The plans of days in a row, from the timetable and the library as they are now.

    The days between today and a later first one are taken to sound as planned, so that what is
    "not yet aired" then is not what will have sounded by then; up to `MOST_DAYS_AHEAD` of them.
    """
    table = TimetableStore(session.db).timetable()
    rules = rules_of(session.settings)
    today = local(session.clock.now()).date()
    between = max(0, min(MOST_DAYS_AHEAD, (first - today).days))
    begin = first - timedelta(days=between)
    plans = plan_days(table.slots, table.exceptions, view_of(session), begin, between + days, rules)
    return list(itertools.islice(plans, between, None))


def parse_date(text: str, session: Session) -> date:
    """The date written as YYYY-MM-DD; "" is today.

    Raises:
        InputError: it is not a date.
    """
    if not text:
        return local(session.clock.now()).date()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError("timetable.date", text=text) from error
    if not 1900 <= day.year <= 2999:
        raise InputError("timetable.date", text=text)
    return day


def parse_item(text: str) -> Item:
    """The item of a slot, as the command line writes it.

    CODE, relay=ADDRESS;MINUTES[;FALLBACK[;TITLE]], select=RULE;NAME=VALUE..., opening=CODE.

    Raises:
        InputError: it is not one.
    """
    kind, equals, rest = nfc(text).partition("=")
    if not equals:
        return FixedItem(text.strip())
    parts = rest.split(";")
    try:
        if kind == "relay":
            fallback, title = (*parts[2:4], "", "")[:2]
            return RelayItem(parts[0], float(parts[1]) * 60.0, title.strip(), fallback.strip())
        if kind == "select":
            return _known(SelectorItem(parts[0], **dict(_option(part) for part in parts[1:])))
        if kind == "opening":
            return OpeningItem(rest)
    except (ValueError, IndexError, TypeError) as error:
        raise InputError("timetable.item", text=text) from error
    raise InputError("timetable.item", text=text)


def _known(item: SelectorItem) -> SelectorItem:
    """The selector itself; a mistyped topic, kind or field would never choose anything.

    Raises:
        InputError: it names one that is not there.
    """
    for name, known in (("topic", topics()), ("kind", kinds()), ("field", fields())):
        value = getattr(item, name)
        if value and value not in {ASEAN if name == "topic" else "", *(one.key for one in known)}:
            raise InputError(f"timetable.selector_{name}", value=value)
    return item


def _option(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    return name, _NUMBERS.get(name, str)(value)


def parse_fills(texts: Iterable[str]) -> dict[str, list[Item]]:
    """Gaps of a running order and what fills them, each written as GAP:ITEM.

    Raises:
        InputError: one of them is not.
    """
    found: dict[str, list[Item]] = {}
    for text in texts:
        gap, colon, item = nfc(text).partition(":")
        if not colon or not gap.strip() or not item.strip():
            raise InputError("timetable.fill", text=text)
        found.setdefault(gap.strip(), []).append(parse_item(item))
    return found
