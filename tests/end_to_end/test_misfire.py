"""Trung Lộc, 5/12/2025, 03:15: a relay of national radio set to the wrong hour wakes a commune.

The same mistake here, with real processes and a real stream. Night is the time of the test: the
station's quiet hours lie around it, and the relay is moved into them as the technician did.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.timetable.model import RelayItem
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ
from tests.fakes.stations import MadeStation, tone
from tests.fakes.streams import http_stream

Start = Callable[..., RunningPlayout]


class Desk:
    """The operator at the command line of a station."""

    def __init__(self, station: MadeStation) -> None:
        self._data = str(station.data.root)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "broadcast_desk", "timetable", *words, "--data", self._data]
        return subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)

    def ask(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def test_a_relay_set_to_the_wrong_hour_of_the_night_cannot_sound(
    station: MadeStation, playout: Start, tmp_path: Path
) -> None:
    live, wav = tmp_path / "live.wav", tmp_path / "on-air.wav"
    soundfile.write(live, tone(1000, 5.0), RATE_HZ)
    desk, now = Desk(station), datetime.now(STATION_ZONE)
    night = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    morning = (now + timedelta(hours=3)).replace(second=0, microsecond=0)
    with http_stream(live) as stream:
        item = RelayItem(stream.url, 3600.0, "VOV1")
        station.slot("vov", morning.time(), [item], rrule="", valid_from=morning.date())
        before = station.timetable.slot("vov")
        desk.ask("place", "set", "--quiet", night, "--by", "Bà Hoa")
        running = playout("--output", f"file:{wav}")
        running.wait_for(lambda state: bool(state.outputs), 25)
        wrong = soon(8)
        into_the_night = (
            "change", "vov", "--at", f"{wrong:%H:%M:%S}", "--from", f"{wrong:%Y-%m-%d}",
            "--by", "Kỹ thuật viên",
        )  # fmt: skip

        tried = desk.ask(*into_the_night, "--dry-run")
        assert tried["to_confirm"] == ["vov"]
        assert [cue["title"] for day in tried["days"] for cue in day["removed"]] == ["VOV1"]
        assert not any(day["added"] for day in tried["days"]), "nothing would sound at night"

        refused = desk.run(*into_the_night)
        assert refused.returncode == 1
        assert len(refused.stderr.splitlines()) == 1
        assert f"{wrong:%H:%M}" in refused.stderr
        assert "xác nhận lần hai" in refused.stderr
        assert station.timetable.slot("vov") == before

        kept = desk.ask(*into_the_night, "--confirmed-by", "Phó chủ tịch Lê Văn An")
        assert kept["confirmed_by"] == "Phó chủ tịch Lê Văn An"
        planned = desk.ask("plan", "--date", f"{wrong:%Y-%m-%d}")
        assert planned["cues"] == []
        assert "timetable.session_in_quiet" in [one["code"] for one in planned["remarks"]]
        time.sleep(max(0.0, (wrong - local(datetime.now(STATION_ZONE))).total_seconds()) + 2.0)
        assert running.state().on_air == ()

        shorter = ("place", "set", "--quiet", "-", "--by", "Bà Hoa")
        assert desk.run(*shorter).returncode == 1, "louder rules need a name of their own"
        desk.ask(*shorter, "--confirmed-by", "Phó chủ tịch Lê Văn An")
        running.wait_for(lambda state: bool(state.on_air), 15)
        allowed = len(soundfile.read(wav, dtype="float32")[0])
        desk.run("undo", "--by", "Bà Hoa")
        running.wait_for(lambda state: not state.on_air, 15)
        assert running.end()[0] == 0
    heard, _ = soundfile.read(wav, dtype="float32")
    assert np.max(np.abs(heard[: allowed - 3 * RATE_HZ])) == 0.0, "not one sample of the night"
    assert np.max(np.abs(heard)) > 0.01, "when the rules say otherwise, it sounds"
