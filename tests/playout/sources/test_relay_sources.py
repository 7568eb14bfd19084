"""Real streams, real RTP, a real capture device: levelled, watched, left and returned to."""

from __future__ import annotations

import contextlib
import threading
import time

import numpy as np
import pytest

from broadcast_desk.playout.outputs.rtp import RtpGroup, open_rtp
from broadcast_desk.playout.sources import carrying
from broadcast_desk.playout.sources.chain import ChainSource, Level
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.playout.sources.relay import RelaySource
from tests.fakes.pcm_stream import pcm_stream
from tests.fakes.sound_server import SoundServer, sound_server
from tests.fakes.stations import tone
from tests.playout.outputs.conftest import Feeder, free_port, wait_until
from tests.playout.sources.conftest import Reader, at_lufs, endless, loudness_of, pitch_of, speech

DEFAULT = tone(400, 60.0)


def never_the_same(first: int, count: int) -> np.ndarray:
    """1000 Hz under noise that never repeats."""
    noise = np.random.default_rng(first).normal(0, 0.01, count)
    return 0.3 * np.sin(2 * np.pi * 1000 * np.arange(first, first + count) / 48_000) + noise


def chain_of(source: RelaySource) -> ChainSource:
    return ChainSource([Level("programme", source), Level("fallback", MemorySource(DEFAULT))])


def test_streams_at_both_ends_come_to_the_stations_loudness(tmp_path):
    long = np.tile(speech(), 4)
    heard: dict[float, np.ndarray] = {}
    with contextlib.ExitStack() as stack:
        readers = []
        for wanted in (-30.0, -8.0):
            samples = np.clip(at_lufs(long, wanted, tmp_path), -1, 1)
            stream = stack.enter_context(pcm_stream(endless(samples)))
            source = stack.enter_context(contextlib.closing(RelaySource(stream.url, 0.0, -16.0)))
            wait_until(lambda source=source: source.carrying.usable)

            def listen(source=source, wanted=wanted):
                heard[wanted] = Reader(source).read(20.0)

            readers.append(threading.Thread(target=listen))
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    for samples in heard.values():
        assert loudness_of(samples[10 * 48_000 :], tmp_path) == pytest.approx(-16.0, abs=1.5)


def test_a_drip_gives_way_within_three_seconds_and_is_returned_to():
    with pcm_stream(never_the_same) as stream:
        source = RelaySource(stream.url)
        wait_until(lambda: source.carrying.steady)
        chain = chain_of(source)
        reader = Reader(chain)
        reader.read(1.0)
        assert not chain.switches
        stream.pace = 0.4
        reader.read(8.0, until=lambda: chain.switches)
        assert chain.switches.popleft().reason == "playout.relay_stalled"
        reader.read(4.0)
        assert not chain.switches, "a drip is not steady"
        stream.pace = 1.0
        reader.read(10.0, until=lambda: chain.switches)
        assert chain.switches.popleft().level == 0
        chain.close()


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (lambda _, count: np.zeros(count), "playout.relay_silent"),
        (lambda _, count: np.full(count, 0.5), "playout.relay_silent"),
        (endless(np.random.default_rng(3).normal(0, 0.1, 9600)), "playout.relay_frozen"),
    ],
    ids=["zeros", "a constant", "the same fifth of a second"],
)
def test_a_stream_with_nothing_in_it_gives_way(samples, reason, monkeypatch):
    monkeypatch.setattr(carrying, "SILENCE_S", 1.5)
    with pcm_stream(samples) as stream:
        source = RelaySource(stream.url)
        wait_until(lambda: source.carrying.usable)
        chain = chain_of(source)
        heard = Reader(chain).read(8.0, until=lambda: chain.switches)
        assert chain.switches.popleft().reason == reason
        assert len(heard) < 6 * 48_000
        stream.samples = never_the_same
        Reader(chain).read(10.0, until=lambda: chain.switches)
        assert chain.switches.popleft().level == 0
        chain.close()


@pytest.mark.parametrize("kind", ["l16", "opus"])
def test_another_stations_rtp(kind):
    group = RtpGroup("239.255.77.9", free_port(), kind, 0, "127.0.0.1")
    url = f"{group.name}?format={kind}&interface=127.0.0.1"
    with Feeder(open_rtp(group)):
        source = RelaySource(url, 0.0, -16.0)
        wait_until(lambda: source.carrying.usable)
        heard = Reader(source).read(3.0)
        source.close()
    assert pitch_of(heard[-48_000:]) == 1000


def test_a_wrong_address_is_never_usable_and_nothing_breaks():
    source = RelaySource("rtp://no-such:1")
    chain = chain_of(source)
    heard = Reader(chain).read(2.0, until=lambda: chain.switches)
    assert chain.switches.popleft().level == 1
    assert len(heard) <= 1.2 * 48_000
    chain.close()


@pytest.fixture
def line(monkeypatch):
    with sound_server() as server:
        for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "XDG_RUNTIME_DIR", "HOME"):
            monkeypatch.setenv(name, server.env[name])
        yield server


def plug_in(server: SoundServer, name: str) -> tuple[str, str]:
    """A null sink whose monitor is a capture device."""
    sink = server.add_sink(f"into-{name}")
    made = server._pactl(
        "load-module", "module-remap-source", f"master=into-{name}.monitor", f"source_name={name}"
    )
    return sink, made.stdout.decode().strip()


def sounds_like(heard: np.ndarray, hz: float, other_hz: float) -> bool:
    """It is this line's tone: in most tenths of a second, and nowhere the stranger's.

    Each tenth by itself: a busy computer leaves samples out between them, which moves the phase of
    a longer stretch, and that is not what is asked here.
    """
    tenths = heard[: len(heard) // 4800 * 4800].reshape(-1, 4800)
    own = [level_at(tenth, hz) for tenth in tenths]
    strange = [level_at(tenth, other_hz) for tenth in tenths]
    loudest = max(own)
    return loudest > 0.05 and np.median(own) > 0.8 * loudest and max(strange) < 0.1 * loudest


def level_at(samples: np.ndarray, hz: float) -> float:
    """The level of one pitch."""
    turning = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / 48_000)
    return float(2 * np.abs(np.mean(samples * np.hanning(len(samples)) * 2 * turning)))


@pytest.mark.sound
def test_a_line_in_is_bound_by_its_id_and_comes_back(line, tmp_path):
    import subprocess

    import soundfile

    wav = tmp_path / "in.wav"
    soundfile.write(wav, never_the_same(0, 60 * 48_000).astype(np.float32), 48_000)
    own = plug_in(line, "own")
    source = RelaySource("line:own", 0.0, -16.0)
    play = ["paplay", "-d", "into-own", str(wav)]
    stack = contextlib.ExitStack()
    with stack, subprocess.Popen(play, env=line.env) as player:
        wait_until(lambda: source.carrying.steady, 20)
        assert sounds_like(Reader(source).read(2.0), 1000, 1700)
        plug_in(line, "stranger")
        strange = tmp_path / "strange.wav"
        soundfile.write(strange, tone(1700, 60.0), 48_000)
        stranger = stack.enter_context(
            subprocess.Popen(["paplay", "-d", "into-stranger", str(strange)], env=line.env)
        )
        stack.callback(stranger.kill)
        line.remove_sink(own[1])
        line.remove_sink(own[0])
        wait_until(lambda: not source.carrying.usable, 5)
        player.kill()
        time.sleep(1.0)
        assert not source.carrying.usable, "it listens to a stranger"
    plug_in(line, "own")
    with subprocess.Popen(play, env=line.env) as player:
        wait_until(lambda: source.carrying.steady, 20)
        assert sounds_like(Reader(source).read(2.0), 1000, 1700)
        player.kill()
    source.close()
