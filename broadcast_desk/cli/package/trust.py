"""Whose packages are taken: keys, issuers, revocation."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.package.wording import DAY, PATH
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages import keys
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.model import Issuer
from broadcast_desk.station.clock import STATION_ZONE, to_text
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say


@click.command()
@click.argument("issuer")
@click.option("-o", "--out", type=PATH, help="Thư mục giữ khóa; mặc định là của đài.")
@click.option("--password", default="", help="Mật khẩu bảo vệ khóa.")
@json_option
@with_session
def keygen(session: Session, as_json: bool, issuer: str, out: Path | None, password: str) -> None:
    """Tạo khóa ký cho đơn vị phát hành ISSUER."""
    key = keys.create_key(out or session.data.keys, issuer, password=password)
    public = key.path.with_suffix(keys.PUBLIC_SUFFIX)
    facts = {
        "key_id": key.key_id,
        "issuer": key.issuer,
        "secret": str(key.path),
        "public": str(public),
        "fingerprint": key.fingerprint,
        "fingerprint_words": keys.fingerprint_words(key.public_text),
    }
    if as_json:
        print_facts(facts)
        return
    click.echo(say("package.key_made", session.language, path=key.path, **_but(facts, "secret")))


def _but(facts: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key != name}


@click.command()
@click.argument("public_key", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("issuer")
@click.option("--confirmed-by", default="", help="Người đã gọi điện đối chiếu dãy số.")
@click.option("--fingerprint", "heard", default="", help="Sáu nhóm số nghe được qua điện thoại.")
@click.option("--from", "valid_from", type=DAY, help="Ngày khóa bắt đầu có hiệu lực.")
@click.option("--until", "valid_until", type=DAY, help="Ngày cuối khóa còn hiệu lực.")
@json_option
@with_session
def trust(
    session: Session,
    as_json: bool,
    public_key: Path,
    issuer: str,
    confirmed_by: str,
    heard: str,
    valid_from: datetime | None,
    valid_until: datetime | None,
) -> None:
    """Tin khóa của một đơn vị: gọi điện, gõ lại dãy số nghe được, máy so với khóa."""
    try:
        text = public_key.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("package.not_public_key") from error
    keys.fingerprint(text)  # that it is a key at all is said before anybody is called
    if not heard.strip():
        raise InputError("package.compare", issuer=issuer)
    if not keys.same_fingerprint(text, heard):
        raise InputError("package.wrong_fingerprint")
    trusted = Issuers(session.db).trust(
        text,
        issuer,
        confirmed_by,
        at=session.clock.now(),
        valid_from=_start(valid_from),
        valid_until=_end(valid_until),
    )
    if as_json:
        print_facts(_issuer_facts(trusted, session.clock.now()))
        return
    click.echo(say("package.trusted", session.language, key_id=trusted.key_id, issuer=trusted.name))


def _start(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=STATION_ZONE) if day else None


def _end(day: datetime | None) -> datetime | None:
    return datetime.combine(day.date(), time.max, STATION_ZONE) if day else None


@click.command()
@json_option
@with_session
def issuers(session: Session, as_json: bool) -> None:
    """Danh sách đơn vị được tin, còn hạn, hết hạn hay đã thu hồi."""
    now = session.clock.now()
    facts = [_issuer_facts(issuer, now) for issuer in Issuers(session.db).all()]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        state = say(f"package.state_{fact['state']}", session.language)
        click.echo(f"{fact['key_id']}  {state:<12}  {fact['name']}  {fact['fingerprint']}")


def _issuer_facts(issuer: Issuer, now: datetime) -> dict[str, Any]:
    state = "revoked" if issuer.revoked_at else "good" if issuer.good_at(now) else "out"
    return {
        "key_id": issuer.key_id,
        "name": issuer.name,
        "state": state,
        "fingerprint": keys.fingerprint(issuer.public_key),
        "confirmed_by": issuer.confirmed_by,
        "added_at": to_text(issuer.added_at),
        "valid_from": to_text(issuer.valid_from) if issuer.valid_from else None,
        "valid_until": to_text(issuer.valid_until) if issuer.valid_until else None,
        "revoked_at": to_text(issuer.revoked_at) if issuer.revoked_at else None,
        "revoked_why": issuer.revoked_why,
    }


@click.command()
@click.argument("key_id")
@click.option("--by", default="", help="Người thu hồi.")
@click.option("--why", default="", help="Lý do.")
@json_option
@with_session
def revoke(session: Session, as_json: bool, key_id: str, by: str, why: str) -> None:
    """Thu hồi một khóa: gói ký bằng khóa đó không được nhận nữa."""
    issuer = Issuers(session.db).revoke(key_id, by=by, why=why, at=session.clock.now())
    if as_json:
        print_facts(_issuer_facts(issuer, session.clock.now()))
        return
    click.echo(
        say("package.revoked_now", session.language, key_id=issuer.key_id, issuer=issuer.name)
    )
