"""`backup` and `restore`: copies of the station's data, here or on a USB stick."""

from __future__ import annotations

from pathlib import Path

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import PlayoutError, StoreError
from broadcast_desk.station.messages import say
from broadcast_desk.storage import backup as backups

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--to", "folder", type=_FOLDER, help="Thư mục khác hoặc USB; chép cả âm thanh.")
@json_option
@with_session
def backup(session: Session, folder: Path | None, as_json: bool) -> None:
    """Sao lưu dữ liệu trong khi đài vẫn chạy."""
    _ = session.db  # makes or upgrades it, so that there is something to copy
    if folder is None:
        made = backups.keep_backups(session.data, session.clock.now())
        _answer(session, as_json, "backup.made", path=made.path)
        return
    copied = backups.copy_station(session.data, folder, session.clock.now())
    _answer(
        session,
        as_json,
        "backup.copied",
        path=copied.database,
        new=copied.new_files,
        kept=copied.kept_files,
    )


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Chỉ xem các bản sao lưu, mới nhất trước.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Bản sao lưu, hoặc thư mục (USB) chứa bản sao lưu; mặc định là bản tốt mới nhất.",
)
@json_option
@with_session
def restore(session: Session, only_list: bool, source: Path | None, as_json: bool) -> None:
    """Khôi phục dữ liệu từ bản sao lưu; tệp đang dùng được cất đi, không bị xóa."""
    session.data.create()
    if only_list:
        _list(session, source or session.data.backups, as_json)
        return
    _refuse_while_playing(session)
    done, media_back = _restore(session, source)
    if as_json:
        print_facts({**_facts(done), "media_files_back": media_back})
        return
    click.echo(
        say(
            "backup.restored",
            session.language,
            at=local(done.backup.at).strftime("%H:%M:%S %d/%m/%Y"),
            moved_to=done.moved_to or "-",
        )
    )
    for table, rows in done.lost:
        session.tell("backup.lost", table=table, rows=rows)
    if media_back:
        session.tell("backup.media_back", count=media_back)


def _restore(session: Session, source: Path | None) -> tuple[backups.Restored, int]:
    now = session.clock.now()
    if source is None:
        return backups.restore_newest(session.data, now), 0
    if not source.is_dir():
        return backups.restore(session.data, source, now), 0
    for candidate in backups.backups(source):
        if not backups.examine(candidate.path):
            done = backups.restore(session.data, candidate.path, now)
            return done, backups.bring_media_back(session.data, source)
    raise StoreError("backup.none_found", path=source)


def _refuse_while_playing(session: Session) -> None:
    from broadcast_desk.playout.control import ControlClient  # loads Qt, which backup needs not

    try:
        ControlClient(session.data).state()
    except PlayoutError as error:
        if error.code == "playout.not_running":
            return
        raise
    raise StoreError("backup.playout_running")


def _list(session: Session, folder: Path, as_json: bool) -> None:
    found = backups.backups(folder)
    if not found:
        raise StoreError("backup.none_found", path=folder)
    if as_json:
        print_facts([{"path": copy.path, "at": local(copy.at).isoformat()} for copy in found])
        return
    for copy in found:
        click.echo(f"{local(copy.at):%H:%M:%S %d/%m/%Y}  {copy.path}")


def _facts(done: backups.Restored) -> dict[str, object]:
    return {
        "backup": done.backup.path,
        "at": local(done.backup.at).isoformat(),
        "moved_to": done.moved_to,
        "reason": done.reason,
        "lost_rows": dict(done.lost),
    }


def _answer(session: Session, as_json: bool, code: str, **facts: object) -> None:
    if as_json:
        print_facts(facts)
    else:
        click.echo(say(code, session.language, **facts))
