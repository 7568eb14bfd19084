"""Connections and transactions: all or nothing, whoever else writes, whatever the disk does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database, reading, writing
from tests.fakes.disks import fill, read_only, small_disk

INSERT = "INSERT INTO settings (key, value) VALUES (?, ?)"


def keys(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT key FROM settings ORDER BY rowid")]


def test_the_file_is_durable_and_checked(db: Database) -> None:
    def pragma(name: str) -> object:
        return db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1


def test_an_error_in_the_block_stores_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError), writing(db) as connection:  # noqa: PT012  (the block is what is tested)
        connection.execute(INSERT, ("a", "1"))
        raise RuntimeError
    assert keys(db) == []
    assert not db.conn.in_transaction


def test_what_another_connection_sees_is_whole_blocks(db: Database, data: DataFolder) -> None:
    other = open_database(data.database, readonly=True)
    with closing(other.conn), writing(db) as connection:
        connection.execute(INSERT, ("a", "1"))
        assert keys(other) == []
        connection.execute(INSERT, ("b", "2"))
    other = open_database(data.database, readonly=True)
    with closing(other.conn):
        assert keys(other) == ["a", "b"]


def test_an_inner_block_joins_the_outer_one(db: Database) -> None:
    with writing(db) as connection:
        connection.execute(INSERT, ("a", "1"))
        with pytest.raises(RuntimeError), writing(db) as inner:  # noqa: PT012  (the block is what is tested)
            inner.execute(INSERT, ("b", "2"))
            raise RuntimeError
        with writing(db) as inner:
            inner.execute(INSERT, ("c", "3"))
    assert keys(db) == ["a", "c"]


def test_an_outer_error_undoes_what_inner_blocks_did(db: Database) -> None:
    with pytest.raises(RuntimeError), writing(db):  # noqa: PT012  (the block is what is tested)
        with writing(db) as inner:
            inner.execute(INSERT, ("a", "1"))
        raise RuntimeError
    assert keys(db) == []


def test_reading_is_one_view(db: Database, data: DataFolder) -> None:
    other = open_database(data.database)
    with closing(other.conn), reading(other) as view:
        assert view.execute("SELECT count(*) FROM settings").fetchone()[0] == 0
        with writing(db) as connection:
            connection.execute(INSERT, ("a", "1"))
        assert view.execute("SELECT count(*) FROM settings").fetchone()[0] == 0
    assert keys(db) == ["a"]


def test_reading_inside_writing_sees_what_was_written(db: Database) -> None:
    with writing(db) as connection:
        connection.execute(INSERT, ("a", "1"))
        with reading(db) as view:
            assert view.execute("SELECT count(*) FROM settings").fetchone()[0] == 1
        assert connection.in_transaction
    assert keys(db) == ["a"]


def test_our_own_mistakes_are_not_called_the_disks(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), writing(db) as connection:
        connection.execute("SELECT * FROM no_such_table")
    with pytest.raises(sqlite3.IntegrityError), writing(db) as connection:
        connection.execute(INSERT, ("a", "not json"))
    assert not db.conn.in_transaction


def test_a_writer_that_never_ends_is_named_as_such(db: Database, data: DataFolder) -> None:
    other = open_database(data.database)
    other.conn.execute("PRAGMA busy_timeout = 1")
    with closing(other.conn), writing(db), pytest.raises(StoreError) as caught, writing(other):
        pass
    assert caught.value.code == "store.locked"


WRITER = """
import sys
from pathlib import Path
from broadcast_desk.storage import open_database, writing
db = open_database(Path(sys.argv[1]))
for number in range(150):
    with writing(db) as connection:
        count = connection.execute("SELECT count(*) FROM settings").fetchone()[0]
        connection.execute("INSERT INTO settings (key, value) VALUES (?, ?)",
                           (f"{sys.argv[2]}-{number}", str(count)))
"""


def test_processes_writing_at_once_lose_nothing(data: DataFolder) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(data.database), name])
        for name in ("desk", "playout", "cli")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    db = open_database(data.database)
    with closing(db.conn):
        counts = [int(row[0]) for row in db.execute("SELECT value FROM settings ORDER BY rowid")]
    assert counts == list(range(450))  # each saw all that came before: no write between its two


def test_a_killed_writer_leaves_whole_blocks(data: DataFolder) -> None:
    script = WRITER.replace("range(150)", "range(10**9)") + "\n"
    script = script.replace("with writing", "print(number, flush=True)\n    with writing")
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(data.database), "x"], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout:
        while int(writer.stdout.readline()) < 50:
            pass
        writer.kill()
        writer.wait()
    db = open_database(data.database)
    with closing(db.conn):
        counts = [int(row[0]) for row in db.execute("SELECT value FROM settings ORDER BY rowid")]
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert counts == list(range(len(counts)))
    assert len(counts) >= 50


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as folder:
        db = open_database(folder / "station.db")
        with closing(db.conn):
            with writing(db) as connection:
                connection.execute(INSERT, ("before", "1"))
            fill(folder)
            with pytest.raises(StoreError) as caught, writing(db) as connection:  # noqa: PT012  (the block is what is tested)
                for number in range(2000):
                    connection.execute(INSERT, (f"{number}", '"' + "x" * 400 + '"'))
            assert caught.value.code == "store.disk_full"
            assert caught.value.params["path"] == str(folder / "station.db")
            assert not db.conn.in_transaction
            assert keys(db) == ["before"]
            (folder / "filler").unlink()
            with writing(db) as connection:
                connection.execute(INSERT, ("after", "1"))
            assert keys(db) == ["before", "after"]


def test_a_disk_too_full_to_begin_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as folder:
        fill(folder)
        with pytest.raises(StoreError) as caught:
            open_database(folder / "station.db")
    assert caught.value.code in ("store.disk_full", "store.io")


def test_a_read_only_folder_is_said(data: DataFolder) -> None:
    with closing(open_database(data.database).conn):
        pass
    with read_only(data.root):
        with pytest.raises(StoreError) as caught:
            open_database(data.database)
        assert caught.value.code in ("store.read_only", "store.cannot_open")
        with pytest.raises(StoreError) as caught:
            DataFolder(data.root / "mới").create()
        assert caught.value.code == "store.read_only"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"this is no database at all, just some text\n" * 50, "store.corrupt")],
)
def test_a_file_that_is_no_database_is_said(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "station.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_database(path)
    assert caught.value.code == code
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_database(tmp_path / "không có" / "station.db")
    assert caught.value.code == "store.cannot_open"


def test_damage_met_while_reading_is_said(db: Database, data: DataFolder) -> None:
    with writing(db) as connection:
        for number in range(500):
            connection.execute(INSERT, (f"{number}", '"' + "x" * 300 + '"'))
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.conn.close()
    root = open_root_page(data.database)
    torn = bytearray(data.database.read_bytes())
    torn[root : root + 64] = os.urandom(64)
    data.database.write_bytes(torn)
    again = open_database(data.database, readonly=True)
    with closing(again.conn), pytest.raises(StoreError) as caught, reading(again) as view:
        view.execute("SELECT * FROM settings").fetchall()
    assert caught.value.code == "store.corrupt"


def open_root_page(path: Path) -> int:
    """Offset in the file of the root page of `settings`."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        page = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'settings'"
        ).fetchone()[0]
    return int((page - 1) * size)
