"""What the packages page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from broadcast_desk.desk.packages.scheduling import Scheduling
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, Task
from broadcast_desk.packages import drives, quarantine
from broadcast_desk.packages.drives import Drive, Offer
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import PUBLIC_SUFFIX, Issuers, fingerprint, same_fingerprint
from broadcast_desk.packages.local import Found, Origins, is_audio_name, look, take_local
from broadcast_desk.packages.model import ImportedPackage, ImportReport, Issuer, Verification
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.packages.records import imported_packages, mark_seen, notices
from broadcast_desk.packages.store import Notice
from broadcast_desk.packages.suggesting import Suggestion
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import DeskError, InputError, store_error_from_os

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """What lies in the inbox, what came in, what was refused, and what a person should decide."""

    waiting: tuple[Verification, ...]
    imported: tuple[ImportedPackage, ...]
    refused: tuple[Refused, ...]
    suggestions: tuple[Suggestion, ...]
    notices: tuple[Notice, ...]


def mail(rooms: Rooms) -> Mail:
    """Look at everything that came in."""
    issuers = Issuers(rooms.db)
    now = rooms.clock.now()
    try:
        items = sorted(p for p in rooms.data.inbox.iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise store_error_from_os(error, rooms.data.inbox) from error
    return Mail(
        waiting=tuple(
            verify(path, issuers, now) for path in items[:MOST_SHOWN] if not is_audio_name(path)
        ),
        imported=imported_packages(rooms.db)[:MOST_SHOWN],
        refused=tuple(quarantine.refused(rooms.data))[-MOST_SHOWN:][::-1],
        suggestions=_scheduling(rooms).suggestions.waiting()[:MOST_SHOWN],
        notices=notices(rooms.db)[-MOST_SHOWN:][::-1],
    )


def _scheduling(rooms: Rooms) -> Scheduling:
    return Scheduling(rooms.library, rooms.db, rooms.clock)


# Looking


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person brought: packages, recordings and keys, and what is none of these."""

    packages: tuple[Verification, ...] = ()
    recordings: tuple[Found, ...] = ()
    keys: tuple[str, ...] = ()
    errors: tuple[DeskError, ...] = ()


def look_at(rooms: Rooms, paths: Sequence[Path]) -> Looked:
    """Check files and folders that a person chose or dropped; nothing is taken in."""
    packages: list[Verification] = []
    recordings: list[Found] = []
    texts: list[str] = []
    errors: list[DeskError] = []
    for path in paths:
        try:
            if path.suffix.lower() == PUBLIC_SUFFIX:
                texts.append(key_text(path))
            elif is_audio_name(path) and not path.is_dir():
                recordings.append(look(path))
            else:
                packages.append(verify(path, Issuers(rooms.db), rooms.clock.now()))
        except DeskError as error:
            errors.append(error)
    return Looked(tuple(packages), tuple(recordings), tuple(texts), tuple(errors))


@dataclass(frozen=True, slots=True)
class Plugged:
    """The removable drives that are plugged in, and what is worth offering of the new ones."""

    drives: tuple[Drive, ...]
    offers: tuple[Offer, ...]


def plugged_in(_: Rooms, known: tuple[Drive, ...]) -> Plugged:
    """Look which drives came since `known`; only those are looked into."""
    now = drives.drives()
    offers = (drives.offer(drive) for drive in drives.newly_plugged(known, now))
    return Plugged(now, tuple(offer for offer in offers if offer.packages or offer.recordings))


# Taking in


def accept(rooms: Rooms, task: Task, path: Path, by: str) -> ImportReport:
    """Take a package in, whole or not at all; then do what the station's own rules allow.

    Raises:
        PackageError: it is refused; it goes into quarantine with its reasons.
    """

    def tell(ready: int, total: int) -> None:
        if task.cancelled:
            raise CancelledError
        task.report(ready / max(1, total))

    inside = path.resolve().is_relative_to(rooms.data.inbox.resolve())
    report = import_package(
        path,
        rooms.library,
        rooms.media,
        Issuers(rooms.db),
        rooms.data,
        rooms.clock,
        by=by,
        progress=tell,
        from_inbox=inside,
    )
    _scheduling(rooms).follow()
    return report


def keep_recording(rooms: Rooms, path: Path, title: str, day: date | None, voice: str) -> str:
    """Keep a recording as unapproved local material, as the person described it; its code.

    Raises:
        AudioError: it is not audio.
        PackageError: the drive was pulled.
    """
    origins = Origins(title=title, day=day, voice=voice, corrected=True)
    version = take_local(path, rooms.library, rooms.media, rooms.db, rooms.data, origins=origins)
    return version.draft.code


# Deciding


def schedule(rooms: Rooms, suggestion: Suggestion, by: str) -> str:
    """Put a suggested airing into the timetable; the slot's id.

    Raises:
        InputError: it would silence something, would not sound, or lies in quiet hours.
    """
    scheduling = _scheduling(rooms)
    return scheduling.suggestions.accept(suggestion, scheduling.put, by)


def decline(rooms: Rooms, suggestion: Suggestion, by: str) -> None:
    """Do not offer a suggested airing again."""
    _scheduling(rooms).suggestions.decline(suggestion, by)


def seen(rooms: Rooms, told: Sequence[Notice]) -> None:
    """A person has read these notices."""
    mark_seen(rooms.db, [notice.id for notice in told], rooms.clock.now())


# Keys


def key_text(path: Path) -> str:
    """A public key file, and that it is one.

    Raises:
        InputError: it is no public key.
        StoreError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise store_error_from_os(error, path) from error
    fingerprint(text)
    return text


@dataclass(frozen=True, slots=True)
class Heard:
    """A key, and what was heard of it over the telephone.

    Attributes:
        text: the public key.
        digits: what was read aloud, digits or their words.
        until: last day on which it counts, None is open.
    """

    text: str
    name: str
    confirmed_by: str
    digits: str
    until: date | None = None


def trust(rooms: Rooms, heard: Heard) -> Issuer:
    """Take packages signed by that key from now on.

    Raises:
        InputError: what was heard over the telephone is not this key's number.
    """
    if not same_fingerprint(heard.text, heard.digits):
        raise InputError("desk.fingerprint", name=heard.name)
    end = datetime.combine(heard.until, time.max, STATION_ZONE) if heard.until else None
    return Issuers(rooms.db).trust(
        heard.text, heard.name, heard.confirmed_by, at=rooms.clock.now(), valid_until=end
    )


def revoke(rooms: Rooms, key_id: str, by: str, why: str) -> Issuer:
    """Believe a key no more."""
    return Issuers(rooms.db).revoke(key_id, by=by, why=why, at=rooms.clock.now())
