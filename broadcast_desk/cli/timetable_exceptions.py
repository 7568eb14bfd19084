"""`timetable skip|move|replace|restore`: single occurrences of a slot."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from broadcast_desk.cli.session import Session, with_session
from broadcast_desk.cli.station import parse_time
from broadcast_desk.cli.timetable_arguments import item_option, parse_date, parse_item
from broadcast_desk.cli.timetable_edits import (
    TRIED_BY,
    answer,
    confirm_option,
    edit_options,
    make,
)
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.model import ExceptionKind, SlotException, SlotId
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.written import exception_to_json

_why_option = click.option("--why", default="", help="Lý do.")


@click.command()
@click.argument("slot_id")
@click.argument("day")
@_why_option
@edit_options
@with_session
def skip(session: Session, slot_id: str, day: str, why: str, **choices: Any) -> None:  # noqa: ANN401
    """Bỏ một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    _except(session, slot_id, day, ExceptionKind.SKIP, choices, why=why)


@click.command()
@click.argument("slot_id")
@click.argument("day")
@click.option("--to-date", default="", metavar="YYYY-MM-DD", help="Dời sang ngày.")
@click.option("--to", "to_time", default="", metavar="HH:MM", help="Dời sang giờ.")
@_why_option
@confirm_option
@edit_options
@with_session
def move(
    session: Session,
    slot_id: str,
    day: str,
    to_date: str,
    to_time: str,
    why: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Dời một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    to_day = parse_date(to_date, session) if to_date else None
    at = parse_time(to_time) if to_time else None
    _except(session, slot_id, day, ExceptionKind.MOVE, choices, why=why, to_day=to_day, to_time=at)


@click.command()
@click.argument("slot_id")
@click.argument("day")
@item_option
@_why_option
@edit_options
@with_session
def replace(
    session: Session,
    slot_id: str,
    day: str,
    items: tuple[str, ...],
    why: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Phát nội dung khác trong một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    instead = tuple(map(parse_item, items))
    _except(session, slot_id, day, ExceptionKind.REPLACE, choices, why=why, items=instead)


@click.command()
@click.argument("slot_id")
@click.argument("day")
@edit_options
@with_session
def restore(
    session: Session, slot_id: str, day: str, by: str, dry_run: bool, as_json: bool
) -> None:
    """Cho lần phát của khung giờ SLOT_ID vào ngày DAY lại như mọi ngày."""
    when = parse_date(day, session)
    back = partial(TimetableStore(session.db).unexcept, slot_id, when, by)
    make(session, back, dry_run=dry_run, as_json=as_json, about=when)
    if not dry_run:
        told = {"id": slot_id, "day": f"{when:%d/%m/%Y}"}
        facts = {"slot_id": slot_id, "day": when}
        answer(session, "timetable.unexcepted", as_json=as_json, facts=facts, **told)


def _except(
    session: Session,
    slot_id: str,
    day: str,
    kind: ExceptionKind,
    choices: dict[str, Any],
    **changes: Any,  # noqa: ANN401  (fields of the exception)
) -> None:
    when = parse_date(day, session)
    changes["why"] = nfc(changes["why"])
    exception = SlotException(SlotId(slot_id), when, kind, **changes)
    as_json, dry_run = choices["as_json"], choices["dry_run"]
    confirmed = TRIED_BY if dry_run else choices.get("confirmed_by", "")
    store = TimetableStore(session.db)
    make(
        session, partial(store.except_day, exception, choices["by"], confirmed),
        dry_run=dry_run, as_json=as_json, about=min(when, exception.to_day or when),
    )  # fmt: skip
    if not dry_run:
        told = {"id": slot_id, "day": f"{when:%d/%m/%Y}"}
        facts = exception_to_json(exception)
        answer(session, "timetable.excepted", as_json=as_json, facts=facts, **told)
