"""The checks behind `doctor` and the desk's "Kiểm tra máy": each finds one thing, and never fails.

They look and change nothing. What a check cannot do because of an error is a finding too.
"""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from broadcast_desk.audio import ffmpeg
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.playout.brief import make_brief
from broadcast_desk.playout.checking import setting_faults
from broadcast_desk.playout.clock_sanity import of_log
from broadcast_desk.playout.control import ControlClient
from broadcast_desk.playout.outputs.devices import OutputDevice, output_devices
from broadcast_desk.speech.voices import available
from broadcast_desk.station.clock import STATION_ZONE, Clock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import Database

LOW_DISK_BYTES = 2 * 1024**3
NETWORK_TIMEOUT_S = 3.0
NETWORK_PLACE = ("translate.google.com", 443)
"""What the network voice speaks to."""

Verdict = Literal["good", "attention", "bad"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at.

    Attributes:
        devices: the sound cards, when they are known already: Qt lists them on the thread of the
            application only. None asks the system.
    """

    data: DataFolder
    db: Database
    clock: Clock
    settings: StationSettings
    devices: Sequence[OutputDevice] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: its name, such as "disk".
        code: message code that says what was found and what to do.
        params: of the message.
    """

    check: str
    verdict: Verdict
    code: str
    params: dict[str, object] = field(default_factory=dict)


def sound_cards() -> tuple[OutputDevice, ...]:
    """The sound cards for `Subject.devices`; to be asked on the thread of the application."""
    return output_devices()


def examine(subject: Subject) -> Iterator[Finding]:
    """The findings of all checks, each as soon as it is there; the network comes last."""
    checks: tuple[tuple[str, Callable[[Subject], Finding]], ...] = (
        ("database", _database),
        ("contents", _contents),
        ("disk", _disk),
        ("clock", _clock),
        ("devices", _devices),
        ("ffmpeg", _ffmpeg),
        ("voices", _voices),
        ("keys", _keys),
        ("playout", _playout),
        ("network", _network),
    )
    for name, check in checks:
        if name == "network":
            yield from _settings(subject)
        try:
            yield check(subject)
        except DeskError as error:
            yield Finding(name, "bad", error.code, error.params)


def _settings(subject: Subject) -> Iterator[Finding]:
    """The settings of outputs, power, microphone, alarms and time servers; each fault by itself."""
    faults = setting_faults(subject.settings)
    for fault in faults:
        yield Finding("settings", "bad", fault.code, fault.params)
    if not faults:
        yield Finding("settings", "good", "doctor.sound_paths")


def _database(subject: Subject) -> Finding:
    path = subject.data.database
    result = subject.db.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        return Finding("database", "bad", "store.corrupt", {"path": path, "reason": result})
    return Finding("database", "good", "doctor.database", {"path": path})


def _contents(subject: Subject) -> Finding:
    """What playout would have to leave out because it cannot be read."""
    library = Library(subject.db, MediaStore(subject.data), subject.clock)
    held_out = make_brief(subject.db, library, subject.clock.now(), version=1).held_out
    if held_out:
        return Finding("contents", "bad", "doctor.held_out", {"what": ", ".join(held_out)})
    return Finding("contents", "good", "doctor.contents")


def _disk(subject: Subject) -> Finding:
    free = shutil.disk_usage(subject.data.root).free
    params: dict[str, object] = {"free_gb": f"{free / 1024**3:.1f}"}
    if free < LOW_DISK_BYTES:
        return Finding("disk", "attention", "doctor.disk_low", params)
    return Finding("disk", "good", "doctor.disk", params)


def _clock(subject: Subject) -> Finding:
    now = subject.clock.now()
    here = datetime.fromtimestamp(now.timestamp(), UTC).astimezone()
    params: dict[str, object] = {"now": now.astimezone(STATION_ZONE).strftime("%H:%M:%S %d/%m/%Y")}
    if of_log(Logbook(subject.db), now)[0].doubt(now):
        return Finding("clock", "bad", "doctor.clock_back", params)
    if here.utcoffset() != now.astimezone(STATION_ZONE).utcoffset():
        zone = "/".join(time.tzname)
        return Finding("clock", "attention", "doctor.clock_zone", {**params, "zone": zone})
    return Finding("clock", "good", "doctor.clock", params)


def _devices(subject: Subject) -> Finding:
    devices = output_devices() if subject.devices is None else subject.devices
    names = [f"{device.name} (card:{device.device_id})" for device in devices]
    if not names:
        return Finding("devices", "bad", "doctor.no_device")
    return Finding("devices", "good", "doctor.devices", {"names": ", ".join(names)})


def _ffmpeg(_: Subject) -> Finding:
    return Finding("ffmpeg", "good", "doctor.ffmpeg", {"path": ffmpeg.executable()})


def _voices(subject: Subject) -> Finding:
    names = [voice.name for voice in available(subject.data, subject.settings)]
    if not names:
        return Finding("voices", "bad", "doctor.no_voice")
    return Finding("voices", "good", "doctor.voices", {"names": ", ".join(names)})


def _keys(subject: Subject) -> Finding:
    trusted = Issuers(subject.db).trusted(subject.clock.now())
    if not trusted:
        return Finding("keys", "attention", "doctor.no_key")
    return Finding("keys", "good", "doctor.keys", {"names": ", ".join(i.name for i in trusted)})


def _playout(subject: Subject) -> Finding:
    try:
        ControlClient(subject.data).state()
    except DeskError:
        return Finding("playout", "attention", "doctor.no_playout")
    return Finding("playout", "good", "doctor.playout")


def _network(_: Subject) -> Finding:
    try:
        with socket.create_connection(NETWORK_PLACE, NETWORK_TIMEOUT_S):
            return Finding("network", "good", "doctor.network")
    except OSError:
        return Finding("network", "attention", "doctor.no_network")
