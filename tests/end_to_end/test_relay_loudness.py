"""A relay that comes in far too softly is on air at the station's loudness."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.timetable.model import RelayItem
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.pcm_stream import pcm_stream
from tests.fakes.stations import MadeStation
from tests.playout.sources.conftest import at_lufs, endless, loudness_of, speech


def test_a_soft_relay_is_on_air_at_the_stations_loudness(
    station: MadeStation, playout: Callable[..., RunningPlayout], tmp_path: Path
) -> None:
    soft = at_lufs(np.tile(speech(), 4), -30.0, tmp_path)
    wav = tmp_path / "on-air.wav"
    at = soon(8)
    with pcm_stream(endless(soft)) as stream:
        item = RelayItem(stream.url, 60.0, "Tiếp sóng")
        station.slot("r", at.time(), [item], rrule="", valid_from=at.date())
        running = playout("--output", f"file:{wav}")
        running.wait_for(lambda state: bool(state.on_air), 25)
        time.sleep(12.0)
        assert running.end()[0] == 0
    recording, rate = soundfile.read(wav, dtype="float32")
    sounding = np.flatnonzero(np.abs(recording) > 1e-4)
    on_air = recording[sounding[0] : sounding[-1]]
    assert len(on_air) > 10 * rate
    assert abs(loudness_of(on_air, tmp_path) + 16.0) <= 1.5
