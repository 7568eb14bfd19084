"""Outputs change while playout runs: what sounds is not touched, then the new ones are used."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from broadcast_desk.logbook.model import Kind
from broadcast_desk.storage.settings import load_settings, save_settings
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.scene import RATE_HZ, holes_s, loud
from tests.fakes.sound_server import Ear
from tests.fakes.stations import tone

pytestmark = pytest.mark.sound


def choose(station, output: str) -> None:
    settings = load_settings(station.db)
    zones = tuple(replace(zone, output=output) for zone in settings.zones)
    save_settings(station.db, replace(settings, zones=zones))


def test_a_changed_output_waits_for_quiet_and_is_used_by_itself(station, server, sink, playout):
    del sink
    server.add_sink("second")
    choose(station, "card:air")
    station.programme("A", tone(1000, 10.0))
    station.programme("B", tone(2000, 1.0))
    at = soon(5)
    station.slot("a", at.time(), ["A"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    running: RunningPlayout = playout()
    running.wait_for(lambda s: bool(s.on_air), 30)
    engine = running.wait_for(lambda _: True).pid
    choose(station, "card:second")
    running.wait_for(lambda s: "playout.outputs_changed" in [a.code for a in s.alarms], 10)
    state = running.wait_for(lambda s: s.pid != engine, 40)
    assert not state.on_air
    ear.wait_for_silence()
    heard = ear.heard[loud(ear.heard)[0] :]
    assert loud(heard)[-1] + 1 == 10 * RATE_HZ, "what was on air was heard whole"
    assert not holes_s(heard)
    running.wait_for(lambda s: [o.name for o in s.outputs] == ["card:second"] and not s.alarms)
    second = Ear(server, "second")
    later = soon(4)
    station.slot("b", later.time(), ["B"], rrule="", valid_from=later.date())
    time.sleep(max(0.0, later.timestamp() + 1.6 - time.time()))
    for one in (ear, second):
        one.close()
    assert np.count_nonzero(np.abs(second.heard) > 0.02) > 0.9 * RATE_HZ
    reasons = [e.fact.data.get("reason") for e in running.log() if e.fact.kind is Kind.PLAYOUT]
    assert "playout.outputs_renewed" in reasons
