"""Connections and transactions of the station's SQLite file.

sqlite-utils 3.38 commits inside `insert()` and leaves `delete_where()` uncommitted, so connections
run in autocommit, sqlite-utils reads and inspects, and every write is plain SQL inside one
`with writing(db):` block that begins with `BEGIN IMMEDIATE`.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlite_utils

from broadcast_desk.station.errors import StoreError, store_error_from_os
from broadcast_desk.storage.migration import migrate

BUSY_TIMEOUT_S = 10.0

_SIDE_FILES_BYTES = 1 << 20


class Database(sqlite_utils.Database):
    """A connection of one thread; `db.conn` is the `sqlite3.Connection` below it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection)
        self.path = path.absolute()
        self._file = _identity(self.path)

    def check_in_place(self) -> None:
        """Make sure that what is written goes into the station's file.

        After a restoration this connection still has the damaged file open, moved aside, where
        anything written would be lost.

        Raises:
            StoreError: the file was replaced ("store.replaced"); open the database again.
        """
        if _identity(self.path) != self._file:
            raise StoreError("store.replaced", path=str(self.path))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def open_database(path: Path, *, readonly: bool = False) -> Database:
    """Open the station's database, creating or upgrading it.

    Args:
        path: the file; its folder must exist.
        readonly: open an existing file for reading only, without upgrading it.

    Raises:
        StoreError: read-only place, full disk, corrupt file, or a file of a newer version.
    """
    try:
        connection = _connect(path, readonly=readonly)
    except sqlite3.Error as error:
        raise store_error(error, path) from error
    except OSError as error:
        raise store_error_from_os(error, path) from error
    return Database(connection, path)


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _prepare(connection, readonly=readonly)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, readonly: bool) -> None:
    connection.row_factory = sqlite3.Row
    if not readonly:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if not readonly:
        migrate(connection)


@contextlib.contextmanager
def writing(db: Database) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of the block is stored, or none of it.

    Inside another `writing` block it joins that one: nothing is stored before the outer block
    ends, and an error that leaves the inner block undoes the inner block's part.

    Yields:
        The connection to run plain SQL on.

    Raises:
        StoreError: the disk is full, the file locked by another program, read-only, corrupt, or
            replaced by a backup since it was opened.
    """
    connection = db.conn
    inner = connection.in_transaction
    if not inner:
        db.check_in_place()
    try:
        connection.execute("SAVEPOINT inner_writing" if inner else "BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("RELEASE inner_writing" if inner else "COMMIT")
        except BaseException:
            _undo(connection, inner=inner)
            raise
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise store_error(error, _file_of(connection)) from error


def _undo(connection: sqlite3.Connection, *, inner: bool) -> None:
    if not connection.in_transaction:  # SQLite has undone it by itself, as when the disk is full
        return
    if inner:
        connection.execute("ROLLBACK TO inner_writing")
        connection.execute("RELEASE inner_writing")
    else:
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def reading(db: Database) -> Iterator[sqlite3.Connection]:
    """One consistent view over several reads; inside `writing` it sees what was written so far.

    Raises:
        StoreError: the file is locked, damaged or cannot be read.
    """
    connection = db.conn
    inside = connection.in_transaction
    try:
        if not inside:
            connection.execute("BEGIN")
        yield connection
    except sqlite3.DatabaseError as error:
        raise store_error(error, _file_of(connection)) from error
    finally:
        if connection.in_transaction and not inside:
            connection.execute("ROLLBACK")


def _file_of(connection: sqlite3.Connection) -> str:
    """The database's file, for messages; "" when SQLite cannot say it."""
    with contextlib.suppress(sqlite3.Error):
        return str(connection.execute("PRAGMA database_list").fetchone()["file"])
    return ""


_CODES = {
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_open",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_CORRUPT: "store.corrupt",
    sqlite3.SQLITE_NOTADB: "store.corrupt",
}


def store_error(error: sqlite3.Error, path: object = "") -> StoreError:
    """The environment's fault behind a SQLite error, or the error itself when it is our bug.

    Raises:
        sqlite3.Error: the same error, when it does not come from the environment.
    """
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_IOERR and _is_full(path):
        return StoreError("store.disk_full", path=str(path))
    if primary == sqlite3.SQLITE_IOERR:
        return StoreError("store.io", path=str(path), reason=str(error))
    if primary not in _CODES:
        raise error
    return StoreError(_CODES[primary], path=str(path), reason=str(error))


def _is_full(path: object) -> bool:
    """Whether there is no room for SQLite's side files: their trouble is told as input/output."""
    try:
        return shutil.disk_usage(Path(str(path)).parent).free < _SIDE_FILES_BYTES
    except OSError:
        return False
