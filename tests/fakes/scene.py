"""A whole station for a fault: real playout, a sound server of its own, ears, and faults to inject.

Signals whose place can be heard: `climb` rises by 50 Hz a second, so a tenth of a second of it
tells which second of the item it is.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import psutil

from broadcast_desk.logbook.model import Entry, Kind
from broadcast_desk.station.settings import StationSettings
from tests.end_to_end.conftest import AWAKE, RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation

INJECTED = Path(__file__).parents[1] / "faults" / "injected"
FROM_HZ, RISE_HZ = 400.0, 50.0
LOUD = 0.02


def climb(length_s: float, level: float = 0.5) -> np.ndarray:
    """A tone that rises steadily: its pitch tells the place."""
    at = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    return (level * np.cos(2 * np.pi * (FROM_HZ * at + RISE_HZ / 2 * at**2))).astype(np.float32)


def pitch_of(samples: np.ndarray) -> float:
    """The strongest pitch, 0 for silence."""
    if not len(samples) or np.max(np.abs(samples)) < LOUD:
        return 0.0
    size = 1 << 18
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), size))
    return float(np.argmax(spectrum)) * RATE_HZ / size


def place_of(samples: np.ndarray) -> float:
    """Which second of `climb` the middle of these samples is."""
    return (pitch_of(samples) - FROM_HZ) / RISE_HZ


def loud(samples: np.ndarray, threshold: float = LOUD) -> np.ndarray:
    """The samples above the threshold."""
    return np.flatnonzero(np.abs(samples) > threshold)


def holes_s(samples: np.ndarray, longer_than_s: float = 0.002) -> list[float]:
    """Lengths of the silences between the first and the last sound."""
    gaps = np.diff(loud(samples)) - 1
    return [float(gap) / RATE_HZ for gap in gaps if gap > longer_than_s * RATE_HZ]


class Scene:
    """One station and everything around it; closed by its fixture."""

    def __init__(self, folder: Path, settings: StationSettings = AWAKE) -> None:
        self.folder = folder
        self.station = MadeStation(folder / "data", settings)
        self.server = SoundServer()
        self.faults = folder / "faults"
        self.faults.mkdir()
        self.ears: list[Ear] = []
        self.started: list[RunningPlayout] = []

    def close(self) -> None:
        """End everything that was started."""
        for running in self.started:
            if running.process.poll() is None:
                running.process.terminate()
        for running in self.started:
            running.process.communicate(timeout=40)
        for ear in self.ears:
            ear.close()
        self.server.close()
        self.station.db.conn.close()

    # building

    def sink(self, name: str = "air", *, prompt: bool = False) -> str:
        """Plug a null sink in; a prompt one plays from its first moment, as a real card does."""
        return self.server.add_sink(name, prompt=prompt)

    def ear(self, sink: str = "air") -> Ear:
        """Listen to a sink's monitor."""
        made = Ear(self.server, sink)
        self.ears.append(made)
        return made

    def air(self, seconds: float, items: list, name: str = "s1", **more: object) -> datetime:
        """A slot of these items so many seconds ahead (more on a busy computer); its instant."""
        busy = os.getloadavg()[0] / (os.cpu_count() or 1)
        at = soon(seconds + min(20.0, max(0.0, 1.5 * (busy - 1))))
        self.air_at(at, items, name, **more)
        return at

    def air_at(self, at: datetime, items: list, name: str = "s1", **more: object) -> None:
        """A slot of these items at an instant."""
        self.station.slot(name, at.time(), items, rrule="", valid_from=at.date(), **more)

    def start(self, *arguments: str, inject: str = "", **env: str) -> RunningPlayout:
        """The real playout, by default on the sink `air`; with faults built in when named."""
        outputs = arguments if "--output" in arguments else ("--output", "card:air", *arguments)
        more = {**self.server.env, **env}
        if inject:
            more |= {"PYTHONPATH": str(INJECTED), "BD_FAULT": inject}
            more["BD_FAULTS"] = str(self.faults)
        running = RunningPlayout(self.station, *outputs, env=more)
        self.started.append(running)
        return running

    def on_air(self, running: RunningPlayout, limit_s: float = 30.0) -> None:
        """Wait until something is on air."""
        running.wait_for(lambda state: bool(state.on_air), limit_s)

    def first_sound(self, ear: Ear, since: float, limit_s: float = 20.0) -> float:
        """Seconds since the epoch of the first sound after an instant; waits for it."""
        ear.wait()
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            begin = max(0, ear.index_at(since))
            found = loud(ear.heard[begin:])
            if len(found):
                return ear.time_of(begin + int(found[0]))
            time.sleep(0.05)
        raise AssertionError("nothing sounds")

    def place_at(self, ear: Ear, instant: float, length_s: float = 0.1) -> float:
        """Which second of a `climb` is heard at an instant; waits until it was heard."""
        ear.wait()
        while ear.time_of(len(ear.heard)) < instant + length_s:
            time.sleep(0.05)
        middle = ear.index_at(instant)
        half = round(length_s * RATE_HZ / 2)
        return place_of(ear.heard[max(0, middle - half) : middle + half])

    def heard(self, ear: Ear, since: float, until: float) -> np.ndarray:
        """What was heard between two instants; waits until then."""
        ear.wait()
        while ear.time_of(len(ear.heard)) < until:
            time.sleep(0.05)
        return ear.heard[ear.index_at(since) : ear.index_at(until)]

    # harming

    def kill_all(self, running: RunningPlayout) -> None:
        """The power cut: supervisor and engine die together."""
        for process in family(running):
            process.send_signal(signal.SIGKILL)
        running.process.communicate(timeout=30)

    def engine(self, running: RunningPlayout) -> psutil.Process:
        """The engine's process."""
        return psutil.Process(running.wait_for(lambda _: True).pid)


def family(running: RunningPlayout) -> list[psutil.Process]:
    """A playout and its children, parents first."""
    parent = psutil.Process(running.process.pid)
    return [parent, *parent.children(recursive=True)]


def freeze(processes: list[psutil.Process], seconds: float) -> None:
    """Stop processes for a while, as sleep does."""
    for process in processes:
        process.suspend()
    time.sleep(seconds)
    for process in reversed(processes):
        process.resume()


def entries(running: RunningPlayout, *kinds: Kind) -> list[Entry]:
    """The log's entries of these kinds."""
    return [e for e in running.log() if e.fact.kind in kinds]


def wait_log(
    running: RunningPlayout, holds: Callable[[list[Entry]], object], limit_s: float = 20.0
) -> list[Entry]:
    """The log when something about it holds."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        log = running.log()
        if holds(log):
            return log
        time.sleep(0.1)
    raise AssertionError([(str(e.fact.kind), e.fact.data.get("reason")) for e in running.log()])


def sleep_until(instant: datetime, plus_s: float = 0.0) -> None:
    """Wait for the clock."""
    end = (instant + timedelta(seconds=plus_s)).timestamp()
    while (left := end - time.time()) > 0:
        time.sleep(min(left, 0.5))


def alive(pid: int) -> bool:
    """Whether a process lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
