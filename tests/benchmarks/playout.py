"""The whole program on a PulseAudio null sink of its own, side by side with Liquidsoap and MPD.

Plan row to sound on the sink's monitor. Absolute times of such a rig are good to about 10 ms,
relative ones to 1 ms (the recorder's time base is the earliest arrival of a block around the
sample; it asks for blocks of 2 ms, so everything is heard up to 2 ms early). `STARTS` sets how many
starts (100), `PARTS` which parts: starts, hogs, gaps, load, losses.
"""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import psutil
import soundfile

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.mastering import master
from broadcast_desk.library.model import Draft
from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import StationSettings
from tests.benchmarks.playout_peers import ITEM_S, LOUD, Starts, measure_peer
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer, sound_server
from tests.fakes.stations import MadeStation, tone

EVERY_S = 2
AWAKE = StationSettings(quiet_hours=(), max_session_minutes=0)
PEERS = ("liquidsoap", "mpd")


def row(what: str, must: str, ours: str, *peers: str) -> None:
    """One line of the table."""
    others = "".join(f"{peer:>24}" for peer in peers)
    print(f"{what:36} {must:28} {ours:>22}{others}", flush=True)


@contextlib.contextmanager
def running(station: MadeStation, server: SoundServer, output: str) -> Iterator[ControlClient]:
    """The real playout for a `with` block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(station.data.root),
         "--output", output],
        env=server.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        client = ControlClient(station.data)
        wait_for(client, lambda s: bool(s.outputs) and s.outputs[0].health == "good")
        yield client
    finally:
        process.terminate()
        process.wait(30)


def wait_for(
    client: ControlClient, holds: Callable[[PlayoutState], bool], limit_s: float = 60.0
) -> PlayoutState:
    """The first state of which `holds` is true."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        with contextlib.suppress(PlayoutError):
            state = client.state()
            if holds(state):
                return state
        time.sleep(0.02)
    raise TimeoutError


@contextlib.contextmanager
def hogs(count: int) -> Iterator[None]:
    """Busy loops for a `with` block."""
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def soon(seconds: float) -> datetime:
    """A whole second so far ahead."""
    return (datetime.now(STATION_ZONE) + timedelta(seconds=seconds + 1)).replace(microsecond=0)


def first_loud(ear: Ear, since: float) -> float:
    """Seconds since the epoch of the first sound after an instant; waits for it."""
    ear.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        begin = max(0, ear.index_at(since))
        found = np.flatnonzero(np.abs(ear.heard[begin:]) > LOUD)
        if len(found):
            return ear.time_of(begin + int(found[0]))
        time.sleep(0.05)
    return float("nan")


def measure_ours(folder: Path, server: SoundServer, count: int) -> Starts:
    """Start error, missing samples and gap of pairs of items."""
    station = MadeStation(folder, AWAKE)
    station.programme("A", tone(1000, ITEM_S))
    station.programme("B", tone(2000, ITEM_S))
    first = soon(10)
    instants = [first + timedelta(seconds=EVERY_S * number) for number in range(count)]
    for number, at in enumerate(instants):
        station.slot(f"s{number}", at.time(), ["A", "B"], rrule="", valid_from=at.date())
    starts = Starts()
    ear = Ear(server, "air")
    with running(station, server, "default"):
        while datetime.now(STATION_ZONE) < instants[-1] + timedelta(seconds=2):
            time.sleep(0.5)
    ear.close()
    for at in instants:
        starts.hear(ear, at.timestamp())
    return starts


def compare_starts(folder: Path, server: SoundServer, count: int, busy: int) -> None:
    """Ours and the peers, idle or beside busy loops."""
    load = f"{busy} hogs" if busy else "idle"
    found, names = [], []
    with hogs(busy):
        ours = measure_ours(folder / f"starts{busy}", server, count)
        for kind in PEERS:
            place = folder / f"peer{busy}-{kind}"
            place.mkdir()
            try:
                name, starts = measure_peer(kind, place, server, max(5, count // 5))
            except FileNotFoundError:
                name, starts = f"{kind}: not installed", Starts()
            names.append(f"{name} (n {starts.tried})")
            found.append(starts)
    row(load, "must", f"ours (n {count})", *names)
    every = [ours, *found]
    spread = "within 2 ms" if busy else "within 1 ms"
    row("  start error, median", "within 5 ms", *(f"{s.median_ms:+.2f} ms" for s in every))
    row("  start error, p99 - p1", spread, *(f"{s.spread_ms:.2f} ms" for s in every))
    row("  starts heard", "all", *(f"{len(s.errors_ms)} of {s.tried}" for s in every))
    row("  samples missing, worst", "0", *(str(s.worst(s.missing)) for s in every))
    row("  gap or hole, worst", "0 samples", *(str(s.worst(s.gaps)) for s in every))
    if not busy:
        loads = (f"{s.cpu:.2f} %, {s.rss_mb:.0f} MB" for s in found)
        row("  CPU and memory", "below", "below", *loads)


def measure_gaps(folder: Path, server: SoundServer) -> None:
    """Items that came in as WAV, FLAC and MP3, back to back."""
    station = MadeStation(folder / "gaps", AWAKE)
    wav = folder / "source.wav"
    soundfile.write(wav, tone(1000, 1.0, level=0.3), RATE_HZ, subtype="PCM_16")
    sources = [wav]
    for suffix in ("flac", "mp3"):
        sources.append(folder / f"source.{suffix}")
        ffmpeg.run(["-i", str(wav), str(sources[-1])], timeout_s=60)
    codes = []
    for source in sources:
        target = station.data.staging / f"{source.suffix[1:]}.flac"
        audio = station.media.keep(master(source, target, preset="none"))
        codes.append(source.suffix[1:])
        version = station.library.add(
            Draft(title=codes[-1], code=codes[-1], kind="bulletin", text="x", audio=audio)
        )
        station.library.submit(version.id)
        station.library.approve(version.id, by="Trưởng đài")
    at = soon(8)
    station.slot("s", at.time(), [*codes, *codes], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    with running(station, server, "default"):
        time.sleep(max(0.0, at.timestamp() + 7.5 - time.time()))
    ear.close()
    sounding = np.flatnonzero(np.abs(ear.heard) > LOUD)
    gap = int(np.max(np.diff(sounding))) - 1 if len(sounding) else -1
    quiet = RATE_HZ // 1000  # a tone of 1 kHz is below the threshold for less than this
    row("gap between WAV, FLAC, MP3 items", "0 samples", str(0 if gap < quiet else gap))


def measure_load(folder: Path, server: SoundServer) -> None:
    """CPU and memory while playing one zone for half a minute, and a desk that is killed."""
    station = MadeStation(folder / "load", AWAKE)
    station.programme("A", tone(500, 70.0))
    at = soon(5)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    ear = Ear(server, "air")
    with running(station, server, "default") as client:
        wait_for(client, lambda state: bool(state.on_air))
        engine = psutil.Process(client.state().pid)
        supervisor = engine.parent()
        time.sleep(6)
        before, began = sum(engine.cpu_times()[:2]), time.monotonic()
        time.sleep(30)
        share = 100 * (sum(engine.cpu_times()[:2]) - before) / (time.monotonic() - began)
        rss = engine.memory_info().rss / 1e6
        row("CPU while playing one zone", "at most 1.4 % of a core", f"{share:.2f} %")
        row("memory of the engine", "at most 120 MB", f"{rss:.0f} MB")
        beside = supervisor.memory_info().rss / 1e6 if supervisor else 0.0
        row("  and of its supervisor", "", f"{beside:.0f} MB")
        desk = subprocess.Popen(
            [sys.executable, "-m", "broadcast_desk", "--data", str(station.data.root)],
            env=server.env | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(8)
        opened = desk.poll() is None
        desk.kill()
        desk.wait()
        time.sleep(max(0.0, at.timestamp() + 71.5 - time.time()))
    ear.close()
    sounding = np.flatnonzero(np.abs(ear.heard) > LOUD)
    holes = np.diff(sounding) - 1
    lost = 70 * RATE_HZ - int(sounding[-1] - sounding[0] + 1) + int(holes[holes > 96].sum())
    row("desk killed while on air", "0 samples lost", f"{lost}{'' if opened else ' (not opened)'}")


def measure_losses(folder: Path, server: SoundServer, module: str) -> None:
    """Emergency, SIGKILL, the card and the server gone, a second card."""
    station = MadeStation(folder / "losses", AWAKE)
    station.programme("A", tone(500, 300.0, level=0.3))
    station.programme("KC", tone(3000, 1.0, level=0.9))
    at = soon(6)
    station.slot("s", at.time(), ["A"], rrule="", valid_from=at.date())
    server.load("module-rescue-streams")
    server.add_sink("other")
    ear = Ear(server, "air")
    with running(station, server, "card:air") as client:
        wait_for(client, lambda state: bool(state.on_air))
        time.sleep(2)
        times = [emergency(client, ear) for _ in range(10)]
        row("emergency to sound", "median 0.3 s, worst 1 s", spoken(times))
        times = [kill(client, ear) for _ in range(5)]
        row("SIGKILL to sound", "median 3 s, worst 5 s", spoken(times))
        ear.close()
        other = Ear(server, "other")
        times = []
        for prompt in (True, True, False):
            server.remove_sink(module)
            time.sleep(3)
            module = server.add_sink("air", prompt=prompt)
            times.append(until_heard(server))
        row("sink gone 3 s and back", "2 s", spoken(times[:2]))
        row("  on a plain null sink (deaf for 2 s)", "", f"{times[2]:.2f} s")
        other.close()
        row("second card present", "0 samples on it", str(np.count_nonzero(other.heard)))
        times = []
        for _ in range(2):
            server.kill()
            time.sleep(3)
            server.start()
            module = server.add_sink("air", prompt=True)
            times.append(until_heard(server))
        row("sound server killed and back", "2 s", spoken(times))


def until_heard(server: SoundServer) -> float:
    """Seconds from now to the first sound on the sink that was just made."""
    back, ear = time.time(), Ear(server, "air")
    heard = first_loud(ear, back - 0.2) - back
    ear.close()
    time.sleep(1)
    return heard


def emergency(client: ControlClient, ear: Ear) -> float:
    """Seconds from the order to the sound."""
    armed = client.arm_emergency("KC", by="Trưởng đài")
    time.sleep(0.037)
    ordered = time.time()
    client.confirm_emergency(armed.token, by="Trưởng đài")
    time.sleep(2.5)
    part = ear.heard[ear.index_at(ordered) :]
    mixed = part * np.exp(-2j * np.pi * 3000 / RATE_HZ * np.arange(len(part)))
    strength = np.abs(np.convolve(mixed, np.ones(96) / 96, "same"))
    wait_for(client, lambda state: not state.emergency and bool(state.on_air))
    time.sleep(0.5)
    return float(np.flatnonzero(strength > 0.15)[0]) / RATE_HZ


def kill(client: ControlClient, ear: Ear) -> float:
    """Seconds from SIGKILL to the sound, what the server still held left out."""
    killed = time.time()
    os.kill(client.state().pid, signal.SIGKILL)
    back = first_loud(ear, killed + 0.5)
    wait_for(client, lambda state: bool(state.on_air) and state.outputs[0].health == "good")
    time.sleep(1)
    return back - killed


def spoken(times: list[float]) -> str:
    """Median and worst of some times."""
    return f"{statistics.median(times):.2f} s, worst {max(times):.2f} s"


def main() -> None:
    """Print the table."""
    count = int(os.environ.get("STARTS", "100"))
    parts = os.environ.get("PARTS", "starts hogs gaps load losses").split()
    with sound_server() as server, tempfile.TemporaryDirectory(prefix="bd-bench-") as name:
        module = server.add_sink("air")
        time.sleep(2.5)
        folder = Path(name)
        if "starts" in parts:
            compare_starts(folder, server, count, 0)
        if "hogs" in parts:
            compare_starts(folder, server, max(10, count // 3), 4)
        row("ours", "must", "measured")
        if "gaps" in parts:
            measure_gaps(folder, server)
        if "load" in parts:
            measure_load(folder, server)
        if "losses" in parts:
            measure_losses(folder, server, module)


if __name__ == "__main__":
    main()
