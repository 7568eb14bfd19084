"""`outputs list | set` and `setting list | set`: where a zone sounds, and what goes with it."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import asdict, replace
from typing import Any

import click

from broadcast_desk.checkup.trying import sound_tone
from broadcast_desk.cli.playout import by_option
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.playout.checking import KEYS, refuse_new_faults, setting_faults, with_setting
from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.playout.outputs.devices import output_devices
from broadcast_desk.playout.outputs.factory import names_of
from broadcast_desk.station.errors import DeskError, InputError, PlayoutError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say, say_error
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.storage.settings import save_settings

LOW_PRIORITY = 15


@click.group()
def outputs() -> None:
    """Đường ra loa của từng cụm: cạc âm thanh, Icecast, RTP, luồng HTTP, ghi lưu."""


@outputs.command("list")
@json_option
@with_session
def list_(session: Session, as_json: bool) -> None:
    """Xem mỗi cụm loa phát ra đâu, tình trạng, và máy có những thiết bị nào."""
    state: PlayoutState | None = None
    with contextlib.suppress(PlayoutError):
        state = ControlClient(session.data).state()
    reports = state.to_json()["outputs"] if state else []
    devices = [asdict(device) for device in output_devices()]
    zones = [asdict(zone) for zone in session.settings.zones]
    if as_json:
        print_facts({"zones": zones, "outputs": reports, "devices": devices})
        return
    for zone in session.settings.zones:
        click.echo(say("outputs.zone", session.language, **_zone_facts(zone)))
    for report in reports:
        click.echo(_report_line(session, report))
    for device in devices:
        click.echo(f"card:{device['device_id']}\t{device['name']}")


@outputs.command("set")
@click.argument("zone_id", metavar="CỤM")
@click.option("--output", help="Tên đường ra; nhiều đường cách nhau bằng dấu “;”.")
@click.option("--volume", type=click.IntRange(0, 100), help="Âm lượng, 0 đến 100.")
@click.option("--delay-ms", type=int, help="Phát trễ hơn các cụm khác, mili giây.")
@with_session
def set_(
    session: Session, zone_id: str, output: str | None, volume: int | None, delay_ms: int | None
) -> None:
    """Đặt đường ra, âm lượng, độ trễ của một cụm loa."""
    before = session.settings
    wanted = nfc(zone_id)
    if wanted not in {zone.id for zone in before.zones}:
        known = ", ".join(zone.id for zone in before.zones)
        raise InputError("playout.unknown_zone", zone=wanted, known=known)
    given = {"output": output, "volume": volume, "delay_ms": delay_ms}
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    zones = tuple(replace(zone, **changes) if zone.id == wanted else zone for zone in before.zones)
    after = replace(before, zones=zones)
    refuse_new_faults(before, after)
    save_settings(session.db, after)
    zone = next(zone for zone in zones if zone.id == wanted)
    click.echo(say("outputs.zone", session.language, **_zone_facts(zone)))
    _say_restart(session)


@outputs.command()
@click.argument("zone_id", metavar="CỤM")
@by_option
@with_session
def test(session: Session, zone_id: str, by: str) -> int:
    """Phát một tiếng thử ra từng đường của cụm loa, không phát trong giờ yên lặng."""
    wanted = nfc(zone_id)
    zone = next((one for one in session.settings.zones if one.id == wanted), None)
    if zone is None:
        known = ", ".join(one.id for one in session.settings.zones)
        raise InputError("playout.unknown_zone", zone=wanted, known=known)
    failed = 0
    for name in names_of(zone):
        try:
            sound_tone(session.data, name, zone.id, by, zone.volume)
            session.tell("checkup.heard", output=name)
        except DeskError as error:
            failed += 1
            click.echo(say_error(error, session.language), err=True)
    return 1 if failed else 0


@click.group()
def setting() -> None:
    """Cài đặt thêm của đài: đóng cắt điện, micrô, báo động, máy chủ giờ, tín hiệu giữ sóng."""


@setting.command("list")
@json_option
@with_session
def list_settings(session: Session, as_json: bool) -> None:
    """Xem các cài đặt thêm đang có."""
    found = _known(session.settings)
    if as_json:
        print_facts(found)
        return
    for key, value in found.items():
        click.echo(f"{key}\t{value}")
    if not found:
        session.tell("outputs.no_settings", known=", ".join(KEYS))


@setting.command("set")
@click.argument("key", metavar="TÊN")
@click.argument("value", metavar="GIÁ_TRỊ", default="")
@with_session
def set_setting(session: Session, key: str, value: str) -> None:
    """Đặt một cài đặt thêm; không ghi giá trị là bỏ cài đặt đó."""
    save_settings(session.db, with_setting(session.settings, nfc(key), nfc(value)))
    session.tell("outputs.setting_kept" if value else "outputs.setting_gone", key=key)
    if key.partition(".")[0] in ("power", "power_warm_up_s", "power_cool_down_s", "pilot"):
        _say_restart(session)


@setting.command()
@with_session
def check(session: Session) -> int:
    """Xem các cài đặt có dùng được không; mỗi chỗ sai một dòng."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(LOW_PRIORITY)  # playout asks at its start, and sound comes first
    faults = setting_faults(session.settings) if session.data.database.is_file() else ()
    for fault in faults:
        click.echo(say_error(fault, session.language), err=True)
    return 1 if faults else 0


def _known(settings: StationSettings) -> dict[str, str]:
    return {
        key: value for key, value in sorted(settings.extra.items()) if key.partition(".")[0] in KEYS
    }


def _zone_facts(zone: Zone) -> dict[str, object]:
    return {
        "zone": zone.name,
        "id": zone.id,
        "outputs": " + ".join(names_of(zone)),
        "volume": zone.volume,
        "delay": zone.delay_ms,
    }


def _report_line(session: Session, report: dict[str, Any]) -> str:
    health = say(f"playout.health_{report['health']}", session.language)
    line = say("playout.now_output", session.language, name=report["name"], health=health)
    if report["lost_samples"]:
        lost_s = f"{report['lost_samples'] / 48_000:.1f}"
        line += " " + say("outputs.lost", session.language, seconds=lost_s)
    return line


def _say_restart(session: Session) -> None:
    """Playout opens its outputs when it starts: say so when it runs."""
    with contextlib.suppress(PlayoutError):
        ControlClient(session.data).state()
        session.tell("outputs.restart")
