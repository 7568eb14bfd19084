"""The child that decodes or captures a live stream, started anew whenever it ends or gives nothing.

Three ways of giving nothing while the process lives: it opens and nothing comes; what came stops (a
half-open connection says nothing by itself); or bytes come and it has lost its place in them.
ffmpeg's MPEG audio parser, once it took a torn piece for a header, rejects every frame that follows
for as long as the stream lasts, so only a new child helps; its complaints tell.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import threading
import time
from collections.abc import Callable
from typing import IO

import numpy as np

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Samples
from broadcast_desk.playout.sources.feeds import feed_command
from broadcast_desk.station.errors import DeskError

OPENING_S = 6.0
"""A child that gives no data for so long after its start is replaced."""

HUNG_S = 2.5
"""The same for one that has given some."""

OUT_OF_STEP_S = 0.7
"""One that complains of what it gets and gives nothing for so long is out of step: replaced."""

LOST_AT_ONCE_S = 2.0
"""The same for one that has given nothing yet: many complain of a torn first frame."""

GOOD_S = 10.0
"""After a child that lived so long the pauses begin anew."""

_PAUSES_S = (0.2, 0.5, 1.0)
_LOOK_S = 0.2
_CHUNK_BYTES = 4 * SAMPLE_RATE_HZ // 20

_log = logging.getLogger(__name__)


class LiveChild:
    """Keeps a child at work until it is closed.

    Args:
        url: a stream, another station's RTP or a capture device, see `feeds`.
        open_at_s: monotonic instant from which on it is connected.
        take: is given what comes, in a thread of this child's own.
        begun: is called when another child begins.
    """

    def __init__(
        self,
        url: str,
        open_at_s: float,
        take: Callable[[Samples], None],
        begun: Callable[[], None],
    ) -> None:
        self._url = url
        self._open_at_s = open_at_s
        self._take = take
        self._begun = begun
        self._child: subprocess.Popen[bytes] | None = None
        self._came_at_s = 0.0  # 0 while this child has given nothing
        self._began_s = 0.0
        self._complained_at_s = 0.0
        self._said = ""
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="relay-watch", daemon=True)
        self._thread.start()
        self._watcher.start()

    def close(self) -> None:
        """End the child."""
        self._closing.set()
        self._kill()

    def _run(self) -> None:
        self._closing.wait(max(0.0, self._open_at_s - time.monotonic()))
        try:
            command = feed_command(self._url)
        except DeskError:
            _log.exception("relay.bad_source")
            return
        attempt = 0
        while not self._closing.is_set():
            began_s = time.monotonic()
            self._read_child(command)
            attempt = 0 if time.monotonic() - began_s > GOOD_S else attempt + 1
            self._closing.wait(_PAUSES_S[min(attempt, len(_PAUSES_S) - 1)])

    def _read_child(self, command: list[str]) -> None:
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # its end tells the child that we are gone
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=ffmpeg.no_window(),
            )
        except OSError:
            _log.exception("relay.cannot_start")
            return
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        self._said, self._came_at_s, self._complained_at_s = "", 0.0, 0.0
        self._began_s = time.monotonic()
        self._begun()
        self._child = child
        listener = threading.Thread(
            target=self._hear_complaints, args=(child.stderr,), name="relay-said", daemon=True
        )
        listener.start()
        with contextlib.suppress(OSError, ValueError):
            while data := child.stdout.read(_CHUNK_BYTES):
                self._came_at_s = time.monotonic()
                self._take(np.frombuffer(data[: len(data) // 4 * 4], np.float32))
        self._kill()
        child.wait()
        listener.join()
        for pipe in (child.stdin, child.stdout, child.stderr):
            pipe.close()
        if not self._closing.is_set():
            _log.info("relay.ended %s", self._said)

    def _hear_complaints(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in pipe:
                self._said = line.decode("utf-8", "replace").strip()[:200]
                self._complained_at_s = time.monotonic()

    def _watch(self) -> None:
        while not self._closing.wait(_LOOK_S):
            if self._child is not None and self._is_lost(time.monotonic()):
                self._kill()

    def _is_lost(self, now_s: float) -> bool:
        if not self._came_at_s:
            complains = now_s - self._complained_at_s < OUT_OF_STEP_S
            return now_s - self._began_s > (LOST_AT_ONCE_S if complains else OPENING_S)
        complains = self._complained_at_s > self._came_at_s
        return now_s - self._came_at_s > (OUT_OF_STEP_S if complains else HUNG_S)

    def _kill(self) -> None:
        child = self._child
        if child is not None and child.poll() is None:
            child.kill()
