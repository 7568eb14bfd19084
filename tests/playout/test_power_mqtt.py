"""A switch behind a real MQTT broker, and what the broker does when we die."""

from __future__ import annotations

import subprocess
import sys

import pytest

from broadcast_desk.playout.mqtt import Broker
from broadcast_desk.playout.power import PowerKeeper, PowerRule, SwitchFailed, switch_from_text
from broadcast_desk.playout.power_mqtt import MqttSwitch
from broadcast_desk.station.errors import InputError
from tests.fakes.broker import MqttBroker
from tests.fakes.broker import broker as broker  # the fixture
from tests.playout.outputs.conftest import free_port, wait_until

TOPIC = "tang-am/cmnd/POWER"

DIES = """
import os, signal, sys
from broadcast_desk.playout.mqtt import Broker
from broadcast_desk.playout.power_mqtt import MqttSwitch
MqttSwitch(Broker.from_url(sys.argv[1]), dead_man_s=int(sys.argv[2])).turn(True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def url_of(broker: MqttBroker) -> str:
    return f"mqtt://127.0.0.1:{broker.port}/{TOPIC}"


def test_a_topic_is_told_on_and_off(broker):
    broker.listen(TOPIC)
    switch = switch_from_text(f"{url_of(broker)}|1|0")
    for on in (True, True, False):
        switch.turn(on)
    wait_until(lambda: len(broker.heard) == 3)
    switch.close()
    assert broker.heard == [(TOPIC, "1"), (TOPIC, "1"), (TOPIC, "0")]


@pytest.mark.skipif(sys.platform == "win32", reason="ends a program by a signal")
def test_the_broker_says_off_when_we_die(broker):
    broker.listen(TOPIC)
    subprocess.run([sys.executable, "-c", DIES, url_of(broker), "1"], check=False)
    wait_until(lambda: broker.heard == [(TOPIC, "ON"), (TOPIC, "OFF")])


@pytest.mark.skipif(sys.platform == "win32", reason="ends a program by a signal")
def test_an_engine_that_comes_back_in_time_keeps_its_power(broker):
    broker.listen(TOPIC)
    subprocess.run([sys.executable, "-c", DIES, url_of(broker), "3"], check=False)
    back = MqttSwitch(Broker.from_url(url_of(broker)))
    back.turn(True)
    with pytest.raises(AssertionError, match="waited"):
        wait_until(lambda: (TOPIC, "OFF") in broker.heard, 5)
    back.close()


def test_a_keeper_turns_off_and_says_good_bye(broker):
    broker.listen(TOPIC)
    keeper = PowerKeeper(switch_from_text(url_of(broker)), PowerRule())
    keeper.close()
    wait_until(lambda: broker.heard == [(TOPIC, "OFF")])


def test_a_broker_that_goes_and_comes_back(broker):
    broker.listen(TOPIC)
    switch = switch_from_text(url_of(broker))
    switch.turn(True)
    broker.stop()
    with pytest.raises(SwitchFailed) as caught:
        switch.turn(False)
    assert caught.value.code == "playout.power_mqtt"
    broker.start()

    def works():
        try:
            switch.turn(False)
        except SwitchFailed:
            return False
        return True

    wait_until(works)
    switch.close()


def test_a_password_is_read_from_its_file_and_a_wrong_one_refused(tmp_path_factory, tmp_path):
    guarded = MqttBroker(tmp_path_factory.mktemp("guarded"), "dai", "mật khẩu")
    guarded.start()
    switch = switch_from_text(f"mqtt://dai@127.0.0.1:{guarded.port}/{TOPIC}", tmp_path)
    with pytest.raises(SwitchFailed):
        switch.turn(True)
    (tmp_path / "mqtt-127.0.0.1.txt").write_text("mật khẩu\n", encoding="utf-8")
    switch.turn(True)
    switch.close()
    guarded.close()


def test_nobody_there():
    with pytest.raises(SwitchFailed):
        switch_from_text(f"mqtt://127.0.0.1:{free_port()}/a").turn(True)


@pytest.mark.parametrize(
    "text", ["mqtt://", "mqtt://host", "mqtt://host/a/#", "mqtt://host:x/a", "mqtt://host/a|ON"]
)
def test_what_is_no_switch(text):
    with pytest.raises(InputError):
        switch_from_text(text)
