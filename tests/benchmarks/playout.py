"""The whole program on a PulseAudio null sink of its own: plan row to sound on the sink's monitor.

Absolute times of such a rig are good to about 10 ms, relative ones to 1 ms (the recorder's time
base is the earliest arrival of a block around the sample). `STARTS` sets how many.
"""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import psutil

from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import StationSettings
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer, sound_server
from tests.fakes.stations import MadeStation, tone

EVERY_S = 2
LOUD = 0.02


@contextlib.contextmanager
def running(station: MadeStation, server: SoundServer, output: str) -> Iterator[ControlClient]:
    """The real playout for a `with` block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(station.data.root),
         "--output", output],
        env=server.env,
    )  # fmt: skip
    try:
        client = ControlClient(station.data)
        wait_for(client, lambda s: bool(s.outputs) and s.outputs[0].health == "good")
        yield client
    finally:
        process.terminate()
        process.wait(30)


def wait_for(
    client: ControlClient, holds: Callable[[PlayoutState], bool], limit_s: float = 60.0
) -> PlayoutState:
    """The first state of which `holds` is true."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        with contextlib.suppress(PlayoutError):
            state = client.state()
            if holds(state):
                return state
        time.sleep(0.02)
    raise TimeoutError


def first_loud(ear: Ear, since: float) -> float:
    """Seconds since the epoch of the first sound after an instant; waits for it."""
    ear.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        begin = max(0, ear.index_at(since))
        found = np.flatnonzero(np.abs(ear.heard[begin:]) > LOUD)
        if len(found):
            return ear.time_of(begin + int(found[0]))
        time.sleep(0.05)
    return float("nan")


def measure_starts(folder: Path, server: SoundServer, count: int) -> None:
    """Start error and gap of pairs of items, and what the engine needs meanwhile."""
    station = MadeStation(folder / "starts", StationSettings(quiet_hours=()))
    station.programme("A", tone(1000, 0.5))
    station.programme("B", tone(2000, 0.5))
    first = (datetime.now(STATION_ZONE) + timedelta(seconds=12)).replace(microsecond=0)
    instants = [first + timedelta(seconds=EVERY_S * number) for number in range(count)]
    for number, at in enumerate(instants):
        station.slot(f"s{number}", at.time(), ["A", "B"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    with running(station, server, "default") as client:
        engine = psutil.Process(client.state().pid)
        engine.cpu_percent()
        while datetime.now(STATION_ZONE) < instants[-1] + timedelta(seconds=2):
            time.sleep(0.5)
        used, rss = engine.cpu_percent(), engine.memory_info().rss
    ear.close()
    heard, errors, lengths = ear.heard, [], []
    for at in instants:
        planned = ear.index_at(at.timestamp())
        part = np.abs(heard[planned - RATE_HZ // 4 : planned + RATE_HZ * 3 // 2])
        sounding = np.flatnonzero(part > LOUD)
        if len(sounding):
            errors.append((sounding[0] - RATE_HZ // 4) * 1000 / RATE_HZ)
            lengths.append(int(sounding[-1] - sounding[0] + 1) - RATE_HZ)
    print(f"starts heard                {len(errors)} of {count}")
    print(f"start error, median         {statistics.median(errors):+.2f} ms   (must: within 15)")
    spread = max(errors) - min(errors)
    low, high = np.percentile(errors, [1, 99])
    print(
        f"start error, worst - best   {spread:.2f} ms   (must: within 5), "
        f"p99 - p1 {high - low:.2f} ms"
    )
    worst = max(lengths, key=abs)
    print(f"samples added or lost       {worst} in two back-to-back items, worst   (must: 0)")
    print(f"engine                      {used:.1f} % of a core, {rss / 1e6:.0f} MB resident")


def measure_faults(folder: Path, server: SoundServer, module: str) -> None:
    """Emergency, SIGKILL and a card that goes and comes back: seconds to sound."""
    station = MadeStation(folder / "faults", StationSettings(quiet_hours=()))
    station.programme("A", tone(500, 240.0, level=0.3))
    station.programme("KC", tone(3000, 1.0, level=0.9))
    at = (datetime.now(STATION_ZONE) + timedelta(seconds=8)).replace(microsecond=0)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    with running(station, server, "card:air") as client:
        wait_for(client, lambda state: bool(state.on_air))
        time.sleep(1)
        print_times("emergency to sound", [emergency(client, ear) for _ in range(5)])
        print_times("SIGKILL to sound", [kill(client, ear) for _ in range(3)])
        ear.close()
        times = []
        for _ in range(2):
            server.remove_sink(module)
            time.sleep(3)
            module = server.add_sink("air")
            back, ear = time.time(), Ear(server, "air")
            times.append(first_loud(ear, back - 0.2) - back)
            ear.close()
            time.sleep(1)
        print_times("card back to sound", times)


def emergency(client: ControlClient, ear: Ear) -> float:
    """Seconds from the order to the sound."""
    armed = client.arm_emergency("KC", by="Trưởng đài")
    ordered = time.time()
    client.confirm_emergency(armed.token, by="Trưởng đài")
    time.sleep(2.5)
    begin = ear.index_at(ordered)
    found = np.flatnonzero(np.abs(ear.heard[begin:]) > 0.4)
    wait_for(client, lambda state: not state.emergency and bool(state.on_air))
    time.sleep(0.5)
    return ear.time_of(begin + int(found[0])) - ordered


def kill(client: ControlClient, ear: Ear) -> float:
    """Seconds from SIGKILL to the sound, what the server still held left out."""
    killed = time.time()
    os.kill(client.state().pid, signal.SIGKILL)
    back = first_loud(ear, killed + 0.4)
    wait_for(client, lambda state: bool(state.on_air) and state.outputs[0].health == "good")
    time.sleep(1)
    return back - killed


def print_times(name: str, times: list[float]) -> None:
    """One line: median and worst."""
    print(
        f"{name:27} median {statistics.median(times):.2f} s, worst {max(times):.2f} s, "
        f"n {len(times)}"
    )


def main() -> None:
    """Print the table."""
    count = int(os.environ.get("STARTS", "30"))
    with sound_server() as server, tempfile.TemporaryDirectory(prefix="bd-bench-") as name:
        module = server.add_sink("air")
        measure_starts(Path(name), server, count)
        measure_faults(Path(name), server, module)


if __name__ == "__main__":
    main()
