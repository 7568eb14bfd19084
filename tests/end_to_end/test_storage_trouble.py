"""A locked database and a full disk: the air goes on, and the log is complete afterwards."""

from __future__ import annotations

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
