"""`timetable ...`: what will sound and why, and every edit of the timetable."""

from __future__ import annotations

from datetime import timedelta

import click

from broadcast_desk.cli import (
    timetable_campaigns,
    timetable_exceptions,
    timetable_files,
    timetable_place,
    timetable_slots,
)
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.timetable_arguments import date_option, parse_date, plans_of, view_of
from broadcast_desk.cli.timetable_edits import answer, edit_options, make
from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import say
from broadcast_desk.timetable.effect import LOOK_AHEAD_DAYS, look_ahead
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.history_store import Edit
from broadcast_desk.timetable.model import DayPlan
from broadcast_desk.timetable.power import PowerSpan, power_spans, usual_of
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.wire import plan_to_json, power_to_json, remark_to_json
from broadcast_desk.timetable.wording import edit_in_words, in_words, reason, tell, what_sounds
from broadcast_desk.timetable.written import slot_to_json


@click.group()
def timetable() -> None:
    """Lịch phát: khung giờ, kế hoạch từng ngày, tệp lịch, bản in để ký duyệt."""


for _command in (
    timetable_slots.add,
    timetable_slots.change,
    timetable_slots.remove,
    timetable_exceptions.skip,
    timetable_exceptions.move,
    timetable_exceptions.replace,
    timetable_exceptions.restore,
    timetable_files.import_ics,
    timetable_files.export_ics,
    timetable_files.export_xlsx,
    timetable_files.print_,
    timetable_place.place,
    timetable_place.preset,
    timetable_place.special_day,
    timetable_campaigns.campaign,
    timetable_campaigns.running_order,
):
    timetable.add_command(_command)


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


@timetable.command("plan")
@date_option
@click.option("--days", type=click.IntRange(1, 366), default=1, help="Số ngày.")
@json_option
@with_session
def plan_(session: Session, day: str, days: int, as_json: bool) -> None:
    """Kế hoạch phát của ngày, kèm lý do của từng mục."""
    plans = plans_of(session, parse_date(day, session), days)
    if as_json:
        facts = [
            {**plan_to_json(plan, session.language), "power": power_to_json(_power(session, plan))}
            for plan in plans
        ]
        print_facts(facts[0] if days == 1 else facts)
        return
    for plan in plans:
        _show_plan(session, plan)


@timetable.command()
@click.option("--days", type=click.IntRange(1, 366), default=LOOK_AHEAD_DAYS, help="Số ngày.")
@json_option
@with_session
def problems(session: Session, days: int, as_json: bool) -> None:
    """Điều sẽ không phát được trong 7 ngày tới, để lo từ hôm nay."""
    table = TimetableStore(session.db).timetable()
    today = local(session.clock.now()).date()
    found = look_ahead(table, view_of(session), rules_of(session.settings), today, days)
    if as_json:
        facts = [{"day": day, **remark_to_json(r, session.language)} for day, r in found]
        print_facts(facts)
        return
    for day, remark in found:
        click.echo(f"{day:%d/%m}  {tell(remark, session.language)}")
    if not found:
        last = f"{today + timedelta(days=days - 1):%d/%m/%Y}"
        click.echo(say("timetable.no_problems", session.language, last=last))


@timetable.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="Số thay đổi gần nhất.")
@json_option
@with_session
def history(session: Session, limit: int, as_json: bool) -> None:
    """Các lần sửa lịch phát, mới nhất trước: ai, lúc nào, sửa gì."""
    edits = TimetableStore(session.db).edits(limit)
    if as_json:
        print_facts([_edit_facts(edit) for edit in edits])
        return
    for edit in edits:
        told = {"at": f"{local(edit.at):%d/%m/%Y %H:%M}", "by": edit.by or "-"}
        told["what"] = edit_in_words(edit.what, session.language)
        click.echo(say("timetable.edit_listed", session.language, number=edit.number, **told))


@timetable.command()
@edit_options
@with_session
def undo(session: Session, by: str, dry_run: bool, as_json: bool) -> None:
    """Lấy lại thay đổi gần nhất."""
    store = TimetableStore(session.db)
    edit = make(session, lambda: store.undo(by), dry_run=dry_run, as_json=as_json)
    if edit is not None:
        told = {"what": edit_in_words(edit.what, session.language), "by": edit.by or "-"}
        facts = _edit_facts(edit)
        answer(session, "timetable.undone", as_json=as_json, facts=facts, **told)


def _edit_facts(edit: Edit) -> dict[str, object]:
    return {
        "number": edit.number,
        "at": local(edit.at).isoformat(),
        "by": edit.by,
        "what": edit.what,
        "takes_back": edit.takes_back,
    }


def _power(session: Session, plan: DayPlan) -> tuple[PowerSpan, ...]:
    return power_spans(plan, *usual_of(session.settings.extra))


def _show_plan(session: Session, plan: DayPlan) -> None:
    click.echo(in_words(plan.day, session.language))
    for cue in plan.cues:
        at = f"{local(cue.starts_at):%H:%M:%S}-{local(cue.ends_at):%H:%M:%S}"
        why = reason(cue, session.language)
        click.echo(f"  {at}  {what_sounds(cue)}  [{', '.join(cue.zones)}]  ({why})")
    for span in _power(session, plan):
        told = {"on": f"{local(span.on_at):%H:%M:%S}", "off": f"{local(span.off_at):%H:%M:%S}"}
        line = say("timetable.power_listed", session.language, zone=span.zone, **told)
        click.echo(f"  {line}")
    for remark in plan.remarks:
        mark = "!" if remark.serious else "·"
        click.echo(f"  {mark} {tell(remark, session.language)}")
