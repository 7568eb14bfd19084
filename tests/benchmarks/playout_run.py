"""The real playout for a benchmark, and waiting for what it does."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import numpy as np

from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import StationSettings
from tests.benchmarks.playout_peers import LOUD
from tests.fakes.sound_server import Ear, SoundServer
from tests.fakes.stations import MadeStation

AWAKE = StationSettings(quiet_hours=(), max_session_minutes=0)


@contextlib.contextmanager
def running(station: MadeStation, server: SoundServer, output: str) -> Iterator[ControlClient]:
    """The real playout for a `with` block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(station.data.root),
         "--output", output],
        env=server.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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


def soon(seconds: float) -> datetime:
    """A whole second so far ahead."""
    return (datetime.now(STATION_ZONE) + timedelta(seconds=seconds + 1)).replace(microsecond=0)


def first_loud(ear: Ear, since: float, limit_s: float = 20.0) -> float:
    """Seconds since the epoch of the first sound after an instant, NaN when there is none."""
    deadline = time.monotonic() + limit_s
    ear.wait()
    while time.monotonic() < deadline:
        begin = max(0, ear.index_at(since))
        found = np.flatnonzero(np.abs(ear.heard[begin:]) > LOUD)
        if len(found):
            return ear.time_of(begin + int(found[0]))
        time.sleep(0.05)
    return float("nan")
