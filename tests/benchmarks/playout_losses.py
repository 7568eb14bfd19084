"""Losses: the card, the server, the process, the desk; and an emergency. Ours and the peers'."""

from __future__ import annotations

import math
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import soundfile

from broadcast_desk.playout.control import ControlClient
from tests.benchmarks.playout_peers import LOUD, installed, running_peer
from tests.benchmarks.playout_run import AWAKE, first_loud, running, soon, wait_for
from tests.benchmarks.playout_table import OURS, Table
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

LOAD_S = 20.0
PATIENCE_S = 12.0
"""A peer that does not sound so long after its sink is back is called silent."""


def share(process: psutil.Process) -> str:
    """Processor and memory of a process over `LOAD_S`."""
    before, began = sum(process.cpu_times()[:2]), time.monotonic()
    time.sleep(LOAD_S)
    used = 100 * (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - began)
    return f"{used:.2f} %, {process.memory_info().rss / 1e6:.0f} MB"


def measure_load(table: Table, folder: Path, server: SoundServer) -> None:
    """Processor and memory while playing one zone; then a desk that is opened and killed."""
    station = MadeStation(folder / "load", AWAKE)
    station.programme("A", tone(500, 45.0))
    at = soon(5)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    found = {}
    with running(station, server, "default") as client:
        wait_for(client, lambda state: bool(state.on_air))
        engine = psutil.Process(client.state().pid)
        supervisor = engine.parent()
        time.sleep(6)
        found[OURS] = share(engine)
        beside = supervisor.memory_info().rss / 1e6 if supervisor else 0.0
        opened = kill_a_desk(station, server)
        time.sleep(max(0.0, at.timestamp() + 46.5 - time.time()))
    ear.close()
    sounding = np.flatnonzero(np.abs(ear.heard) > LOUD)
    holes = np.diff(sounding) - 1
    lost = 45 * RATE_HZ - int(sounding[-1] - sounding[0] + 1) + int(holes[holes > 96].sum())
    long = folder / "long.wav"
    soundfile.write(long, tone(500, 60.0), RATE_HZ, subtype="PCM_16")
    ear = Ear(server, "air")
    for column in installed():
        with running_peer(column, folder / f"load-{column}", server) as peer:
            peer.play(time.time() + 1, [long])
            time.sleep(6)
            found[column] = share(psutil.Process(peer.process.pid))
    ear.close()
    table.take("playing one zone", "1.4 % of a core, 120 MB", found)
    table.take("  and the supervisor", "", {OURS: f"{beside:.0f} MB"})
    said = f"{lost} samples lost{'' if opened else ' (the desk did not open)'}"
    table.take("desk killed while on air", "0 samples lost", {OURS: said})


def kill_a_desk(station: MadeStation, server: SoundServer) -> bool:
    """Open a desk, kill it; whether it had opened."""
    desk = subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", "--data", str(station.data.root)],
        env=server.env | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(8)
    opened = desk.poll() is None
    desk.kill()
    desk.wait()
    return opened


def measure_emergency(table: Table, folder: Path, server: SoundServer, count: int) -> None:
    """Orders of an emergency over an item, and SIGKILLs of the engine, to the sound."""
    station = MadeStation(folder / "emergency", AWAKE)
    station.programme("A", tone(500, 600.0, level=0.3))
    station.programme("KC", tone(3000, 1.0, level=0.9))
    at = soon(6)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    with running(station, server, "card:air") as client:
        wait_for(client, lambda state: bool(state.on_air))
        time.sleep(2)
        times = [emergency(client, ear) for _ in range(count)]
        table.take(
            f"emergency to sound (n {count})", "median 0.3 s, worst 1 s", {OURS: spoken(times)}
        )
    times = [kill_one(folder / f"kill-{number}", server, ear) for number in range(count)]
    table.take(f"SIGKILL to sound (n {count})", "median 3 s, worst 5 s", {OURS: spoken(times)})
    ear.close()


def kill_one(folder: Path, server: SoundServer, ear: Ear) -> float:
    """Seconds from SIGKILL to the sound in a program of its own.

    The pauses that grow when an engine dies again and again are another figure (F25).
    """
    station = MadeStation(folder, AWAKE)
    station.programme("A", tone(500, 60.0, level=0.3))
    at = soon(6)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    with running(station, server, "card:air") as client:
        wait_for(client, lambda state: bool(state.on_air))
        time.sleep(2)
        return kill(client, ear)


def emergency(client: ControlClient, ear: Ear) -> float:
    """Seconds from the order to the sound."""
    armed = client.arm_emergency("KC", by="Trưởng đài")
    time.sleep(0.037)
    ordered = time.time()
    client.confirm_emergency(armed.token, by="Trưởng đài")
    time.sleep(2.5)
    part = ear.heard[ear.index_at(ordered) :]
    mixed = part * np.exp(-2j * np.pi * 3000 / RATE_HZ * np.arange(len(part)))
    strength = np.abs(np.convolve(mixed, np.ones(96) / 96, "same"))
    wait_for(client, lambda state: not state.emergency and bool(state.on_air))
    time.sleep(0.5)
    return float(np.flatnonzero(strength > 0.15)[0]) / RATE_HZ


def kill(client: ControlClient, ear: Ear) -> float:
    """Seconds from SIGKILL to the sound, what the server still held left out."""
    killed = time.time()
    os.kill(client.state().pid, signal.SIGKILL)
    back = first_loud(ear, killed + 0.5)
    wait_for(client, lambda state: bool(state.on_air) and state.outputs[0].health == "good")
    time.sleep(1)
    return back - killed


def measure_losses(table: Table, folder: Path, server: SoundServer, module: str) -> str:
    """The card gone and back, a second card beside it, the server killed; the new sink's module."""
    station = MadeStation(folder / "losses", AWAKE)
    station.programme("A", tone(500, 300.0, level=0.3))
    at = soon(6)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    server.load("module-rescue-streams")
    server.add_sink("other")
    found: dict[str, tuple[list[float], int, list[float]]] = {}
    with running(station, server, "card:air") as client:
        wait_for(client, lambda state: bool(state.on_air))
        time.sleep(2)
        found[OURS], module = lose(server, module, times=2)
    long = folder / "long.wav"
    soundfile.write(long, tone(500, 300.0, level=0.3), RATE_HZ, subtype="PCM_16")
    for column in installed():
        with running_peer(column, folder / f"loss-{column}", server) as peer:
            peer.play(time.time() + 1, [long])
            time.sleep(3)
            found[column], module = lose(server, module, times=1)
    rows = (
        ("sink gone 3 s and back", "2 s, at its place", lambda f: heard_again(f[0])),
        ("second card present", "0 samples on it", lambda f: f"{f[1]} samples"),
        ("sound server killed and back", "2 s", lambda f: heard_again(f[2])),
    )
    for what, must, told in rows:
        table.take(what, must, {whose: told(facts) for whose, facts in found.items()})
    return module


def lose(
    server: SoundServer, module: str, times: int
) -> tuple[tuple[list[float], int, list[float]], str]:
    """Take the sink and the server away; seconds to the sound, and samples on the other card."""
    other = Ear(server, "other")
    card = []
    for _ in range(times):
        server.remove_sink(module)
        time.sleep(3)
        module = server.add_sink("air", prompt=True)
        card.append(until_heard(server))
    other.close()
    strayed = int(np.count_nonzero(other.heard))
    whole = []
    for _ in range(times):
        server.kill()
        time.sleep(3)
        server.start()
        server.add_sink("other")
        module = server.add_sink("air", prompt=True)
        whole.append(until_heard(server))
    return (card, strayed, whole), module


def until_heard(server: SoundServer) -> float:
    """Seconds from now to the first sound on the sink that was just made."""
    back, ear = time.time(), Ear(server, "air")
    heard = first_loud(ear, back - 0.2, PATIENCE_S) - back
    ear.close()
    time.sleep(1)
    return heard


def heard_again(times: list[float]) -> str:
    """Seconds to the sound, or that there was none."""
    if any(math.isnan(time_s) for time_s in times):
        return f"silent for {PATIENCE_S:.0f} s"
    return spoken(times) if len(times) > 1 else f"{times[0]:.2f} s"


def spoken(times: list[float]) -> str:
    """Median and worst of some times."""
    return f"{statistics.median(times):.2f} s, worst {max(times):.2f} s"
