"""From an empty folder to the loudspeaker and the logbook, in one go, by the real widgets.

A display (Xvfb) and a sound server of its own: what the newcomer's bulletin sounds like is heard
on the monitor of the sink that playout, started by the desk, plays to.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from broadcast_desk.playout.control import ControlClient
from broadcast_desk.playout.state import PlayoutState
from broadcast_desk.playout.trial import TONE_HZ
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder
from tests.fakes.scene import pitch_of
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer

pytestmark = pytest.mark.sound

STEPS = [
    "station", "playout", "hours", "tone", "loudspeaker", "reading", "spoken",
    "heard at the desk", "submitted", "approved", "scheduled", "on air", "over", "logbook",
]  # fmt: skip


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """A display of its own; the offscreen platform where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[DataFolder]:
    """A folder that does not exist yet; the playout that grows in it is ended."""
    data = DataFolder(tmp_path / "station")
    yield data
    pid = supervisor_of(data)
    if pid:
        os.kill(pid, 15)


def supervisor_of(data: DataFolder) -> int:
    """The process that keeps the folder's playout alive, 0 when there is none."""
    try:
        state: PlayoutState = ControlClient(data).state()
    except PlayoutError:
        return 0
    told = Path(f"/proc/{state.pid}/stat").read_text(encoding="utf-8")
    return int(told.rpartition(")")[2].split()[1])


def test_a_newcomer_is_on_air_within_a_minute(
    station: DataFolder, display: dict[str, str], server: SoundServer, ear: Ear
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.fakes.newcomer", str(station.root)],
        env={**server.env, **display, "XDG_CONFIG_HOME": str(server.folder / "config")},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    told = {line["step"]: line for line in map(json.loads, run.stdout.splitlines())}
    assert run.returncode == 0, (told, run.stderr[-3000:])
    assert list(told) == STEPS
    assert "hai mươi tám tháng bảy" in told["reading"]["text"]
    assert told["logbook"]["title"] == "Ngày ASEAN"
    assert "Đã phát hai giây" in told["tone"]["said"]
    tried = ear.heard[ear.index_at(told["tone"]["since"]) : ear.index_at(told["tone"]["at"])]
    assert pitch_of(tried) == pytest.approx(TONE_HZ, abs=3)
    heard = ear.heard[ear.index_at(told["on air"]["at"]) : ear.index_at(told["over"]["at"])]
    level = np.sqrt(np.mean(heard[: len(heard) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ) ** 2, 1))
    assert np.median(level) > 0.02, "the loudspeaker was silent"
