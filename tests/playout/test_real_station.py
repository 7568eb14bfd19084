"""The real playout program with a power switch and an air check, and what it leaves behind."""

from __future__ import annotations

import signal
import sys

import numpy as np
import psutil
import pytest
import soundfile

from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.outputs.air_check import segments
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import save_settings
from tests.fakes.programs import running
from tests.playout.outputs.conftest import Icecast, decoded, wait_until
from tests.playout.outputs.conftest import icecast as icecast  # the fixture

NOTE = "import sys\nwith open(sys.argv[1], 'a') as f: f.write(sys.argv[2])"


@pytest.mark.skipif(sys.platform == "win32", reason="ends the program by a signal")
def test_power_is_off_before_and_after_and_the_air_check_is_whole(tmp_path):
    data = DataFolder(tmp_path / "data")
    data.create()
    script, note = tmp_path / "note.py", tmp_path / "switched"
    script.write_text(NOTE, encoding="utf-8")
    call = f"{sys.executable} {script} {note}"
    db = open_database(data.database)
    save_settings(db, StationSettings(extra={"power": f"command:{call} 1|{call} 0"}))
    command = [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(data.root)]
    with running([*command, "--output", "air-check:flac"]) as playout:
        wait_until(note.exists, 40)
        wait_until(lambda: any(s.size for s in segments(data.air_check)), 40)
        playout.send_signal(signal.SIGTERM)
        assert playout.wait(40) == 0
    assert note.read_text(encoding="utf-8") == "00"
    (segment,) = segments(data.air_check)
    assert soundfile.info(segment.path).frames > 0
    assert Logbook(db).verify().valid
    assert [entry.fact.data["event"] for entry in Logbook(db).entries()] == ["started", "stopped"]
    db.conn.close()


@pytest.mark.skipif(sys.platform == "win32", reason="ends programs by signals")
def test_listeners_of_a_mount_get_the_bus_again_after_the_engine_was_killed(icecast, tmp_path):
    assert isinstance(icecast, Icecast)
    data = DataFolder(tmp_path / "data")
    data.create()
    secret = data.keys / "icecast-127.0.0.1.txt"
    secret.write_text(icecast.password, encoding="utf-8")
    db = open_database(data.database)
    save_settings(db, StationSettings())
    db.conn.close()
    command = [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(data.root)]
    output = f"icecast://127.0.0.1:{icecast.port}/loa"
    with running([*command, "--output", output]) as playout:
        wait_until(lambda: icecast.has("/loa"), 40)
        (engine,) = psutil.Process(playout.pid).children()
        engine.send_signal(signal.SIGKILL)
        wait_until(lambda: not icecast.has("/loa"), 40)
        wait_until(lambda: icecast.has("/loa"), 60)
        heard = decoded(icecast.listen("/loa", 8_000))
        playout.send_signal(signal.SIGTERM)
        assert playout.wait(40) == 0
    assert len(heard) > 24_000
    assert np.max(np.abs(heard)) < 1e-3, "nothing is due: the bus carries silence"
