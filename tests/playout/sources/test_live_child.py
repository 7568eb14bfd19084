"""Streams that come in pieces, torn or not at all, and the child that is replaced."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.playout.sources.live_child import LiveChild
from broadcast_desk.playout.sources.relay import RelaySource
from tests.fakes.streams import Stream, hls_stream, http_stream
from tests.playout.outputs.conftest import wait_until
from tests.playout.sources.conftest import Reader


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    path = tmp_path / "noise.wav"
    samples = np.random.default_rng(5).normal(0, 0.1, 60 * 48_000)
    soundfile.write(path, samples.astype(np.float32), 48_000)
    return path


@contextlib.contextmanager
def counted(url: str) -> Iterator[tuple[list[int], list[float]]]:
    """A child on a stream: how many samples came, and when each child began."""
    came: list[int] = []
    begun: list[float] = []
    child = LiveChild(
        url, 0.0, lambda part: came.append(len(part)), lambda: begun.append(time.monotonic())
    )
    try:
        yield came, begun
    finally:
        child.close()


def comes(came: list[int], count: int) -> None:
    """Wait until so many more samples have come."""
    so_far = sum(came)
    wait_until(lambda: sum(came) > so_far + count, 6)


def test_hls_in_pieces_of_three_seconds_is_heard_whole_and_is_steady(noise, tmp_path):
    with hls_stream(noise, tmp_path) as url:
        source = RelaySource(url)
        wait_until(lambda: source.carrying.usable)
        time.sleep(1.0)  # playout opens it ahead; the pieces that are there come at once
        heard = Reader(source).read(8.0)
        assert source.carrying.steady
        source.close()
    silent = np.flatnonzero(np.abs(heard) < 1e-6)
    assert len(silent) < 480, f"{len(silent)} samples were not there in time"


def test_a_decoder_that_lost_its_place_in_a_torn_stream_is_replaced(noise):
    with http_stream(noise) as stream, counted(stream.url) as (came, begun):
        torn = 0
        while len(begun) < 2:  # not every tear puts it out of step
            comes(came, 48_000)
            tear(stream)
            torn += 1
            assert torn < 10, "ffmpeg finds its place again by itself: this is needed no more"
            with contextlib.suppress(AssertionError):
                wait_until(lambda: len(begun) > 1, 2.5)
        comes(came, 96_000)


def tear(stream: Stream) -> None:
    """For a second only a tenth of the bytes arrives."""
    stream.drip.set()
    time.sleep(1.0)
    stream.drip.clear()


def test_a_connection_that_says_nothing_any_more_is_opened_anew(noise):
    with http_stream(noise) as stream, counted(stream.url) as (came, begun):
        wait_until(lambda: sum(came) > 48_000)
        stream.frozen.set()
        wait_until(lambda: len(begun) > 1, 6)
        stream.frozen.clear()
        comes(came, 48_000)
