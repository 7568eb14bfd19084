from __future__ import annotations

import threading

import numpy as np
import pytest

from broadcast_desk.playout.outputs import feeding
from broadcast_desk.playout.outputs.feeding import QUEUE_BLOCKS, FedOutput, LinkLost
from broadcast_desk.playout.ports import BLOCK, Block, Health
from tests.playout.outputs.conftest import tone, wait_until


class FakeLink:
    """A link that keeps what it is sent, and can break or stall."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.broken = False
        self.free = threading.Event()
        self.free.set()
        self.closed = ""

    def send(self, pcm: bytes) -> None:
        self.free.wait()
        if self.broken:
            raise LinkLost("playout.rtp_lost", "cable")
        self.sent.append(pcm)

    def close(self, *, gently: bool) -> None:
        self.closed = "gently" if gently else "at once"


class Links:
    """Opens fake links, and refuses when it is told to."""

    def __init__(self) -> None:
        self.opened: list[FakeLink] = []
        self.refusal: LinkLost | None = None

    def __call__(self) -> FakeLink:
        if self.refusal is not None:
            raise self.refusal
        self.opened.append(FakeLink())
        return self.opened[-1]


def block(number: int, gain: float = 1.0) -> Block:
    return Block(number * BLOCK, tone(number * BLOCK, BLOCK), gain, 0.0)


@pytest.fixture
def links(monkeypatch):
    monkeypatch.setattr(feeding, "FIRST_PAUSE_S", 0.01)
    return Links()


def test_blocks_arrive_in_order_with_their_gain_and_the_end_is_gentle(links):
    output = FedOutput("x", "rtp", links, 20.0)
    wait_until(lambda: output.report().health is Health.GOOD)
    for number in range(50):
        output.write(block(number, 0.5))
    output.close()
    (link,) = links.opened
    samples = np.frombuffer(b"".join(link.sent), "<f4")
    assert np.array_equal(samples, tone(0, 50 * BLOCK) * np.float32(0.5))
    assert link.closed == "gently"
    report = output.report()
    assert (report.health, report.lost_samples, report.latency_ms) == (Health.CLOSED, 0, 20.0)


def test_a_gain_that_changes_inside_a_block_and_a_level_above_full_scale(links):
    output = FedOutput("x", "rtp", links)
    wait_until(lambda: links.opened)
    wait_until(lambda: output.report().health is Health.GOOD)
    gain = np.linspace(0, 100, BLOCK, dtype=np.float32)
    output.write(Block(0, tone(0, BLOCK), gain, 0.0))
    output.close()
    samples = np.frombuffer(links.opened[0].sent[0], "<f4")
    assert np.max(np.abs(samples)) == 1.0
    assert abs(samples[10] - tone(0, BLOCK)[10] * gain[10]) < 1e-6


def test_a_stalled_link_never_holds_the_bus_up_and_every_sample_is_accounted_for(links):
    output = FedOutput("x", "rtp", links)
    wait_until(lambda: output.report().health is Health.GOOD)
    links.opened[0].free.clear()
    given = QUEUE_BLOCKS * 3
    for number in range(given):
        output.write(block(number))
    links.opened[0].free.set()
    output.close()
    sent = len(links.opened[0].sent) * BLOCK
    assert output.report().lost_samples >= QUEUE_BLOCKS * BLOCK
    assert sent + output.report().lost_samples == given * BLOCK


def test_a_broken_link_is_opened_anew_and_goes_on_with_what_is_on_air(links):
    output = FedOutput("x", "rtp", links)
    wait_until(lambda: output.report().health is Health.GOOD)
    links.refusal = LinkLost("playout.icecast_password", "401", lasting=True)
    links.opened[0].broken = True
    output.write(block(0))
    wait_until(lambda: output.report().health is Health.FAILED)
    assert output.report().detail == "401"
    assert links.opened[0].closed == "at once"
    for number in range(1, 20):
        output.write(block(number))
    links.refusal = None
    wait_until(lambda: output.report().health is Health.GOOD)
    output.write(block(20))
    output.close()
    first = np.frombuffer(links.opened[1].sent[0], "<f4")
    assert np.array_equal(first, tone(20 * BLOCK, BLOCK)), "old blocks are not sent late"
    assert output.report().reason == ""


def test_closing_while_there_is_no_link(links):
    links.refusal = LinkLost("playout.icecast_unreachable")
    output = FedOutput("x", "icecast", links)
    wait_until(lambda: output.report().health is Health.LOST)
    output.close()
    output.close()
    assert output.report().health is Health.CLOSED
