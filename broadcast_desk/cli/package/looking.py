"""Looking at a package without taking it in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.package.wording import PATH, say_problem
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.local import is_audio_name, look
from broadcast_desk.packages.model import Contents, Programme, Verification
from broadcast_desk.packages.verifying import verify as verify_package
from broadcast_desk.station.clock import to_text
from broadcast_desk.station.messages import say


@click.command()
@click.argument("path", type=PATH)
@json_option
@with_session
def inspect(session: Session, as_json: bool, path: Path) -> int:
    """Xem trong gói (hoặc bản ghi thường) có gì, của ai, đề nghị phát khi nào; không nhận."""
    if path.is_file() and is_audio_name(path):
        _inspect_audio(session, as_json, path)
        return 0
    found = verify_package(path, Issuers(session.db), session.clock.now())
    contents = found.contents
    if as_json:
        print_facts({**found.facts(), "contents": _contents_facts(contents) if contents else None})
    else:
        _print_verdict(session, found)
        for programme in contents.programmes if contents else ():
            click.echo(f"  {programme.draft.code}  {programme.draft.title}{_wishes(programme)}")
    return 0 if contents is not None else 1


def _inspect_audio(session: Session, as_json: bool, path: Path) -> None:
    heard = look(path)
    facts = {
        "title": heard.title,
        "produced_on": heard.day,
        "duration_s": round(heard.duration_s, 1),
        "voice": heard.artist,
    }
    if as_json:
        print_facts(facts)
        return
    day = _vietnamese(heard.day).strip() or "-"
    told = {"title": heard.title, "day": day, "duration": f"{heard.duration_s:.0f}"}
    click.echo(say("package.local_found", session.language, **told))


def _contents_facts(contents: Contents) -> dict[str, Any]:
    return {
        "title": contents.title,
        "issuer": contents.issuer,
        "created_at": to_text(contents.created_at),
        "valid_until": contents.valid_until,
        "programmes": [_programme_facts(programme) for programme in contents.programmes],
        "withdrawals": [{"code": w.code, "why": w.why} for w in contents.withdrawals],
        "revoked_keys": list(contents.revoked_keys),
    }


def _programme_facts(programme: Programme) -> dict[str, Any]:
    draft = programme.draft
    names = (
        "code", "title", "kind", "topic", "field", "language", "source", "document_number",
        "author", "voice", "produced_on", "valid_from", "valid_until", "rights", "note",
    )  # fmt: skip
    return {
        **{name: getattr(draft, name) for name in names},
        "priority": draft.priority.value,
        "audio": programme.audio.as_posix() if programme.audio else None,
        "audio_sha256": programme.audio_sha256,
        "duration_s": programme.duration_s,
        "airings": [{"on": a.on, "at": a.at, "kind": a.kind} for a in programme.airings],
        "origin": programme.origin.issuer if programme.origin else None,
    }


def _wishes(programme: Programme) -> str:
    wishes = [f"{_vietnamese(a.on)}{a.at}".strip() for a in programme.airings]
    return f"  ({'; '.join(wishes)})" if wishes else ""


def _vietnamese(day: date | None) -> str:
    return f"{day:%d/%m/%Y} " if day else ""


@click.command()
@click.argument("path", type=PATH)
@json_option
@with_session
def verify(session: Session, as_json: bool, path: Path) -> int:
    """Kiểm tra gói: đúng BagIt, đúng chữ ký, đúng người, đúng số, đúng hạn. Không nhận."""
    found = verify_package(path, Issuers(session.db), session.clock.now())
    if as_json:
        print_facts(found.facts())
    else:
        _print_verdict(session, found)
    return 0 if found.accepted else 1


def _print_verdict(session: Session, found: Verification) -> None:
    if found.accepted and found.contents is not None and found.issuer is not None:
        text = say(
            "package.is_valid",
            session.language,
            path=found.path,
            issuer=found.issuer.name,
            serial=found.contents.serial,
            count=len(found.contents.programmes),
        )
        click.echo(text)
    for problem in found.problems:
        click.echo(say_problem(problem, session.language), err=True)
