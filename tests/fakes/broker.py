"""A real MQTT broker (mosquitto) of our own, and an ear on its topics."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

PROGRAM = Path("/usr/sbin/mosquitto")


class MqttBroker:
    """Mosquitto on a free port; with a password when one is given."""

    def __init__(self, folder: Path, user: str = "", password: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        lines = [f"listener {self.port} 127.0.0.1", f"allow_anonymous {str(not user).lower()}"]
        if user:
            accounts = folder / "accounts"
            subprocess.run(
                ["mosquitto_passwd", "-b", "-c", str(accounts), user, password],
                check=True, capture_output=True,
            )  # fmt: skip
            lines.append(f"password_file {accounts}")
        if os.geteuid() == 0:
            lines.append("user root")  # it would not be let into the tests' folders
        self._config = folder / "mosquitto.conf"
        self._config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.heard: list[tuple[str, str]] = []
        self._ears: list[paho.Client] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        self._process = subprocess.Popen(
            [str(PROGRAM), "-c", str(self._config)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("mosquitto does not answer")

    def stop(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def listen(self, topic: str, user: str = "", password: str = "") -> None:
        """Keep what is said at a topic."""
        there = threading.Event()
        client = paho.Client(CallbackAPIVersion.VERSION2)
        if user:
            client.username_pw_set(user, password)
        client.on_message = lambda _c, _d, message: self.heard.append(
            (message.topic, message.payload.decode("utf-8"))
        )
        client.on_subscribe = lambda *_: there.set()
        client.connect("127.0.0.1", self.port)
        client.subscribe(topic, qos=1)
        client.loop_start()
        assert there.wait(5)
        self._ears.append(client)

    def close(self) -> None:
        """End everything."""
        for ear in self._ears:
            ear.disconnect()
            ear.loop_stop()
        self.stop()


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MqttBroker]:
    """A broker that runs."""
    if not PROGRAM.exists():
        pytest.skip("needs mosquitto")
    made = MqttBroker(tmp_path_factory.mktemp("broker"))
    made.start()
    yield made
    made.close()
