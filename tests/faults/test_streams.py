"""Relays, Icecast and multicast in trouble, and the loudspeakers beside them."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import psutil
import pytest
import soundfile

from broadcast_desk.logbook.model import Kind
from broadcast_desk.timetable.model import RelayItem
from tests.end_to_end.conftest import RunningPlayout
from tests.fakes.scene import RATE_HZ, Scene, entries, holes_s, loud, pitch_of, wait_log
from tests.fakes.stations import tone
from tests.fakes.streams import http_stream
from tests.faults.conftest import Row
from tests.playout.outputs.conftest import Icecast, free_port, wait_until
from tests.playout.outputs.conftest import icecast as icecast

fault = pytest.mark.fault


def relay(scene: Scene, url: str, seconds: float, ahead_s: float = 6) -> None:
    scene.station.programme("DP", tone(400, seconds))
    item = RelayItem(url, seconds, "Tiếp sóng", fallback_code="DP")
    scene.air(ahead_s, [item])


def alive(hz: float, length_s: float) -> np.ndarray:
    """A tone under noise: a bare tone, coded, is the same bits over and over, as of a device that
    hangs."""
    samples = tone(hz, length_s, level=0.4)
    return samples + np.random.default_rng(1).normal(0, 0.02, len(samples)).astype(np.float32)


FALLEN_S, RETURNED_S = 3.0, 5.0


def level_after(running: RunningPlayout, level: str) -> float:
    """Seconds until this level of the chain sounds."""
    began = time.monotonic()
    running.wait_for(lambda s: bool(s.on_air) and s.on_air[0].level == level, 25)
    return time.monotonic() - began


def out_and_back(
    running: RunningPlayout, row: Row, harm: Callable[[], None], mend: Callable[[], None]
) -> None:
    """Harm a relay, mend it once its fallback sounds; both in time."""
    harm()
    out = level_after(running, "fallback")
    mend()
    back = level_after(running, "programme")
    row.recovered(back, f"{row.note} out {out:.1f} back {back:.1f} s".strip())
    assert out <= FALLEN_S
    assert back <= RETURNED_S
    time.sleep(2.5)


def switched(running: RunningPlayout, times: int) -> None:
    """The log knows of each fall and each return."""
    for kind in (Kind.FALLBACK, Kind.RETURNED):
        wait_log(running, lambda log, kind=kind: [e.fact.kind for e in log].count(kind) >= times)


@fault(
    "F12",
    "live relay drops, freezes, drips",
    form="a stream of our own is cut, then frozen, then slowed to a tenth (its bytes torn), twice",
    must="fallback <= 3 s, back <= 5 s, all logged",
)
def test_relay_drops(scene: Scene, row: Row) -> None:
    scene.sink()
    live = scene.folder / "live.wav"
    soundfile.write(live, alive(1000, 5.0), RATE_HZ)
    with http_stream(live) as stream:
        relay(scene, stream.url, 180.0)
        running = scene.start()
        level_after(running, "programme")
        time.sleep(3.0)
        for harm in (stream.cut, stream.frozen, stream.drip) * 2:
            out_and_back(running, row, harm.set, harm.clear)
    switched(running, 6)


@fault(
    "F12",
    "live relay of an Icecast server",
    form="the mount's source killed and started; SIGSTOP of it, then CONT",
    must="fallback <= 3 s, back <= 5 s, all logged",
)
def test_icecast_relay(scene: Scene, row: Row, icecast: Icecast) -> None:
    scene.sink()
    feeding = [icecast.feed("/live")]
    try:
        wait_until(lambda: icecast.has("/live"), 20)
        relay(scene, f"icecast://127.0.0.1:{icecast.port}/live", 90.0)
        running = scene.start()
        level_after(running, "programme")
        time.sleep(3.0)
        out_and_back(running, row, feeding[0].kill, lambda: feeding.append(icecast.feed("/live")))
        frozen = psutil.Process(feeding[1].pid)
        out_and_back(running, row, frozen.suspend, frozen.resume)
        switched(running, 2)
    finally:
        for source in feeding:
            source.kill()
            source.wait()


@fault(
    "F14",
    "relay connects but carries silence",
    form="a stream that falls silent for 20 s on the air, by the ear",
    must="fallback 10 s (+3) after the sound went, kept probing, back <= 5 s",
)
def test_silent_relay(scene: Scene, row: Row) -> None:
    scene.sink()
    live = scene.folder / "live.wav"
    sound = alive(1000, 90.0)
    sound[18 * RATE_HZ : 38 * RATE_HZ] = 0.0
    soundfile.write(live, sound, RATE_HZ)
    with http_stream(live) as stream:
        relay(scene, stream.url, 90.0)
        ear = scene.ear()
        running = scene.start()
        level_after(running, "programme")
        level_after(running, "fallback")
        level_after(running, "programme")
        heard = scene.heard(ear, ear.began_at, time.time() + 1.0)
    begun = loud(heard)[0]
    edges = np.flatnonzero(np.diff(loud(heard)) > RATE_HZ)
    gone, fallen = loud(heard)[edges[0]], loud(heard)[edges[0] + 1]
    strength = [abs(pitch_of(part) - 400) < 20 for part in tenths(heard[fallen:])]
    returned = fallen + strength.index(False) * RATE_HZ // 10
    assert begun < gone
    out, back = (fallen - gone) / RATE_HZ, (returned - gone) / RATE_HZ - 20.0
    row.recovered(back, f"fallback {out:.1f} s after the sound went")
    assert 8.0 <= out <= 13.0  # a second of it was still at hand
    assert back <= RETURNED_S


def tenths(samples: np.ndarray) -> list[np.ndarray]:
    """The whole tenths of a second."""
    step = RATE_HZ // 10
    return [samples[n : n + step] for n in range(0, len(samples) - step, step)]


def unbroken(scene: Scene, ear, since: float, until: float) -> None:
    """The loudspeakers did not notice."""
    sound = scene.heard(ear, since, until)
    assert len(loud(sound)) > 0.8 * len(sound)
    assert not holes_s(sound)


@fault(
    "F15",
    "Icecast drop, mount in use, wrong password",
    form="icecast2 killed and started; a ghost source on the mount; another password",
    must="the mount is fed again; the loudspeakers without a hole",
)
def test_icecast(scene: Scene, row: Row, icecast: Icecast) -> None:
    scene.sink()
    key = scene.station.data.keys / "icecast-127.0.0.1.txt"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text(icecast.password, encoding="utf-8")
    scene.station.programme("A", tone(1000, 150.0))
    scene.air(4, ["A"])
    ear = scene.ear()
    address = f"icecast://source@127.0.0.1:{icecast.port}/loa"
    running = scene.start("--output", "card:air", "--output", address)
    scene.on_air(running)
    wait_until(lambda: icecast.has("/loa"), 20)
    began = time.time()
    icecast.stop()
    time.sleep(2.0)
    icecast.start()
    up = time.monotonic()
    wait_until(lambda: icecast.has("/loa"), 40)
    row.recovered(time.monotonic() - up, "after a restart of the server")
    icecast.stop()
    icecast.start()
    ghost = icecast.feed("/loa")  # whoever is first has the mount: ours waits half a second or more
    try:
        running.wait_for(lambda s: "playout.icecast_mount_in_use" in [a.code for a in s.alarms], 40)
    finally:
        ghost.kill()
        ghost.wait()
    up = time.monotonic()
    running.wait_for(lambda s: [o.health for o in s.outputs] == ["good", "good"], 40)
    row.recovered(time.monotonic() - up, "after the ghost source went")
    icecast.stop()
    icecast.password = "khác"
    icecast.start()
    running.wait_for(lambda s: "playout.icecast_password" in [a.code for a in s.alarms] or any(
        "icecast" in a.code for a in s.alarms), 40)  # fmt: skip
    key.write_text("khác", encoding="utf-8")
    up = time.monotonic()
    wait_until(lambda: icecast.has("/loa"), 40)
    row.recovered(time.monotonic() - up, "worst: after the new password was written down")
    unbroken(scene, ear, began, time.time() - 0.5)


@fault(
    "F16",
    "slow encoder blocks the player",
    form="SIGSTOP of the Icecast encoder for 6 s",
    must="0 holes on the card; the mount comes back",
)
def test_stopped_encoder(scene: Scene, row: Row, icecast: Icecast) -> None:
    scene.sink()
    key = scene.station.data.keys / "icecast-127.0.0.1.txt"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text(icecast.password, encoding="utf-8")
    scene.station.programme("A", tone(1000, 90.0))
    scene.air(4, ["A"])
    ear = scene.ear()
    address = f"icecast://source@127.0.0.1:{icecast.port}/loa"
    running = scene.start("--output", "card:air", "--output", address)
    scene.on_air(running)
    wait_until(lambda: icecast.has("/loa"), 20)
    engine = scene.engine(running)
    encoders = [c for c in engine.children(recursive=True) if "ffmpeg" in c.name().lower()]
    assert encoders
    began = time.time()
    for encoder in encoders:
        encoder.suspend()
    time.sleep(6.0)
    for encoder in encoders:
        with contextlib.suppress(psutil.NoSuchProcess):
            encoder.resume()
    again = time.monotonic()
    wait_until(lambda: icecast.has("/loa"), 40)
    row.recovered(time.monotonic() - again)
    unbroken(scene, ear, began, time.time() - 0.5)


@contextlib.contextmanager
def strange_tls(folder) -> Iterator[str]:
    """An https server whose certificate nobody should trust: expired, of an unknown authority."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=expired.example", "-keyout", str(folder / "k.pem"), "-out", str(folder / "c.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "c.pem", folder / "k.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        ending = threading.Event()

        def serve() -> None:
            while not ending.is_set():
                with contextlib.suppress(OSError):
                    line, _ = listening.accept()
                    line.settimeout(1.0)
                    with line, context.wrap_socket(line, server_side=True) as talk:
                        talk.sendall(b"HTTP/1.0 403 Forbidden\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/live.mp3"
        ending.set()
        thread.join()


@fault(
    "F38",
    "expired TLS certificate",
    form="relay over https with a certificate of an unknown authority that serves nothing",
    must="its fallback sounds, local items as planned",
)
def test_bad_certificate(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("DP", tone(400, 5.0))
    scene.station.programme("A", tone(1000, 3.0))
    with strange_tls(scene.folder) as url:
        at = scene.air(6, [RelayItem(url, 5.0, "Tiếp sóng", fallback_code="DP"), "A"])
        ear = scene.ear()
        running = scene.start()
        sound = scene.heard(ear, at.timestamp(), at.timestamp() + 8.3)
    first = loud(sound)[0] / RATE_HZ
    assert row.recovered(first, "T to the fallback") <= 3.0
    own = loud(sound[round(5.05 * RATE_HZ) :])
    assert own[-1] + 1 == pytest.approx(2.95 * RATE_HZ, abs=200)
    assert not holes_s(sound[round(5.05 * RATE_HZ) :])
    assert entries(running, Kind.FALLBACK)


def joined(group: str, port: int, interface: str) -> socket.socket:
    """A receiver that joined the group on one interface only."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_MULTICAST_ALL", 49), 0)
    made.bind((group, port))
    member = struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton(interface))
    made.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    made.settimeout(3.0)
    return made


def other_address() -> str:
    for addresses in psutil.net_if_addrs().values():
        for one in addresses:
            if one.family is socket.AF_INET and not one.address.startswith("127."):
                return one.address
    pytest.skip("this computer has one network card only")


@fault(
    "X1",
    "multicast leaves by the wrong network card",
    form="group bound to 127.0.0.1, receivers "
    "on it and on another card; a second group bound to a card that is not there (no IGMP "
    "querier here)",
    must="heard on its card only; the lost one alarms; the card without a hole",
)
def test_multicast(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 60.0))
    scene.air(4, ["A"])
    ear = scene.ear()
    port = free_port(socket.SOCK_DGRAM) & ~1
    right = joined("239.7.7.7", port, "127.0.0.1")
    wrong = joined("239.7.7.7", port, other_address())
    began = time.monotonic()
    running = scene.start(
        "--output", "card:air", "--output", f"rtp://239.7.7.7:{port}?interface=127.0.0.1",
        "--output", f"rtp://239.7.7.8:{port}?interface=192.0.2.9",
    )  # fmt: skip
    scene.on_air(running)
    began = time.time()
    assert right.recv(4096)
    wrong.settimeout(2.0)
    with pytest.raises(TimeoutError):
        wrong.recv(4096)
    running.wait_for(lambda s: any("rtp" in a.code for a in s.alarms), 10)
    right.close()
    wrong.close()
    unbroken(scene, ear, began + 1.0, time.time() - 0.5)
    row.recovered(0.0, "packets on the right card only")
