"""What the packages page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, Task
from broadcast_desk.packages import quarantine
from broadcast_desk.packages.importing import import_package, imported_packages
from broadcast_desk.packages.keys import Issuers, fingerprint, same_fingerprint
from broadcast_desk.packages.model import ImportedPackage, ImportReport, Issuer, Verification
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.errors import InputError, store_error_from_os

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """What lies in the inbox, what was taken in, what was refused, whom we trust."""

    waiting: tuple[Verification, ...]
    imported: tuple[ImportedPackage, ...]
    refused: tuple[Refused, ...]
    issuers: tuple[Issuer, ...]


def mail(rooms: Rooms) -> Mail:
    """Look at everything that came in."""
    issuers = Issuers(rooms.db)
    now = rooms.clock.now()
    try:
        items = sorted(p for p in rooms.data.inbox.iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise store_error_from_os(error, rooms.data.inbox) from error
    return Mail(
        waiting=tuple(verify(path, issuers, now) for path in items[:MOST_SHOWN]),
        imported=imported_packages(rooms.db)[:MOST_SHOWN],
        refused=tuple(quarantine.refused(rooms.data))[:MOST_SHOWN],
        issuers=tuple(issuers.all()),
    )


def look_at(rooms: Rooms, path: Path) -> Verification:
    """Check one package a person chose."""
    return verify(path, Issuers(rooms.db), rooms.clock.now())


def accept(rooms: Rooms, task: Task, path: Path, by: str) -> ImportReport:
    """Take a package in, whole or not at all.

    Raises:
        PackageError: it is refused; it goes into quarantine with its reasons.
    """

    def tell(ready: int, total: int) -> None:
        if task.cancelled:
            raise CancelledError
        task.report(ready / max(1, total))

    inside = path.resolve().is_relative_to(rooms.data.inbox.resolve())
    return import_package(
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
