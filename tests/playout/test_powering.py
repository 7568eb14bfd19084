from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from broadcast_desk.playout.outputs.shaping import pilot_due
from broadcast_desk.playout.powering import StationPower, WatchedGroup
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import StationSettings, Zone
from tests.fakes.airtime import Airtime, cue_of
from tests.fakes.stations import MadeStation
from tests.logbook.conftest import MORNING
from tests.playout.outputs.conftest import wait_until

ONE, TWO = Zone("khu-1", "Khu 1"), Zone("khu-2", "Khu 2")


@dataclass
class Group:
    zones: tuple[Zone, ...]
    active: bool = False
    next_start: datetime | None = None

    def power_from(self, usual: timedelta) -> datetime | None:
        return self.next_start and self.next_start - usual


class Station:
    """Two zone groups, a clock, alarms, and commands that note what they switch."""

    def __init__(self, folder: Path) -> None:
        self.groups = [Group((ONE,)), Group((TWO,))]
        self.now = MORNING
        self.alarms: dict[str, str] = {}
        self.power: StationPower | None = None
        self._folder = folder

    def command(self, name: str) -> str:
        script = self._folder / "note.py"
        script.write_text(
            "import sys\nwith open(sys.argv[1], 'a') as f: f.write(sys.argv[2])", encoding="utf-8"
        )
        call = f"{sys.executable} {script} {self._folder / name}"
        return f"command:{call} 1|{call} 0"

    def switched(self, name: str) -> str:
        path = self._folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def begin(self, **extra: str) -> StationPower:
        settings = StationSettings(zones=(ONE, TWO), extra=extra)
        self.power = StationPower(
            self.groups,
            extra,
            lambda: self.now,
            self._set_alarm,
            resumed=False,
            pilot_due=lambda zone, now: pilot_due(settings, zone, now),
        )
        return self.power

    def _set_alarm(self, code: str, raised: bool, **params: str) -> None:
        if raised:
            self.alarms[code] = str(params)
        else:
            self.alarms.pop(code, None)


@pytest.fixture
def station(tmp_path) -> Iterator[Station]:
    if os.name == "nt":
        pytest.skip("paths with backslashes in the command")
    station = Station(tmp_path)
    yield station
    if station.power is not None:
        station.power.close()


def test_the_whole_station_is_on_while_any_group_sounds(station):
    power = station.begin(power=station.command("all"), power_warm_up_s="10")
    power.tick()
    wait_until(lambda: station.switched("all") == "0")
    station.groups[1].next_start = MORNING + timedelta(seconds=9)
    power.tick()
    wait_until(lambda: station.switched("all") == "01")
    power.close()
    assert station.switched("all") == "010"


def test_each_zone_has_its_own_switch(station):
    extra = {"power.khu-1": station.command("one"), "power.khu-2": station.command("two")}
    power = station.begin(**extra)
    station.groups[0].active = True
    power.tick()
    wait_until(lambda: station.switched("one") == "1")
    wait_until(lambda: station.switched("two") == "0")
    wait_until(lambda: [report.on for report in power.reports()] == [True, False])


@pytest.fixture
def airtime(tmp_path) -> Iterator[Airtime]:
    made = MadeStation(tmp_path / "data")
    airtime = Airtime(made, MORNING)
    yield airtime
    airtime.close()
    made.db.conn.close()


def test_a_cue_that_needs_longer_wants_power_earlier(airtime):
    version = airtime.station.programme("TIN", np.zeros(5 * 48_000))
    soon, cold = MORNING + timedelta(seconds=300), MORNING + timedelta(seconds=900)
    cues = [cue_of(version, soon), replace(cue_of(version, cold, name="lạnh"), warm_up_s=850.0)]
    airtime.cues = tuple(cues)
    group = WatchedGroup(airtime.group)
    airtime.run(0.1)
    usual = timedelta(seconds=20)
    assert group.power_from(usual) == cold - timedelta(seconds=850)
    airtime.cues = (replace(cues[0], warm_up_s=0.0),)
    airtime.run(0.1)
    assert group.power_from(usual) == soon
    airtime.cues = (cue_of(version, MORNING + timedelta(hours=2)),)
    airtime.run(0.1)
    assert group.power_from(usual) is None, "nothing wants power so early"
    airtime.cues = tuple(cues)
    airtime.group.state.stopped = True
    airtime.run(0.1)
    assert group.power_from(usual) is None


def test_a_switch_that_fails_raises_an_alarm(station):
    power = station.begin(power="command:no-such-program on|no-such-program off")
    power.tick()

    def alarmed() -> bool:
        power.tick()
        return "playout.power_command" in station.alarms

    wait_until(alarmed)


def test_a_switch_written_wrong_is_an_alarm_and_the_rest_works(station):
    power = station.begin(**{"power": "gpio:4", "power.khu-1": station.command("one")})
    assert "playout.power_setting" in station.alarms
    assert len(power.reports()) == 1


def test_no_switch_is_fine(station):
    power = station.begin()
    power.tick()
    assert power.reports() == ()
    assert station.alarms == {}


def test_a_pilot_keeps_the_power_of_its_zone_on_in_its_hours(station):
    extra = {"power.khu-1": station.command("one"), "power.khu-2": station.command("two")}
    hours = f"{local(MORNING):%H:%M}-{local(MORNING + timedelta(hours=2)):%H:%M}"
    power = station.begin(
        **extra, **{"pilot.khu-1": "noise:-60", "pilot_hours": hours, "power_cool_down_s": "0"}
    )
    power.tick()
    wait_until(lambda: station.switched("two") == "0")
    wait_until(lambda: station.switched("one") == "1")
    station.now = MORNING + timedelta(hours=3)
    power.tick()
    wait_until(lambda: station.switched("one") == "10")
