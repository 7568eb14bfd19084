"""Real processes, a sound server of their own, and an ear on the sink's monitor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadcast_desk.logbook.model import Entry
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from tests.fakes.sound_server import Ear, SoundServer, sound_server
from tests.fakes.stations import MadeStation

AWAKE = StationSettings(quiet_hours=(), max_session_minutes=0)


class RunningPlayout:
    """The real `broadcast-desk playout` as a child process."""

    def __init__(self, station: MadeStation, *arguments: str, env: dict[str, str]) -> None:
        self.station = station
        self.client = ControlClient(station.data)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(station.data.root),
             *arguments],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def state(self) -> PlayoutState | None:
        """What it says, None while it does not answer."""
        try:
            return self.client.state()
        except PlayoutError:
            return None

    def wait_for(
        self, holds: Callable[[PlayoutState], bool], limit_s: float = 20.0
    ) -> PlayoutState:
        """The first state of which `holds` is true."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            state = self.state()
            if state is not None and holds(state):
                return state
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.02)
        raise AssertionError(f"not reached: {self.state()}")

    def kill_engine(self) -> None:
        """SIGKILL to the engine, not to its supervisor."""
        state = self.wait_for(lambda _: True)
        os.kill(state.pid, signal.SIGKILL)

    def end(self) -> tuple[int, str]:
        """Ask it to end: exit status and what it said on standard error."""
        self.process.terminate()
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said

    def log(self) -> list[Entry]:
        """The logbook's entries so far."""
        db = open_database(self.station.data.database, readonly=True)
        try:
            return list(Logbook(db).entries())
        finally:
            db.conn.close()


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with sound_server() as made:
        yield made


@pytest.fixture
def sink(server: SoundServer) -> Iterator[str]:
    module = server.add_sink("air")
    yield "air"
    server.remove_sink(module)


@pytest.fixture
def ear(server: SoundServer, sink: str) -> Iterator[Ear]:
    made = Ear(server, sink)
    yield made
    made.close()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[MadeStation]:
    made = MadeStation(tmp_path / "data", AWAKE)
    yield made
    made.db.conn.close()


@pytest.fixture
def playout(station: MadeStation, server: SoundServer) -> Iterator[Callable[..., RunningPlayout]]:
    running: list[RunningPlayout] = []

    def start(*arguments: str) -> RunningPlayout:
        made = RunningPlayout(station, *arguments, env=server.env)
        running.append(made)
        return made

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.terminate()
        one.process.communicate(timeout=30)


def soon(seconds: float) -> datetime:
    """A whole local second, at least so many seconds ahead."""
    ahead = datetime.now(STATION_ZONE) + timedelta(seconds=seconds + 1)
    return ahead.replace(microsecond=0)
