"""A switch behind an MQTT broker (Tasmota, Shelly, Zigbee2MQTT), with a dead man's hand.

The link is kept, and the broker is left a testament: when this computer dies or its cable is cut,
the broker itself says "off" some while later, unless an engine is back by then.
"""

from __future__ import annotations

from pathlib import Path

from broadcast_desk.playout.mqtt import Broker, BrokerFailed, BrokerLink, Testament
from broadcast_desk.playout.power import SwitchFailed
from broadcast_desk.station.errors import InputError

DEAD_MAN_S = 30
"""Longer than an engine takes to come back after a crash, so that its power stays on."""


class MqttSwitch:
    """A topic with one payload for on and one for off.

    Args:
        broker: where, and which topic.
        on_payload, off_payload: what is said there.
        dead_man_s: so long after we are gone the broker says "off".
    """

    def __init__(
        self,
        broker: Broker,
        on_payload: str = "ON",
        off_payload: str = "OFF",
        dead_man_s: int = DEAD_MAN_S,
    ) -> None:
        self._payloads = {True: on_payload, False: off_payload}
        self._broker = broker
        self._link = BrokerLink(broker, Testament(off_payload, dead_man_s))

    @property
    def name(self) -> str:
        """For people."""
        return self._broker.name

    def turn(self, on: bool) -> None:
        """Say it, and wait until the broker has it.

        Raises:
            SwitchFailed: the broker does not answer or refuses.
        """
        try:
            self._link.publish(self._payloads[on])
        except BrokerFailed as failed:
            raise SwitchFailed("playout.power_mqtt", str(failed)) from failed

    def close(self) -> None:
        """Take the testament back and go."""
        self._link.close()


def mqtt_switch(text: str, keys: Path | None) -> MqttSwitch:
    """The switch written as mqtt://user@host:1883/topic|ON|OFF; without payloads ON and OFF.

    Raises:
        InputError: it is none ("playout.mqtt_address", "playout.power_text").
    """
    address, *payloads = (part.strip() for part in text.split("|"))
    if len(payloads) not in (0, 2) or not all(payloads):
        raise InputError("playout.power_text", text=text)
    on_payload, off_payload = payloads or ("ON", "OFF")
    return MqttSwitch(Broker.from_url(address, keys), on_payload, off_payload)
