"""`housekeeping`: what playout lets run once a day, in a process of its own at low priority."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable

import click

from broadcast_desk.cli.session import Session, json_option, with_session
from broadcast_desk.speech.cache import SegmentCache
from broadcast_desk.station.errors import DeskError, StoreError
from broadcast_desk.station.messages import say_error

LOW_PRIORITY = 15


@click.command()
@json_option
@with_session
def housekeeping(session: Session, as_json: bool) -> int:
    """Việc hằng ngày: dọn giọng đọc tạm và tệp thừa, kiểm tra tệp âm thanh đã duyệt."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(LOW_PRIORITY)
    done: dict[str, object] = {}
    troubles: list[tuple[str, DeskError]] = []
    for name, work in (("trimmed", _trim), ("removed", _remove), ("damaged", _verify)):
        _attempt(name, lambda work=work: work(session), done, troubles)  # type: ignore[misc]  # bound now
    if as_json:
        found = [{"part": part, "code": error.code} for part, error in troubles]
        click.echo(json.dumps({**done, "troubles": found}, ensure_ascii=False))
    else:
        session.tell("housekeeping.done", **{"trimmed": 0, "removed": 0, **done})
    for _, error in troubles:
        click.echo(say_error(error, session.language), err=True)
    return 1 if troubles else 0


def _attempt(
    name: str,
    work: Callable[[], object],
    done: dict[str, object],
    troubles: list[tuple[str, DeskError]],
) -> None:
    try:
        done[name] = work()
    except DeskError as error:
        troubles.append((name, error))


def _trim(session: Session) -> int:
    """Segments of speech that can be made again: how many went."""
    return SegmentCache(session.data.cache / "segments").trim()


def _remove(session: Session) -> int:
    """Audio that nothing refers to and nobody ever heard: how many files went."""
    entries = session.logbook.entries()
    aired = {str(entry.fact.data.get("audio_sha256", "")) for entry in entries} - {""}
    return len(session.library.remove_unused_media(aired))


def _verify(session: Session) -> int:
    damaged = session.library.damaged()
    if damaged:
        codes = ", ".join(sorted(airable.code for airable in damaged))
        raise StoreError("housekeeping.damaged", codes=codes)
    return 0
