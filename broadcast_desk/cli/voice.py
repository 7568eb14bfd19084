"""`voice`: the station's voices, and installing one more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.speech.voices import available
from broadcast_desk.speech.voices.installing import Listing, install_files, install_from_address
from broadcast_desk.station.messages import say

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def voice() -> None:
    """Giọng đọc của đài: xem, cài thêm giọng Piper."""


@voice.command("list")
@json_option
@with_session
def list_(session: Session, as_json: bool) -> None:
    """Các giọng đọc, theo thứ tự ưu tiên của đài."""
    facts = [
        {
            "name": one.name,
            "engine": one.engine,
            "version": one.version,
            "language": one.language,
            "accent": one.accent,
            "needs_network": one.needs_network,
            "rates": one.rates,
        }
        for one in available(session.data, session.settings)
    ]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        click.echo(_row(session, fact))


def _row(session: Session, fact: dict[str, Any]) -> str:
    code = "speech.voice_online" if fact["needs_network"] else "speech.voice_offline"
    accent = f"speech.accent_{fact['accent'] or 'unknown'}"
    where, spoken = say(code, session.language), say(accent, session.language)
    slowest, fastest = fact["rates"]
    engine = f"{fact['engine']} {fact['version']}"
    return f"{fact['name']:20} {engine:28} {spoken:12} {where:14} {slowest:g}-{fastest:g}"


@voice.command()
@click.argument("name")
@click.option("--model", type=_FILE, required=True, help="Tệp .onnx.")
@click.option("--config", type=_FILE, required=True, help="Tệp .onnx.json.")
@with_session
def install(session: Session, name: str, model: Path, config: Path) -> None:
    """Cài giọng Piper từ hai tệp, ví dụ chép từ USB."""
    made = install_files(name, model, config, session.data)
    click.echo(say("speech.voice_installed", session.language, voice=made.name))


@voice.command()
@click.argument("name")
@click.option("--model-url", required=True, help="Địa chỉ tệp .onnx.")
@click.option("--model-sha256", required=True, help="Mã SHA-256 của tệp .onnx.")
@click.option("--config-url", required=True, help="Địa chỉ tệp .onnx.json.")
@click.option("--config-sha256", required=True, help="Mã SHA-256 của tệp .onnx.json.")
@with_session
def fetch(
    session: Session,
    name: str,
    model_url: str,
    model_sha256: str,
    config_url: str,
    config_sha256: str,
) -> None:
    """Tải giọng Piper về, kiểm tra mã rồi cài; đứt mạng thì lần sau tải tiếp."""
    listing = Listing(name, model_url, model_sha256.lower(), config_url, config_sha256.lower())
    made = install_from_address(listing, session.data)
    click.echo(say("speech.voice_installed", session.language, voice=made.name))
