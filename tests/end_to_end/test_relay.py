"""A live relay of a real HTTP stream: opened ahead, replaced when it dies, returned to."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.logbook.model import Kind
from broadcast_desk.timetable.model import RelayItem
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ
from tests.fakes.stations import MadeStation, tone
from tests.fakes.streams import http_stream

Start = Callable[..., RunningPlayout]


def pitch_at(recording: np.ndarray, place_s: float) -> float:
    """The strongest pitch in the quarter second from a place on, 0 for silence."""
    first = round(place_s * RATE_HZ)
    part = recording[first : first + RATE_HZ // 4]
    if np.max(np.abs(part), initial=0.0) < 0.01:
        return 0.0
    return float(np.argmax(np.abs(np.fft.rfft(part * np.hanning(len(part))))) * 4)


def test_a_relay_that_dies_gives_way_and_is_returned_to(
    station: MadeStation, playout: Start, tmp_path: Path
) -> None:
    live = tmp_path / "live.wav"
    soundfile.write(live, tone(1000, 5.0), RATE_HZ)
    station.programme("DP", tone(400, 60.0))
    at = soon(8)
    wav = tmp_path / "on-air.wav"
    with http_stream(live) as stream:
        item = RelayItem(stream.url, 60.0, "Tiếp sóng", fallback_code="DP")
        station.slot("r", at.time(), [item], rrule="", valid_from=at.date())
        running = playout("--output", f"file:{wav}")
        running.wait_for(lambda state: bool(state.on_air), 25)
        time.sleep(2.0)
        stream.cut.set()
        running.wait_for(lambda state: state.on_air[0].level == "fallback", 10)
        time.sleep(1.0)
        stream.cut.clear()
        running.wait_for(lambda state: state.on_air[0].level == "programme", 15)
        time.sleep(1.5)
        assert running.end()[0] == 0
    kinds = [e.fact.kind for e in running.log() if e.fact.airing_id]
    assert kinds == [Kind.STARTED, Kind.FALLBACK, Kind.RETURNED, Kind.ENDED]
    recording, _ = soundfile.read(wav, dtype="float32")
    places = np.arange(0, len(recording) / RATE_HZ - 0.3, 0.25)
    pitches = [round(pitch_at(recording, place) / 50) * 50 for place in places]
    heard = [pitch for pitch, before in zip(pitches[1:], pitches, strict=False) if pitch == before]
    order = [pitch for i, pitch in enumerate(heard) if pitch and pitch not in heard[:i]]
    assert order[:2] == [1000, 400]
    assert heard[-1] == 1000
