"""`alarm test`: does a note reach the people it is for? `alarm send` is what playout calls."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import click

from broadcast_desk.checkup.trying import Note, Sent, alarm_ways, send_note
from broadcast_desk.cli.alarm_text import plain
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
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
    ways = alarm_ways(session.settings, session.data)
    if not ways:
        session.tell("alarm.none")
        return 1
    results = [send_note(way, note) for way in ways]
    if as_json:
        print_facts([asdict(result) for result in results])
    else:
        for result in results:
            click.echo(_line(result, session.language))
    return 1 if any(result.code for result in results) else 0


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
    ways = alarm_ways(session.settings, session.data)
    failed = [sent for way in ways if (sent := send_note(way, note)).code]
    for sent in failed:
        click.echo(_line(sent, session.language), err=True)
    return 1 if failed else 0


def _line(sent: Sent, language: Language) -> str:
    return say(sent.code or "alarm.sent", language, **sent.params)


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
