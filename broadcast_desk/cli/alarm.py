"""`alarm test`: does a note reach the people it is for? `alarm send` is what playout calls."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from broadcast_desk.cli.alarm_text import plain
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.playout.alarm_hooks import Hook, HookFailed, Note, hooks_of
from broadcast_desk.station.clock import from_text, local, to_text
from broadcast_desk.station.messages import Language, say

LOW_PRIORITY = 15
LONGEST_NOTE = 64 * 1024


@click.group()
def alarm() -> None:
    """Báo động qua thư điện tử, MQTT hoặc một lệnh, khi đài có sự cố."""


@alarm.command()
@json_option
@with_session
def test(session: Session, as_json: bool) -> int:
    """Gửi thử một báo động theo từng cách đã cài đặt."""
    now = to_text(session.clock.now())
    note = Note(
        session.settings.name,
        say("alarm.test_subject", session.language, station=session.settings.name),
        say("alarm.test_body", session.language, station=session.settings.name),
        at=now,
    )
    hooks = _hooks(session)
    if not hooks:
        session.tell("alarm.none")
        return 1
    results = [_told(hook, note) for hook in hooks]
    if as_json:
        print_facts(results)
    else:
        for result in results:
            click.echo(_line(result, session.language))
    return 1 if any(result["code"] for result in results) else 0


@alarm.command(hidden=True)
@with_session
def send(session: Session) -> int:
    """Gửi báo động đọc từ đầu vào chuẩn (dành cho chương trình phát)."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(LOW_PRIORITY)
    try:
        facts = json.loads(sys.stdin.buffer.read(LONGEST_NOTE))
        raised = {str(code): from_text(at) for code, at in dict(facts["raised"]).items()}
        cleared = tuple(str(code) for code in facts["cleared"])
    except (ValueError, KeyError, TypeError) as error:
        raise click.UsageError("JSON") from error
    note = _note(session, raised, cleared, str(facts.get("at", "")))
    failed = [result for hook in _hooks(session) if (result := _told(hook, note))["code"]]
    for result in failed:
        click.echo(_line(result, session.language), err=True)
    return 1 if failed else 0


def _hooks(session: Session) -> tuple[Hook, ...]:
    return hooks_of(session.settings.extra, session.data.keys)


def _told(hook: Hook, note: Note) -> dict[str, Any]:
    try:
        hook.send(note)
    except HookFailed as failed:
        return {"to": hook.name, "code": failed.code, "detail": failed.detail}
    return {"to": hook.name, "code": "", "detail": ""}


def _line(result: Mapping[str, Any], language: Language) -> str:
    code = result["code"] or "alarm.sent"
    return say(code, language, to=result["to"], detail=" ".join(str(result["detail"]).split()))


def _note(
    session: Session, raised: Mapping[str, datetime], cleared: tuple[str, ...], at: str
) -> Note:
    language, name = session.language, session.settings.name
    lines = [
        f"{local(since):%H:%M %d/%m}: {plain(code, language)}" for code, since in raised.items()
    ]
    lines += [say("alarm.over", language, what=plain(code, language)) for code in cleared]
    code = "alarm.subject" if raised else "alarm.subject_over"
    return Note(
        name, say(code, language, station=name, count=len(raised)), "\n".join(lines) + "\n",
        tuple(raised), cleared, at,
    )  # fmt: skip
