"""The same starts by the peers that Debian has: Liquidsoap and MPD, on the same sink and ear.

MPD is fired by this program's timer at T (it has no schedule), Liquidsoap by its own clock check in
a `switch`; ours is the whole program. MPD's and Liquidsoap's versions are Debian's, not the newest.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer

LOUD = 0.02
ITEM_S = 0.5


@dataclass
class Starts:
    """What was heard of many starts of two items back to back."""

    errors_ms: list[float] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    tried: int = 0

    def hear(self, ear: Ear, at: float) -> None:
        """Take one start: two items of half a second are due at `at`."""
        self.tried += 1
        planned = ear.index_at(at)
        part = np.abs(ear.heard[max(0, planned - RATE_HZ // 4) : planned + RATE_HZ * 7 // 4])
        sounding = np.flatnonzero(part > LOUD)
        if not len(sounding):
            return
        self.errors_ms.append((sounding[0] - RATE_HZ // 4) * 1000 / RATE_HZ)
        holes = np.diff(sounding) - 1
        gap = int(holes[holes > RATE_HZ // 500].sum())
        self.gaps.append(gap)
        span = int(sounding[-1] - sounding[0] + 1)
        self.missing.append(round(2 * ITEM_S * RATE_HZ) - (span - gap))

    @property
    def median_ms(self) -> float:
        """Median start error."""
        return statistics.median(self.errors_ms) if self.errors_ms else float("nan")

    @property
    def spread_ms(self) -> float:
        """99th less 1st percentile of the start error."""
        if not self.errors_ms:
            return float("nan")
        low, high = np.percentile(self.errors_ms, [1, 99])
        return float(high - low)

    def worst(self, values: list[int]) -> int:
        """The worst of some sample counts."""
        return max(values, key=abs, default=0)


class Peer(Protocol):
    """A player that is told to play two files at an instant."""

    process: subprocess.Popen[bytes]

    def play(self, at: float, files: list[Path]) -> None:
        """Load the files, and let the first begin at `at`."""
        ...


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process after a `with` block."""
    try:
        yield
    finally:
        process.kill()
        process.wait()


class Mpd:
    """MPD, stopped, told `play 0` at the instant."""

    def __init__(self, folder: Path, server: SoundServer) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "pl").mkdir(exist_ok=True)
        socket_path = folder / "sock"
        (folder / "mpd.conf").write_text(
            f'music_directory "{folder}"\nplaylist_directory "{folder}/pl"\ndb_file "{folder}/db"\n'
            f'log_file "{folder}/log"\npid_file "{folder}/pid"\nstate_file "{folder}/state"\n'
            f'bind_to_address "{socket_path}"\nauto_update "no"\n'
            f'audio_output {{\n  type "pulse"\n  name "air"\n'
            f'  server "{server.env["PULSE_SERVER"]}"\n  sink "air"\n}}\n',
            encoding="utf-8",
        )
        self.process = subprocess.Popen(
            ["mpd", "--no-daemon", str(folder / "mpd.conf")],
            env=server.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._line = socket.socket(socket.AF_UNIX)
        _connect(self._line, str(socket_path))
        self._line.recv(200)

    def play(self, at: float, files: list[Path]) -> None:
        """Load, wait for the instant, play."""
        for order in ("stop", "clear", *(f'add "file://{path}"' for path in files)):
            self._say(order)
        time.sleep(max(0.0, at - time.time()))
        self._say("play 0")

    def _say(self, order: str) -> None:
        self._line.sendall(order.encode() + b"\n")
        answer = self._line.recv(400)
        if not answer.startswith(b"OK"):
            raise RuntimeError(answer)


class Liquidsoap:
    """Liquidsoap with a queue behind a gate that opens at the instant."""

    def __init__(self, folder: Path, server: SoundServer) -> None:
        folder.mkdir(exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        script = folder / "radio.liq"
        script.write_text(
            "settings.init.allow_root.set(true)\nsettings.server.telnet.set(true)\n"
            f"settings.server.telnet.port.set({port})\nsettings.log.stdout.set(false)\n"
            f'settings.log.file.path.set("{folder}/liq.log")\n'
            'at = ref(9999999999.)\nq = request.queue(id="q")\n'
            'server.register(namespace="gate","at",'
            'fun (s) -> begin at := float_of_string(s) "ok" end)\n'
            "gated = switch(track_sensitive=false, [({ time() >= !at }, q)])\n"
            "s = fallback(track_sensitive=false, [gated, blank()])\n"
            'output.pulseaudio(device="air", s)\n',
            encoding="utf-8",
        )
        self.process = subprocess.Popen(
            ["liquidsoap", str(script)],
            env=server.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._line = _connected(port)

    def play(self, at: float, files: list[Path]) -> None:
        """Arm the gate and fill the queue behind it."""
        self._say(f"gate.at {at}")
        for path in files:
            self._say(f"q.push {path}")
        time.sleep(max(0.0, at - time.time()))

    def _say(self, order: str) -> None:
        self._line.sendall(order.encode() + b"\n")
        answer = b""
        while b"END" not in answer:
            said = self._line.recv(400)
            if not said:
                raise RuntimeError(answer)
            answer += said


PEERS = {"Liquidsoap": "liquidsoap", "MPD": "mpd"}


def installed() -> dict[str, str]:
    """The peers that are here: column -> name with its version."""
    return {
        column: f"{column} {_version(command, '--version')}"
        for column, command in PEERS.items()
        if shutil.which(command)
    }


@contextlib.contextmanager
def running_peer(column: str, folder: Path, server: SoundServer) -> Iterator[Peer]:
    """A peer for a `with` block, two seconds after its start."""
    folder.mkdir(parents=True, exist_ok=True)
    made: Peer = Mpd(folder, server) if column == "MPD" else Liquidsoap(folder, server)
    with ended(made.process):
        time.sleep(2.0)
        yield made


def starts_of_peer(
    column: str, folder: Path, server: SoundServer, count: int, files: list[Path]
) -> Starts:
    """Starts of two files back to back."""
    starts = Starts()
    ear = Ear(server, "air")
    ear.wait()
    with running_peer(column, folder, server) as peer:
        for _ in range(count):
            at = float(int(time.time()) + 2)
            peer.play(at, files)
            time.sleep(max(0.0, at + 1.8 - time.time()))
            starts.hear(ear, at)
    ear.close()
    return starts


def _version(*command: str) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    words = said.split("\n")[0].split()
    return next((word.strip("()") for word in words if word.strip("()v")[:1].isdigit()), "")


def _connect(line: socket.socket, address: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            line.connect(address)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
