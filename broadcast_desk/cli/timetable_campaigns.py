"""`timetable campaign|running-order`: proposals for an event, and what a session is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.station import parse_time
from broadcast_desk.cli.timetable_arguments import by_option, parse_date, view_of
from broadcast_desk.cli.timetable_edits import (
    TRIED_BY,
    answer,
    confirm_option,
    edit_options,
    make,
)
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import Language, say
from broadcast_desk.timetable.campaigns import (
    Campaign,
    Event,
    Proposal,
    campaigns_between,
    propose,
)
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.own_dates import known_events, with_own_event, without_own_event
from broadcast_desk.timetable.running_order import order_to_json, read_orders
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.written import slot_to_json

LOOK_AHEAD = timedelta(days=366)
_SPANS = ("first", "last", "opens", "closes")


@click.group()
def campaign() -> None:
    """Đợt tuyên truyền trước, trong và sau một sự kiện."""


@campaign.command("list")
@json_option
@with_session
def list_campaigns(session: Session, as_json: bool) -> None:
    """Các đợt trong 366 ngày tới."""
    found = _coming(session)
    if as_json:
        print_facts([_campaign_facts(one) for one in found])
        return
    for one in found:
        spans = {name: f"{getattr(one, name):%d/%m/%Y}" for name in _SPANS}
        name = _name(one, session.language)
        click.echo(
            say("timetable.campaign_listed", session.language,
                key=one.event.key, name=name, **spans)
        )  # fmt: skip


@campaign.command("add-date")
@click.argument("key")
@click.argument("day", metavar="MM-DD|YYYY-MM-DD")
@click.option("--name", required=True, help="Tên sự kiện.")
@click.option("--until", default="", metavar="YYYY-MM-DD", help="Ngày cuối của sự kiện.")
@click.option("--before", type=int, default=7, help="Tuyên truyền trước bao nhiêu ngày.")
@click.option("--after", type=int, default=3, help="Tuyên truyền sau bao nhiêu ngày.")
@click.option("--topic", default="", help="Chủ đề (library topics); không ghi là mọi chủ đề.")
@click.option("--source", default="", help="Theo văn bản nào.")
@by_option
@json_option
@with_session
def add_date(
    session: Session,
    by: str,
    as_json: bool,
    key: str,
    day: str,
    name: str,
    until: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Thêm ngày riêng của đài: mỗi năm (MM-DD) hoặc một lần (YYYY-MM-DD)."""
    yearly = re.fullmatch(r"\d{2}-\d{2}", day) is not None
    event = Event(
        key=key,
        name_vi=nfc(name),
        name_en=nfc(name),
        month_day=day if yearly else "",
        on=None if yearly else parse_date(day, session),
        until=parse_date(until, session) if until else None,
        before=choices["before"],
        after=choices["after"],
        since=0,
        topic=choices["topic"],
        source=nfc(choices["source"]) or session.settings.name,
    )
    store = TimetableStore(session.db, session.clock)
    store.change_rules(lambda settings: with_own_event(settings, event), by, f"date {key}")
    facts = {"key": key, "name": event.name_vi, "day": day, "until": event.until}
    answer(session, "timetable.own_date_added", as_json=as_json, facts=facts, key=key, name=name)


@campaign.command("remove-date")
@click.argument("key")
@by_option
@json_option
@with_session
def remove_date(session: Session, key: str, by: str, as_json: bool) -> None:
    """Bỏ ngày riêng KEY của đài; khung giờ đã nhận thì vẫn còn."""
    store = TimetableStore(session.db, session.clock)
    store.change_rules(lambda settings: without_own_event(settings, key), by, f"undate {key}")
    answer(session, "timetable.own_date_removed", as_json=as_json, key=key)


def _campaign_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    for option in (
        click.argument("key"),
        click.option("--at", "starts", multiple=True, metavar="HH:MM", help="Giờ phát."),
        click.option("--zone", "zones", multiple=True, help="Cụm loa; không ghi là mọi cụm."),
        click.option("--minutes", type=float, default=15.0, help="Thời lượng tối đa."),
    ):
        command = option(command)
    return command


@campaign.command("propose")
@_campaign_options
@json_option
@with_session
def propose_(
    session: Session,
    key: str,
    starts: tuple[str, ...],
    zones: tuple[str, ...],
    minutes: float,
    as_json: bool,
) -> None:
    """Xem các khung giờ đề xuất cho đợt KEY; chưa lưu gì."""
    proposal = _proposal(session, key, starts, zones, minutes)
    if as_json:
        print_facts(
            {
                **_campaign_facts(proposal.campaign),
                "programmes": proposal.programmes,
                "slots": [slot_to_json(slot) for slot in proposal.slots],
            }
        )
        return
    for slot in proposal.slots:
        click.echo(say("timetable.proposed", session.language, **_proposed(slot)))
    told = {"count": proposal.programmes, "key": key}
    click.echo(say("timetable.proposal", session.language, **told))


def _proposed(slot: Slot) -> dict[str, str]:
    last = slot.valid_until or slot.valid_from
    span = {"first": f"{slot.valid_from:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return {"id": slot.id, "starts": f"{slot.starts:%H:%M}", "name": slot.name, **span}


@campaign.command()
@_campaign_options
@confirm_option
@edit_options
@with_session
def accept(
    session: Session,
    key: str,
    starts: tuple[str, ...],
    zones: tuple[str, ...],
    minutes: float,
    confirmed_by: str,
    by: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Thêm các khung giờ đề xuất cho đợt KEY vào lịch phát, như một lần sửa."""
    proposal = _proposal(session, key, starts, zones, minutes)
    store = TimetableStore(session.db)
    confirmed = TRIED_BY if dry_run else confirmed_by
    taken_in = partial(store.add_all, proposal.slots, by, confirmed, "campaign")
    opens = proposal.campaign.opens
    added = make(session, taken_in, dry_run=dry_run, as_json=as_json, about=opens)
    if added is not None:
        told = {"count": len(added), "name": _name(proposal.campaign, session.language)}
        facts = [slot_to_json(slot) for slot in added]
        answer(session, "timetable.campaign_accepted", as_json=as_json, facts=facts, **told)


def _coming(session: Session) -> tuple[Campaign, ...]:
    today = local(session.clock.now()).date()
    return campaigns_between(known_events(session.settings), today, today + LOOK_AHEAD)


def _proposal(
    session: Session, key: str, starts: tuple[str, ...], zones: tuple[str, ...], minutes: float
) -> Proposal:
    found = next((one for one in _coming(session) if one.event.key == key), None)
    if found is None:
        raise InputError("timetable.no_campaign", key=key)
    times = tuple(parse_time(text) for text in starts) or session.settings.session_times
    proposal = propose(found, view_of(session), times, zones, minutes * 60.0)
    if not proposal.programmes or not proposal.slots:
        raise InputError("timetable.campaign_nothing", name=_name(found, session.language))
    return proposal


def _campaign_facts(one: Campaign) -> dict[str, date | str]:
    spans = {name: getattr(one, name) for name in _SPANS}
    return {"key": one.event.key, "name": one.event.name_vi, **spans, "source": one.event.source}


def _name(one: Campaign, language: Language) -> str:
    return one.event.name_en if language == "en" else one.event.name_vi


@click.group("running-order")
def running_order() -> None:
    """Khung chương trình: phần cố định của một buổi phát và chỗ trống để lấp."""


@running_order.command("list")
@json_option
@with_session
def list_orders(session: Session, as_json: bool) -> None:
    """Các khung chương trình, của đài và có sẵn."""
    orders = RunningOrders(session.db).all()
    if as_json:
        print_facts([order_to_json(order) for order in orders])
        return
    for order in orders:
        told = {"name": order.name, "title": order.title, "gaps": ", ".join(order.gaps) or "-"}
        click.echo(say("timetable.order_listed", session.language, **told))


@running_order.command("add")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@by_option
@json_option
@with_session
def add_orders(session: Session, path: Path, by: str, as_json: bool) -> None:
    """Lưu các khung chương trình viết trong tệp TOML."""
    orders = read_orders(path)
    RunningOrders(session.db, session.clock).keep(orders, by)
    if as_json:
        print_facts([order_to_json(order) for order in orders])
        return
    for order in orders:
        click.echo(say("timetable.order_kept", session.language, name=order.name))


@running_order.command("remove")
@click.argument("name")
@by_option
@json_option
@with_session
def remove_order(session: Session, name: str, by: str, as_json: bool) -> None:
    """Bỏ khung chương trình của đài."""
    RunningOrders(session.db, session.clock).remove(name, by)
    answer(session, "timetable.order_removed", as_json=as_json, name=name)
