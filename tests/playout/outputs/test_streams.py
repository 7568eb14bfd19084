from __future__ import annotations

import pytest

from broadcast_desk.playout.outputs.air_check import AirCheck
from broadcast_desk.playout.outputs.feeding import FedOutput
from broadcast_desk.playout.outputs.streams import open_stream
from broadcast_desk.playout.ports import Health
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import InputError, PlayoutError
from broadcast_desk.station.paths import DataFolder
from tests.playout.outputs.conftest import Feeder, wait_until


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.mark.parametrize("name", ["air-check", "air-check:opus", "air-check:flac:khu-1"])
def test_air_checks(data, name):
    output = open_stream(name, data, SystemClock())
    assert isinstance(output, AirCheck)
    output.close()


def test_other_kinds_are_left_to_others(data):
    for name in ("null", "default", "card:x", "file:/x.wav"):
        assert open_stream(name, data, SystemClock()) is None


@pytest.mark.parametrize("name", ["icecast://h", "rtp://?"])
def test_wrong_addresses(data, name):
    with pytest.raises(InputError):
        open_stream(name, data, SystemClock())


def test_an_unknown_air_check(data):
    with pytest.raises(PlayoutError):
        open_stream("air-check:wma", data, SystemClock())


def test_a_password_kept_in_a_file_is_read_at_every_connection(data, icecast):
    name = f"icecast://127.0.0.1:{icecast.port}/loa"
    output = open_stream(name, data, SystemClock(), "Đài xã")
    assert isinstance(output, FedOutput)
    assert output.name == name
    with Feeder(output):
        wait_until(lambda: output.report().reason == "playout.icecast_password")
        secret = data.keys / "icecast-127.0.0.1.txt"
        secret.write_text(f"{icecast.password}\n", encoding="utf-8")
        wait_until(lambda: output.report().health is Health.GOOD, 40)
