"""Schema steps: up only, whole, once, and never down."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, migration, open_database
from broadcast_desk.storage.migration import migrate, steps


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()


def test_a_new_file_has_every_step(db: Database, data: DataFolder) -> None:
    assert version(data.database) == len(steps()) > 0
    assert {"settings", "programmes", "versions", "approvals"} <= set(db.table_names())


@pytest.mark.parametrize("done", range(len(steps())))
def test_a_file_of_any_older_version_becomes_the_same(
    tmp_path: Path, data: DataFolder, db: Database, done: int
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        for script in steps()[:done]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {done}")
        if done:
            connection.execute("INSERT INTO settings VALUES ('name', '\"Đài xã\"')")
        connection.commit()
    with closing(open_database(old).conn) as connection:
        kept = connection.execute("SELECT value FROM settings").fetchall()
    assert [tuple(row) for row in kept] == ([('"Đài xã"',)] if done else [])
    assert schema(old) == schema(data.database)


def test_a_newer_file_is_refused_and_left_alone(data: DataFolder, db: Database) -> None:
    db.conn.execute(f"PRAGMA user_version = {len(steps()) + 1}")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = data.database.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_database(data.database)
    assert caught.value.code == "store.newer"
    assert caught.value.params == {"version": len(steps()) + 1, "known": len(steps())}
    assert data.database.read_bytes() == before


def test_a_step_that_fails_leaves_the_version_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (steps()[0], "CREATE TABLE one (x);\nCREATE TABLE one (x);\n")
    monkeypatch.setattr(migration, "steps", lambda: broken)
    path = tmp_path / "station.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")]
    assert version(path) == 1
    assert "one" not in names


def test_two_programs_may_start_at_once(data: DataFolder) -> None:
    script = (
        "import sys; from pathlib import Path; from broadcast_desk.storage import open_database;"
        "open_database(Path(sys.argv[1]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(data.database)]) for _ in range(4)
    ]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0, 0]
    assert version(data.database) == len(steps())


def test_every_step_is_strict_sql_that_stands_alone() -> None:
    for number, script in enumerate(steps(), 1):
        assert sqlite3.complete_statement(script), f"step {number} does not end with a statement"
        assert "user_version" not in script
