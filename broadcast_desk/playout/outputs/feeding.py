"""Outputs that lie beyond a link which can break: a bounded queue, a thread, and a way back.

The bus hands blocks over and goes on. A thread passes them to the link; when the link breaks, what
comes in is lost and counted, and the link is opened again after a pause that doubles up to half a
minute. A stream goes on with what is on air now, never with what was on air while it was gone.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np

from broadcast_desk.playout.ports import Block, Health, OutputReport, Samples

QUEUE_BLOCKS = 150
"""Three seconds: a link that stalls longer loses sound, here and nowhere else."""

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0

_LOOK_S = 0.2
"""How often a link that is given nothing looks whether it is to end."""

_STEADY_BLOCKS = 500
"""A link that held for ten seconds was good: the next pause is short again."""


class LinkLost(Exception):  # noqa: N818  (what happened, not a kind of fault)
    """A link cannot be opened or has broken.

    Attributes:
        code: message code of the reason.
        detail: what the other side said.
        lasting: it will not come back until a person does something; it is tried all the same.
    """

    def __init__(self, code: str, detail: str = "", *, lasting: bool = False) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.lasting = lasting


class Link(Protocol):
    """One opened connection to what lies beyond."""

    def send(self, pcm: bytes) -> None:
        """Pass samples on (float32, little-endian, 48 kHz, mono).

        Raises:
            LinkLost: it has broken.
        """
        ...

    def close(self, *, gently: bool) -> None:
        """Let go; gently: pass on what is on its way first, for a second or two."""
        ...


class FedOutput:
    """An output behind a link.

    Args:
        name: its name in settings and on the command line, without secrets.
        kind: what the report calls it.
        connect: opens the link, or raises LinkLost.
        latency_ms: from the bus to the ear, as far as it is known.
    """

    def __init__(
        self, name: str, kind: str, connect: Callable[[], Link], latency_ms: float = 0.0
    ) -> None:
        self.name = name
        self._kind = kind
        self._connect = connect
        self._latency_ms = latency_ms
        self._queue: queue.Queue[Block] = queue.Queue(QUEUE_BLOCKS)
        self._closing = threading.Event()
        self._lost = 0
        self._health = Health.OPENING
        self._reason = ""
        self._detail = ""
        self._pause_s = FIRST_PAUSE_S
        self._thread = threading.Thread(target=self._feed_all, name=name, daemon=True)
        self._thread.start()

    def write(self, block: Block) -> None:
        """Take a block; returns at once."""
        try:
            self._queue.put_nowait(block)
        except queue.Full:
            self._lost += _sound_in(block)

    def report(self) -> OutputReport:
        """How it does."""
        return OutputReport(
            self.name,
            self._kind,
            self._health,
            self._lost,
            self._latency_ms,
            self._reason,
            self._detail,
        )

    def close(self) -> None:
        """Pass on what is left and let go."""
        self._closing.set()
        self._thread.join(10.0)
        self._health = Health.CLOSED

    def _feed_all(self) -> None:
        while not self._closing.is_set():
            try:
                link = self._connect()
            except LinkLost as lost:
                self._note(lost)
                self._closing.wait(self._pause_s)
                self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
                continue
            self._forget_queue()
            self._health, self._reason, self._detail = Health.GOOD, "", ""
            self._feed(link)

    def _feed(self, link: Link) -> None:
        sent = 0
        try:
            while not (self._closing.is_set() and self._queue.empty()):
                with contextlib.suppress(queue.Empty):
                    link.send(_pcm(self._queue.get(timeout=_LOOK_S)))
                    sent += 1
                if sent == _STEADY_BLOCKS:
                    self._pause_s = FIRST_PAUSE_S
        except LinkLost as lost:
            link.close(gently=False)
            self._note(lost)
            self._closing.wait(self._pause_s)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
        else:
            link.close(gently=True)

    def _note(self, lost: LinkLost) -> None:
        self._health = Health.FAILED if lost.lasting else Health.LOST
        self._reason, self._detail = lost.code, lost.detail

    def _forget_queue(self) -> None:
        """What waited while there was no link is old: it is lost."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._lost += _sound_in(self._queue.get_nowait())


def _sound_in(block: Block) -> int:
    """How many samples are lost with a block: silence is no loss."""
    return len(block.samples) if block.samples.any() else 0


def _pcm(block: Block) -> bytes:
    """What loudspeakers are to hear of a block."""
    heard: Samples = np.clip(block.samples * block.gain, -1.0, 1.0)
    return bytes(heard.astype("<f4", copy=False))
