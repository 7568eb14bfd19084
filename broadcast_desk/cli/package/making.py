"""Making packages: from a list, from the library, passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.package.wording import DAY, PATH
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages import keys
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.forwarding import forwardable
from broadcast_desk.packages.lists import find_list, read_list
from broadcast_desk.packages.model import Programme, Withdrawal
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say


@click.command("build")
@click.argument("source", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("-o", "--out", type=PATH, required=True, help="Tệp .zip hoặc thư mục mới.")
@click.option("--serial", type=click.IntRange(1, 999_999_999), required=True, help="Số gói.")
@click.option("--item", "items", multiple=True, help="Mã chương trình đã duyệt trong kho.")
@click.option("--key", "key_path", type=PATH, help="Khóa ký; mặc định là khóa của đài.")
@click.option("--password", default="", help="Mật khẩu của khóa.")
@click.option("--title", default="", help="Tên gói.")
@click.option("--until", type=DAY, help="Ngày cuối được nhận gói.")
@click.option("--withdraw", "withdrawn", multiple=True, help="Mã chương trình bị thu hồi.")
@click.option("--why", default="", help="Lý do thu hồi.")
@click.option("--revoke-key", "revoked_keys", multiple=True, help="Khóa cũ của mình bị thu hồi.")
@json_option
@with_session
def build_command(
    session: Session,
    as_json: bool,
    source: Path | None,
    out: Path,
    serial: int,
    items: tuple[str, ...],
    key_path: Path | None,
    password: str,
    **choices: Any,  # noqa: ANN401
) -> None:
    """Lập gói từ một danh sách CSV/XLSX (hoặc thư mục có danh sách) và chương trình trong kho."""
    programmes = [*_listed(source), *_from_library(session, items)]
    _build(session, as_json, programmes, out, serial, _key(session, key_path, password), choices)


def _listed(source: Path | None) -> Sequence[Programme]:
    if source is None:
        return ()
    return read_list(find_list(source) if source.is_dir() else source)


def _from_library(session: Session, codes: tuple[str, ...]) -> Sequence[Programme]:
    if not codes:
        return ()
    return forwardable(codes, session.library, session.media, session.db)


def _key(session: Session, path: Path | None, password: str) -> keys.Key:
    found = (path,) if path else keys.own_keys(session.data.keys)
    if not found:
        raise InputError("package.no_key")
    if len(found) > 1:
        raise InputError("package.several_keys", path=session.data.keys)
    return keys.load_key(found[0], password=password)


def _build(
    session: Session,
    as_json: bool,
    programmes: Sequence[Programme],
    out: Path,
    serial: int,
    key: keys.Key,
    choices: dict[str, Any],
) -> None:
    until: datetime | None = choices.get("until")
    particulars = Particulars(
        title=choices.get("title", ""),
        valid_until=until.date() if until else None,
        withdrawals=tuple(
            Withdrawal(code, choices.get("why", "")) for code in choices.get("withdrawn", ())
        ),
        revoked_keys=tuple(choices.get("revoked_keys", ())),
    )
    build(programmes, out, key, serial, particulars, created_at=session.clock.now())
    facts = {"path": str(out), "serial": serial, "count": len(programmes), "key_id": key.key_id}
    if as_json:
        print_facts(facts)
        return
    click.echo(say("package.built", session.language, **facts))


@click.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("-o", "--out", type=PATH, required=True, help="Tệp .zip hoặc thư mục mới.")
@click.option("--serial", type=click.IntRange(1, 999_999_999), required=True, help="Số gói.")
@click.option("--key", "key_path", type=PATH, help="Khóa ký; mặc định là khóa của đài.")
@click.option("--password", default="", help="Mật khẩu của khóa.")
@click.option("--title", default="", help="Tên gói.")
@json_option
@with_session
def forward(
    session: Session,
    as_json: bool,
    codes: tuple[str, ...],
    out: Path,
    serial: int,
    key_path: Path | None,
    password: str,
    title: str,
) -> None:
    """Chuyển tiếp chương trình đã duyệt cho thôn, bản: ký bằng khóa của đài, giữ nguồn gốc."""
    key = _key(session, key_path, password)
    programmes = forwardable(codes, session.library, session.media, session.db)
    _build(session, as_json, programmes, out, serial, key, {"title": title})
