"""`template`: what stands around every bulletin of the station."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from broadcast_desk.audio.shaping import PRESETS
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.speech import template as templates
from broadcast_desk.speech.ai_mark import SPOKEN_LINE
from broadcast_desk.speech.segments import LONGEST_PAUSE_MS, PAUSE_STEP_MS, Pauses
from broadcast_desk.speech.template import Template
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage.settings import save_settings

_PAUSES = tuple(field.name.removesuffix("_ms") for field in dataclasses.fields(Pauses))


@click.group()
def template() -> None:
    """Khung chương trình: nhạc hiệu, lời mở đầu, nhạc cắt, lời kết, quãng nghỉ, chuẩn loa."""


@template.command()
@json_option
@with_session
def show(session: Session, as_json: bool) -> None:
    """Xem khung đang dùng."""
    _show(session, templates.of_station(session.settings), as_json)


@template.command("set")
@click.option("--tune", help="Nhạc hiệu mở đầu; để trống là không có.")
@click.option("--opening", help="Lời mở đầu; {name}, {commune}, {province} là tên của đài.")
@click.option("--sting", help="Nhạc cắt giữa hai tin.")
@click.option("--closing", help="Lời kết.")
@click.option("--closing-tune", help="Nhạc cuối chương trình.")
@click.option("--ai-line/--no-ai-line", default=None, help="Câu báo giọng đọc nhân tạo.")
@click.option("--preset", type=click.Choice([*PRESETS]), help="Loa ngoài trời hay trong nhà.")
@click.option("--tune-level", "tune_level_lu", type=click.FloatRange(-20, 6),
              help="Nhạc to hơn (số âm: nhỏ hơn) lời, tính bằng LU.")  # fmt: skip
@click.option("--pause", "pauses", multiple=True, metavar="CHỖ MS",
              type=(click.Choice(_PAUSES), click.IntRange(0, LONGEST_PAUSE_MS)),
              help="Quãng nghỉ, tính bằng mili giây, tròn trăm; lặp lại được. CHỖ: sentence (cuối "
              "câu), clause (dấu : ;), paragraph (cuối đoạn), heading (sau đề mục), item (sau mỗi "
              "tin), tune (sau nhạc hiệu), sting (sau nhạc cắt).")  # fmt: skip
@json_option
@with_session
def change(
    session: Session,
    as_json: bool,
    ai_line: bool | None,
    pauses: tuple[tuple[str, int], ...],
    **choices: Any,  # noqa: ANN401  (click's options)
) -> None:
    """Đổi những phần được nêu, giữ nguyên phần khác."""
    stored = templates.of_station(session.settings)
    changes: dict[str, Any] = {
        key: nfc(value) if isinstance(value, str) else value
        for key, value in choices.items()
        if value is not None
    }
    if ai_line is not None:
        changes["ai_line"] = SPOKEN_LINE if ai_line else ""
    changes["pauses"] = dataclasses.replace(
        stored.pauses, **{f"{where}_ms": _whole(pause_ms) for where, pause_ms in pauses}
    )
    _keep(session, dataclasses.replace(stored, **changes), as_json)


def _whole(pause_ms: int) -> int:
    """The nearest pause there is."""
    return round(pause_ms / PAUSE_STEP_MS) * PAUSE_STEP_MS


@template.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_session
def import_file(session: Session, as_json: bool, file: Path) -> None:
    """Dùng khung trong một tệp TOML làm khung của đài."""
    _keep(session, templates.from_file(file), as_json)


@template.command()
@json_option
@with_session
def clear(session: Session, as_json: bool) -> None:
    """Bỏ khung: bản tin chỉ còn lời."""
    _keep(session, Template(), as_json)


def _keep(session: Session, wanted: Template, as_json: bool) -> None:
    save_settings(session.db, templates.with_template(session.settings, wanted))
    _show(session, wanted, as_json)


def _show(session: Session, shown: Template, as_json: bool) -> None:
    if as_json:
        print_facts(dataclasses.asdict(shown))
        return
    text = templates.to_toml(shown)
    if text:
        click.echo(text, nl=False)
    else:
        session.tell("speech.template_plain")
