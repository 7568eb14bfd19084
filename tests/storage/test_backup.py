"""Copies of the database: made in use, thinned out, found when the file is torn."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database, writing
from broadcast_desk.storage.backup import (
    back_up,
    backups,
    bring_media_back,
    copy_station,
    examine,
    keep_backups,
    open_sound,
    prune,
    restore,
    worth_keeping,
)
from tests.fakes.disks import fill, small_disk

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam


class NoonClock:
    def now(self) -> datetime:
        return NOON + timedelta(days=1)

    def monotonic_s(self) -> float:
        return 0.0


def put(db: Database, *names: str) -> None:
    with writing(db) as connection:
        for name in names:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)", (name, '"' + "x" * 900 + '"')
            )


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT key FROM settings ORDER BY rowid")]


def tear(path: Path, offset: int = 0, length: int = 4096) -> bytes:
    """Overwrite a page with noise, as a dying disk does."""
    whole = bytearray(path.read_bytes())
    whole[offset : offset + length] = os.urandom(length)
    path.write_bytes(whole)
    return bytes(whole)


@pytest.fixture
def backed_up(db: Database, data: DataFolder) -> DataFolder:
    """A station with a copy of noon, something written after it, and nobody using it."""
    put(db, "a", "b")
    back_up(data.database, data.backups, NOON)
    put(db, "c")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.conn.close()
    return data


class TestMaking:
    def test_a_copy_is_made_while_somebody_writes(self, db: Database, data: DataFolder) -> None:
        put(db, "a")
        with writing(db) as connection:
            connection.execute("INSERT INTO settings VALUES ('unfinished', '1')")
            made = back_up(data.database, data.backups, NOON)
        assert made.path.name == "station-20261120-120000.db"
        assert names(made.path) == ["a"]
        assert [path.name for path in data.backups.iterdir()] == [made.path.name]
        with closing(open_database(made.path).conn):
            pass  # it opens as any database does

    def test_a_damaged_database_makes_no_copy(self, backed_up: DataFolder) -> None:
        tear(backed_up.database, 4096, 8 * 4096)
        with pytest.raises(StoreError) as caught:
            back_up(backed_up.database, backed_up.backups, NOON + timedelta(hours=1))
        assert caught.value.code == "store.corrupt"
        assert len(list(backed_up.backups.iterdir())) == 1

    def test_a_full_disk_leaves_no_half_copy(
        self, db: Database, data: DataFolder, tmp_path: Path
    ) -> None:
        put(db, *map(str, range(400)))
        with small_disk(tmp_path / "usb", "256k") as usb:
            fill(usb)
            with pytest.raises(StoreError) as caught:
                back_up(data.database, usb, NOON)
            assert caught.value.code == "store.disk_full"
            assert [path.name for path in usb.iterdir()] == ["filler"]

    def test_an_hourly_job_thins_out(self, db: Database, data: DataFolder) -> None:
        put(db, "a")
        for hours in range(60):
            keep_backups(data, NOON + timedelta(hours=hours))
        copies = backups(data.backups)
        assert [copy.at for copy in copies] == sorted((c.at for c in copies), reverse=True)
        assert len(copies) == 49  # both ends of the 48 hours
        assert copies[0].at == (NOON + timedelta(hours=59)).astimezone(STATION_ZONE)


instants = st.lists(
    st.integers(0, 24 * 365 * 2).map(
        lambda hours: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    max_size=60,
)


class TestKeeping:
    def test_hours_then_days_then_months(self) -> None:
        every_hour = [NOON - timedelta(hours=hours) for hours in range(24 * 800)]
        kept = sorted(worth_keeping(every_hour, NOON), reverse=True)
        ages = [(NOON - instant) / timedelta(days=1) for instant in kept]
        assert sum(age <= 2 for age in ages) == 49
        assert sum(2 < age <= 30 for age in ages) == 28
        assert sum(age > 30 for age in ages) == 11  # November 2025 to September 2026
        assert max(ages) <= 366

    @given(instants)
    def test_the_newest_stays_whatever_its_age(self, made: list[datetime]) -> None:
        kept = worth_keeping(made, datetime(2026, 12, 31, tzinfo=UTC))
        assert kept <= set(made)
        assert not made or max(made) in kept

    @given(instants)
    def test_doing_it_again_drops_nothing_more(self, made: list[datetime]) -> None:
        now = datetime(2026, 12, 31, tzinfo=UTC)
        once = worth_keeping(made, now)
        assert worth_keeping(once, now) == once

    @given(instants)
    def test_what_a_wrong_clock_dated_ahead_stays(self, made: list[datetime]) -> None:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        assert {instant for instant in made if instant > now} <= worth_keeping(made, now)

    def test_strangers_in_the_folder_are_left_alone(self, tmp_path: Path) -> None:
        for name in ("station-old.db", "ghi chú.txt", "station-20200101-000000.db.tmp"):
            (tmp_path / name).touch()
        assert prune(tmp_path, NOON) == ()
        assert len(list(tmp_path.iterdir())) == 3


class TestExamining:
    def test_a_sound_file_has_no_fault(self, backed_up: DataFolder) -> None:
        assert examine(backed_up.database) == ""

    @pytest.mark.parametrize("page", [0, 1, 2, 5])
    def test_torn_pages_are_seen(self, backed_up: DataFolder, page: int) -> None:
        tear(backed_up.database, page * 4096)
        assert examine(backed_up.database) != ""

    @pytest.mark.parametrize("size", [0, 100, 4096, 6000])
    def test_a_file_cut_short_is_seen(self, backed_up: DataFolder, size: int) -> None:
        os.truncate(backed_up.database, size)
        assert examine(backed_up.database) != ""

    def test_every_byte_of_the_first_page_header_matters_or_is_harmless(
        self, backed_up: DataFolder, tmp_path: Path
    ) -> None:
        whole = backed_up.database.read_bytes()
        for offset in range(0, 100, 7):
            flipped = bytearray(whole)
            flipped[offset] ^= 0xFF
            path = tmp_path / f"{offset}.db"
            path.write_bytes(flipped)
            if examine(path) == "":
                assert names(path) == ["a", "b", "c"]


class TestPuttingBack:
    def test_a_sound_database_is_opened_as_it_is(self, backed_up: DataFolder) -> None:
        db, restored = open_sound(backed_up, NoonClock())
        with closing(db.conn):
            assert restored is None
        assert names(backed_up.database) == ["a", "b", "c"]

    def test_a_new_station_begins_empty(self, data: DataFolder) -> None:
        db, restored = open_sound(data, NoonClock())
        with closing(db.conn):
            assert restored is None
        assert names(data.database) == []

    def test_a_torn_database_is_moved_aside_and_the_copy_put_back(
        self, backed_up: DataFolder
    ) -> None:
        torn = tear(backed_up.database, 0, 100)
        db, restored = open_sound(backed_up, NoonClock())
        with closing(db.conn):
            assert names(backed_up.database) == ["a", "b"]
        assert restored is not None
        assert restored.backup.at == NOON
        assert restored.reason
        assert restored.moved_to is not None
        assert (restored.moved_to / "station.db").read_bytes() == torn

    def test_what_was_lost_is_counted_where_it_can_be_read(self, backed_up: DataFolder) -> None:
        with closing(sqlite3.connect(backed_up.database)) as connection:
            page = connection.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name = 'issuers'"
            ).fetchone()[0]
        tear(backed_up.database, (page - 1) * 4096)
        db, restored = open_sound(backed_up, NoonClock())
        db.conn.close()
        assert restored is not None
        assert dict(restored.lost) == {"settings": 1}

    def test_a_damaged_copy_is_passed_over(self, backed_up: DataFolder) -> None:
        good = backups(backed_up.backups)[0]
        bad = backed_up.backups / "station-20261120-130000.db"
        shutil.copyfile(good.path, bad)
        tear(bad)
        tear(backed_up.database)
        db, restored = open_sound(backed_up, NoonClock())
        db.conn.close()
        assert restored is not None
        assert (restored.backup.path, restored.skipped) == (good.path, (bad,))
        assert bad.exists()

    def test_a_database_that_is_gone_comes_back(self, backed_up: DataFolder) -> None:
        backed_up.database.unlink()
        db, restored = open_sound(backed_up, NoonClock())
        db.conn.close()
        assert restored is not None
        assert restored.moved_to is None
        assert names(backed_up.database) == ["a", "b"]

    def test_without_a_good_copy_nothing_is_touched(self, backed_up: DataFolder) -> None:
        torn = tear(backed_up.database)
        tear(backups(backed_up.backups)[0].path)
        with pytest.raises(StoreError) as caught:
            open_sound(backed_up, NoonClock())
        assert caught.value.code == "backup.none_good"
        assert backed_up.database.read_bytes() == torn

    def test_two_restorations_keep_both_damaged_files(self, backed_up: DataFolder) -> None:
        moved = []
        for _ in range(2):
            tear(backed_up.database)
            db, restored = open_sound(backed_up, NoonClock())
            db.conn.close()
            assert restored is not None
            moved.append(restored.moved_to)
        assert moved[0] != moved[1]
        assert all(folder is not None and (folder / "station.db").exists() for folder in moved)

    def test_programs_that_start_together_restore_once(self, backed_up: DataFolder) -> None:
        tear(backed_up.database)
        script = (
            "import sys; from pathlib import Path\n"
            "from broadcast_desk.station.clock import SystemClock\n"
            "from broadcast_desk.station.paths import DataFolder\n"
            "from broadcast_desk.storage.backup import open_sound\n"
            "db, restored = open_sound(DataFolder(Path(sys.argv[1])), SystemClock())\n"
            "print(restored is not None)\n"
        )
        started = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(backed_up.root)],
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        answers = [process.communicate(timeout=60)[0].strip() for process in started]
        assert sorted(answers) == ["False", "False", "True"]
        assert names(backed_up.database) == ["a", "b"]

    def test_a_chosen_copy_is_put_back(self, backed_up: DataFolder) -> None:
        chosen = backups(backed_up.backups)[0].path
        restored = restore(backed_up, chosen, NOON)
        assert names(backed_up.database) == ["a", "b"]
        assert restored.moved_to is not None
        assert names(restored.moved_to / "station.db") == ["a", "b", "c"]

    def test_a_program_left_with_the_old_file_cannot_write_into_it(
        self, backed_up: DataFolder
    ) -> None:
        left = open_database(backed_up.database)
        restore(backed_up, backups(backed_up.backups)[0].path, NOON)
        with closing(left.conn), pytest.raises(StoreError) as caught:
            put(left, "lost")
        assert caught.value.code == "store.replaced"
        again = open_database(backed_up.database)
        with closing(again.conn):
            put(again, "kept")
        assert names(backed_up.database) == ["a", "b", "kept"]

    @pytest.mark.parametrize("content", [None, b"not a database" * 99, b""])
    def test_a_bad_choice_changes_nothing(
        self, backed_up: DataFolder, tmp_path: Path, content: bytes | None
    ) -> None:
        chosen = tmp_path / "chosen.db"
        if content is not None:
            chosen.write_bytes(content)
        with pytest.raises(StoreError) as caught:
            restore(backed_up, chosen, NOON)
        assert caught.value.code == "backup.damaged"
        assert names(backed_up.database) == ["a", "b", "c"]


class TestElsewhere:
    @pytest.fixture
    def sounding(self, backed_up: DataFolder) -> DataFolder:
        for top, name in ((backed_up.media, "a.flac"), (backed_up.originals, "b.mp3")):
            (top / "ab" / "cd").mkdir(parents=True)
            (top / "ab" / "cd" / name).write_bytes(name.encode() * 1000)
        (backed_up.keys / "secret.key").write_text("secret")
        return backed_up

    def test_the_whole_station_fits_on_a_stick_and_comes_back(
        self, sounding: DataFolder, tmp_path: Path
    ) -> None:
        usb = tmp_path / "usb"
        first = copy_station(sounding, usb, NOON)
        assert (first.new_files, first.kept_files) == (2, 0)
        assert names(first.database) == ["a", "b", "c"]
        again = copy_station(sounding, usb, NOON + timedelta(hours=1))
        assert (again.new_files, again.kept_files) == (0, 2)
        assert not list(usb.rglob("*.key"))

        other = DataFolder(tmp_path / "other")
        other.create()
        restore(other, again.database, NOON)
        assert bring_media_back(other, usb) == 2
        assert bring_media_back(other, usb) == 0
        assert names(other.database) == ["a", "b", "c"]
        assert (other.media / "ab/cd/a.flac").read_bytes() == b"a.flac" * 1000

    def test_a_stick_that_fills_up_has_only_whole_files(
        self, sounding: DataFolder, tmp_path: Path
    ) -> None:
        (sounding.media / "ab" / "cd" / "big.flac").write_bytes(b"x" * 2_000_000)
        with small_disk(tmp_path / "usb", "1m") as usb:
            with pytest.raises(StoreError) as caught:
                copy_station(sounding, usb, NOON)
            assert caught.value.code == "store.disk_full"
            there = [path for path in (usb / "media").rglob("*") if path.is_file()]
            assert all(path.stat().st_size == 6000 for path in there)
