"""A station in a folder, and its zone group on the air at 05:29:50."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from broadcast_desk.station.clock import STATION_ZONE
from tests.fakes.airtime import Airtime
from tests.fakes.stations import MadeStation

MORNING = datetime(2026, 11, 24, 5, 29, 50, tzinfo=STATION_ZONE)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[MadeStation]:
    made = MadeStation(tmp_path / "data")
    yield made
    made.db.conn.close()


@pytest.fixture
def on_air(station: MadeStation) -> Iterator[Callable[..., Airtime]]:
    made: list[Airtime] = []

    def start(at: datetime = MORNING) -> Airtime:
        made.append(Airtime(station, at))
        return made[-1]

    yield start
    for airtime in made:
        airtime.close()
