"""`logbook list | export | verify` and `report asean`."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.logbook import export as exporting
from broadcast_desk.logbook.heads import read_head, write_head
from broadcast_desk.logbook.model import Airing, Verification
from broadcast_desk.logbook.reports.asean import (
    AseanRequest,
    asean_figures,
    write_asean_report,
)
from broadcast_desk.logbook.wording import local_day, result_words, word
from broadcast_desk.station.clock import STATION_ZONE, local, to_text
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import Language, say

since_option = click.option("--since", metavar="NGÀY", help="Từ ngày (kể cả ngày này).")
until_option = click.option("--until", metavar="NGÀY", help="Đến hết ngày.")


def parse_day(text: str) -> date:
    """The local day written as 31/10/2026 or 2026-10-31.

    Raises:
        InputError: it is not a day.
    """
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            found = date(year, month, day)
        else:
            found = date.fromisoformat(text)
    except ValueError as error:
        raise InputError("logbook.day", text=text) from error
    if not 1900 <= found.year <= 2999:
        raise InputError("logbook.day", text=text)
    return found


@click.group()
def logbook() -> None:
    """Nhật ký phát sóng: xem, xuất, kiểm tra."""


@logbook.command("list")
@since_option
@until_option
@json_option
@with_session
def list_airings(session: Session, since: str | None, until: str | None, as_json: bool) -> None:
    """Xem các lượt phát; mặc định 7 ngày gần nhất."""
    today = local(session.clock.now()).date()
    rows = _airings(session, since or str(today - timedelta(days=6)), until)
    if as_json:
        print_facts([_facts(row) for row in rows])
        return
    if not rows:
        session.tell("logbook.no_airings")
    for row in rows:
        click.echo(_line(row))


@logbook.command()
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@since_option
@until_option
@json_option
@with_session
def export(
    session: Session, out: Path, since: str | None, until: str | None, as_json: bool
) -> None:
    """Xuất nhật ký ra tệp .csv hoặc .xlsx, kèm mốc cuối để sau này đối chiếu."""
    head = session.logbook.head()
    rows = _airings(session, since, until)
    write = exporting.write_xlsx if out.suffix.lower() == ".xlsx" else exporting.write_csv
    write(rows, out)
    noted = write_head(head, out.with_suffix(".head.json")) if head else None
    if as_json:
        print_facts({"path": out, "airings": len(rows), "head": noted})
    session.tell("logbook.exported", count=len(rows), path=out)


@logbook.command()
@click.option("--head", "heads", multiple=True, metavar="TỆP|SỐ:MÃ", help="Mốc đã ghi trước đây.")
@json_option
@with_session
def verify(session: Session, heads: tuple[str, ...], as_json: bool) -> None:
    """Kiểm tra toàn bộ chuỗi nhật ký; nêu mục sai đầu tiên và sai thế nào."""
    found = session.logbook.verify(*(read_head(text) for text in heads))
    if as_json:
        print_facts(dataclasses.asdict(found))
    if not found.valid:
        flaw = say(f"logbook.flaw_{found.flaw}", session.language)
        raise InputError("logbook.broken", number=found.first_bad, flaw=flaw)
    if not as_json:
        click.echo(_intact(found, session.language))


@click.group()
def report() -> None:
    """Báo cáo gửi cấp trên."""


@report.command()
@click.option("--year", type=int, required=True, help="Năm báo cáo.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--since", metavar="NGÀY", help="Ngày đầu kỳ; mặc định 01/01.")
@click.option(
    "--cut-off", metavar="NGÀY", help="Ngày chốt số liệu; mặc định cuối năm hoặc hôm nay."
)
@click.option("--recipient", default="", help="Nơi nhận; mặc định theo thông tin của đài.")
@click.option("--remarks", default="", help="Nhận xét; phần sau “Kiến nghị:” thành kiến nghị.")
@json_option
@with_session
def asean(session: Session, year: int, out: Path, as_json: bool, **answers: Any) -> None:  # noqa: ANN401
    """Lập báo cáo ASEAN năm (.docx, .xlsx, .pdf) vào thư mục."""
    request = AseanRequest(
        year=year,
        since=parse_day(answers["since"]) if answers["since"] else None,
        cut_off=parse_day(answers["cut_off"]) if answers["cut_off"] else None,
        recipient=answers["recipient"],
        remarks=answers["remarks"],
    )
    now = session.clock.now()
    files = write_asean_report(
        request, logbook=session.logbook, settings=session.settings, now=now, folder=out
    )
    since, until = request.period(local(now).date())
    figures = asean_figures(session.logbook, since, until)
    if as_json:
        print_facts(
            {
                "files": list(files),
                "since": since,
                "until": until,
                "airings": figures.total.count,
                "minutes": figures.total.minutes,
                "own_production": figures.own.count,
                "relays": figures.relay_total.count,
                "due": figures.plan.due,
                "complete": figures.plan.complete,
            }
        )
    if not figures.total.count:
        session.tell("logbook.report_empty")
    shown = {"year": year, "until": f"{until:%d/%m/%Y}"}
    for path in files:
        session.tell("logbook.report_written", path=path, **shown)


def _airings(session: Session, since: str | None, until: str | None) -> tuple[Airing, ...]:
    first = _midnight(parse_day(since)) if since else None
    last = _midnight(parse_day(until) + timedelta(days=1)) if until else None
    return session.logbook.airings(first, last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), STATION_ZONE)


def _facts(row: Airing) -> dict[str, Any]:
    facts = dataclasses.asdict(row)
    for key in ("planned_at", "planned_end_at", "started_at", "ended_at"):
        facts[key] = to_text(facts[key]) if facts[key] else None
    return facts


def _line(row: Airing) -> str:
    at = f"{local(row.due_at):%H:%M:%S}" if row.due_at else "        "
    zones = ",".join(row.zones)
    length = f"{row.duration_s:8.1f} s"
    return (
        f"{local_day(row)} {at}  {word('kinds', row.kind):<10}  {length}  "
        f"{row.title}  [{zones}]  {result_words(row)}"
    )


def _intact(found: Verification, language: Language) -> str:
    if found.head is None:
        return say("logbook.intact_empty", language)
    return say(
        "logbook.intact",
        language,
        count=found.count,
        number=found.head.number,
        sha256=found.head.entry_sha256,
    )
