"""`timetable import-ics|export-ics|export-xlsx|print`: the timetable as files."""

from __future__ import annotations

from pathlib import Path

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.timetable_arguments import (
    by_option,
    date_option,
    parse_date,
    plans_of,
    view_of,
)
from broadcast_desk.cli.timetable_edits import confirm_option
from broadcast_desk.station.messages import say, say_error
from broadcast_desk.timetable import paper, sheet
from broadcast_desk.timetable.calendar_files import reading, taking_in, writing
from broadcast_desk.timetable.kinds import kinds_of
from broadcast_desk.timetable.store import TimetableStore

_path_argument = click.argument("path", type=click.Path(path_type=Path, dir_okay=False))


@click.command("import-ics")
@_path_argument
@confirm_option
@by_option
@json_option
@with_session
def import_ics(session: Session, path: Path, confirmed_by: str, by: str, as_json: bool) -> int:
    """Nhập khung giờ từ tệp iCalendar."""
    found = reading.read(path)
    store = TimetableStore(session.db)
    added, problems = taking_in.bring_in(found, store, by, confirmed_by)
    for problem in problems:
        why = say_error(problem.error, session.language)
        session.tell("timetable.ics_event", event=problem.event, why=why)
    if as_json:
        print_facts({"added": [slot.id for slot in added], "problems": len(problems)})
    else:
        counts = {"count": len(added), "problems": len(problems)}
        click.echo(say("timetable.imported", session.language, **counts))
    return 0 if added else 1


@click.command("export-ics")
@_path_argument
@json_option
@with_session
def export_ics(session: Session, path: Path, as_json: bool) -> None:
    """Xuất lịch phát ra tệp iCalendar."""
    store = TimetableStore(session.db)
    now = session.clock.now()
    writing.write(store.timetable(), path, session.settings.name, now, store.version())
    _written(session, path, as_json)


@click.command("export-xlsx")
@_path_argument
@date_option
@json_option
@with_session
def export_xlsx(session: Session, path: Path, day: str, as_json: bool) -> None:
    """Xuất lịch tuần ra bảng tính."""
    week = plans_of(session, parse_date(day, session), 7)
    slots = TimetableStore(session.db).slots()
    sheet.write(week, slots, path, session.settings, session.language)
    _written(session, path, as_json)


@click.command("print")
@_path_argument
@date_option
@json_option
@with_session
def print_(session: Session, path: Path, day: str, as_json: bool) -> None:
    """In lịch tuần ra PDF để lãnh đạo ký duyệt."""
    week = plans_of(session, parse_date(day, session), 7)
    kinds = kinds_of(week, view_of(session))
    paper.write(week, path, session.settings, session.language, kinds)
    _written(session, path, as_json)


def _written(session: Session, path: Path, as_json: bool) -> None:
    if as_json:
        print_facts({"path": path})
    else:
        session.tell("timetable.written", path=path)
