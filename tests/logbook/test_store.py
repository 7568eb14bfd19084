from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from broadcast_desk.logbook.model import AiringKind, Fact, Flaw, Head, Kind, Result
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.errors import StoreError
from broadcast_desk.storage import Database, open_database
from tests.logbook.conftest import MORNING, Told, playout


def fact(number: int = 0) -> Fact:
    return Fact(MORNING + timedelta(seconds=number), Kind.ALARM, "", {"n": number, "t": "đủ"})


def unlock(db: Database) -> sqlite3.Connection:
    """What somebody with an SQL tool would do first."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'"
    for (name,) in db.conn.execute(triggers).fetchall():
        db.conn.execute(f"DROP TRIGGER {name}")
    return db.conn


def test_entries_come_back_as_they_went_in(logbook):
    first, second = logbook.append_all([fact(1), fact(2)])
    assert [entry.fact for entry in logbook.entries()] == [fact(1), fact(2)]
    assert second.previous_sha256 == first.entry_sha256
    assert logbook.head() == Head(2, second.entry_sha256)
    assert logbook.newest(1)[0].number == 2


def test_an_empty_logbook_is_valid(logbook):
    found = logbook.verify()
    assert (found.valid, found.count, found.head) == (True, 0, None)
    assert logbook.airings() == ()


def test_all_or_none(logbook):
    logbook.append(fact())
    with pytest.raises(TypeError):
        logbook.append_all([fact(1), Fact(MORNING, Kind.ALARM, "", {"x": object()})])
    assert logbook.verify().count == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entries SET data = '{}' WHERE number = 2",
        "DELETE FROM log_entries WHERE number = 2",
        "DELETE FROM log_head",
        "INSERT INTO log_entries VALUES (9, 'x', 'alarm', '', '{}', 'x', 'y')",
    ],
)
def test_the_database_refuses_edits(db, logbook, statement):
    logbook.append_all([fact(n) for n in range(3)])
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.conn.execute(statement)
    assert logbook.verify().valid


@pytest.mark.parametrize(
    ("statements", "first_bad", "flaw"),
    [
        (["UPDATE log_entries SET data = '{\"n\":7}' WHERE number = 3"], 3, Flaw.EDITED),
        (["UPDATE log_entries SET at = '2026-01-01T00:00:00+00:00' WHERE number = 1"], 1,
         Flaw.EDITED),
        (["DELETE FROM log_entries WHERE number = 2"], 2, Flaw.MISSING),
        (["DELETE FROM log_entries WHERE number = 1"], 1, Flaw.MISSING),
        (["DELETE FROM log_entries WHERE number > 3"], 4, Flaw.TRUNCATED),
        (["DELETE FROM log_entries"], 1, Flaw.TRUNCATED),
        (["UPDATE log_entries SET number = -1 WHERE number = 2",
          "UPDATE log_entries SET number = 2 WHERE number = 3",
          "UPDATE log_entries SET number = 3 WHERE number = -1"], 2, Flaw.EDITED),
        (["UPDATE log_entries SET kind = 'nonsense' WHERE number = 5"], 5, Flaw.EDITED),
    ],
)  # fmt: skip
def test_tampering_is_found_and_named(db, logbook, statements, first_bad, flaw):
    logbook.append_all([fact(n) for n in range(5)])
    connection = unlock(db)
    for statement in statements:
        connection.execute(statement)
    found = logbook.verify()
    assert (found.valid, found.first_bad, found.flaw) == (False, first_bad, flaw)


def test_a_rewritten_logbook_is_found_by_an_exported_head(db, logbook):
    logbook.append_all([fact(n) for n in range(4)])
    exported = logbook.head()
    connection = unlock(db)
    connection.execute("DELETE FROM log_entries")
    connection.execute("DELETE FROM log_head")
    logbook.append_all([fact(n) for n in range(10, 16)])
    assert logbook.verify().valid, "a whole new chain is consistent in itself"
    found = logbook.verify(exported)
    assert (found.first_bad, found.flaw) == (4, Flaw.REPLACED)


def test_cut_off_with_its_head_is_found_by_an_exported_head(db, logbook):
    logbook.append_all([fact(n) for n in range(4)])
    exported = logbook.head()
    connection = unlock(db)
    connection.execute("DELETE FROM log_entries WHERE number > 2")
    connection.execute("DELETE FROM log_head")
    assert logbook.verify(exported).flaw is Flaw.TRUNCATED


WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.storage import open_database
logbook = Logbook(open_database(Path(sys.argv[1])))
count = int(sys.argv[2])
for number in range(count):
    logbook.append_all([Fact(datetime.now(UTC), Kind.ALARM, sys.argv[3], {"n": number})] * 2)
    print(number, flush=True)
"""


def writer(path: Path, count: int, name: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(path), str(count), name]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_two_programs_append_to_one_chain(db, logbook, tmp_path):
    with (
        writer(tmp_path / "station.db", 25, "one") as one,
        writer(tmp_path / "station.db", 25, "two") as two,
    ):
        one.communicate()
        two.communicate()
    assert (one.returncode, two.returncode) == (0, 0)
    found = logbook.verify()
    assert (found.valid, found.count) == (True, 100)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_program_killed_while_appending_leaves_a_valid_chain(db, logbook, tmp_path):
    for _ in range(3):
        with writer(tmp_path / "station.db", 100_000, "k") as victim:
            assert victim.stdout is not None
            for _ in range(5):
                assert victim.stdout.readline()
            victim.send_signal(signal.SIGKILL)
        found = logbook.verify()
        assert found.valid
        assert found.count % 2 == 0, "each pair is there whole"
    assert found.count >= 30


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small tmpfs")
def test_a_full_disk_keeps_the_chain(tmp_path):
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        small = open_database(mount / "station.db")
        logbook = Logbook(small)
        facts = [fact(number) for number in range(200)]
        with pytest.raises(StoreError) as caught:
            any(logbook.append_all(facts) == () for _ in range(1000))
        assert caught.value.code in ("store.disk_full", "store.io")
        assert logbook.verify().valid
        small.conn.close()
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_airings_of_a_span_know_the_history_before_it(logbook):
    old = Told("a", planned=MORNING - timedelta(days=30))
    new = Told("b")
    logbook.append_all([old.started(), old.ended(9), new.started(), new.ended(9)])
    (row,) = logbook.airings(MORNING, MORNING + timedelta(hours=1))
    assert (row.airing_id, row.kind) == ("b", AiringKind.REBROADCAST)


def test_a_span_counts_by_planned_start(logbook):
    early = Told("a", planned=MORNING - timedelta(seconds=1))
    late = Told("b", planned=MORNING + timedelta(hours=1))
    logbook.append_all([early.started(3), early.ended(9), late.started(-1), late.ended(9)])
    assert [row.airing_id for row in logbook.airings(MORNING, MORNING + timedelta(hours=1))] == []


def test_what_was_found_missed_days_later_belongs_to_its_day(logbook):
    logbook.append(Told("a").missed(after_s=3 * 86400))
    (row,) = logbook.airings(MORNING, MORNING + timedelta(hours=1))
    assert row.result is Result.MISSED


@pytest.mark.parametrize("event", ["started", "restarted"])
def test_a_restart_weeks_later_closes_what_was_open(logbook, event):
    logbook.append_all([Told().started(), playout(event, 30 * 86400)])
    (row,) = logbook.airings(MORNING, MORNING + timedelta(hours=1))
    assert row.result is Result.PARTIAL


def test_past_airings_are_what_sounded(logbook):
    whole, cut = Told("a"), Told("b", code="BT002", planned=MORNING + timedelta(minutes=9))
    gone = Told("c", code="BT003")
    logbook.append_all(
        [whole.started(), whole.ended(9), cut.started(), cut.ended(2, "interrupted"), gone.missed()]
    )
    past = logbook.past_airings()
    assert [(row.code, row.ended_well) for row in past] == [("BT001", True), ("BT002", False)]


def test_years(year_logbook):
    assert year_logbook.years() == (2026,)


def test_what_sounded_long_ago_has_still_been_heard(logbook: Logbook) -> None:
    now = MORNING
    for days, code in ((300, "CU"), (200, "CU"), (130, "MOI"), (3, "MOI")):
        at = now - timedelta(days=days)
        data = {"code": code, "content_sha256": code, "planned_at": at.isoformat()}
        logbook.append_all([Fact(at, Kind.STARTED, f"{code}/{days}", data)])
    heard = [(row.code, (now - row.started_at).days) for row in logbook.heard(now)]
    assert sorted(heard) == [("CU", 200), ("MOI", 3), ("MOI", 130)]
    assert [row.content_sha256 for row in logbook.heard(now) if row.code == "CU"] == [""]
