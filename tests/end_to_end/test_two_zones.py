"""Two zones on two cards sound two programmes at the same time, each with its own delay."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from broadcast_desk.station.settings import Zone
from broadcast_desk.storage.settings import save_settings
from tests.end_to_end.conftest import AWAKE, RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

DELAY_MS = 300


@pytest.fixture
def ears(server: SoundServer) -> Iterator[tuple[Ear, Ear]]:
    modules = [server.add_sink(name) for name in ("cho", "truong")]
    made = tuple(Ear(server, name) for name in ("cho", "truong"))
    yield made
    for ear in made:
        ear.close()
    for module in modules:
        server.remove_sink(module)


def loud(ear: Ear, since: float) -> np.ndarray:
    """Where it sounds, in samples after an instant."""
    first = ear.index_at(since)
    return np.flatnonzero(np.abs(ear.heard[first:]) > 0.02)


def pitch(ear: Ear, since: float) -> int:
    first = ear.index_at(since) + RATE_HZ
    part = ear.heard[first : first + RATE_HZ]
    return int(np.argmax(np.abs(np.fft.rfft(part))))


def test_two_cards_two_programmes_and_a_delay(
    station: MadeStation, playout: Callable[..., RunningPlayout], ears: tuple[Ear, Ear]
) -> None:
    zones = (
        Zone("cho", "Chợ", "card:cho"),
        Zone("truong", "Trường", "card:truong;null", delay_ms=DELAY_MS),
    )
    save_settings(station.db, replace(AWAKE, zones=zones))
    station.programme("A", tone(600, 4.0))
    station.programme("B", tone(900, 4.0))
    at = soon(8)
    for zone, code in (("cho", "A"), ("truong", "B")):
        slot = station.slot(zone, at.time(), [code], rrule="", valid_from=at.date())
        station.timetable.change(replace(slot, zones=(zone,)), by="Trực", confirmed_by="Trực")
    running = playout()
    running.wait_for(lambda state: len(state.on_air) == 2, 30)
    running.wait_for(lambda state: not state.on_air, 20)
    time.sleep(1.5)
    since = at.timestamp() - 0.5
    first, second = (loud(ear, since) for ear in ears)
    assert [pitch(ear, at.timestamp()) for ear in ears] == [600, 900]
    apart_ms = (second[0] - first[0]) * 1000 / RATE_HZ
    assert apart_ms == pytest.approx(DELAY_MS, abs=40)
    assert first[-1] - first[0] + 1 == pytest.approx(4 * RATE_HZ, abs=2)
    assert {report.name for report in running.state().outputs} == {"card:cho", "card:truong"}
