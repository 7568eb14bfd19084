"""Power cuts, reboots, late starts: what the next start makes of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock_time

import pytest

from broadcast_desk.logbook.model import Kind
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.model import MissedRule
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.scene import (
    RATE_HZ,
    Scene,
    alive,
    climb,
    entries,
    family,
    freeze,
    holes_s,
    loud,
    wait_log,
)
from tests.fakes.stations import tone
from tests.faults.conftest import Row

fault = pytest.mark.fault


def cut_and_start(scene: Scene, running: RunningPlayout, ear, row: Row, at) -> RunningPlayout:
    """A power cut, and the next start: the sound is back in time and at its place."""
    scene.kill_all(running)
    time.sleep(0.6)  # what the sound server still held
    began = time.time()
    again = scene.start()
    back = scene.first_sound(ear, began)
    assert row.recovered(back - began) <= 5.0
    assert abs(scene.place_at(ear, back + 0.5) - (back + 0.5 - at.timestamp())) < 0.12
    return again


@fault(
    "F02",
    "power cut in mid-slot",
    form="SIGKILL to supervisor and engine, started again",
    must="audible <= 5 s after the start, right place, logged once as resumed",
)
def test_power_cut(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(60.0))
    at = scene.air(4, ["A"])
    ear = scene.ear()
    running = scene.start()
    wait_log(running, lambda log: any(e.fact.kind is Kind.STARTED for e in log))
    time.sleep(1.0)
    again = cut_and_start(scene, running, ear, row, at)
    log = wait_log(again, lambda log: any(e.fact.kind is Kind.RESUMED for e in log))
    assert [e.fact.kind for e in log].count(Kind.RESUMED) == 1


@fault(
    "F02",
    "power cut at ten random points",
    form="the same ten times in one item",
    must="each time audible <= 5 s, right place",
)
def test_ten_power_cuts(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(200.0))
    at = scene.air(4, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    chance = random.Random(2)
    for _ in range(10):
        time.sleep(chance.uniform(0.2, 2.5))
        running = cut_and_start(scene, running, ear, row, at)
        scene.on_air(running)


@fault(
    "F03",
    "power cut over a whole slot",
    form="started 90 minutes late by its clock",
    must="missed with its reason; join, late and skip each by their rule",
)
def test_late_start(scene: Scene, row: Row) -> None:
    at = soon(0) - timedelta(minutes=90)
    for code, length in (("J", 4.0), ("L", 4.0), ("S", 4.0)):
        scene.station.programme(code, tone(500, length))
    scene.air_at(at, ["J"], "join", missed_rule=MissedRule.JOIN)
    scene.air_at(at + timedelta(minutes=1), ["L"], "late", missed_rule=MissedRule.LATE,
                 late_within_s=7200.0)  # fmt: skip
    scene.air_at(at + timedelta(minutes=2), ["S"], "skip", missed_rule=MissedRule.SKIP)
    first = scene.start(
        "--output", "null", "--clock-start", (at - timedelta(minutes=5)).isoformat()
    )
    first.wait_for(lambda _: True)
    assert first.end()[0] == 0
    began = time.monotonic()
    running = scene.start("--output", "null")
    log = wait_log(running, lambda log: [e.fact.kind for e in log].count(Kind.MISSED) >= 2)
    row.recovered(time.monotonic() - began, "until all is said")
    missed = {e.fact.data["code"]: e.fact.data["reason"] for e in log if e.fact.kind is Kind.MISSED}
    assert set(missed) == {"J", "S"}
    assert all(missed.values())
    log = wait_log(running, lambda log: any(e.fact.kind is Kind.ENDED for e in log))
    assert [e.fact.data["code"] for e in log if e.fact.kind is Kind.STARTED] == ["L"]


@fault(
    "F20",
    "midnight, leap day, new year",
    form="clock set to 23:59:5x of 28 Feb 2028, 29 Feb, "
    "31 Dec; an item over midnight and one right at it",
    must="no gap at midnight, each aired once",
)
@pytest.mark.parametrize("eve", ["2028-02-28", "2028-02-29", "2027-12-31"])
def test_midnight(scene: Scene, row: Row, eve: str) -> None:
    scene.sink()
    midnight = datetime.fromisoformat(f"{eve}T23:59:59").replace(tzinfo=STATION_ZONE)
    midnight += timedelta(seconds=1)
    scene.station.programme("A", tone(1000, 4.0))
    scene.station.programme("B", tone(2000, 2.0))
    scene.air_at(midnight - timedelta(seconds=4), ["A"], "eve")
    scene.air_at(midnight, ["B"], "day")
    ear = scene.ear()
    running = scene.start("--clock-start", (midnight - timedelta(seconds=11)).isoformat())
    log = wait_log(running, lambda log: [e.fact.kind for e in log].count(Kind.ENDED) == 2, 40)
    assert [e.fact.kind for e in log].count(Kind.STARTED) == 2
    ear.wait_for_silence()  # the log is ahead of the ear by what is on its way
    sound = ear.heard[loud(ear.heard)[0] :]
    assert not holes_s(sound)
    assert loud(sound)[-1] + 1 == pytest.approx(6 * RATE_HZ, abs=2)
    row.recovered(0.0, "gap 0 samples")


@fault(
    "F21",
    "sleep, hibernate",
    form="SIGSTOP of the whole tree for 12 s, then CONT "
    "(Windows' sleep itself cannot be tried on Debian)",
    must="in step <= 2 s after waking, no backlog",
)
def test_sleep(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(60.0))
    scene.station.programme("B", tone(3000, 2.0))
    at = scene.air(4, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    time.sleep(1.0)
    freeze(family(running), 12.0)
    woke = time.time()
    back = scene.first_sound(ear, woke)
    assert row.recovered(back - woke) <= 2.0
    for after in (2.0, 4.0):
        assert abs(scene.place_at(ear, woke + after) - (woke + after - at.timestamp())) < 0.12


@fault(
    "F22",
    "reboot without a login",
    form="everything killed; started by the service's own "
    "command with a bare environment, no session (Windows Update itself cannot be tried)",
    must="on air <= 60 s after the start",
)
def test_reboot(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(60.0))
    scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    scene.kill_all(running)
    ear = scene.ear()
    bare = {"PATH": "/usr/bin:/bin", "PULSE_SERVER": scene.server.env["PULSE_SERVER"],
            "HOME": scene.server.env["HOME"]}  # fmt: skip
    began = time.time()
    command = [sys.executable, "-m", "broadcast_desk", "playout", "--data",
               str(scene.station.data.root), "--output", "card:air"]  # fmt: skip
    booted = subprocess.Popen(
        command, env=bare, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        assert row.recovered(scene.first_sound(ear, began + 0.5, 60.0) - began) <= 60.0
    finally:
        booted.terminate()
        booted.wait(30)


@fault(
    "F25",
    "child crash, restart loop",
    form="kill -9 of the engine once, then 6 in a row",
    must="back each time, with pauses that grow; the next slot is aired",
)
def test_engine_crashes(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 1.0))
    running = scene.start()
    dead: set[int] = set()
    for _ in range(6):
        pid = running.wait_for(lambda s: s.pid not in dead, 30).pid
        dead.add(pid)
        os.kill(pid, signal.SIGKILL)
        while alive(pid):
            time.sleep(0.01)
    died = time.time()
    running.wait_for(lambda s: s.pid not in dead, 30)
    row.recovered(time.time() - died, "after the sixth")
    at = scene.air(3, ["A"])
    ear = scene.ear()
    assert abs(scene.first_sound(ear, at.timestamp() - 0.5) - at.timestamp()) < 0.05


@fault(
    "F25",
    "child crash, 20 in a row",
    form="kill -9 of the engine as soon as it answers, 20x",
    must="never given up; pauses at most 20 s",
)
def test_twenty_crashes(scene: Scene, row: Row) -> None:
    running = scene.start("--output", "null")
    dead: set[int] = set()
    longest = 0.0
    for _ in range(20):
        began = time.monotonic()
        pid = running.wait_for(lambda s: s.pid not in dead, 45).pid
        if dead:
            longest = max(longest, time.monotonic() - began)
        dead.add(pid)
        os.kill(pid, signal.SIGKILL)
        while alive(pid):
            time.sleep(0.01)
    running.wait_for(lambda s: s.pid not in dead, 45)
    row.recovered(longest, "longest pause")
    assert longest < 26


@fault(
    "F35",
    "dead air waiting for a human",
    form="no terminal, an unapproved item, an Icecast "
    "mount without its password, an unreadable microphone",
    must="the rest is aired on time; nothing asks",
)
def test_nobody_there(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("N", tone(3000, 2.0), approved=False)
    scene.station.programme("A", tone(1000, 1.0))
    at = scene.air(6, ["N"], "n")
    scene.air_at(at + timedelta(seconds=3), ["A"], "a")
    ear = scene.ear()
    scene.start("--output", "card:air", "--output", "icecast://source@127.0.0.1:9/loa")
    sound = scene.heard(ear, at.timestamp() - 0.1, at.timestamp() + 5)
    assert not len(loud(sound[: 3 * RATE_HZ])), "something unapproved sounds"
    found = loud(sound)
    late = found[0] / RATE_HZ - 3.1
    row.recovered(max(0.0, late))
    assert abs(late) < 0.05
    assert found[-1] - found[0] + 1 == RATE_HZ


@fault(
    "X5",
    "village curfew: quiet hours after a late catch-up",
    form="slot of 21:50, playable an hour late, an item of 5 minutes; started at 22:05, and 12 s "
    "before 22:00",
    must="no sample between 22:00 and 5:00",
)
@pytest.mark.parametrize("starts", ["22:05:00", "21:59:48"])
def test_curfew(scene: Scene, row: Row, starts: str) -> None:
    settings = load_settings(scene.station.db)
    night = (TimeSpan(clock_time(22), clock_time(5)),)
    save_settings(scene.station.db, replace(settings, quiet_hours=night))
    scene.sink()
    now = datetime.fromisoformat(f"2027-05-04T{starts}").replace(tzinfo=STATION_ZONE)
    curfew = now.replace(hour=22, minute=0, second=0)
    scene.station.programme("A", tone(1000, 300.0))
    scene.air_at(now.replace(hour=21, minute=50, second=0), ["A"], missed_rule=MissedRule.LATE,
                 late_within_s=3600.0)  # fmt: skip
    early = now.replace(hour=21, minute=40)
    before = scene.start("--output", "null", "--clock-start", early.isoformat())
    before.wait_for(lambda _: True)
    assert before.end()[0] == 0
    ear = scene.ear()
    ear.wait()
    began = time.time()
    running = scene.start("--clock-start", now.isoformat())
    sound = scene.heard(ear, began, began + 18.0)
    offset = time.time() - running.wait_for(lambda _: True).now.timestamp()
    found = loud(sound)
    if starts < "22":
        assert len(found), "it is played late before the quiet hours"
        heard_until = began + found[-1] / RATE_HZ - offset
        assert heard_until <= curfew.timestamp() + 0.3  # as exact as two answers are
        row.recovered(max(0.0, heard_until - curfew.timestamp()), "over 22:00, by the ear")
        assert entries(running, Kind.ENDED)
    else:
        assert not len(found)
        kept = entries(running, Kind.MISSED, Kind.REFUSED)
        assert [e.fact.data["code"] for e in kept] == ["A"]
