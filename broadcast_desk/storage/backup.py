"""Copies of the database: made while it is in use, checked, thinned out, and put back when needed.

A damaged database is moved aside, never deleted.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import filelock

from broadcast_desk.station.clock import STATION_ZONE, Clock, local
from broadcast_desk.station.errors import StoreError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.connection import BUSY_TIMEOUT_S, Database, open_database, store_error
from broadcast_desk.storage.files import sha256_of, sync_folder, whole_file

HOURLY_FOR = timedelta(hours=48)
DAILY_FOR = timedelta(days=30)
MONTHLY_FOR = timedelta(days=366)

_NAME = re.compile(r"station-(\d{8}-\d{6})\.db")
_STAMP = "%Y%m%d-%H%M%S"
_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database.

    Attributes:
        at: when it was made, to the second.
    """

    path: Path
    at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did.

    Attributes:
        backup: the copy that is now the database.
        moved_to: folder that holds the damaged files, None when there were none.
        reason: what was wrong with the database.
        skipped: newer copies that were damaged too.
        lost: rows that the damaged file still showed and the copy lacks, by table; tables that
            could not be read are not in it. Everything after `backup.at` is lost in any case.
    """

    backup: Backup
    moved_to: Path | None
    reason: str
    skipped: tuple[Path, ...] = ()
    lost: tuple[tuple[str, int], ...] = ()


# Making


def back_up(database: Path, folder: Path, at: datetime) -> Backup:
    """Copy the database whole, while others use it, and check the copy.

    Args:
        database: the SQLite file.
        folder: where to put the copy; it is made if it is not there.
        at: the instant that names the copy.

    Raises:
        StoreError: the database is damaged, or the copy could not be written; nothing is left.
    """
    _make_folder(folder)
    target = folder / f"station-{local(at).strftime(_STAMP)}.db"
    with whole_file(target, private=True) as temporary:
        try:
            _copy_pages(database, temporary)
        except sqlite3.Error as error:
            raise store_error(error, database) from error
        if fault := examine(temporary):
            raise StoreError("store.corrupt", path=str(database), reason=fault)
    return Backup(target, at.replace(microsecond=0))


def keep_backups(data: DataFolder, at: datetime) -> Backup:
    """Make a copy in the data folder and delete those no longer wanted; an hourly job.

    Raises:
        StoreError: the database is damaged, or the copy could not be written.
    """
    made = back_up(data.database, data.backups, at)
    prune(data.backups, at)
    return made


def _copy_pages(database: Path, target: Path) -> None:
    with (
        contextlib.closing(_connect(database, "ro")) as source,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


# Keeping


def backups(folder: Path) -> tuple[Backup, ...]:
    """The copies in a folder, newest first."""
    found = [
        Backup(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=STATION_ZONE))
        for path in folder.glob("station-*.db")
        if (match := _NAME.fullmatch(path.name))
    ]
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def worth_keeping(instants: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which copies to keep: the newest of each hour, day and month.

    Hours are told apart for 48 hours, days for 30 days, months for a year. The newest of all is
    always kept, and so is anything dated after `now`: some clock was wrong.
    """
    kept: dict[tuple[str, str], datetime] = {}
    for instant in sorted(instants):
        here = local(instant)
        age = now - instant
        if age <= HOURLY_FOR:
            kept["hour", here.strftime("%Y%m%d%H")] = instant
        if age <= DAILY_FOR:
            kept["day", here.strftime("%Y%m%d")] = instant
        if age <= MONTHLY_FOR:
            kept["month", here.strftime("%Y%m")] = instant
        kept["newest", ""] = instant
        if age < timedelta(0):
            kept["future", here.isoformat()] = instant
    return set(kept.values())


def prune(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Delete the copies that are not worth keeping, and return them.

    Raises:
        StoreError: one could not be deleted.
    """
    copies = backups(folder)
    wanted = worth_keeping((copy.at for copy in copies), now)
    gone = tuple(copy.path for copy in copies if copy.at not in wanted)
    for path in gone:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise store_error_from_os(error, path) from error
    return gone


# Examining


def examine(database: Path) -> str:
    """What is wrong with a database file, "" when it is sound (`PRAGMA integrity_check`).

    Raises:
        StoreError: the file cannot be opened for another reason than damage.
    """
    if not database.exists():
        return "missing"
    try:
        with contextlib.closing(_connect(database, "ro")) as connection:
            first = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if store_error(error, database).code != "store.corrupt":
            raise store_error(error, database) from error
        return str(error)
    if first != "ok":
        return str(first)
    return "" if tables else "empty"


def _connect(database: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{database.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
    )


# Putting back


def open_sound(data: DataFolder, clock: Clock) -> tuple[Database, Restored | None]:
    """Open the station's database; when it is damaged or gone, put the newest good copy back first.

    To be called when a program starts, before anything else of it has the database open.

    Returns:
        The database, and what was restored, None when it was sound or new.

    Raises:
        StoreError: it is damaged and there is no good copy ("backup.none_good"), or it cannot be
            opened for another reason.
    """
    data.create()
    with filelock.FileLock(data.run / "restore.lock"):
        restored = None
        fault = examine(data.database)
        if fault and not _is_new(data, fault):
            restored = restore_newest(data, clock.now(), fault)
        return open_database(data.database), restored


def _is_new(data: DataFolder, fault: str) -> bool:
    """Whether there is no database because there never was one, or it was only just begun."""
    return fault in ("missing", "empty") and not backups(data.backups)


def restore_newest(data: DataFolder, at: datetime, reason: str = "") -> Restored:
    """Put the newest good copy in the place of the database, which is moved aside.

    Raises:
        StoreError: there is no good copy ("backup.none_good"); nothing was changed.
    """
    skipped: list[Path] = []
    for backup in backups(data.backups):
        if not examine(backup.path):
            return _put_back(data, backup, at, reason, tuple(skipped))
        skipped.append(backup.path)
    raise StoreError("backup.none_good", path=str(data.database), reason=reason)


def restore(data: DataFolder, backup: Path, at: datetime) -> Restored:
    """Put this copy in the place of the database, which is moved aside.

    Raises:
        StoreError: the copy is damaged or not there ("backup.damaged"); nothing was changed.
    """
    if fault := examine(backup):
        raise StoreError("backup.damaged", path=str(backup), reason=fault)
    match = _NAME.fullmatch(backup.name)
    made = (
        datetime.strptime(match[1], _STAMP).replace(tzinfo=STATION_ZONE)
        if match
        else datetime.fromtimestamp(backup.stat().st_mtime, STATION_ZONE)
    )
    return _put_back(data, Backup(backup, made), at, "", ())


def _put_back(
    data: DataFolder, backup: Backup, at: datetime, reason: str, skipped: tuple[Path, ...]
) -> Restored:
    lost = tuple(_missing_rows(data.database, backup.path))
    try:
        with whole_file(data.root / "restoring.db") as temporary:
            shutil.copyfile(backup.path, temporary)
        moved_to = _move_aside(data, at)
        (data.root / "restoring.db").replace(data.database)
        sync_folder(data.root)
    except OSError as error:
        raise store_error_from_os(error, data.database) from error
    return Restored(backup, moved_to, reason, skipped, lost)


def _move_aside(data: DataFolder, at: datetime) -> Path | None:
    files = [data.database.with_name(data.database.name + end) for end in ("", *_SIDE_FILES)]
    present = [path for path in files if path.exists()]
    if not present:
        return None
    folder = _unused(data.root / "damaged" / local(at).strftime(_STAMP))
    folder.mkdir(parents=True)
    for path in present:
        path.replace(folder / path.name)
    return folder


def _unused(folder: Path) -> Path:
    candidate, number = folder, 2
    while candidate.exists():
        candidate = folder.with_name(f"{folder.name}-{number}")
        number += 1
    return candidate


def _missing_rows(damaged: Path, backup: Path) -> Iterator[tuple[str, int]]:
    """How many more rows the damaged file still shows than the copy has, table by table."""
    for table, count in _row_counts(damaged).items():
        more = count - _row_counts(backup).get(table, 0)
        if more > 0:
            yield table, more


def _row_counts(database: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(_connect(database, "ro")) as connection,
    ):
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'programme_search%'"
        ).fetchall()
        for (name,) in names:
            with contextlib.suppress(sqlite3.DatabaseError):
                counts[name] = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
    return counts


# Elsewhere: another folder, a USB stick


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied to another folder: the database, and how many audio files were new there."""

    database: Path
    new_files: int
    kept_files: int


def copy_station(data: DataFolder, folder: Path, at: datetime) -> Copied:
    """Copy database, mastered audio and originals to another folder, such as a USB stick.

    Every file is there whole or not at all. Audio that is there already is not copied again. The
    station's private keys stay at home.

    Raises:
        StoreError: the place is full or read-only, or the database is damaged.
    """
    made = back_up(data.database, folder, at)
    new = kept = 0
    for source in (data.media, data.originals):
        for path in sorted(item for item in source.glob("*/*/*") if item.is_file()):
            target = folder / source.name / path.relative_to(source)
            if target.exists() and target.stat().st_size == path.stat().st_size:
                kept += 1
            else:
                copy_whole(path, target)
                new += 1
    return Copied(made.path, new, kept)


def bring_media_back(data: DataFolder, folder: Path) -> int:
    """Copy audio that is missing here from a folder made by `copy_station`.

    Returns:
        How many files came back.

    Raises:
        StoreError: the disk is full or read-only.
    """
    back = 0
    for place in (data.media, data.originals):
        source = folder / place.name
        for path in sorted(item for item in source.glob("*/*/*") if item.is_file()):
            target = place / path.relative_to(source)
            if not target.exists():
                copy_whole(path, target)
                back += 1
    return back


def copy_whole(source: Path, target: Path) -> None:
    """Copy one file so that it is at `target` whole and byte for byte, or not at all.

    Raises:
        StoreError: the place is full or read-only, or what was written reads back differently.
    """
    _make_folder(target.parent)
    with whole_file(target) as temporary:
        shutil.copyfile(source, temporary)
        if sha256_of(temporary) != sha256_of(source):
            raise StoreError("store.io", path=str(target), reason=os.strerror(5))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error_from_os(error, folder) from error
