"""`library`: the station's programmes, from draft to approved to archived."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.library.entering import checked
from broadcast_desk.library.kinds import kinds
from broadcast_desk.library.model import Draft, Priority, ProgrammeRow, State, Version
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.library.topics import topics
from broadcast_desk.speech.work_folder import work_folder
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import Language, say

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
_TEXTS = (
    "title", "code", "kind", "topic", "field", "language", "source", "document_number", "author",
    "voice", "rights", "note",
)  # fmt: skip


@click.group()
def library() -> None:
    """Kho bản tin: thêm, tìm, gửi duyệt, duyệt, trả lại, cất kho."""


@library.command()
@click.argument("file", required=False, type=_FILE)
@click.option("--title", default="", help="Tên chương trình; mặc định là tên tệp FILE.")
@click.option("--code", default="", help="Mã; để trống thì máy tự đặt.")
@click.option("--kind", default="bulletin", help="Loại, ví dụ bulletin, notice, recording.")
@click.option("--topic", default="", help="Chủ đề; xem “library topics”.")
@click.option("--field", default="", help="Lĩnh vực.")
@click.option("--language", default="vi", help="Tiếng: vi, tày, dao ...")
@click.option("--priority", type=click.Choice([*Priority]), default="normal", help="Mức ưu tiên.")
@click.option("--text", "text_file", type=click.Path(allow_dash=True), help="Tệp lời; - là stdin.")
@click.option("--audio", "audio_file", type=_FILE, help="Tệp âm thanh bất kỳ; được chuẩn hóa.")
@click.option("--source", default="", help="Nguồn tin.")
@click.option("--document-number", default="", help="Số văn bản.")
@click.option("--author", default="", help="Người viết.")
@click.option("--voice", default="", help="Người đọc.")
@click.option("--rights", default="", help="Bản quyền.")
@click.option("--note", default="", help="Ghi chú.")
@click.option("--from", "valid_from", type=_DAY, help="Ngày bắt đầu có hiệu lực.")
@click.option("--until", "valid_until", type=_DAY, help="Ngày cuối còn hiệu lực.")
@click.option("--revise", is_flag=True, help="Sửa chương trình mang mã này: tạo bản mới.")
@click.option("--force", is_flag=True, help="Vẫn đọc dù lời không phải tiếng Việt.")
@click.option("--seeds", is_flag=True, help="Thêm các bản tin ASEAN có sẵn trong chương trình.")
@json_option
@with_session
def add(session: Session, as_json: bool, seeds: bool, revise: bool, **choices: Any) -> None:  # noqa: ANN401
    """Thêm một chương trình, hoặc sửa thành bản mới.

    FILE là bản tin viết (.txt, .docx, .odt, .pdf), được đọc thành tiếng ngay, hoặc tệp âm thanh.
    """
    if seeds:
        added = [
            session.library.add(seed.draft)
            for seed in seed_bulletins()
            if not session.library.has_code(seed.draft.code)
        ]
        _show_versions(session, added, as_json)
        return
    draft = _draft(session, {**choices, "revise": revise})
    shelf = session.library
    version = shelf.revise(draft.code, draft) if revise else shelf.add(draft)
    _show_versions(session, [version], as_json)


@library.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("--voice", default=None, help="Giọng đọc; mặc định theo thứ tự của đài.")
@click.option("--rate", default=1.0, type=click.FloatRange(0.5, 2.0), help="Tốc độ đọc.")
@click.option("--tune", default=None, help="Nhạc hiệu mở đầu.")
@click.option("--force", is_flag=True, help="Vẫn đọc dù lời không phải tiếng Việt.")
@json_option
@with_session
def speak(
    session: Session,
    as_json: bool,
    codes: tuple[str, ...],
    voice: str | None,
    rate: float,
    tune: str | None,
    force: bool,
) -> None:
    """Đọc lời của chương trình thành tiếng và lưu vào bản nháp."""
    spoken = [_speak(session, code, voice, rate, tune, force) for code in codes]
    _show_versions(session, spoken, as_json)


@library.command("list")
@click.option("--state", type=click.Choice([*State]), help="Trạng thái.")
@click.option("--topic", default="", help="Chủ đề hoặc nhánh chủ đề.")
@click.option("--kind", default="", help="Loại.")
@click.option("--limit", default=200, type=click.IntRange(1), help="Nhiều nhất bao nhiêu dòng.")
@json_option
@with_session
def list_(
    session: Session, as_json: bool, state: str | None, topic: str, kind: str, limit: int
) -> None:
    """Liệt kê chương trình, mới nhất trước."""
    _show_rows(
        session,
        session.library.find(state=state, topic=topic, kind=kind, limit=limit),
        as_json,
    )


@library.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--state", type=click.Choice([*State]), help="Trạng thái.")
@click.option("--limit", default=200, type=click.IntRange(1), help="Nhiều nhất bao nhiêu dòng.")
@json_option
@with_session
def search(
    session: Session, as_json: bool, words: tuple[str, ...], state: str | None, limit: int
) -> None:
    """Tìm theo chữ, có dấu hay không dấu: “dong bang” tìm ra “đồng bằng”."""
    found = session.library.find(" ".join(words), state=state, limit=limit)
    _show_rows(session, found, as_json)


@library.command()
@click.argument("code")
@json_option
@with_session
def show(session: Session, as_json: bool, code: str) -> None:
    """Xem một chương trình: các bản, ai duyệt, lời và cách đọc."""
    newest = session.library.newest(code)
    facts = {
        **_version_facts(newest),
        "text": newest.draft.text,
        "reading": newest.draft.reading,
        "versions": [_history(session, version) for version in session.library.versions(code)],
    }
    if as_json:
        print_facts(facts)
        return
    click.echo(_line(session.library.find(newest.draft.code, limit=1)[0], session.language))
    for version in facts["versions"]:
        for decision in version["decisions"]:
            click.echo("  " + "  ".join(str(part) for part in decision.values() if part))
    click.echo(f"\n{newest.draft.text}")


@library.command()
@click.argument("code")
@click.option("--by", default="", help="Người gửi.")
@json_option
@with_session
def submit(session: Session, as_json: bool, code: str, by: str) -> None:
    """Gửi bản mới nhất đi duyệt; từ đó nội dung không sửa được nữa."""
    version = session.library.submit(session.library.newest(code).id, by)
    _show_versions(session, [version], as_json)


@library.command()
@click.argument("code")
@click.option("--by", required=True, help="Người duyệt.")
@click.option("--paper", default="", help="Số phiếu duyệt trên giấy.")
@click.option("--until", "valid_until", type=_DAY, help="Ngày cuối được phát.")
@json_option
@with_session
def approve(
    session: Session, as_json: bool, code: str, by: str, paper: str, valid_until: datetime | None
) -> None:
    """Duyệt bản đang chờ: đúng lời, cách đọc và tiếng như hiện có."""
    version = session.library.newest(code)
    session.library.approve(version.id, by, paper, _day(valid_until))
    _show_versions(session, [session.library.version(version.id)], as_json)


@library.command("send-back")
@click.argument("code")
@click.option("--by", required=True, help="Người trả lại.")
@click.option("--why", required=True, help="Lý do.")
@json_option
@with_session
def send_back(session: Session, as_json: bool, code: str, by: str, why: str) -> None:
    """Trả bản đang chờ duyệt về cho người viết, kèm lý do."""
    version = session.library.send_back(session.library.newest(code).id, by, why)
    _show_versions(session, [version], as_json)


@library.command()
@click.argument("code")
@click.option("--by", required=True, help="Người rút.")
@click.option("--why", required=True, help="Lý do.")
@json_option
@with_session
def withdraw(session: Session, as_json: bool, code: str, by: str, why: str) -> None:
    """Rút phép phát của mọi bản đã duyệt; chương trình chờ duyệt lại."""
    session.library.newest(code)
    approved = [v for v in session.library.versions(code) if v.state is State.APPROVED]
    if not approved:
        raise InputError("library.not_approved", code=code)
    done = [session.library.withdraw(version.id, by, why) for version in approved]
    _show_versions(session, done, as_json)


@library.command()
@click.argument("code")
@click.option("--by", default="", help="Người cất.")
@json_option
@with_session
def archive(session: Session, as_json: bool, code: str, by: str) -> None:
    """Cất chương trình vào kho lưu; không xóa gì, chỉ không phát nữa."""
    _show_versions(session, [session.library.archive(code, by)], as_json)


@library.command("topics")
@json_option
@with_session
def topics_(session: Session, as_json: bool) -> None:
    """Liệt kê các chủ đề."""
    if as_json:
        print_facts([dataclasses.asdict(topic) for topic in topics()])
        return
    for topic in topics():
        name = topic.name_en if session.language == "en" else topic.name_vi
        click.echo(f"{'  ' * topic.key.count('.')}{topic.key}: {name}")


def _draft(session: Session, choices: dict[str, Any]) -> Draft:
    file: Path | None = choices["file"]
    _check_file(file, choices)
    draft = Draft(
        **{name: choices[name] for name in _TEXTS},
        priority=Priority(choices["priority"]),
        text=_read(session, choices["text_file"]),
        valid_from=_day(choices["valid_from"]),
        valid_until=_day(choices["valid_until"]),
    )
    if file is not None and not draft.title:
        draft = dataclasses.replace(draft, title=nfc(file.stem))
    _check_keys(draft)
    _check_storable(session, draft, choices["revise"])
    if file is not None and not _is_audio(file):
        return _from_document(session, draft, file, choices)
    audio_file: Path | None = file or choices["audio_file"]
    return draft if audio_file is None else _with_audio(session, draft, audio_file)


def _check_file(file: Path | None, choices: dict[str, Any]) -> None:
    """Let FILE and the option of the same meaning not both be given."""
    if file is None:
        return
    name = "audio_file" if _is_audio(file) else "text_file"
    if choices[name] is not None:
        given = click.format_filename(file)
        context = click.get_current_context()
        raise click.UsageError(f"Got unexpected extra argument ({given})", context)


def _is_audio(file: Path) -> bool:
    from broadcast_desk.packages.local import is_audio_name  # loads what listing needs not

    return is_audio_name(file)


def _from_document(session: Session, draft: Draft, file: Path, choices: dict[str, Any]) -> Draft:
    from broadcast_desk.cli.speech import text_given

    draft = dataclasses.replace(draft, text=text_given(session, file))
    if choices["audio_file"] is not None:
        return _with_audio(session, draft, choices["audio_file"])
    return _spoken(session, draft, draft.voice or None, force=choices["force"])


def _check_keys(draft: Draft) -> None:
    if draft.topic and draft.topic not in {topic.key for topic in topics()}:
        raise InputError("library.unknown_topic", topic=draft.topic)
    if draft.kind not in {kind.key for kind in kinds()}:
        raise InputError("library.unknown_kind", kind=draft.kind)


def _check_storable(session: Session, draft: Draft, revise: bool) -> None:
    """Refuse before any sound is made and kept what the library would refuse after."""
    checked(draft)
    if draft.code and not revise and session.library.has_code(draft.code):
        raise InputError("library.code_taken", code=draft.code)
    if revise:
        session.library.newest(draft.code)


def _read(session: Session, file: str | None) -> str:
    if file is None:
        return ""
    from broadcast_desk.cli.speech import text_given

    return text_given(session, file)


def _with_audio(session: Session, draft: Draft, path: Path) -> Draft:
    from broadcast_desk.audio.mastering import master

    settings = session.settings
    with work_folder(session.data) as work:
        mastered = master(
            path,
            work / "mastered.flac",
            loudness_lufs=settings.loudness_lufs,
            true_peak_dbtp=settings.max_true_peak_dbtp,
        )
        mastered = dataclasses.replace(mastered, original=path)
        return dataclasses.replace(draft, audio=session.media.keep(mastered))


def _speak(
    session: Session, code: str, voice: str | None, rate: float, tune: str | None, force: bool
) -> Version:
    draft = session.library.newest(code).draft
    return session.library.revise(code, _spoken(session, draft, voice, rate, tune, force))


def _spoken(
    session: Session,
    draft: Draft,
    voice: str | None,
    rate: float = 1.0,
    tune: str | None = None,
    force: bool = False,
) -> Draft:
    from broadcast_desk.cli.speech import tell_fallback
    from broadcast_desk.speech.lexicon import LexiconStore
    from broadcast_desk.speech.rendering import render

    settings = session.settings  # makes the data folder
    with work_folder(session.data) as work:
        rendered = render(
            draft.text,
            settings=settings,
            data=session.data,
            lexicon=LexiconStore(session.db).lexicon(),
            work=work,
            voice=voice,
            rate=rate,
            tune=tune,
            force=force,
        )
        audio = session.media.keep(rendered.mastered)
    tell_fallback(session, rendered)
    return dataclasses.replace(
        draft,
        reading=rendered.reading,
        voice=rendered.voice,
        ai_mark=rendered.ai_mark,
        audio=audio,
    )


def _day(chosen: datetime | None) -> date | None:
    return chosen.date() if chosen else None


def _show_versions(session: Session, versions: list[Version], as_json: bool) -> None:
    if as_json:
        print_facts([_version_facts(version) for version in versions])
        return
    for version in versions:
        state = say(f"library.state_{version.state}", session.language)
        click.echo(f"{version.draft.code}  {version.number}  {state}  {version.draft.title}")


def _show_rows(session: Session, rows: list[ProgrammeRow], as_json: bool) -> None:
    if as_json:
        print_facts([dataclasses.asdict(row) for row in rows])
        return
    for row in rows:
        click.echo(_line(row, session.language))


def _line(row: ProgrammeRow, language: Language) -> str:
    minutes, seconds = divmod(round(row.duration_samples / 48_000), 60)
    state = say(f"library.state_{row.state}", language)
    return f"{row.code}  {row.number}  {state}  {minutes}:{seconds:02d}  {row.title}"


def _version_facts(version: Version) -> dict[str, Any]:
    draft = dataclasses.asdict(version.draft)
    for name in ("text", "reading", "ai_mark"):
        del draft[name]
    return {
        "version_id": version.id,
        "number": version.number,
        "state": version.state,
        "content_sha256": version.content_sha256,
        "created_at": local(version.created_at).isoformat(timespec="seconds"),
        **draft,
    }


def _history(session: Session, version: Version) -> dict[str, Any]:
    approval = session.library.approval_of(version.id)
    return {
        "version_id": version.id,
        "number": version.number,
        "state": version.state,
        "approval": dataclasses.asdict(approval) if approval else None,
        "decisions": [
            {
                "at": local(decision.at).strftime("%H:%M %d/%m/%Y"),
                "what": say(f"library.was_{decision.what}", session.language),
                "by": decision.by,
                "why": decision.why,
            }
            for decision in session.library.decisions(version.id)
        ],
    }
