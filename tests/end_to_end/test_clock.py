"""A clock that was ahead or falls back, over real power cuts: no wrong hour, no days of silence."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from broadcast_desk.logbook.model import Kind
from tests.end_to_end.conftest import RunningPlayout
from tests.fakes.scene import Scene
from tests.fakes.stations import tone

DAY_S, HOUR_S = 86_400.0, 3_600.0


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.close()


def set_offset(scene: Scene, seconds: float) -> None:
    path = scene.faults / "offset"
    path.with_suffix(".new").write_text(str(seconds))
    path.with_suffix(".new").rename(path)


def cut_power(running: RunningPlayout) -> None:
    """Nothing of playout is left, at once."""
    tree = [psutil.Process(running.process.pid)]
    tree += tree[0].children(recursive=True)
    for process in tree:
        process.kill()
    running.process.wait()


def test_a_clock_a_day_ahead_a_power_cut_and_the_right_clock(scene: Scene) -> None:
    scene.station.programme("A", tone(1000, 60.0))
    first = scene.start("--output", "null", inject="clock")
    first.wait_for(lambda state: state.plan_version > 0)
    set_offset(scene, DAY_S)
    time.sleep(2.0)  # the step is logged
    cut_power(first)
    set_offset(scene, 0.0)
    scene.air(1, ["A"])
    second = scene.start("--output", "null", inject="clock")
    state = second.wait_for(lambda state: bool(state.on_air))
    assert not [alarm for alarm in state.alarms if "clock" in alarm.code]


def test_a_clock_that_shows_an_hour_again_is_held_until_somebody_says_that_it_is_right(
    scene: Scene,
) -> None:
    scene.station.programme("A", tone(1000, 60.0))
    root = str(scene.station.data.root)
    first = scene.start("--output", "null", inject="clock")
    first.wait_for(lambda state: True)
    time.sleep(1.0)
    assert first.end()[0] == 0
    set_offset(scene, -2 * HOUR_S)  # before the log began
    second = scene.start("--output", "null", inject="clock")
    state = second.wait_for(lambda state: bool(state.alarms))
    assert [alarm.code for alarm in state.alarms] == ["playout.clock_before_log"]

    def clock(*more: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "broadcast_desk", "clock", *more, "--data", root]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    said = clock()
    assert said.returncode == 1
    assert "--right --by" in said.stdout
    assert clock("--right").returncode == 1, "nobody is named"
    assert clock("--right", "--by", "Bà Lan").returncode == 0
    second.wait_for(lambda state: not state.alarms)
    assert clock().returncode == 0
    assert second.end()[0] == 0
    (confirmed,) = [
        entry.fact for entry in second.log() if entry.fact.data.get("event") == "clock_confirmed"
    ]
    assert confirmed.data["by"] == "Bà Lan"
    doubted = [entry.fact for entry in second.log() if "clock_doubt" in entry.fact.data]
    assert {fact.kind for fact in doubted} == {Kind.PLAYOUT, Kind.ALARM}
