"""A locked database and a full disk: the air goes on, and the log is complete afterwards."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from broadcast_desk.logbook.model import Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.storage import open_database
from tests.end_to_end.conftest import AWAKE, RunningPlayout, soon
from tests.fakes.disks import fill, small_disk
from tests.fakes.sound_server import SoundServer
from tests.fakes.stations import MadeStation, tone

Start = Callable[..., RunningPlayout]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", "broadcast_desk", *arguments)
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_a_locked_database_does_not_stop_the_air(station: MadeStation, playout: Start) -> None:
    for code in ("A", "B"):
        station.programme(code, tone(500, 2.0))
    at = soon(6)
    station.slot("s", at.time(), ["A", "B"], rrule="", valid_from=at.date())
    running = playout("--output", "null")
    running.wait_for(lambda state: state.next_cue is not None)
    station.db.conn.execute("BEGIN IMMEDIATE")
    heard = set()
    while len(heard) < 2:
        state = running.wait_for(lambda state: bool(state.on_air), 25)
        heard.add(state.on_air[0].code)
        time.sleep(0.1)
    assert not [e for e in running.log() if e.fact.airing_id]
    station.db.conn.execute("ROLLBACK")
    running.wait_for(lambda state: state.now > at + timedelta(seconds=5))
    assert running.end()[0] == 0
    kinds = [e.fact.kind for e in running.log() if e.fact.airing_id]
    assert kinds == [Kind.STARTED, Kind.ENDED] * 2


def test_a_full_disk_does_not_stop_the_air_and_the_log_is_kept_until_there_is_room(
    tmp_path: Path, server: SoundServer
) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        station = MadeStation(disk / "data", AWAKE)
        station.programme("A", tone(500, 3.0))
        at = soon(6)
        station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
        running = RunningPlayout(station, "--output", "null", env=server.env)
        running.wait_for(lambda state: state.next_cue is not None)
        fill(disk)
        running.wait_for(lambda state: bool(state.on_air), 25)
        running.wait_for(lambda state: bool(state.alarms), 25)
        (disk / "filler").unlink()
        running.wait_for(lambda state: not state.alarms and not state.on_air, 25)
        assert running.end()[0] == 0
        db = open_database(station.data.database, readonly=True)
        kinds = [e.fact.kind for e in Logbook(db).entries() if e.fact.airing_id]
        assert kinds[0] is Kind.STARTED
        assert kinds[-1] is Kind.ENDED
        assert Logbook(db).verify().valid
        db.conn.close()
        station.db.conn.close()


def test_nonsense_in_some_rows_is_held_out_with_an_alarm_and_the_rest_sounds(
    station: MadeStation, playout: Start
) -> None:
    for code in ("A", "B", "C"):
        station.programme(code, tone(500, 2.0))
    at = soon(8)
    for number, code in enumerate(("A", "B")):
        starts = at + timedelta(seconds=4 * number)
        station.slot(f"s{number}", starts.time(), [code], rrule="", valid_from=at.date())
    station.slot("broken", at.time(), ["C"])
    connection = station.db.conn
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute(
        "UPDATE slots SET value = replace(value, 'starts', 'sta') WHERE id = 'broken'"
    )
    connection.execute("UPDATE versions SET priority = 'x' WHERE title LIKE '%A'")
    running = playout("--output", "null")
    state = running.wait_for(lambda state: bool(state.on_air), 25)
    assert state.on_air[0].code == "B"
    assert [alarm.code for alarm in state.alarms] == ["playout.held_out"]
    said = command("doctor", "--data", str(station.data.root)).stdout
    assert "slot broken, programme A" in said
    assert command(
        "timetable", "remove", "broken", "--by", "Lan", "--data", str(station.data.root)
    ).returncode == 0  # fmt: skip
    running.wait_for(lambda state: state.plan_version > 1)
    assert running.end()[0] == 0
    (alarm,) = [e.fact.data for e in running.log() if e.fact.kind is Kind.ALARM]
    assert alarm["what"] == "slot broken, programme A"
