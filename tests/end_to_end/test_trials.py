"""Trying what was set up: the tone is heard, the relay too, and each refusal says what to do."""

from __future__ import annotations

import dataclasses
import subprocess
from datetime import time

import numpy as np
import pytest
import soundfile

from broadcast_desk.checkup import trying
from broadcast_desk.playout.trial import TONE_HZ, TONE_S
from broadcast_desk.station.errors import AudioError, InputError, PlayoutError
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.storage.settings import save_settings
from tests.end_to_end.conftest import AWAKE
from tests.fakes.scene import holes_s, loud, pitch_of
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

BY = "Người thử"
WHOLE_DAY = (TimeSpan(time(0), time(12)), TimeSpan(time(12), time(0)))


@pytest.fixture(autouse=True)
def _on_this_server(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER", "HOME"):
        monkeypatch.setenv(name, server.env[name])


def test_the_tone_is_heard_whole_at_the_level_that_was_set(station: MadeStation, ear: Ear) -> None:
    ear.wait()
    trying.sound_tone(station.data, "card:air", "khu-1", BY, 50)
    ear.wait_for_silence()
    at = loud(ear.heard, 0.01)
    heard = ear.heard[at[0] : at[-1]]
    assert len(heard) / RATE_HZ == pytest.approx(TONE_S, abs=0.1)
    assert pitch_of(heard) == pytest.approx(TONE_HZ, abs=2)
    assert np.max(np.abs(heard)) == pytest.approx(0.05, rel=0.1)  # -20 dBFS at volume 50
    assert holes_s(heard) == []


def test_a_card_that_is_not_there_is_said(station: MadeStation) -> None:
    with pytest.raises(PlayoutError) as refused:
        trying.sound_tone(station.data, "card:gone", "khu-1", BY, 50)
    assert refused.value.code == "playout.card_gone"


def test_no_tone_in_quiet_hours(station: MadeStation, ear: Ear) -> None:
    settings = dataclasses.replace(AWAKE, quiet_hours=WHOLE_DAY)
    save_settings(station.db, settings)
    with pytest.raises(PlayoutError) as refused:
        trying.sound_tone(station.data, "card:air", "khu-1", BY, 50)
    assert refused.value.code == "timetable.quiet"
    assert not len(loud(ear.heard))


def test_nobody_tries_without_a_name(station: MadeStation) -> None:
    with pytest.raises(PlayoutError) as refused:
        trying.sound_tone(station.data, "card:air", "khu-1", " ", 50)
    assert refused.value.code == "playout.no_name"


def test_a_capture_device_is_heard(station: MadeStation, server: SoundServer, sink: str) -> None:
    path = station.data.staging / "heard.wav"
    module = server.control(
        "load-module", "module-remap-source", f"master={sink}.monitor", "source_name=line-in"
    )
    player = station.data.staging / "tone.wav"
    soundfile.write(player, tone(440, 8.0), RATE_HZ)
    with subprocess.Popen(["paplay", "-d", sink, str(player)], env=server.env) as playing:
        heard = trying.listen("line:line-in", path, 1.0)
        playing.terminate()
    server.control("unload-module", module.strip())
    assert heard.length_s == pytest.approx(1.0, abs=0.05)
    assert heard.peak_db == pytest.approx(-6, abs=1)
    assert pitch_of(soundfile.read(path)[0]) == pytest.approx(440, abs=2)


@pytest.mark.parametrize(
    ("url", "code", "kind"),
    [
        ("không phải địa chỉ", "checkup.address", InputError),
        ("http://127.0.0.1:9/khong-co", "checkup.no_source", AudioError),
    ],
)
def test_a_source_that_gives_nothing_says_what_to_do(
    station: MadeStation, url: str, code: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as refused:
        trying.listen(url, station.data.staging / "x.wav", 1.0)
    assert refused.value.code == code  # type: ignore[attr-defined]
