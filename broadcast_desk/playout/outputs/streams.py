"""The outputs that need no sound card, by name: Icecast, RTP, pull streams, the air check.

`icecast://source:password@host:8000/mount?format=opus&bitrate=48`
    Without a password it is read from `keys/icecast-HOST.txt` in the data folder, at every
    connection.
`rtp://239.1.2.3:5004?format=l16&ttl=1&interface=192.168.1.10`
`pull://0.0.0.0:8090/loa.mp3?bitrate=64&listeners=20`: others fetch it from here over HTTP
`air-check`, `air-check:flac`, `air-check:opus:GROUP`
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from broadcast_desk.playout.outputs.air_check import AirCheck
from broadcast_desk.playout.outputs.http_pull import PullStream, open_pull
from broadcast_desk.playout.outputs.icecast import IcecastMount, open_icecast
from broadcast_desk.playout.outputs.rtp import RtpGroup, open_rtp
from broadcast_desk.playout.ports import Output
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder


def open_stream(name: str, data: DataFolder, clock: Clock, title: str = "") -> Output | None:
    """Open the output of that name; None when the name is of another kind.

    Args:
        name: as above.
        data: the station's folder: air check, passwords.
        clock: what instants come from.
        title: the station's name, for listeners.

    Raises:
        InputError: the address is wrong.
        PlayoutError: there is no such kind of air check ("playout.unknown_output").
        StoreError: the air-check folder cannot be made.
    """
    kind, _, rest = name.partition(":")
    if kind == "icecast":
        return open_icecast(_mount(name, data, title))
    if kind == "rtp":
        return open_rtp(RtpGroup.from_url(name))
    if kind == "pull":
        return open_pull(PullStream.from_url(name, title))
    if kind == "air-check":
        return _air_check(name, rest, data, clock)
    return None


def check_stream(name: str) -> None:
    """Refuse a stream output that cannot be, without opening it.

    Raises:
        InputError: its address is wrong.
        PlayoutError: there is no such kind ("playout.unknown_output").
    """
    kind, _, rest = name.partition(":")
    if kind == "icecast":
        IcecastMount.from_url(name)
    elif kind == "rtp":
        RtpGroup.from_url(name)
    elif kind == "pull":
        PullStream.from_url(name)
    elif kind != "air-check" or rest.partition(":")[0] not in ("", "opus", "flac"):
        raise PlayoutError("playout.unknown_output", name=name)


def _mount(name: str, data: DataFolder, title: str) -> IcecastMount:
    mount = IcecastMount.from_url(name, title)
    if mount.password():
        return mount
    path = data.keys / f"icecast-{mount.host}.txt"
    return replace(mount, password=lambda: _read(path))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except OSError:
        return ""  # the server refuses it, and that is said


def _air_check(name: str, rest: str, data: DataFolder, clock: Clock) -> AirCheck:
    kind, _, group = rest.partition(":")
    folder = data.air_check / group if group else data.air_check
    if kind in ("", "opus"):
        return AirCheck(folder, clock.now, clock.monotonic_s, kind="opus")
    if kind == "flac":
        return AirCheck(folder, clock.now, clock.monotonic_s, kind="flac")
    raise PlayoutError("playout.unknown_output", name=name)
