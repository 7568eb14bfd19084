"""`package`: the centre's packages, from key to import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages import keys, quarantine
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.feed import Feeds
from broadcast_desk.packages.forwarding import forwardable
from broadcast_desk.packages.importing import import_package, imported_packages, notices
from broadcast_desk.packages.inbox import Inbox
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.lists import find_list, read_list
from broadcast_desk.packages.local import is_audio_name, take_local
from broadcast_desk.packages.model import (
    Contents,
    ImportReport,
    Issuer,
    Problem,
    Programme,
    Verification,
    Withdrawal,
)
from broadcast_desk.packages.staging import clean_up
from broadcast_desk.packages.verifying import verify as verify_package
from broadcast_desk.station.clock import STATION_ZONE, local, to_text
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import Language, say

_PATH = click.Path(path_type=Path)
_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def package() -> None:
    """Gói phát thanh: khóa ký, lập gói, kiểm tra, nhận, hộp thư đến, chuyển tiếp."""


# Keys


@package.command()
@click.argument("issuer")
@click.option("-o", "--out", type=_PATH, help="Thư mục giữ khóa; mặc định là của đài.")
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


@package.command()
@click.argument("public_key", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("issuer")
@click.option("--confirmed-by", default="", help="Người đã gọi điện đối chiếu dãy số.")
@click.option("--fingerprint", "heard", default="", help="Dãy số nghe được qua điện thoại.")
@click.option("--from", "valid_from", type=_DAY, help="Ngày khóa bắt đầu có hiệu lực.")
@click.option("--until", "valid_until", type=_DAY, help="Ngày cuối khóa còn hiệu lực.")
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
    """Tin khóa của một đơn vị, sau khi đối chiếu dãy số qua điện thoại."""
    try:
        text = public_key.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("package.not_public_key") from error
    fingerprint = keys.fingerprint(text)
    if heard and not keys.same_fingerprint(text, heard):
        raise InputError("package.wrong_fingerprint")
    if not confirmed_by or not heard:
        words = keys.fingerprint_words(text)
        session.tell("package.compare", issuer=issuer, fingerprint=fingerprint, words=words)
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


@package.command()
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


@package.command()
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


# Building


@package.command("build")
@click.argument("source", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("-o", "--out", type=_PATH, required=True, help="Tệp .zip hoặc thư mục mới.")
@click.option("--serial", type=click.IntRange(1, 999_999_999), required=True, help="Số gói.")
@click.option("--item", "items", multiple=True, help="Mã chương trình đã duyệt trong kho.")
@click.option("--key", "key_path", type=_PATH, help="Khóa ký; mặc định là khóa của đài.")
@click.option("--password", default="", help="Mật khẩu của khóa.")
@click.option("--title", default="", help="Tên gói.")
@click.option("--until", type=_DAY, help="Ngày cuối được nhận gói.")
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


@package.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("-o", "--out", type=_PATH, required=True, help="Tệp .zip hoặc thư mục mới.")
@click.option("--serial", type=click.IntRange(1, 999_999_999), required=True, help="Số gói.")
@click.option("--key", "key_path", type=_PATH, help="Khóa ký; mặc định là khóa của đài.")
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


# Looking


@package.command()
@click.argument("path", type=_PATH)
@json_option
@with_session
def inspect(session: Session, as_json: bool, path: Path) -> int:
    """Xem trong gói có gì, của ai, đề nghị phát khi nào; không nhận."""
    found = verify_package(path, Issuers(session.db), session.clock.now())
    contents = found.contents
    if as_json:
        print_facts({**found.facts(), "contents": _contents_facts(contents) if contents else None})
    else:
        _print_verdict(session, found)
        for programme in contents.programmes if contents else ():
            click.echo(f"  {programme.draft.code}  {programme.draft.title}{_wishes(programme)}")
    return 0 if contents is not None else 1


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


@package.command()
@click.argument("path", type=_PATH)
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
        click.echo(_say(problem, session.language), err=True)


def _say(problem: Problem, language: Language) -> str:
    return say(problem.code, language, **problem.params)


# Taking in


@package.command("import")
@click.argument("path", type=_PATH)
@click.option("--by", default="", help="Người nhận gói.")
@json_option
@with_session
def import_command(session: Session, as_json: bool, path: Path, by: str) -> None:
    """Nhận một gói (hoặc một tệp âm thanh thường) vào kho; nhận đủ hoặc không nhận gì."""
    clean_up(session.data, session.db)
    if path.is_file() and is_audio_name(path):
        _import_audio(session, path, as_json)
        return
    report = import_package(
        path, session.library, session.media, Issuers(session.db), session.data, session.clock,
        by=by,
    )  # fmt: skip
    if as_json:
        print_facts(_report_facts(report))
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


def _import_audio(session: Session, path: Path, as_json: bool) -> None:
    version = take_local(path, session.library, session.media, session.db, session.data)
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


def _report_facts(report: ImportReport) -> dict[str, Any]:
    return {
        "package_id": report.package_id,
        "serial": report.serial,
        "title": report.title,
        "issuer": report.issuer,
        "accepted": list(report.accepted),
        "unchanged": list(report.unchanged),
        "withdrawn": list(report.withdrawn),
        "approved": list(report.approved),
        "needs_person": list(report.needs_person),
        "already_imported": report.already_imported,
    }


@package.command("list")
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


@package.command()
@click.option("--open", "show_folder", is_flag=True, help="Chỉ in đường dẫn hộp thư đến.")
@json_option
@with_session
def inbox(session: Session, as_json: bool, show_folder: bool) -> int:
    """Xem hộp thư đến một lần: nhận gói đã chép xong, báo tin cần người xem và gói bị từ chối."""
    session.data.create()
    if show_folder:
        click.echo(session.data.inbox)
        return 0
    clean_up(session.data, session.db)
    quarantine.remove_old(session.data, session.clock.now())
    report = Inbox(
        session.library, session.media, Issuers(session.db), session.data, session.clock
    ).check()
    news = notices(session.db)
    kept = list(quarantine.refused(session.data))
    if as_json:
        print_facts(
            {
                "imported": [_report_facts(one) for one in report.imported],
                "local": report.local,
                "refused": [{"name": name, "code": p.code} for name, p in report.refused],
                "waiting": report.waiting,
                "notices": [{"at": to_text(n.at), "code": n.code, **n.params} for n in news],
                "quarantine": [
                    {"name": k.name, "at": to_text(k.at), "codes": [p.code for p in k.problems]}
                    for k in kept
                ],
            }
        )
        return 0
    counts = {
        "imported": len(report.imported) + len(report.local),
        "refused": len(report.refused),
        "waiting": len(report.waiting),
    }
    click.echo(say("package.inbox_done", session.language, **counts))
    for name, problem in report.refused:
        click.echo(f"  {name}: {_say(problem, session.language)}")
    for notice in news:
        click.echo(f"  {say(notice.code, session.language, **notice.params)}")
    return 0


@package.command()
@click.argument("action", type=click.Choice(["add", "remove", "list", "poll"]))
@click.argument("url", default="")
@json_option
@with_session
def feed(session: Session, as_json: bool, action: str, url: str) -> int:
    """Nguồn tin (RSS) của Trung tâm: theo dõi, thôi theo dõi, xem, tải ngay."""
    feeds = Feeds(session.library, session.media, Issuers(session.db), session.data, session.clock)
    if action == "add":
        feeds.add(url)
    elif action == "remove":
        feeds.remove(url)
    if action != "poll":
        _print_list([one.url for one in feeds.all()], as_json)
        return 0
    report = feeds.poll(even_if_early=True)
    facts = {
        "imported": [_report_facts(one) for one in report.imported],
        "local": report.local,
        "refused": [{"name": name, "code": p.code} for name, p in report.refused],
        "failed": [{"url": name, "code": p.code} for name, p in report.failed],
        "unchanged": report.unchanged,
    }
    if as_json:
        print_facts(facts)
    else:
        count = len(report.imported) + len(report.local)
        said = {"imported": count, "refused": len(report.refused), "waiting": len(report.failed)}
        click.echo(say("package.inbox_done", session.language, **said))
        for _, problem in (*report.refused, *report.failed):
            click.echo(f"  {_say(problem, session.language)}", err=True)
    return 1 if report.failed else 0


def _print_list(lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_facts(list(lines))
        return
    for line in lines:
        click.echo(line)


@package.command()
@click.argument("action", type=click.Choice(["add", "remove", "list"]))
@click.argument("key_id", default="")
@click.option("--topic", default="", help="Chỉ chủ đề này; để trống là mọi chủ đề.")
@click.option(
    "--hours", default="", help="Chỉ khi giờ phát gợi ý nằm trong khoảng, như 05:00-18:00."
)
@click.option("--by", default="", help="Người chịu trách nhiệm.")
@json_option
@with_session
def auto(
    session: Session, as_json: bool, action: str, key_id: str, topic: str, hours: str, by: str
) -> None:
    """Quy tắc tự duyệt gói của đơn vị tin cậy (mặc định không có); trừ tin khẩn cấp."""
    rules = AutoApprovals(session.db)
    if action == "add":
        rules.add(key_id, by, session.clock.now(), topic=topic, hours=_hours(hours))
    elif action == "remove":
        rules.remove(int(key_id) if key_id.isdigit() else 0)
    facts = [
        {
            "id": rule.id,
            "key_id": rule.issuer_key_id,
            "topic": rule.topic,
            "hours": f"{rule.from_time:%H:%M}-{rule.until_time:%H:%M}"
            if rule.from_time and rule.until_time
            else "",
            "set_by": rule.set_by,
        }
        for rule in rules.all()
    ]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        click.echo("  ".join(str(value) for value in fact.values()))


def _hours(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    try:
        first, _, last = text.partition("-")
        return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError as error:
        raise InputError("settings.time", text=text) from error
