"""The database is destroyed under a running playout, and then its engine is killed too."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.storage.backup import keep_backups
from tests.fakes.programs import running
from tests.fakes.stations import MadeStation, tone

LIMIT_S = 90.0


def state_of(client: ControlClient, but_pid: int = 0) -> PlayoutState:
    """The state of an engine, once there is one that is not `but_pid`."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(PlayoutError):
            state = client.state()
            if state.pid != but_pid:
                return state
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.skipif(sys.platform == "win32", reason="ends programs by signals")
def test_the_newest_backup_takes_its_place(tmp_path: Path) -> None:
    station = MadeStation(tmp_path / "data")
    station.programme("A", tone(500, 1.0))
    keep_backups(station.data, SystemClock().now())
    command = [sys.executable, "-m", "broadcast_desk", "playout", "--output", "null"]
    with running([*command, "--data", str(station.data.root)]) as playout:
        client = ControlClient(station.data)
        first = state_of(client)
        station.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        station.db.conn.close()
        (engine,) = psutil.Process(playout.pid).children()
        database = station.data.database
        database.write_bytes(b"\xa5" * database.stat().st_size)
        assert client.state().pid == first.pid, "the engine goes on without its database"
        engine.send_signal(signal.SIGKILL)
        after = state_of(client, first.pid)
        playout.send_signal(signal.SIGTERM)
        assert playout.wait(40) == 0
    assert "playout.restored" in {alarm.code for alarm in after.alarms}
    restored = MadeStation(station.data.root)
    assert [airable.code for airable in restored.library.airables()] == ["A"]
    restored.db.conn.close()
