"""`timetable preset|special-day|campaign|running-order`: what the place and the year ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.station import parse_time
from broadcast_desk.cli.timetable_arguments import (
    by_option,
    confirm_option,
    parse_date,
    view_of,
)
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import Language, say
from broadcast_desk.storage.settings import save_settings
from broadcast_desk.timetable.campaigns import (
    Campaign,
    Proposal,
    campaigns_between,
    events_of,
    propose,
)
from broadcast_desk.timetable.model import Mode, SpecialDay
from broadcast_desk.timetable.place import (
    apply_preset,
    place_rules_of,
    presets,
    with_special_day,
    without_special_day,
)
from broadcast_desk.timetable.running_order import order_to_json, read_orders
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.written import slot_to_json

LOOK_AHEAD = timedelta(days=366)


@click.group()
def preset() -> None:
    """Bộ quy định mẫu của địa phương, có ghi nguồn."""


@preset.command("list")
@json_option
@with_session
def list_presets(session: Session, as_json: bool) -> None:
    """Các bộ quy định mẫu."""
    facts = [
        {"key": p.key, "name": p.name, "source": p.source, "dated": p.dated, "unsure": p.unsure}
        for p in presets()
    ]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        click.echo(say("timetable.preset_listed", session.language, **fact))


@preset.command("apply")
@click.argument("key")
@with_session
def apply(session: Session, key: str) -> None:
    """Theo bộ quy định mẫu KEY; điều nó không nói thì giữ nguyên."""
    save_settings(session.db, apply_preset(session.settings, key))
    chosen = next(p for p in presets() if p.key == key)
    told = {"name": chosen.name, "source": chosen.source, "dated": chosen.dated}
    click.echo(say("timetable.preset_applied", session.language, unsure=chosen.unsure, **told))


@click.group("special-day")
def special_day() -> None:
    """Ngày đặc biệt: Quốc tang, ngày chỉ phát vài khung giờ, ngày im lặng."""


@special_day.command("add")
@click.argument("first")
@click.argument("last", required=False, default="")
@click.option("--mode", type=click.Choice([str(mode) for mode in Mode]), required=True)
@click.option("--slot", "slots", multiple=True, help="Khung giờ được phát (mode chosen).")
@click.option("--signal", default="", metavar="MÃ", help="Nhạc hiệu trang nghiêm khi Quốc tang.")
@click.option("--why", default="", help="Theo văn bản nào.")
@by_option
@with_session
def add_special(
    session: Session,
    first: str,
    last: str,
    mode: str,
    slots: tuple[str, ...],
    signal: str,
    why: str,
    by: str,
) -> None:
    """Thêm ngày đặc biệt, từ FIRST đến LAST (không ghi LAST là một ngày)."""
    begins = parse_date(first, session)
    ends = parse_date(last, session) if last else begins
    for slot_id in slots:
        TimetableStore(session.db).slot(slot_id)
    special = SpecialDay(begins, ends, Mode(mode), slots, nfc(signal), nfc(by), nfc(why))
    save_settings(session.db, with_special_day(session.settings, special))
    click.echo(say("timetable.special_added", session.language, **_told(special, session)))


@special_day.command("list")
@json_option
@with_session
def list_special(session: Session, as_json: bool) -> None:
    """Các ngày đặc biệt."""
    days = place_rules_of(session.settings).special_days
    if as_json:
        print_facts([_facts(special) for special in days])
        return
    for special in days:
        told = {**_told(special, session), "why": special.why}
        click.echo(say("timetable.special_listed", session.language, **told))


@special_day.command("remove")
@click.argument("first")
@with_session
def remove_special(session: Session, first: str) -> None:
    """Bỏ ngày đặc biệt bắt đầu từ FIRST."""
    day = parse_date(first, session)
    save_settings(session.db, without_special_day(session.settings, day))
    click.echo(say("timetable.special_removed", session.language, day=f"{day:%d/%m/%Y}"))


def _facts(special: SpecialDay) -> dict[str, object]:
    return {
        "first": special.first,
        "last": special.last,
        "mode": str(special.mode),
        "slots": list(special.slots),
        "signal_code": special.signal_code,
        "by": special.by,
        "why": special.why,
    }


def _told(special: SpecialDay, session: Session) -> dict[str, str]:
    return {
        "first": f"{special.first:%d/%m/%Y}",
        "last": f"{special.last:%d/%m/%Y}",
        "mode": say(f"timetable.mode_{special.mode}", session.language),
    }


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
@with_session
def propose_(
    session: Session, key: str, starts: tuple[str, ...], zones: tuple[str, ...], minutes: float
) -> None:
    """Xem các khung giờ đề xuất cho đợt KEY; chưa lưu gì."""
    proposal = _proposal(session, key, starts, zones, minutes)
    print_facts(
        {
            **_campaign_facts(proposal.campaign),
            "programmes": proposal.programmes,
            "slots": [slot_to_json(slot) for slot in proposal.slots],
        }
    )


@campaign.command()
@_campaign_options
@confirm_option
@by_option
@with_session
def accept(
    session: Session,
    key: str,
    starts: tuple[str, ...],
    zones: tuple[str, ...],
    minutes: float,
    confirmed_by: str,
    by: str,
) -> None:
    """Thêm các khung giờ đề xuất cho đợt KEY vào lịch phát, như một lần sửa."""
    proposal = _proposal(session, key, starts, zones, minutes)
    added = TimetableStore(session.db).add_all(proposal.slots, by, confirmed_by, "campaign")
    name = _name(proposal.campaign, session.language)
    click.echo(say("timetable.campaign_accepted", session.language, count=len(added), name=name))


def _coming(session: Session) -> tuple[Campaign, ...]:
    today = local(session.clock.now()).date()
    return campaigns_between(events_of(), today, today + LOOK_AHEAD)


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


_SPANS = ("first", "last", "opens", "closes")


def _campaign_facts(one: Campaign) -> dict[str, object]:
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
@with_session
def add_orders(session: Session, path: Path) -> None:
    """Lưu các khung chương trình viết trong tệp TOML."""
    store = RunningOrders(session.db)
    for order in read_orders(path):
        store.keep(order)
        click.echo(say("timetable.order_kept", session.language, name=order.name))


@running_order.command("remove")
@click.argument("name")
@with_session
def remove_order(session: Session, name: str) -> None:
    """Bỏ khung chương trình của đài."""
    RunningOrders(session.db).remove(name)
    click.echo(say("timetable.order_removed", session.language, name=name))
