"""A real microphone (a null sink's monitor) over what plays, through the command line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.logbook.model import AiringKind, Kind, Result
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.storage.settings import load_settings, save_settings
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

Start = Callable[..., RunningPlayout]


def strength(samples: np.ndarray, hz: float) -> float:
    """Amplitude of a pitch, of windows so short that two devices' clocks do not matter."""
    windows = samples[: len(samples) // 2400 * 2400].reshape(-1, 2400)
    wave = np.exp(-2j * np.pi * hz * np.arange(2400) / RATE_HZ)
    return float(np.mean(2 * np.abs(np.mean(windows * wave, axis=1))))


def heard_now(ear: Ear, length_s: float = 0.5) -> np.ndarray:
    """The next half second, however late the monitor gives it."""
    first = ear.index_at(time.time())
    count = round(length_s * RATE_HZ)
    while len(ear.heard) < first + count:
        time.sleep(0.05)
    return ear.heard[first : first + count]


@pytest.fixture
def speaker(server: SoundServer, sink: str, tmp_path: Path) -> Iterator[None]:
    """Somebody who hums 1000 Hz into the microphone, softly, all the time."""
    del sink  # it is there first: the default card
    into = server.add_sink("into-mic")
    server._pactl(
        "load-module", "module-remap-source", "master=into-mic.monitor", "source_name=mic"
    )
    wav = tmp_path / "voice.wav"
    soundfile.write(wav, tone(1000, 120.0, 0.02), RATE_HZ)
    voice = subprocess.Popen(["paplay", "-d", "into-mic", str(wav)], env=server.env)
    yield
    voice.kill()
    voice.wait()
    server.remove_sink(into)


@pytest.fixture
def desk(station: MadeStation, server: SoundServer) -> Callable[..., subprocess.CompletedProcess]:
    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "broadcast_desk", *arguments, "--data", str(station.data.root)],
            env=server.env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run


def on_air(station: MadeStation, playout: Start, length_s: float = 60.0) -> RunningPlayout:
    station.programme("A", tone(400, length_s, 0.5))
    at = soon(6)
    station.slot("s1", at.time(), ["A"], rrule="", valid_from=at.date())
    running = playout("--output", "card:air")
    running.wait_for(lambda state: bool(state.on_air), 25)
    return running


def test_an_announcement_ducks_what_plays_and_is_in_the_log(
    station: MadeStation, playout: Start, speaker: None, ear: Ear, desk: Callable
) -> None:
    settings = load_settings(station.db)
    save_settings(
        station.db, replace(settings, extra={"microphone": "mic", "microphone_duck_db": "18"})
    )
    running = on_air(station, playout)
    time.sleep(1.0)
    before = strength(heard_now(ear), 400)
    started = desk("mic", "start", "--by", "Bà Lan", "--zones", "khu-1")
    assert started.returncode == 0, started.stderr
    time.sleep(2.5)
    during = heard_now(ear, 1.0)
    assert 20 * np.log10(before / strength(during, 400)) == pytest.approx(18, abs=1)
    assert strength(during, 1000) > 2 * strength(during, 400)
    state = running.state()
    assert state is not None
    assert {item.kind for item in state.on_air} == {"recorded", "microphone"}
    assert desk("mic", "stop", "--by", "Bà Lan").returncode == 0
    time.sleep(2.0)
    after = heard_now(ear)
    assert strength(after, 400) == pytest.approx(before, rel=0.05)
    assert strength(after, 1000) < 1e-3
    assert desk("mic", "stop", "--by", "Bà Lan").returncode == 0, "stopping twice is stopping once"
    running.end()
    (live,) = [a for a in Logbook(station.db).airings() if a.source == "microphone"]
    assert (live.kind, live.result, live.zones) == (AiringKind.LIVE, Result.COMPLETE, ("khu-1",))
    assert live.title == "Phát thanh trực tiếp"
    began = [e.fact for e in running.log() if e.fact.data.get("source") == "microphone"]
    assert [fact.data["by"] for fact in began] == ["Bà Lan"]


def test_only_an_emergency_passes_the_quiet_hours_and_it_takes_the_air(
    station: MadeStation, playout: Start, speaker: None, ear: Ear, desk: Callable
) -> None:
    running = on_air(station, playout)
    settings = load_settings(station.db)
    span = TimeSpan(time_of_day(0, 0), time_of_day(23, 59, 59))
    assert desk("mic", "start").returncode == 1, "nobody is named"
    emergency = desk("mic", "start", "--by", "Ông Ba", "--emergency", "--minutes", "0.1")
    assert emergency.returncode == 0, emergency.stderr
    time.sleep(2.0)
    during = heard_now(ear)
    assert strength(during, 1000) > 0.02
    assert strength(during, 400) < 1e-3
    running.wait_for(lambda state: {i.kind for i in state.on_air} == {"recorded"}, 15)
    time.sleep(1.5)
    assert strength(heard_now(ear), 400) > 0.1, "what it interrupted goes on"
    save_settings(station.db, replace(settings, quiet_hours=(span,)))
    running.wait_for(lambda state: not state.on_air, 15)
    refused = desk("mic", "start", "--by", "Ông Ba")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    running.end()
    kinds = [e.fact.kind for e in running.log()]
    assert Kind.EMERGENCY in kinds
    (live,) = [a for a in Logbook(station.db).airings() if a.source == "microphone"]
    assert (live.priority, live.reason) == ("emergency", "playout.microphone_limit")


def test_a_microphone_that_is_not_there_is_one_line(
    station: MadeStation, playout: Start, sink: str, desk: Callable
) -> None:
    settings = load_settings(station.db)
    save_settings(station.db, replace(settings, extra={"microphone": "no-such-device"}))
    running = playout("--output", f"card:{sink}")
    running.wait_for(lambda _: True)
    refused = desk("mic", "start", "--by", "Bà Lan")
    assert refused.returncode == 1
    assert "micrô" in refused.stderr
    assert refused.stderr.count("\n") == 1
