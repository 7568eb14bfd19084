"""Clocks that step, wrong zones, week days; the clock is stepped inside the real engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from datetime import time as day_time

import pytest

from broadcast_desk.logbook.model import Kind
from broadcast_desk.station.clock import STATION_ZONE
from tests.end_to_end.conftest import soon
from tests.fakes.scene import Scene, entries, wait_log
from tests.fakes.stations import tone
from tests.faults.conftest import Row

fault = pytest.mark.fault


def set_offset(scene: Scene, seconds: float) -> None:
    """Step the engine's wall clock."""
    path = scene.faults / "offset"
    path.with_suffix(".new").write_text(str(seconds))
    path.with_suffix(".new").rename(path)


@pytest.mark.parametrize("step_s", [1.0, -1.0, 300.0, -290.0, -7200.0, 86_400.0])
@fault(
    "F17",
    "clock steps (NTP, wrong RTC)",
    form="the engine's clock stepped by +-1 s, +-5 min, "
    "-2 h, +1 day while an item is on air and one is to come, and back after 4 s",
    must="no item twice, none lost without a word, no storm",
)
def test_clock_step(scene: Scene, row: Row, step_s: float) -> None:
    scene.station.programme("A", tone(1000, 3.0))
    scene.station.programme("B", tone(2000, 1.0))
    at = scene.air(5, ["A"], "a")
    scene.air_at(at + timedelta(seconds=14), ["B"], "b")
    running = scene.start("--output", "null", inject="clock")
    scene.on_air(running)
    set_offset(scene, step_s)
    time.sleep(4.0)
    set_offset(scene, 0.0)
    stepped = time.monotonic()
    log = wait_log(
        running,
        lambda log: any(
            e.fact.kind is Kind.ENDED and e.fact.data["result"] == "complete"
            and f"{e.fact.airing_id}".startswith("b") for e in log
        ),
        30,
    )  # fmt: skip
    row.recovered(max(0.0, time.monotonic() - stepped - 14), "after the planned end of B")
    starts = [e.fact.airing_id for e in log if e.fact.kind is Kind.STARTED]
    assert len(starts) == len(set(starts)) == 2
    assert len(log) < 30, "a storm of entries"
    assert any(e.fact.data.get("reason") == "playout.clock_stepped" for e in log) or step_s == 0


@fault(
    "F17",
    "dead RTC after a power cut",
    form="the engine starts in 1970, the clock comes right after 4 s",
    must="held with an alarm until then; then on air <= 2 s",
)
def test_dead_rtc(scene: Scene, row: Row) -> None:
    scene.station.programme("A", tone(1000, 20.0))
    scene.air(1, ["A"])
    set_offset(scene, -time.time() + 1000)
    running = scene.start("--output", "null", inject="clock")
    running.wait_for(lambda s: "playout.clock_before_build" in [a.code for a in s.alarms])
    time.sleep(4.0)
    assert not running.wait_for(lambda _: True).on_air
    set_offset(scene, 0.0)
    right = time.monotonic()
    running.wait_for(lambda s: bool(s.on_air), 5)
    assert row.recovered(time.monotonic() - right) <= 2.0


@fault(
    "F18",
    "wrong time zone",
    form="TZ=America/New_York for the whole program (the system's own zone is not changed)",
    must="by Asia/Ho_Chi_Minh all the same; doctor warns",
)
def test_wrong_zone(scene: Scene, row: Row) -> None:
    scene.station.programme("A", tone(1000, 1.0))
    at = scene.air(6, ["A"])
    running = scene.start("--output", "null", TZ="America/New_York")
    log = wait_log(running, lambda log: any(e.fact.kind is Kind.STARTED for e in log))
    began = next(e.fact.at for e in log if e.fact.kind is Kind.STARTED)
    late = (began - at).total_seconds()
    row.recovered(abs(late), "start error by the log")
    assert abs(late) < 0.1
    told = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "doctor", "--json", "--data",
         str(scene.station.data.root)],
        env=scene.server.env | {"TZ": "America/New_York"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    right = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "doctor", "--json", "--data",
         str(scene.station.data.root)],
        env=scene.server.env | {"TZ": "Asia/Ho_Chi_Minh"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert told.stdout != right.stdout
    assert "EDT" in told.stdout or "EST" in told.stdout or "zone" in told.stdout.lower()


@fault(
    "F19",
    "weekday off by one",
    form="a slot for each weekday, planned by the real command for "
    "two weeks across a new year, in five locales",
    must="each on its own weekday",
)
def test_weekdays(scene: Scene, row: Row) -> None:
    scene.station.programme("A", tone(1000, 1.0))
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    for name in names:
        at = day_time(6, names.index(name))
        scene.station.slot(name, at, ["A"], rrule=f"FREQ=WEEKLY;BYDAY={name}",
                           valid_from=date(2026, 12, 20))  # fmt: skip
    root = str(scene.station.data.root)
    for locale in ("C", "vi_VN.UTF-8", "en_US.UTF-8", "ar_EG.UTF-8", "de_DE.UTF-8"):
        for number in range(0, 14, 3):
            day = date(2026, 12, 25) + timedelta(days=number)
            done = subprocess.run(
                [sys.executable, "-m", "broadcast_desk", "timetable", "plan", "--json", "--data",
                 root, "--date", day.isoformat()],
                env={**os.environ, "LC_ALL": locale, "LANG": locale}, capture_output=True,
                text=True, check=True,
            )  # fmt: skip
            text = json.dumps(json.loads(done.stdout))
            planned = [name for name in names if f'"{name}' in text]
            assert planned == [names[day.weekday()]], (locale, day, planned)
    row.recovered(0.0, "25 plans")


@fault(
    "F23",
    "the whole session shifted by an hour at once",
    form="started with its clock in the middle of a slot of another day",
    must="joined at the wall-clock place",
)
def test_joined_by_the_clock(scene: Scene, row: Row) -> None:
    scene.station.programme("A", tone(1000, 300.0))
    day = soon(0) + timedelta(days=40)
    begins = day.replace(hour=6, minute=30, second=0)
    scene.air_at(begins.astimezone(STATION_ZONE), ["A"])
    running = scene.start("--output", "null", "--clock-start",
                          (begins + timedelta(seconds=120)).isoformat())  # fmt: skip
    state = running.wait_for(lambda s: bool(s.on_air))
    began = entries(running, Kind.STARTED)
    wait_log(running, lambda log: any(e.fact.kind is Kind.STARTED for e in log))
    began = entries(running, Kind.STARTED)[0]
    late = (began.fact.at - begins).total_seconds()
    assert abs(began.fact.data["offset_s"] - late) < 0.05
    row.recovered((state.now - begins).total_seconds() - 120)
