"""What the packages page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadcast_desk.desk.packages.scheduling import Scheduling
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, Task
from broadcast_desk.library.model import State
from broadcast_desk.packages import drives, keys, quarantine
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.drives import Drive, Offer
from broadcast_desk.packages.forwarding import forwardable
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import PUBLIC_SUFFIX, Issuers, fingerprint, same_fingerprint
from broadcast_desk.packages.local import Found, Origins, is_audio_name, look, take_local
from broadcast_desk.packages.model import ImportedPackage, ImportReport, Issuer, Verification
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.packages.records import imported_packages, mark_seen, notices
from broadcast_desk.packages.store import Notice
from broadcast_desk.packages.suggesting import Suggestion
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import DeskError, InputError, store_error_from_os
from broadcast_desk.storage.files import write_text

MOST_SHOWN = 20
SERIALS = "last-serials.json"


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


def trust(rooms: Rooms, text: str, name: str, confirmed_by: str, heard: str) -> Issuer:
    """Take packages signed by that key from now on.

    Raises:
        InputError: what was heard over the telephone is not this key's number.
    """
    if not same_fingerprint(text, heard):
        raise InputError("desk.fingerprint", name=name)
    return Issuers(rooms.db).trust(text, name, confirmed_by, at=rooms.clock.now())


def revoke(rooms: Rooms, key_id: str, by: str, why: str) -> Issuer:
    """Believe a key no more."""
    return Issuers(rooms.db).revoke(key_id, by=by, why=why, at=rooms.clock.now())


# Building


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a package can be made of here.

    Attributes:
        programmes: code and title of what is approved.
        key: the file of the station's own key, None when there is none yet.
        fingerprint: its number, to be read aloud over the telephone; "" without a key.
        serial: the next number.
    """

    programmes: tuple[tuple[str, str], ...]
    key: Path | None
    fingerprint: str
    serial: int


def workbench(rooms: Rooms) -> Workbench:
    """What is there to build from."""
    rows = rooms.library.find(state=State.APPROVED, limit=1000)
    own = keys.own_keys(rooms.data.keys)
    public = own[0].with_suffix(PUBLIC_SUFFIX) if own else None
    text = key_text(public) if public is not None and public.is_file() else ""
    return Workbench(
        programmes=tuple((row.code, row.title) for row in rows),
        key=own[0] if own else None,
        fingerprint=fingerprint(text) if text else "",
        serial=_next_serial(rooms, own[0].stem if own else ""),
    )


def make_key(rooms: Rooms, issuer: str, password: str) -> keys.Key:
    """Make the station's own signing key.

    Raises:
        InputError: there is one of that name.
    """
    return keys.create_key(rooms.data.keys, issuer, password=password)


def build_package(
    rooms: Rooms,
    codes: Sequence[str],
    target: Path,
    key_path: Path,
    password: str,
    serial: int,
    title: str,
) -> Path:
    """Build and sign a package of approved programmes.

    Raises:
        InputError: nothing was chosen, or something that no station would accept.
        PackageError: the key's password is wrong.
    """
    if not codes:
        raise InputError("package.nothing_chosen")
    key = keys.load_key(key_path, password=password)
    items = forwardable(tuple(codes), rooms.library, rooms.media, rooms.db)
    now = rooms.clock.now()
    made = build(items, target, key, serial, Particulars(title=title), created_at=now)
    known = _serials(rooms)
    known[key_path.stem] = max(serial, known.get(key_path.stem, 0))
    write_text(rooms.data.keys / SERIALS, json.dumps(known, ensure_ascii=False))
    return made


def _serials(rooms: Rooms) -> dict[str, int]:
    with suppress(OSError, ValueError):
        text = (rooms.data.keys / SERIALS).read_text(encoding="utf-8")
        return {str(name): int(number) for name, number in json.loads(text).items()}
    return {}


def _next_serial(rooms: Rooms, key_name: str) -> int:
    """One more than the last; numbers begin with the day, so that a lost note does no harm."""
    today = local(rooms.clock.now()).date()
    return max(int(f"{today:%y%m%d}01"), _serials(rooms).get(key_name, 0) + 1)
