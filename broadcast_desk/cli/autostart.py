"""`autostart install | remove | status`: playout that starts with the computer."""

from __future__ import annotations

import dataclasses

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.playout.autostart import Status, here, playout_command
from broadcast_desk.station.messages import say


@click.group()
def autostart() -> None:
    """Tự chạy chương trình phát khi bật máy, không cần ai đăng nhập."""


@autostart.command()
@json_option
@with_session
def install(session: Session, as_json: bool) -> None:
    """Cài tự chạy và chạy ngay."""
    session.data.create()
    _tell(session, here().install(playout_command(session.data.root)), as_json)


@autostart.command()
@json_option
@with_session
def remove(session: Session, as_json: bool) -> None:
    """Bỏ tự chạy và dừng chương trình phát đã tự chạy."""
    _tell(session, here().remove(), as_json)


@autostart.command()
@json_option
@with_session
def status(session: Session, as_json: bool) -> None:
    """Xem đã cài tự chạy chưa, có đang chạy không."""
    _tell(session, here().status(), as_json)


def _tell(session: Session, found: Status, as_json: bool) -> None:
    if as_json:
        print_facts(dataclasses.asdict(found))
        return
    language = session.language
    if not found.installed:
        click.echo(say("playout.autostart_absent", language))
        return
    code = "playout.autostart_always" if found.without_login else "playout.autostart_at_login"
    click.echo(say(code, language, place=found.place))
    click.echo(
        say(
            "playout.autostart_running" if found.running else "playout.autostart_not_running",
            language,
        )
    )
