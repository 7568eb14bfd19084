"""Lost orders, dead threads, a killed desk, a second owner, bad messages, edits while on air."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import soundfile

from broadcast_desk.logbook.model import Kind
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.supervisor import LEAN
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.model import FixedItem, RelayItem
from tests.fakes.scene import (
    RATE_HZ,
    Scene,
    climb,
    entries,
    holes_s,
    loud,
    place_of,
    sleep_until,
    wait_log,
)
from tests.fakes.stations import tone
from tests.fakes.streams import http_stream
from tests.faults.conftest import Row

fault = pytest.mark.fault


@pytest.mark.quick
@fault(
    "F01",
    "scheduled item silently not played",
    form="the engine's order to the bus is dropped",
    must="plays within 2 s of T, logged as joined late",
)
def test_dropped_order(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(6.0))
    at = scene.air(5, ["A"])
    (scene.faults / "drop").touch()
    ear = scene.ear()
    running = scene.start(inject="drop")
    late = scene.first_sound(ear, at.timestamp() - 1.0) - at.timestamp()
    assert not (scene.faults / "drop").exists(), "the fault was never there"
    assert row.recovered(late) <= 2.0
    after = at.timestamp() + 3.0
    assert abs(scene.place_at(ear, after) - 3.0) < 0.12
    began = wait_log(running, lambda log: any(e.fact.kind is Kind.STARTED for e in log))
    offsets = [e.fact.data["offset_s"] for e in began if e.fact.kind is Kind.STARTED]
    assert offsets[0] == pytest.approx(late, abs=0.2)


@fault(
    "F13",
    "relay never ends",
    form="the engine's thread stands still from 1 s before T_end",
    must="the relay stops at T_end +-0.5 s",
)
def test_endless_relay(scene: Scene, row: Row) -> None:
    scene.sink()
    live = scene.folder / "live.wav"
    soundfile.write(live, tone(1000, 5.0), RATE_HZ)
    with http_stream(live) as stream:
        at = scene.air(6, [RelayItem(stream.url, 4.0, "Tiếp sóng")])
        ear = scene.ear()
        scene.start(inject="block")
        sleep_until(at, 3.0)
        (scene.faults / "block").touch()
        sound = scene.heard(ear, at.timestamp(), at.timestamp() + 7.0)
    assert not (scene.faults / "block").exists()
    over = loud(sound)[-1] / RATE_HZ - 4.0
    row.recovered(abs(over), "from T_end")
    assert abs(over) < 0.5


@pytest.mark.parametrize("thread", ["audio", "engine", "records", "checkpoint", "decode"])
@fault(
    "F24",
    "dead worker thread in a healthy process",
    form="an exception in each thread",
    must="sound again <= 10 s",
)
def test_dead_thread(scene: Scene, row: Row, thread: str) -> None:
    scene.sink()
    scene.station.programme("A", climb(60.0))
    at = scene.air(4, ["A"])
    ear = scene.ear()
    running = scene.start(inject="raise")
    scene.on_air(running)
    engine = running.wait_for(lambda _: True).pid
    (scene.faults / thread).touch()
    struck = time.time()
    running.wait_for(lambda s: s.pid != engine, 15)
    again = scene.first_sound(ear, time.time() + 0.4)
    row.recovered(again - struck, thread)
    assert again - struck <= 10
    assert abs(scene.place_at(ear, again + 1.0) - (again + 1.0 - at.timestamp())) < 0.12


@fault(
    "F26",
    "desk crash kills the air",
    form="a real desk (no screen) opened, then kill -9",
    must="0 samples lost",
)
def test_desk_killed(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 14.0))
    at = scene.air(5, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    said = scene.folder / "desk.log"
    with said.open("wb") as log:
        desk = subprocess.Popen(
            [sys.executable, "-m", "broadcast_desk", "--data", str(scene.station.data.root)],
            env=scene.server.env | {"QT_QPA_PLATFORM": "offscreen"}, stdout=log, stderr=log,
        )  # fmt: skip
    sleep_until(at, 8.0)
    assert desk.poll() is None, said.read_text()
    desk.kill()
    desk.wait()
    sound = scene.heard(ear, at.timestamp() - 0.2, at.timestamp() + 14.5)
    found = loud(sound)
    row.recovered(0.0, f"{14 * RATE_HZ - (found[-1] - found[0] + 1)} samples lost")
    assert found[-1] - found[0] + 1 == 14 * RATE_HZ
    assert not holes_s(sound)


@fault(
    "F27",
    "two instances, two owners",
    form="a second playout on the folder; an engine without its supervisor beside the running one",
    must="exactly one plays",
)
def test_two_owners(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 12.0))
    at = scene.air(5, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    second = scene.start()
    setup = Setup(scene.station.data.root, ("card:air",)).to_json()
    bare = subprocess.run([sys.executable, "-m", "broadcast_desk.playout", setup],
                          env=scene.server.env, capture_output=True, timeout=30,
                          stdin=subprocess.PIPE, check=False)  # fmt: skip
    assert bare.returncode != 0
    second.process.wait(30)
    assert second.process.returncode == 1
    sound = scene.heard(ear, at.timestamp() + 1.0, at.timestamp() + 11.0)
    assert np.max(np.abs(sound)) == pytest.approx(0.32, rel=0.02), "two sound together"
    assert not holes_s(sound)
    row.recovered(0.0, "both refused")


@fault(
    "F28",
    "leak over weeks",
    form="10,000 items through the real engine in virtual time, in a process of its own",
    must="memory slope < 1 MB per 1,000, descriptors flat, every item complete",
)
def test_leak(row: Row) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "soak"], capture_output=True, text=True,
        check=False, env={**os.environ, **LEAN},
    )  # fmt: skip
    told = re.search(r"memory ([+-][\d.]+) MB per 1,000", done.stdout)
    assert told, done.stdout + done.stderr
    row.recovered(0.0, f"{told[1]} MB per 1,000 items")
    assert done.returncode == 0, done.stdout
    assert float(told[1]) < 1.0


@pytest.mark.quick
@fault(
    "F36",
    "emergency message delayed",
    form="ordered in the last 500 ms of an item, at the join of two items, and over a relay",
    must="sounds <= 1 s",
)
def test_emergency(scene: Scene, row: Row) -> None:
    scene.sink()
    for code in ("A", "B"):
        scene.station.programme(code, tone(400, 4.0))
    scene.station.programme("KC", tone(3000, 0.6, level=0.9))
    live = scene.folder / "live.wav"
    soundfile.write(live, tone(600, 5.0), RATE_HZ)
    with http_stream(live) as stream:
        at = scene.air(6, ["A", "B", RelayItem(stream.url, 8.0, "Tiếp sóng")])
        ear = scene.ear()
        running = scene.start()
        scene.on_air(running)
        for place in (3.6, 7.95, 13.0):
            armed = running.client.arm_emergency("KC", by="Trưởng đài")
            sleep_until(at, place)
            ordered = time.time()
            running.client.confirm_emergency(armed.token, by="Trưởng đài")
            sound = scene.heard(ear, ordered, ordered + 1.2)
            mixed = sound * np.exp(-2j * np.pi * 3000 / RATE_HZ * np.arange(len(sound)))
            strength = np.abs(np.convolve(mixed, np.ones(480) / 480, "same"))
            found = np.flatnonzero(strength > 0.1)
            assert len(found), f"nothing within 1.2 s at {place}"
            assert row.recovered(found[0] / RATE_HZ, "order to sound, worst") <= 1.0


@fault(
    "F40",
    "message between processes lost",
    form="half, doubled, reordered and foreign commands "
    "on the control socket; a connection cut in mid-command",
    must="state right <= 2 s, the air untouched",
)
def test_bad_messages(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 10.0))
    at = scene.air(5, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    address = json.loads((scene.station.data.run / "control.json").read_text())["address"]
    stop, go = b'{"do": "stop_all", "by": "X"}\n', b'{"do": "resume", "by": "X"}\n'
    for sent in (stop[:12], b"\xff\x00\n" * 50, b"[1, 2]\n{}\nnull\n", b'{"do": "confirm"}\n',
                 b'{"do": "arm", "by": "X", "times": "x"}\n', b"x" * 200_000):  # fmt: skip
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(address)
            line.sendall(sent)
    state = running.wait_for(lambda _: True)
    assert state.on_air
    assert not state.stopped_by
    sound = scene.heard(ear, at.timestamp() - 0.1, at.timestamp() + 10.3)
    assert loud(sound)[-1] - loud(sound)[0] + 1 == 10 * RATE_HZ
    assert not holes_s(sound)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        line.sendall(go + stop + stop + go + go + stop)
        began = time.monotonic()
        running.wait_for(lambda s: s.stopped_by == "X", 2)
        row.recovered(time.monotonic() - began)
    events = [
        e.fact.kind
        for e in wait_log(running, lambda log: [e.fact.kind for e in log].count(Kind.STOPPED) == 2)
    ]
    assert events.count(Kind.STOPPED) == 2


@fault(
    "F42",
    "timetable edited while it runs",
    form="the running and the next slot edited 50 times",
    must="the engine equals the database <= 2 s, the air goes on",
)
def test_edits(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 40.0))
    scene.station.programme("B", tone(2000, 1.0))
    at = scene.air(5, ["A"], "now")
    later = at + timedelta(seconds=60)
    scene.air_at(later, ["B"], "next")
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    timetable = scene.station.timetable
    slots = {str(slot.id): slot for slot in timetable.slots()}
    for number in range(50):
        moved = replace(slots["next"], starts=(later + timedelta(seconds=number)).time())
        timetable.change(moved, by="Trực đài")
        renamed = replace(slots["now"], name=f"lần {number}")
        timetable.change(renamed, by="Trực đài")
    began = time.monotonic()
    want = later + timedelta(seconds=49)
    running.wait_for(lambda s: s.next_cue is not None and s.next_cue.starts_at == want, 10)
    assert row.recovered(time.monotonic() - began) <= 2.0
    changed = replace(slots["now"], items=(FixedItem("B"),))
    timetable.change(changed, by="Trực đài")
    began = time.monotonic()
    running.wait_for(lambda s: not s.on_air or s.on_air[0].code != "A", 10)
    assert row.recovered(time.monotonic() - began) <= 2.0
    sound = scene.heard(ear, at.timestamp() + 0.5, at.timestamp() + 3.0)
    assert not holes_s(sound)


@fault(
    "F34",
    "short wrong blips on transitions and restarts",
    form="every start, join, end and a restart of the engine in one recording",
    must="no foreign sound",
)
def test_blips(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 2.0))
    scene.station.programme("B", tone(2000, 6.0))
    at = scene.air(5, ["A", "B"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    sleep_until(at, 3.5)
    os.kill(running.wait_for(lambda _: True).pid, signal.SIGKILL)
    sound = scene.heard(ear, at.timestamp() - 3.0, at.timestamp() + 9.0)
    assert not len(loud(sound[: round(2.98 * RATE_HZ)], 1e-4)), "sound before the first item"
    assert not len(loud(sound[round(11.05 * RATE_HZ) :], 1e-4)), "sound after the last item"
    foreign = 0
    for first in range(3 * RATE_HZ, 11 * RATE_HZ, RATE_HZ // 10):
        part = sound[first : first + RATE_HZ // 10]
        if len(loud(part)) < len(part) * 0.9:
            continue
        pitch = place_of(part) * 50 + 400
        foreign += min(abs(pitch - 1000), abs(pitch - 2000)) > 60
    row.recovered(0.0, "0 ms of foreign sound")
    assert not foreign


@fault(
    "X2",
    "amplifier left on after a crash",
    form="switch by command; kill -9 of the engine for "
    "good after the item, then a power cut of the whole",
    must="off after the crash, and off at the next start",
)
def test_amplifier(scene: Scene, row: Row) -> None:
    noted = scene.folder / "amplifier"
    script = scene.folder / "switch.py"
    script.write_text("import sys\nopen(sys.argv[1], 'a').write(sys.argv[2])\n", encoding="utf-8")
    call = f"{sys.executable} {script} {noted}"
    settings = load_settings(scene.station.db)
    extra = {**settings.extra, "power": f"command:{call} 1|{call} 0",
             "power_warm_up_s": "1", "power_cool_down_s": "1"}  # fmt: skip
    save_settings(scene.station.db, replace(settings, extra=extra))
    scene.sink()
    scene.station.programme("A", tone(1000, 3.0))
    at = scene.air(6, ["A"])
    running = scene.start()
    scene.on_air(running)
    assert noted.read_text().endswith("1"), "it was never switched on"
    scene.kill_all(running)
    sleep_until(at, 4.0)
    began = time.monotonic()
    running = scene.start()
    running.wait_for(lambda _: True)
    while not noted.read_text().endswith("0"):
        assert time.monotonic() - began < 20, noted.read_text()
        time.sleep(0.05)
    row.recovered(time.monotonic() - began, "start to off; the relay itself has no dead-man")
    assert entries(running, Kind.PLAYOUT)
