"""A PulseAudio server of our own with null sinks, and an ear on a sink's monitor."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

RATE_HZ = 48_000


class SoundServer:
    """A private PulseAudio; it never touches the user's own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bd-pulse-"))
        (self.folder / "run").mkdir(mode=0o700)
        (self.folder / "home").mkdir(mode=0o700)
        socket = self.folder / "run" / "native"
        self.env = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "PULSE_RUNTIME_PATH": str(self.folder / "run"),
            "PULSE_SERVER": f"unix:{socket}",
            "HOME": str(self.folder / "home"),
        }
        self._socket = socket
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"
        self._process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", f"--load={protocol}"],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while self._pactl("info").returncode != 0:
            if time.monotonic() > deadline:
                raise RuntimeError("PulseAudio does not answer")
            time.sleep(0.05)
        self._go_first()

    def _go_first(self) -> None:
        """Run it in real time, as rtkit does for the sound server of a desktop, where allowed."""
        if self._process is None or not sys.platform.startswith("linux"):
            return
        for thread in Path(f"/proc/{self._process.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
                os.sched_setscheduler(int(thread.name), policy, os.sched_param(9))

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End the server and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def add_sink(self, name: str, *, prompt: bool = False) -> str:
        """Plug a null sink in; the module's number, to unplug it.

        An ordinary null sink renders two seconds of silence when it is made (PulseAudio 16.1), so
        nothing can sound on it before; a prompt one plays at once, in blocks of 50 ms.
        """
        made = self._pactl(
            "load-module", "module-null-sink", f"sink_name={name}",
            f"rate={RATE_HZ}", "channels=2", "format=s16le", *(["norewinds=1"] * prompt),
        )  # fmt: skip
        self._go_first()
        return made.stdout.decode().strip()

    def remove_sink(self, module: str) -> None:
        """Unplug a sink."""
        self._pactl("unload-module", module)

    def load(self, module: str) -> None:
        """Load another module."""
        self._pactl("load-module", module)

    def control(self, *arguments: str) -> str:
        """Run pactl: what it answered."""
        return self._pactl(*arguments).stdout.decode()

    def _pactl(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["pactl", *arguments], env=self.env, capture_output=True, check=False, timeout=10
        )


class Ear:
    """Records a sink's monitor, and knows when each sample was heard."""

    def __init__(self, server: SoundServer, sink: str) -> None:
        self._process = subprocess.Popen(
            [
                "parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
                "--latency-msec=2", "-d", f"{sink}.monitor",
            ],
            env=server.env,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._parts: list[bytes] = []
        self._count = 0
        self._arrivals: list[tuple[int, float]] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        while data := os.read(handle, 65536):
            now = time.time()
            self._parts.append(data)
            self._count += len(data) // 2
            self._arrivals.append((self._count, now - self._count / RATE_HZ))

    @property
    def heard(self) -> np.ndarray:
        """The samples so far, full scale 1.0."""
        data = b"".join(self._parts)
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768

    @property
    def began_at(self) -> float:
        """Seconds since the epoch of the first sample."""
        return self._base(0)

    def time_of(self, index: int) -> float:
        """Seconds since the epoch at which a sample was heard."""
        return self._base(index) + index / RATE_HZ

    def index_at(self, instant: float) -> int:
        """The sample that was heard at an instant."""
        rough = round((instant - self.began_at) * RATE_HZ)
        return round((instant - self._base(rough)) * RATE_HZ)

    def _base(self, index: int) -> float:
        """The earliest arrival around a sample tells best: a sink's clock and ours drift apart."""
        near = [base for at, base in self._arrivals if abs(at - index) < 4 * RATE_HZ]
        return min(near or [base for _, base in self._arrivals])

    def wait(self) -> None:
        """Wait until the first samples have come."""
        while not self._arrivals and self._process.poll() is None:
            time.sleep(0.01)

    def wait_for_silence(self, length_s: float = 0.5) -> None:
        """Wait until nothing has sounded for so long: what was on its way has been heard."""
        since = self._count
        while self._process.poll() is None:
            newest = self.heard[since:][-round(length_s * RATE_HZ) :]
            if len(newest) == round(length_s * RATE_HZ) and not newest.any():
                return
            time.sleep(0.05)

    def close(self) -> None:
        """Stop listening."""
        self._process.kill()
        self._process.wait()
        self._thread.join(5)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextlib.contextmanager
def sound_server() -> Iterator[SoundServer]:
    """A server for a `with` block."""
    server = SoundServer()
    try:
        yield server
    finally:
        server.close()
