"""An emergency for one zone is heard there, and nowhere else."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest

from broadcast_desk.logbook.model import Kind
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import Zone
from tests.end_to_end.conftest import AWAKE, RunningPlayout
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

ZONES = (
    Zone("khu-1", "Thôn Đông", output="card:east"),
    Zone("khu-2", "Thôn Tây", output="card:west"),
)


def level(ear: Ear) -> float:
    """How loud it was in the loudest tenth of a second of the last two seconds."""
    part = ear.heard[-2 * RATE_HZ :]
    part = part[: len(part) // 4800 * 4800].reshape(-1, 4800)
    return float(np.sqrt((part**2).mean(axis=1)).max())


def test_an_emergency_sounds_in_the_chosen_zone_only(tmp_path: Path, server: SoundServer) -> None:
    made = MadeStation(tmp_path / "zones", dataclasses.replace(AWAKE, zones=ZONES))
    made.programme("KC", tone(1000, 4.0))
    modules = [server.add_sink(name) for name in ("east", "west")]
    ears = [Ear(server, name) for name in ("east", "west")]
    running = RunningPlayout(made, env=server.env)
    try:
        running.wait_for(lambda state: [o.health for o in state.outputs] == ["good", "good"], 30)
        armed = running.client.arm_emergency("KC", by="Trưởng đài", times=2)
        with pytest.raises(PlayoutError) as refused:
            running.client.confirm_emergency(armed.token, "Trưởng đài", ("khu-9",))
        assert refused.value.code == "playout.unknown_zone"
        running.client.confirm_emergency(armed.token, "Trưởng đài", ("khu-2",))
        state = running.wait_for(lambda state: bool(state.on_air))
        assert [item.zones for item in state.on_air] == [("khu-2",)]
        time.sleep(2.5)
        assert level(ears[1]) > 0.05
        assert level(ears[0]) < 0.001
        assert [e.fact.kind for e in running.log()].count(Kind.STARTED) == 1
    finally:
        running.end()
        for ear, module in zip(ears, modules, strict=True):
            ear.close()
            server.remove_sink(module)
        made.db.conn.close()
