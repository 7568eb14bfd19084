"""What the settings ask of the rooms; plain functions that run in a worker."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcast_desk.audio.waveform import peaks
from broadcast_desk.checkup import trying
from broadcast_desk.checkup.changing import check_change
from broadcast_desk.checkup.trying import Heard, Note, Sent
from broadcast_desk.desk import air
from broadcast_desk.desk.launching import start_playout
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, Task
from broadcast_desk.desk.widgets.waveform import BARS, Peaks
from broadcast_desk.playout.stopping import playout_stopped
from broadcast_desk.station.clock import to_text
from broadcast_desk.station.errors import InputError, PlayoutError, StoreError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import backup as backups
from broadcast_desk.storage.backup import Backup, Copied
from broadcast_desk.storage.files import whole_file
from broadcast_desk.timetable.checking import louder_zones
from broadcast_desk.timetable.guards import rules_of


@dataclass(frozen=True, slots=True)
class Secret:
    """A password for a server, kept in a file of its own beside the other keys."""

    file_name: str
    password: str


def store(
    rooms: Rooms, settings: StationSettings, by: str = "", secrets: Sequence[Secret] = ()
) -> StationSettings:
    """Store the station's settings.

    Raises:
        InputError: they cannot work, or quiet hours become shorter: that is confirmed by name where
            its effect is seen, on the page of the timetable.
        StoreError: a password could not be kept.
    """
    check_change(rooms.settings, settings)
    louder = set(louder_zones(rules_of(rooms.settings), rules_of(settings)))
    if louder:
        names = ", ".join(zone.name for zone in settings.zones if zone.id in louder)
        raise InputError("settings.less_quiet", zones=names)
    _keep(rooms, secrets)
    return rooms.timetable.change_rules(lambda _before: settings, by, "place")


def _keep(rooms: Rooms, secrets: Sequence[Secret]) -> None:
    for secret in secrets:
        with whole_file(rooms.data.keys / secret.file_name, private=True) as temporary:
            temporary.write_text(secret.password, encoding="utf-8")


def needs_restart(before: StationSettings, after: StationSettings) -> bool:
    """Whether playout opens other outputs with these settings, which it does when it starts."""
    ways = [[(z.id, z.output, z.delay_ms) for z in one.zones] for one in (before, after)]
    return ways[0] != ways[1]


def restart_playout(rooms: Rooms) -> None:
    """End playout and start it anew, unless something is on air.

    Raises:
        PlayoutError: something is on air ("checkup.on_air_restart"), or it does not end.
        StoreError: it could not be started.
    """
    if air.ask(rooms).sounding:
        raise PlayoutError("checkup.on_air_restart")
    with playout_stopped(rooms.data):
        pass
    start_playout(rooms.data.root)


def sound_tone(rooms: Rooms, output: str, zone: str, by: str, volume: int) -> str:
    """Sound a tone on an output; returns the output.

    Raises:
        DeskError: why nobody heard it.
    """
    trying.sound_tone(rooms.data, output, zone, by, volume)
    return output


@dataclass(frozen=True, slots=True)
class Listened:
    """What a live source gave, ready to be heard at the desk."""

    heard: Heard
    peaks: Peaks


def listen(task: Task, url: str, folder: Path) -> Listened:
    """Listen to a live source for some seconds.

    Raises:
        DeskError: why nothing came.
        CancelledError: a person cancelled.
    """
    path = Path(tempfile.mkdtemp(dir=folder)) / "heard.wav"
    heard = trying.listen(url, path, cancelled=lambda: task.cancelled)
    if task.cancelled:
        raise CancelledError
    return Listened(heard, peaks(path, BARS))


def send_test(
    rooms: Rooms, settings: StationSettings, secrets: Sequence[Secret], words: tuple[str, str]
) -> tuple[Sent, ...]:
    """Send a test of the alarm in every way the settings name, as they stand on the page.

    Args:
        rooms: of this worker.
        settings: with the ways of alarming.
        secrets: passwords just written on the page; they are kept, or nothing could be sent.
        words: subject and body.

    Raises:
        InputError: a way cannot be.
        StoreError: a password could not be kept.
    """
    _keep(rooms, secrets)
    note = Note(settings.name, *words, at=to_text(rooms.clock.now()))
    return tuple(trying.send_note(way, note) for way in trying.alarm_ways(settings, rooms.data))


def copies(rooms: Rooms) -> tuple[Backup, ...]:
    """The copies of the data in the data folder, newest first."""
    return backups.backups(rooms.data.backups)


def copies_in(folder: Path) -> tuple[Backup, ...]:
    """The copies in another folder, newest first.

    Raises:
        StoreError: there is none ("backup.none_found").
    """
    found = backups.backups(folder)
    if not found:
        raise StoreError("backup.none_found", path=folder)
    return found


def make_copy(rooms: Rooms) -> Backup:
    """Copy the data now, while the station runs."""
    return backups.keep_backups(rooms.data, rooms.clock.now())


def copy_to(rooms: Rooms, folder: Path) -> Copied:
    """Copy data and audio to another folder, such as a USB stick."""
    return backups.copy_station(rooms.data, folder, rooms.clock.now())
