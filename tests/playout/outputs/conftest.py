from __future__ import annotations

import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from broadcast_desk.audio.ffmpeg import executable
from broadcast_desk.playout.ports import BLOCK, Block, Output, Samples

TONE_HZ = 1000.0
LEVEL = 0.25


def tone(first: int, count: int) -> Samples:
    """A steady tone, continuous over positions."""
    at = np.arange(first, first + count)
    return (LEVEL * np.sin(2 * np.pi * TONE_HZ * at / 48_000)).astype(np.float32)


def wait_until(holds: Callable[[], object], within_s: float = 15.0) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "waited too long"
        threading.Event().wait(0.02)


class Feeder:
    """Gives an output the bus's blocks in real time, as the engine does."""

    def __init__(self, output: Output, gain: float = 1.0) -> None:
        self.position = 0
        self._output = output
        self._gain = gain
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)

    def __enter__(self) -> Feeder:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._output.close()

    def _feed(self) -> None:
        began = time.monotonic()
        while not self._stop.is_set():
            due = began + self.position / 48_000
            block = Block(self.position, tone(self.position, BLOCK), self._gain, due)
            self._output.write(block)
            self.position += BLOCK
            self._stop.wait(max(0.0, began + self.position / 48_000 - time.monotonic()))


def strength_of(samples: Samples, hz: float) -> float:
    """Amplitude of one frequency in a recording."""
    at = np.arange(len(samples))
    return float(2 * np.abs(np.mean(samples * np.exp(-2j * np.pi * hz * at / 48_000))))


def decoded(content: bytes) -> Samples:
    """What a stream's bytes sound like, as an ordinary player decodes them."""
    command = [executable(), "-loglevel", "error", "-i", "pipe:0"]
    result = subprocess.run(
        [*command, "-f", "f32le", "-ac", "1", "-ar", "48000", "pipe:1"],
        input=content,
        capture_output=True,
        check=True,
    )
    return np.frombuffer(result.stdout, np.float32)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port nobody uses now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


CONFIG = """<icecast><limits><sources>{sources}</sources></limits>
<location>here</location><admin>nobody@localhost</admin>
<authentication><source-password>{password}</source-password>
<admin-user>admin</admin-user><admin-password>{password}</admin-password></authentication>
<hostname>localhost</hostname>
<listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
<paths><basedir>{folder}</basedir><logdir>{folder}</logdir>
<webroot>{folder}</webroot><adminroot>{folder}</adminroot></paths>
<logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog></logging>
<security><chroot>0</chroot>{owner}</security></icecast>
"""
OWNER = "<changeowner><user>nobody</user><group>nogroup</group></changeowner>"


class Icecast:
    """A real Icecast server of our own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.password = "mật khẩu 1"
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def start(self, *, sources: int = 5) -> None:
        config = self._folder / "icecast.xml"
        owner = OWNER if os.geteuid() == 0 else ""
        values = {"password": self.password, "port": self.port, "folder": self._folder}
        text = CONFIG.format(sources=sources, owner=owner, **values)
        config.write_text(text, encoding="utf-8")
        self._server = subprocess.Popen(
            ["icecast2", "-c", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers)

    def stop(self) -> None:
        if self._server is not None:
            self._server.send_signal(signal.SIGKILL)
            self._server.wait()
            self._server = None

    def feed(self, mount: str) -> subprocess.Popen[bytes]:
        """A source of another program on a mount: noise, at the speed of sound."""
        password = urllib.parse.quote(self.password)
        return subprocess.Popen(
            [executable(), "-nostdin", "-v", "error", "-re", "-f", "lavfi",
             "-i", "anoisesrc=sample_rate=48000:amplitude=0.2",
             "-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3",
             f"icecast://source:{password}@127.0.0.1:{self.port}{mount}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def listen(self, mount: str, length: int) -> bytes:
        """The first bytes a listener gets."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{mount}", timeout=20) as stream:
            content = b""
            while len(content) < length:
                content += stream.read(min(1024, length - len(content)))
            return content

    def has(self, mount: str) -> bool:
        """Whether a source feeds the mount.

        The server is asked, not the mount: a listener who comes just when the source is cut can
        crash Icecast 2.4.4.
        """
        listed = urllib.request.Request(f"http://127.0.0.1:{self.port}/admin/listmounts")
        words = base64.b64encode(f"admin:{self.password}".encode()).decode()
        listed.add_header("Authorization", f"Basic {words}")
        try:
            with urllib.request.urlopen(listed, timeout=5) as answer:
                return f'mount="{mount}"'.encode() in answer.read()
        except OSError:
            return False

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


@pytest.fixture
def icecast() -> Iterator[Icecast]:
    if shutil.which("icecast2") is None:
        pytest.skip("icecast2 is not installed")
    with tempfile.TemporaryDirectory(prefix="icecast-") as folder:
        Path(folder).chmod(0o777)  # the server gives up root before it opens its logs
        server = Icecast(Path(folder))
        server.start()
        yield server
        server.stop()
