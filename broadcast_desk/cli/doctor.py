"""`doctor`: what works, and what to do about the rest."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Literal

import click

from broadcast_desk.audio import ffmpeg
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.playout.control import ControlClient
from broadcast_desk.playout.outputs.devices import output_devices
from broadcast_desk.speech.voices import available
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.messages import say

LOW_DISK_BYTES = 2 * 1024**3
NETWORK_TIMEOUT_S = 3.0

Verdict = Literal["good", "attention", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a verdict, and a message with what to do."""

    check: str
    verdict: Verdict
    code: str
    params: dict[str, object] = field(default_factory=dict)


@click.command()
@json_option
@with_session
def doctor(session: Session, as_json: bool) -> int:
    """Kiểm tra loa, đồng hồ, ổ đĩa, dữ liệu, mạng, giọng đọc, khóa ký."""
    findings = list(_examine(session))
    if as_json:
        print_facts([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = {"good": "✓", "attention": "!", "bad": "✗"}[finding.verdict]
            click.echo(f"{mark} {say(finding.code, session.language, **finding.params)}")
    return 1 if any(finding.verdict == "bad" for finding in findings) else 0


def _examine(session: Session) -> Iterator[Finding]:
    checks: tuple[Callable[[Session], Finding], ...] = (
        _database, _disk, _clock, _devices, _ffmpeg, _voices, _keys, _playout, _network,
    )  # fmt: skip
    for check in checks:
        try:
            yield check(session)
        except DeskError as error:
            yield Finding(check.__name__.strip("_"), "bad", error.code, error.params)


def _database(session: Session) -> Finding:
    result = session.db.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        return Finding(
            "database", "bad", "store.corrupt", {"path": session.data.database, "reason": result}
        )
    return Finding("database", "good", "doctor.database", {"path": session.data.database})


def _disk(session: Session) -> Finding:
    free = shutil.disk_usage(session.data.root).free
    params: dict[str, object] = {"free_gb": f"{free / 1024**3:.1f}"}
    if free < LOW_DISK_BYTES:
        return Finding("disk", "attention", "doctor.disk_low", params)
    return Finding("disk", "good", "doctor.disk", params)


def _clock(session: Session) -> Finding:
    now = session.clock.now()
    here = datetime.fromtimestamp(now.timestamp(), UTC).astimezone()
    params: dict[str, object] = {"now": now.astimezone(STATION_ZONE).strftime("%H:%M:%S %d/%m/%Y")}
    latest = session.db.execute("SELECT max(at) FROM log_entries").fetchone()[0]
    if latest is not None and latest > now.isoformat(timespec="microseconds"):
        return Finding("clock", "bad", "doctor.clock_back", params)
    if here.utcoffset() != now.astimezone(STATION_ZONE).utcoffset():
        zone = "/".join(time.tzname)
        return Finding("clock", "attention", "doctor.clock_zone", {**params, "zone": zone})
    return Finding("clock", "good", "doctor.clock", params)


def _devices(session: Session) -> Finding:
    del session
    names = [f"{device.name} (card:{device.device_id})" for device in output_devices()]
    if not names:
        return Finding("devices", "bad", "doctor.no_device")
    return Finding("devices", "good", "doctor.devices", {"names": ", ".join(names)})


def _ffmpeg(session: Session) -> Finding:
    del session
    return Finding("ffmpeg", "good", "doctor.ffmpeg", {"path": ffmpeg.executable()})


def _voices(session: Session) -> Finding:
    names = [voice.name for voice in available(session.data, session.settings)]
    if not names:
        return Finding("voices", "bad", "doctor.no_voice")
    return Finding("voices", "good", "doctor.voices", {"names": ", ".join(names)})


def _keys(session: Session) -> Finding:
    trusted = Issuers(session.db).trusted(session.clock.now())
    if not trusted:
        return Finding("keys", "attention", "doctor.no_key")
    return Finding("keys", "good", "doctor.keys", {"names": ", ".join(i.name for i in trusted)})


def _playout(session: Session) -> Finding:
    try:
        ControlClient(session.data).state()
    except DeskError:
        return Finding("playout", "attention", "doctor.no_playout")
    return Finding("playout", "good", "doctor.playout")


def _network(session: Session) -> Finding:
    del session
    try:
        with socket.create_connection(("translate.google.com", 443), NETWORK_TIMEOUT_S):
            return Finding("network", "good", "doctor.network")
    except OSError:
        return Finding("network", "attention", "doctor.no_network")
