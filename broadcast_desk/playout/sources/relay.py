"""A live relay: a child decodes or captures it, opened ahead, started anew whenever it ends.

What came in is brought to the station's loudness and kept in a short reserve. Nothing waits on the
audio path; the thread that reads the child notices stalls, drips, silence and frozen sound, the
engine decides what sounds meanwhile and when it is over.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import threading
import time
from collections import deque

import numpy as np

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import NOTHING, Samples
from broadcast_desk.playout.sources.feeds import feed_command
from broadcast_desk.playout.sources.levelling import Leveller
from broadcast_desk.station.errors import DeskError

RESERVE = SAMPLE_RATE_HZ
"""What is kept at hand while nobody listens: the newest second."""

MOST = 8 * SAMPLE_RATE_HZ
"""A stream that runs ahead (a burst at the start) is cut back to the reserve at this many."""

STALL_S = 1.0
"""No data for so long is a stall."""

SILENCE_S = 10.0
"""A stream below `SILENT_LEVEL` for so long carries nothing."""

"""The same bits again and again for so long (a device or an encoder that hangs) are nothing too."""

SILENT_LEVEL = 10 ** (-50 / 20)
STEADY_S = 2.0
"""A stream that is good again for so long is returned to."""

FULL_RATE = 0.9
"""A stream that drips in more slowly than this part of real time is not steady."""

GIVE_UP_S = 6.0
"""A child that gives no data for so long is replaced."""

_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0)
_CHUNK_BYTES = 4 * SAMPLE_RATE_HZ // 20
_REMEMBERED_BYTES = 4 * SAMPLE_RATE_HZ

_log = logging.getLogger(__name__)


class RelaySource:
    """A stream as a source.

    Args:
        url: a stream, another station's RTP or a capture device, see `feeds`.
        open_at_s: monotonic instant from which on it is connected.
        target_lufs: the loudness it is brought to, None leaves it as it comes.
    """

    failure = ""
    finished = False
    """It never ends by itself: its end is the engine's to say."""

    def __init__(self, url: str, open_at_s: float = 0.0, target_lufs: float | None = None) -> None:
        self._url = url
        self._open_at_s = open_at_s
        self._leveller = None if target_lufs is None else Leveller(target_lufs)
        self._remembered = b""
        self._arrivals: deque[tuple[float, int]] = deque()
        self._new_at_s = 0.0
        self._parts: deque[Samples] = deque()
        self._at_hand = 0
        self._lock = threading.Lock()
        self._read_at_s = 0.0
        self._came_at_s = 0.0
        self._good_since_s: float | None = None
        self._loud_at_s = 0.0
        self._child: subprocess.Popen[bytes] | None = None
        self._child_began_s = time.monotonic()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="relay-watch", daemon=True)
        self._thread.start()
        self._watcher.start()

    @property
    def usable(self) -> bool:
        """Data flows, and there is something in it."""
        now_s = time.monotonic()
        return now_s - self._came_at_s < STALL_S and not self.silent and not self.frozen

    @property
    def silent(self) -> bool:
        """Data flows, but nothing is in it."""
        return self._came_at_s - self._loud_at_s > SILENCE_S

    @property
    def frozen(self) -> bool:
        """Data flows, but it is the same sound over and over."""
        return self._came_at_s - self._new_at_s > SILENCE_S

    @property
    def steady(self) -> bool:
        """It has been usable for a while, at full rate: worth returning to."""
        since_s, now_s = self._good_since_s, time.monotonic()
        if not self.usable or since_s is None or now_s - since_s <= STEADY_S:
            return False
        came = sum(count for at_s, count in list(self._arrivals) if now_s - at_s < STEADY_S)
        return came >= FULL_RATE * STEADY_S * SAMPLE_RATE_HZ

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`."""
        with self._lock:
            self._read_at_s = time.monotonic()
            parts: list[Samples] = []
            while count and self._parts:
                part = self._parts.popleft()
                if len(part) > count:
                    self._parts.appendleft(part[count:])
                    part = part[:count]
                parts.append(part)
                count -= len(part)
                self._at_hand -= len(part)
        return np.concatenate(parts) if parts else NOTHING

    def skip(self, count: int) -> None:
        """A live stream has no place to catch up with."""

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
            attempt = 0 if time.monotonic() - began_s > 10.0 else attempt + 1
            self._good_since_s = None
            self._closing.wait(_PAUSES_S[min(attempt, len(_PAUSES_S) - 1)])

    def _read_child(self, command: list[str]) -> None:
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # its end tells the child that we are gone
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=ffmpeg.no_window(),
            )
        except OSError:
            _log.exception("relay.cannot_start")
            return
        child = self._child
        self._child_began_s = time.monotonic()
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while data := child.stdout.read(_CHUNK_BYTES):
                self._take(np.frombuffer(data[: len(data) // 4 * 4], np.float32))
        self._kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()

    def _take(self, samples: Samples) -> None:
        samples = np.nan_to_num(samples, posinf=0.0, neginf=0.0)
        now_s = time.monotonic()
        if now_s - self._came_at_s > STALL_S or self._good_since_s is None:
            self._good_since_s = now_s
        self._judge(samples, now_s)
        self._came_at_s = now_s
        if self._leveller is not None:
            samples = self._leveller.process(samples)
        with self._lock:
            self._parts.append(samples)
            self._at_hand += len(samples)
            idle = now_s - self._read_at_s > STALL_S / 2
            if idle or self._at_hand > MOST:
                self._trim()

    def _judge(self, samples: Samples, now_s: float) -> None:
        """Is there something to hear in it, and something new?"""
        self._arrivals.append((now_s, len(samples)))
        while now_s - self._arrivals[0][0] > STEADY_S:
            self._arrivals.popleft()
        swing = float(np.ptp(samples)) / 2 if len(samples) else 0.0
        if self._loud_at_s == 0.0 or swing > SILENT_LEVEL:
            if now_s - self._loud_at_s > SILENCE_S:
                self._good_since_s = now_s
            self._loud_at_s = now_s
        data = samples.tobytes()
        if swing <= SILENT_LEVEL or data not in self._remembered:
            if now_s - self._new_at_s > SILENCE_S:
                self._good_since_s = now_s
            self._new_at_s = now_s
        self._remembered = (self._remembered + data)[-_REMEMBERED_BYTES:]

    def _trim(self) -> None:
        while self._parts and self._at_hand - len(self._parts[0]) >= RESERVE:
            self._at_hand -= len(self._parts.popleft())

    def _watch(self) -> None:
        """Replace a child that gives no data: a half-open connection says nothing by itself."""
        while not self._closing.wait(0.5):
            latest_s = max(self._came_at_s, self._child_began_s)
            if self._child is not None and time.monotonic() - latest_s > GIVE_UP_S:
                self._kill()

    def _kill(self) -> None:
        child = self._child
        if child is not None and child.poll() is None:
            child.kill()
