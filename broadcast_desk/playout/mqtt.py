"""Speaking to an MQTT broker: where it is, one message, and a link that is kept.

An address is mqtt://user@host:1883/topic or mqtts://…; the password stands in it, or alone in the
file `keys/mqtt-HOST.txt` of the data folder, which is read at every connection.
"""

from __future__ import annotations

import hashlib
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from broadcast_desk.station.errors import InputError

TIMEOUT_S = 5.0
KEEPALIVE_S = 15


class BrokerFailed(Exception):  # noqa: N818  (what happened; whoever asked tries again)
    """The broker cannot be reached, refuses us, or did not confirm; says how."""


@dataclass(frozen=True, slots=True)
class Broker:
    """A topic at a broker, and how to get there.

    Attributes:
        ca: file with the certificates that are trusted, "" is what the system trusts.
    """

    host: str
    topic: str
    port: int = 1883
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    keys: Path | None = None

    @classmethod
    def from_url(cls, url: str, keys: Path | None = None) -> Broker:
        """The topic written as mqtt://user@host:1883/some/topic.

        Args:
            url: as above; `?ca=FILE` names certificates of a broker of one's own.
            keys: folder with password files.

        Raises:
            InputError: it is not such an address ("playout.mqtt_address").
        """
        parts = urlsplit(url)
        try:
            port = parts.port or (8883 if parts.scheme == "mqtts" else 1883)
        except ValueError as error:
            raise InputError("playout.mqtt_address", url=_plain(url)) from error
        topic = unquote(parts.path.lstrip("/"))
        good = parts.scheme in ("mqtt", "mqtts") and parts.hostname and topic and "#" not in url
        if not good or any(sign in topic for sign in "+#\0"):
            raise InputError("playout.mqtt_address", url=_plain(url))
        return cls(
            parts.hostname or "", topic, port, parts.scheme == "mqtts",
            unquote(parts.username or ""), unquote(parts.password or ""),
            parse_qs(parts.query).get("ca", [""])[-1], keys,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """For people, without the password."""
        return f"{self.host}/{self.topic}"

    def secret(self) -> str:
        """The password, "" when there is none."""
        if self.password or self.keys is None:
            return self.password
        try:
            path = self.keys / f"mqtt-{self.host}.txt"
            return path.read_text(encoding="utf-8-sig").strip()
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class Testament:
    """What the broker says in our name when we are gone without a word.

    Attributes:
        after_s: so long after; a new connection of ours before that takes it back.
    """

    payload: str
    after_s: int = 30


class BrokerLink:
    """A connection that is kept, and found again by itself.

    Args:
        broker: where, and which topic.
        testament: what is said there when we are gone (MQTT 5; older brokers do without).
    """

    def __init__(self, broker: Broker, testament: Testament | None = None) -> None:
        self._broker = broker
        self._testament = testament
        self._client: paho.Client | None = None
        self._answered = threading.Event()
        self._refusal = ""

    def publish(self, payload: str, *, retain: bool = False) -> None:
        """Say something at the topic and wait until the broker has it.

        Raises:
            BrokerFailed: it does not.
        """
        client = self._client or self._connect()
        try:
            sent = client.publish(self._broker.topic, payload, qos=1, retain=retain)
            sent.wait_for_publish(TIMEOUT_S)
        except (OSError, ValueError, RuntimeError) as error:
            self.close()
            raise BrokerFailed(str(error)) from error
        if not sent.is_published():
            self.close()
            raise BrokerFailed("no confirmation")

    def close(self) -> None:
        """Say good-bye; the testament is void then."""
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()

    def _connect(self) -> paho.Client:
        version = MQTTProtocolVersion.MQTTv5 if self._testament else MQTTProtocolVersion.MQTTv311
        try:
            return self._connected(version)
        except BrokerFailed:
            if self._testament is None or "rotocol" not in self._refusal:
                raise
        return self._connected(MQTTProtocolVersion.MQTTv311)

    def _connected(self, version: MQTTProtocolVersion) -> paho.Client:
        broker = self._broker
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=_id_of(broker), protocol=version
        )
        client.connect_timeout = TIMEOUT_S
        client.on_connect = self._on_connect
        more: dict[str, Any] = {}
        if version is MQTTProtocolVersion.MQTTv5:
            more = self._leave_testament(client)
        self._answered.clear()
        self._refusal = ""
        try:
            self._identify(client)
            client.connect(broker.host, broker.port, KEEPALIVE_S, **more)
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            raise BrokerFailed(str(error)) from error
        client.loop_start()
        if not self._answered.wait(TIMEOUT_S) or self._refusal:
            client.loop_stop()
            raise BrokerFailed(self._refusal or "no answer")
        self._client = client
        return client

    def _identify(self, client: paho.Client) -> None:
        if self._broker.user:
            client.username_pw_set(self._broker.user, self._broker.secret())
        if self._broker.tls:
            client.tls_set_context(ssl.create_default_context(cafile=self._broker.ca or None))

    def _leave_testament(self, client: paho.Client) -> dict[str, Any]:
        assert self._testament is not None
        will = Properties(PacketTypes.WILLMESSAGE)  # type: ignore[no-untyped-call]  # paho's
        will.WillDelayInterval = self._testament.after_s
        client.will_set(self._broker.topic, self._testament.payload, qos=1, properties=will)
        session = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho's
        session.SessionExpiryInterval = self._testament.after_s + 60
        return {"clean_start": False, "properties": session}

    def _on_connect(
        self, client: paho.Client, _data: object, _flags: object, reason: ReasonCode, _more: object
    ) -> None:
        del client
        if reason.is_failure:
            self._refusal = str(reason)
        self._answered.set()


def publish_once(broker: Broker, payload: str) -> None:
    """Say one thing at the topic, and go.

    Raises:
        BrokerFailed: it could not be said.
    """
    link = BrokerLink(broker)
    try:
        link.publish(payload)
    finally:
        link.close()


def _id_of(broker: Broker) -> str:
    """The same for the same topic, so that a restarted engine takes its session over."""
    seed = f"{broker.host}:{broker.port}/{broker.topic}/{broker.user}"
    return "bd-" + hashlib.sha256(seed.encode("utf-8")).hexdigest()[:16]


def _plain(url: str) -> str:
    scheme, slashes, rest = url.partition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}"
