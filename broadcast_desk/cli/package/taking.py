"""Taking packages and plain recordings in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from broadcast_desk.cli.package.suggestions import scheduling_of
from broadcast_desk.cli.package.wording import DAY, PATH, report_facts
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.local import Origins, is_audio_name, take_local
from broadcast_desk.packages.records import imported_packages
from broadcast_desk.packages.staging import clean_up
from broadcast_desk.station.clock import local, to_text
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say


@click.command("import")
@click.argument("path", type=PATH)
@click.option("--by", default="", help="Người nhận gói.")
@click.option("--title", default="", help="Tên đúng của bản ghi thường, khi máy đoán sai.")
@click.option("--date", "day", type=DAY, help="Ngày làm đúng của bản ghi thường.")
@click.option("--voice", default="", help="Người đọc trong bản ghi thường.")
@json_option
@with_session
def import_command(
    session: Session,
    as_json: bool,
    path: Path,
    by: str,
    title: str,
    day: datetime | None,
    voice: str,
) -> None:
    """Nhận một gói (hoặc một tệp âm thanh thường) vào kho; nhận đủ hoặc không nhận gì."""
    clean_up(session.data, session.db)
    if path.is_file() and is_audio_name(path):
        made_on = day.date() if day else None
        _import_audio(session, path, as_json, Origins(nfc(title), made_on, voice=nfc(voice)))
        return
    report = import_package(
        path, session.library, session.media, Issuers(session.db), session.data, session.clock,
        by=by,
    )  # fmt: skip
    followed = scheduling_of(session).follow()
    if as_json:
        print_facts({**report_facts(report), **followed})
        return
    if report.already_imported:
        click.echo(say("package.was_imported", session.language))
        return
    counts = {name: len(getattr(report, name)) for name in ("accepted", "unchanged", "withdrawn")}
    click.echo(
        say(
            "package.imported",
            session.language,
            serial=report.serial,
            issuer=report.issuer,
            **counts,
        )
    )


def _import_audio(session: Session, path: Path, as_json: bool, origins: Origins) -> None:
    version = take_local(
        path, session.library, session.media, session.db, session.data, origins=origins
    )
    draft = version.draft
    assert draft.audio is not None
    facts = {
        "code": draft.code,
        "title": draft.title,
        "produced_on": draft.produced_on,
        "duration_s": round(draft.audio.duration_s, 1),
    }
    if as_json:
        print_facts(facts)
        return
    duration = f"{draft.audio.duration_s:.0f}"
    named = {"code": draft.code, "title": draft.title, "duration": duration}
    click.echo(say("package.local_taken", session.language, **named))


@click.command("list")
@json_option
@with_session
def list_command(session: Session, as_json: bool) -> None:
    """Các gói đã nhận, mới nhất trước."""
    found = imported_packages(session.db)
    if as_json:
        print_facts(
            [
                {
                    "id": p.id,
                    "issuer": p.issuer,
                    "serial": p.serial,
                    "title": p.title,
                    "imported_at": to_text(p.imported_at),
                    "programmes": p.programmes,
                }
                for p in found
            ]
        )
        return
    for one in found:
        when = local(one.imported_at).strftime("%d/%m/%Y %H:%M")
        click.echo(f"{one.serial:>6}  {when}  {one.issuer}  {one.title}  ({one.programmes})")
