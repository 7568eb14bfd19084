"""`timetable ...`: slots, the day plan, calendar files, the weekly paper."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.station import parse_time
from broadcast_desk.cli.timetable_arguments import (
    by_option,
    confirm_option,
    date_option,
    item_option,
    parse_date,
    parse_fills,
    parse_item,
    view_of,
)
from broadcast_desk.cli.timetable_place import campaign, preset, running_order, special_day
from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say, say_error
from broadcast_desk.timetable import calendar_files, paper, sheet
from broadcast_desk.timetable.effect import effect
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.kinds import kinds_of
from broadcast_desk.timetable.model import (
    DayPlan,
    ExceptionKind,
    FixedItem,
    Item,
    OverrunRule,
    Slot,
    SlotException,
    SlotId,
    Timetable,
)
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.running_order import fill
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.wire import plan_to_json
from broadcast_desk.timetable.wording import in_words, reason, tell, what_sounds
from broadcast_desk.timetable.written import slot_to_json


@click.group()
def timetable() -> None:
    """Lịch phát: khung giờ, kế hoạch từng ngày, tệp lịch, bản in để ký duyệt."""


for _group in (preset, special_day, campaign, running_order):
    timetable.add_command(_group)


@timetable.command("list")
@json_option
@with_session
def list_(session: Session, as_json: bool) -> None:
    """Các khung giờ."""
    slots = TimetableStore(session.db).slots()
    if as_json:
        print_facts([slot_to_json(slot) for slot in slots])
        return
    for slot in slots:
        zones = ", ".join(slot.zones) or "*"
        starts = f"{slot.starts:%H:%M}"
        told = {"id": slot.id, "starts": starts, "name": slot.name, "zones": zones}
        click.echo(say("timetable.listed", session.language, rrule=slot.rrule, **told))


@timetable.command()
@click.argument("words", metavar="[NAME]", required=False, default="")
@click.option("--name", default="", help="Tên khung giờ.")
@click.option("--at", "--start", "start", default="", metavar="HH:MM", help="Giờ bắt đầu.")
@click.option("--program", "programmes", multiple=True, metavar="MÃ", help="Mã chương trình.")
@item_option
@click.option("--order", default="", help="Khung chương trình (timetable running-order list).")
@click.option("--fill", "fills", multiple=True, metavar="CHỖ:NỘI DUNG", help="Lấp khung.")
@click.option("--zone", "zones", multiple=True, help="Cụm loa; không ghi là mọi cụm.")
@click.option("--minutes", type=float, default=None, help="Thời lượng tối đa.")
@click.option("--rrule", default="FREQ=DAILY", help="Quy tắc lặp lại RFC 5545; rỗng là một lần.")
@click.option("--from", "first", default="", metavar="YYYY-MM-DD", help="Ngày đầu.")
@click.option("--until", "last", default="", metavar="YYYY-MM-DD", help="Ngày cuối.")
@click.option("--priority", type=click.Choice([str(p) for p in Priority]), default="normal")
@click.option("--overrun", type=click.Choice([str(r) for r in OverrunRule]), default="cut")
@click.option("--volume", type=int, default=None)
@click.option("--dry-run", is_flag=True, help="Chỉ xem 7 ngày tới đổi thế nào, không lưu.")
@confirm_option
@by_option
@json_option
@with_session
def add(
    session: Session,
    as_json: bool,
    by: str,
    confirmed_by: str,
    dry_run: bool,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Thêm khung giờ: tên, giờ, và nội dung."""
    store = TimetableStore(session.db)
    slot = _slot_from(session, choices)
    if dry_run:
        before = store.timetable()
        slot = dataclasses.replace(slot, id=SlotId("new"))
        _show_effect(session, before, dataclasses.replace(before, slots=(*before.slots, slot)))
        return
    added = store.add(slot, by, confirmed_by)
    if as_json:
        print_facts(slot_to_json(added))
    else:
        click.echo(say("timetable.added", session.language, id=added.id))


@timetable.command()
@click.argument("slot_id")
@by_option
@with_session
def remove(session: Session, slot_id: str, by: str) -> None:
    """Bỏ khung giờ SLOT_ID."""
    TimetableStore(session.db).remove(slot_id, by)
    click.echo(say("timetable.removed", session.language, id=slot_id))


@timetable.command()
@by_option
@with_session
def undo(session: Session, by: str) -> None:
    """Lấy lại thay đổi gần nhất."""
    edit = TimetableStore(session.db).undo(by)
    click.echo(say("timetable.undone", session.language, what=edit.what, by=edit.by or "-"))


@timetable.command()
@click.argument("slot_id")
@click.argument("day")
@click.option("--why", default="", help="Lý do.")
@by_option
@with_session
def skip(session: Session, slot_id: str, day: str, why: str, by: str) -> None:
    """Bỏ một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    _except(session, slot_id, day, ExceptionKind.SKIP, by, why=why)


@timetable.command()
@click.argument("slot_id")
@click.argument("day")
@click.option("--to-date", default="", metavar="YYYY-MM-DD", help="Dời sang ngày.")
@click.option("--to", "to_time", default="", metavar="HH:MM", help="Dời sang giờ.")
@click.option("--why", default="", help="Lý do.")
@confirm_option
@by_option
@with_session
def move(
    session: Session,
    slot_id: str,
    day: str,
    to_date: str,
    to_time: str,
    why: str,
    confirmed_by: str,
    by: str,
) -> None:
    """Dời một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    to_day = parse_date(to_date, session) if to_date else None
    at = parse_time(to_time) if to_time else None
    _except(
        session, slot_id, day, ExceptionKind.MOVE, by, confirmed_by,
        why=why, to_day=to_day, to_time=at,
    )  # fmt: skip


@timetable.command()
@click.argument("slot_id")
@click.argument("day")
@click.option("--program", "programmes", multiple=True, metavar="MÃ", help="Mã chương trình.")
@item_option
@click.option("--why", default="", help="Lý do.")
@by_option
@with_session
def replace(
    session: Session,
    slot_id: str,
    day: str,
    programmes: tuple[str, ...],
    items: tuple[str, ...],
    why: str,
    by: str,
) -> None:
    """Phát nội dung khác trong một lần phát của khung giờ SLOT_ID vào ngày DAY."""
    instead = (*(FixedItem(nfc(code).strip()) for code in programmes), *map(parse_item, items))
    _except(session, slot_id, day, ExceptionKind.REPLACE, by, why=why, items=instead)


@timetable.command()
@click.argument("slot_id")
@click.argument("day")
@by_option
@with_session
def restore(session: Session, slot_id: str, day: str, by: str) -> None:
    """Cho lần phát của khung giờ SLOT_ID vào ngày DAY lại như mọi ngày."""
    when = parse_date(day, session)
    TimetableStore(session.db).unexcept(slot_id, when, by)
    told = {"id": slot_id, "day": f"{when:%d/%m/%Y}"}
    click.echo(say("timetable.unexcepted", session.language, **told))


def _except(
    session: Session,
    slot_id: str,
    day: str,
    kind: ExceptionKind,
    by: str,
    confirmed_by: str = "",
    **changes: Any,  # noqa: ANN401  (fields of the exception)
) -> None:
    when = parse_date(day, session)
    changes["why"] = nfc(changes["why"])
    exception = SlotException(SlotId(slot_id), when, kind, **changes)
    TimetableStore(session.db).except_day(exception, by, confirmed_by)
    told = {"id": slot_id, "day": f"{when:%d/%m/%Y}"}
    click.echo(say("timetable.excepted", session.language, **told))


@timetable.command("plan")
@date_option
@click.option("--days", type=click.IntRange(1, 366), default=1, help="Số ngày.")
@json_option
@with_session
def plan_(session: Session, day: str, days: int, as_json: bool) -> None:
    """Kế hoạch phát của ngày, kèm lý do của từng mục."""
    plans = _plans(session, parse_date(day, session), days)
    if as_json:
        facts = [plan_to_json(plan, session.language) for plan in plans]
        print_facts(facts[0] if days == 1 else facts)
        return
    for plan in plans:
        _show_plan(session, plan)


@timetable.command("import-ics")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@confirm_option
@by_option
@json_option
@with_session
def import_ics(session: Session, path: Path, confirmed_by: str, by: str, as_json: bool) -> int:
    """Nhập khung giờ từ tệp iCalendar."""
    found = calendar_files.read(path)
    store = TimetableStore(session.db)
    added, problems = calendar_files.bring_in(found, store, by, confirmed_by)
    for problem in problems:
        why = say_error(problem.error, session.language)
        session.tell("timetable.ics_event", event=problem.event, why=why)
    if as_json:
        print_facts({"added": [slot.id for slot in added], "problems": len(problems)})
    else:
        counts = {"count": len(added), "problems": len(problems)}
        click.echo(say("timetable.imported", session.language, **counts))
    return 0 if added else 1


@timetable.command("export-ics")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@with_session
def export_ics(session: Session, path: Path) -> None:
    """Xuất lịch phát ra tệp iCalendar."""
    table = TimetableStore(session.db).timetable()
    calendar_files.write(table, path, session.settings.name, session.clock.now())
    session.tell("timetable.written", path=path)


@timetable.command("export-xlsx")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@date_option
@with_session
def export_xlsx(session: Session, path: Path, day: str) -> None:
    """Xuất lịch tuần ra bảng tính."""
    week = _plans(session, parse_date(day, session), 7)
    slots = TimetableStore(session.db).slots()
    sheet.write(week, slots, path, session.settings, session.language)
    session.tell("timetable.written", path=path)


@timetable.command("print")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@date_option
@with_session
def print_(session: Session, path: Path, day: str) -> None:
    """In lịch tuần ra PDF để lãnh đạo ký duyệt."""
    week = _plans(session, parse_date(day, session), 7)
    kinds = kinds_of(week, view_of(session))
    paper.write(week, path, session.settings, session.language, kinds)
    session.tell("timetable.written", path=path)


def _slot_from(session: Session, choices: dict[str, Any]) -> Slot:
    name = nfc(choices["name"] or choices["words"])
    items = _items_from(session, choices)
    if not (name and choices["start"] and items):
        raise InputError("timetable.no_name_given")
    slot = Slot(
        id=SlotId(""),
        name=name,
        zones=tuple(choices["zones"]),
        starts=parse_time(choices["start"]),
        items=items,
        length_s=None if choices["minutes"] is None else choices["minutes"] * 60.0,
        rrule=choices["rrule"],
        valid_from=parse_date(choices["first"], session),
        priority=Priority(choices["priority"]),
        overrun_rule=OverrunRule(choices["overrun"]),
        volume=choices["volume"],
    )
    if choices["last"]:
        slot = dataclasses.replace(slot, valid_until=parse_date(choices["last"], session))
    return slot


def _items_from(session: Session, choices: dict[str, Any]) -> tuple[Item, ...]:
    """The items of the running order, then the programmes, then the other items."""
    items: list[Item] = []
    if choices["order"]:
        order = RunningOrders(session.db).named(choices["order"])
        items += fill(order, parse_fills(choices["fills"]))
    items += (FixedItem(nfc(code).strip()) for code in choices["programmes"])
    items += (parse_item(text) for text in choices["items"])
    return tuple(items)


def _plans(session: Session, first: date, days: int) -> list[DayPlan]:
    table = TimetableStore(session.db).timetable()
    rules = rules_of(session.settings)
    return list(plan_days(table.slots, table.exceptions, view_of(session), first, days, rules))


def _show_plan(session: Session, plan: DayPlan) -> None:
    click.echo(in_words(plan.day, session.language))
    for cue in plan.cues:
        at = f"{local(cue.starts_at):%H:%M:%S}-{local(cue.ends_at):%H:%M:%S}"
        why = reason(cue, session.language)
        click.echo(f"  {at}  {what_sounds(cue)}  [{', '.join(cue.zones)}]  ({why})")
    for remark in plan.remarks:
        mark = "!" if remark.serious else "·"
        click.echo(f"  {mark} {tell(remark, session.language)}")


def _show_effect(session: Session, before: Timetable, after: Timetable) -> None:
    today = local(session.clock.now()).date()
    found = effect(before, after, view_of(session), rules_of(session.settings), today)
    for day in found.days:
        for name, cues in (("removed", day.removed), ("added", day.added)):
            for cue in cues:
                told = {"at": f"{local(cue.starts_at):%d/%m %H:%M:%S}", "what": what_sounds(cue)}
                zones = ", ".join(cue.zones)
                click.echo(say(f"timetable.effect_{name}", session.language, zones=zones, **told))
        for remark in day.remarks:
            click.echo(f"  ! {tell(remark, session.language)}")
    if not found.changes:
        click.echo(say("timetable.effect_none", session.language))
