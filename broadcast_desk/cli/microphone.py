"""`mic start | stop | devices`: speaking live over what plays."""

from __future__ import annotations

from dataclasses import asdict

import click

from broadcast_desk.cli.playout import by_option
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.playout.control import ControlClient
from broadcast_desk.playout.sources.inputs import input_devices
from broadcast_desk.station.clock import local
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say


@click.group()
def mic() -> None:
    """Nói trực tiếp bằng micrô ra loa."""


@mic.command()
@by_option
@click.option("--zones", default="", metavar="MÃ,MÃ", help="Cụm loa; không ghi là tất cả.")
@click.option("--title", default="", help="Tên ghi vào nhật ký.")
@click.option("--minutes", type=float, default=0.0, help="Tự tắt sau số phút này.")
@click.option("--emergency", is_flag=True, help="Khẩn cấp: được nói trong giờ yên lặng.")
@with_session
def start(
    session: Session, by: str, zones: str, title: str, minutes: float, emergency: bool
) -> None:
    """Mở micrô: tiếng đang phát nhỏ lại, người nói được nghe rõ."""
    chosen = [zone.strip() for zone in nfc(zones).split(",") if zone.strip()]
    until = ControlClient(session.data).talk(
        by,
        chosen,
        title=title or say("playout.microphone_title", session.language),
        emergency=emergency,
        most_s=minutes * 60,
    )
    session.tell("playout.microphone_on", until=f"{local(until):%H:%M:%S}")


@mic.command()
@by_option
@with_session
def stop(session: Session, by: str) -> None:
    """Tắt micrô: tiếng đang phát trở lại như cũ."""
    ControlClient(session.data).end_talk(by)
    session.tell("playout.microphone_off")


@mic.command()
@json_option
@with_session
def devices(session: Session, as_json: bool) -> None:
    """Liệt kê micrô và đường thu của máy, kèm mã để ghi vào cài đặt."""
    found = input_devices()
    if as_json:
        print_facts([asdict(device) for device in found])
        return
    for device in found:
        click.echo(f"{device.device_id}\t{device.name}")
    if not found:
        session.tell("playout.microphone_gone")
