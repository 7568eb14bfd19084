"""Schema steps: numbered SQL files, each applied whole, counted by `PRAGMA user_version`.

A step never changes once released; a change is a new step. Steps use no program code, because
that code will change and old files must still open.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator
from importlib import resources

from broadcast_desk.station.errors import StoreError


@functools.cache
def steps() -> tuple[str, ...]:
    """The SQL of all steps in order; step n brings `user_version` from n - 1 to n."""
    folder = resources.files("broadcast_desk.storage") / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(f.read_text(encoding="utf-8") for f in files)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; safe when two programs start at once.

    Raises:
        StoreError: the file was written by a newer version of the program.
    """
    while (version := _version(connection)) != len(steps()):
        if version > len(steps()):
            raise StoreError("store.newer", version=version, known=len(steps()))
        _apply_next(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply_next(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        if version < len(steps()):
            for statement in _statements(steps()[version]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
