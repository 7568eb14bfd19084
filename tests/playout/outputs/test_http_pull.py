"""Real listeners over real HTTP: several at once, slow ones dropped, never too many."""

from __future__ import annotations

import contextlib
import socket
import threading
import urllib.error
import urllib.request

import numpy as np
import pytest

from broadcast_desk.playout.outputs.http_pull import PullStream, open_pull
from broadcast_desk.playout.ports import Health
from broadcast_desk.station.errors import InputError
from tests.playout.outputs.conftest import (
    LEVEL,
    TONE_HZ,
    Feeder,
    decoded,
    free_port,
    strength_of,
    wait_until,
)


def stream_of(kind: str, listeners: int = 4) -> PullStream:
    return PullStream("127.0.0.1", free_port(), "/loa", kind, 64, listeners, "Đài xã")


def fetch(stream: PullStream, size: int) -> bytes:
    url = f"http://127.0.0.1:{stream.port}{stream.path}"
    with urllib.request.urlopen(url, timeout=15) as answer:
        assert answer.status == 200
        return answer.read(size)


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_listeners_hear_the_bus_whenever_they_come(kind):
    stream = stream_of(kind)
    output = open_pull(stream)
    with Feeder(output, gain=0.5):
        wait_until(lambda: output.report().health is Health.GOOD)
        lost = output.report().lost_samples
        first = fetch(stream, 16_000)
        second = fetch(stream, 16_000)
    for content in (first, second):
        heard = decoded(content)
        assert len(heard) > 48_000
        assert strength_of(heard[24_000:], TONE_HZ) == pytest.approx(LEVEL * 0.5, rel=0.1)
    assert output.report().lost_samples == lost


def test_one_who_does_not_keep_up_is_dropped_and_the_others_hear_on(monkeypatch):
    from broadcast_desk.playout.outputs import listeners

    monkeypatch.setattr(listeners, "MOST_WAITING", 4)
    monkeypatch.setattr(listeners, "SEND_WITHIN_S", 60.0)
    stream = stream_of("mp3")
    output = open_pull(stream)
    with Feeder(output), socket.socket() as slow:
        wait_until(lambda: output.report().health is Health.GOOD)
        lost = output.report().lost_samples
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        slow.connect(("127.0.0.1", stream.port))
        slow.sendall(b"GET /loa HTTP/1.0\r\n\r\n")
        heard = fetch(stream, 60_000)
        slow.settimeout(10)
        while slow.recv(65_536):  # what was on its way, then the end
            pass
        assert strength_of(decoded(heard)[24_000:], TONE_HZ) == pytest.approx(LEVEL, rel=0.1)
    assert output.report().lost_samples == lost


def test_no_more_listeners_than_allowed_and_no_other_path():
    stream = stream_of("mp3", listeners=1)
    output = open_pull(stream)
    url = f"http://127.0.0.1:{stream.port}"
    with Feeder(output):
        wait_until(lambda: output.report().health is Health.GOOD)
        with urllib.request.urlopen(f"{url}/loa", timeout=15) as first:
            assert first.read(100)
            with pytest.raises(urllib.error.HTTPError) as full:
                urllib.request.urlopen(f"{url}/loa", timeout=15)
            with pytest.raises(urllib.error.HTTPError) as strange:
                urllib.request.urlopen(f"{url}/etc", timeout=15)
        with pytest.raises(urllib.error.HTTPError) as written:
            urllib.request.urlopen(f"{url}/loa", b"x", timeout=15)
    codes = []
    for caught in (full, strange, written):
        codes.append(caught.value.code)
        caught.value.close()
    assert codes == [503, 404, 405]


def test_a_taken_port_is_said_and_tried_again():
    stream = stream_of("mp3")
    with contextlib.closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", stream.port))
        holder.listen()
        output = open_pull(stream)
        wait_until(lambda: output.report().reason == "playout.pull_port")
        assert output.report().health is Health.FAILED
    wait_until(lambda: output.report().health is Health.GOOD)
    output.close()
    assert not [t for t in threading.enumerate() if t.name == "listeners"]


def test_addresses():
    stream = PullStream.from_url("pull://0.0.0.0:8100/loa.opus?bitrate=32&listeners=5")
    assert stream == PullStream("0.0.0.0", 8100, "/loa.opus", "opus", 32, 5)
    assert stream.name == "pull://0.0.0.0:8100/loa.opus"


@pytest.mark.parametrize(
    "url",
    ["pull://0.0.0.0:8100", "pull://máy/loa", "pull://0.0.0.0:x/loa", "pull://0.0.0.0/a?listeners=0",
     "pull://0.0.0.0/a?format=wav", "http://0.0.0.0/a", "pull://0.0.0.0/a?bitrate=1000"],
)  # fmt: skip
def test_bad_addresses(url):
    with pytest.raises(InputError):
        PullStream.from_url(url)


def test_silence_is_a_stream_too():
    stream = stream_of("opus")
    output = open_pull(stream)
    with Feeder(output, gain=0.0):
        wait_until(lambda: output.report().health is Health.GOOD)
        assert np.max(np.abs(decoded(fetch(stream, 2_000)))) < 1e-3
