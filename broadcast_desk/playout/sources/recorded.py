"""Recorded audio: read whole, its hash checked on the very bytes that will sound, decoded ahead.

Small files are kept in memory, so that neither a slow disk nor a pulled stick is heard; of large
ones the open file is checked and read in order. Decoding runs in a thread of its own, a few seconds
ahead of the bus.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import deque
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import NOTHING, Samples
from broadcast_desk.playout.priority import go_ahead
from broadcast_desk.station.errors import AudioError

IN_MEMORY_BYTES = 48 * 1024 * 1024
"""Files up to this size are read whole before they sound."""

AHEAD = 4 * SAMPLE_RATE_HZ
"""How far decoding runs ahead of the bus, in samples."""

_CHUNK = SAMPLE_RATE_HZ // 2


def open_checked(path: Path, sha256: str) -> BinaryIO:
    """The file's bytes, after their hash was checked; `sha256` "" leaves that out.

    Raises:
        AudioError: "playout.media_missing" or "playout.media_damaged".
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise AudioError("playout.media_missing", name=path.name) from error
    try:
        held: BinaryIO = file
        if path.stat().st_size <= IN_MEMORY_BYTES:
            data = file.read()
            file.close()
            digest, held = hashlib.sha256(data).hexdigest(), io.BytesIO(data)
        else:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
    except OSError as error:
        file.close()
        raise AudioError("playout.media_missing", name=path.name) from error
    if sha256 and digest != sha256:
        held.close()
        raise AudioError("playout.media_damaged", name=path.name)
    return held


def _sound_file(held: BinaryIO, name: str) -> soundfile.SoundFile:
    try:
        file = soundfile.SoundFile(held)
    except soundfile.LibsndfileError as error:
        held.close()
        raise AudioError("playout.media_damaged", name=name) from error
    if file.samplerate != SAMPLE_RATE_HZ or file.channels != 1:
        file.close()
        held.close()
        raise AudioError("playout.media_format", name=name)
    return file


class RecordedSource:
    """A file of the media store from some place on."""

    def __init__(self, path: Path, sha256: str = "", offset: int = 0) -> None:
        """Open, check and begin to decode; returns when the first samples are at hand.

        Args:
            path: 48 kHz mono, FLAC or WAV.
            sha256: what its bytes must have as their hash, "" for files shipped with the program.
            offset: sample to begin at.

        Raises:
            AudioError: it is missing, damaged, or not what the media store keeps.
        """
        self._held = open_checked(path, sha256)
        self._file = _sound_file(self._held, path.name)
        self.length = max(0, int(self._file.frames) - offset)
        self.failure = ""
        self._ready: deque[Samples] = deque()
        self._at_hand = 0
        self._next = offset  # place in the file of the sample to be decoded next
        self._seek_to: int | None = offset or None
        self._ended = False
        self._closed = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._decode, name="decode", daemon=True)
        self._thread.start()
        with self._change:
            self._change.wait_for(lambda: self._at_hand or self._ended, timeout=5.0)

    @property
    def finished(self) -> bool:
        """Nothing will come any more."""
        return self._ended and not self._at_hand

    def read(self, count: int) -> Samples:
        """The next samples, at most `count`."""
        parts: list[Samples] = []
        with self._change:
            while count and self._ready:
                part = self._ready.popleft()
                if len(part) > count:
                    self._ready.appendleft(part[count:])
                    part = part[:count]
                parts.append(part)
                count -= len(part)
                self._at_hand -= len(part)
            if self._at_hand < AHEAD - _CHUNK:
                self._change.notify_all()
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else NOTHING

    def skip(self, count: int) -> None:
        """Leave out the next `count` samples."""
        left = count - len(self.read(min(count, self._at_hand)))
        if left > 0:
            with self._change:
                if not self._ended and not self._closed:
                    self._seek_to = (self._seek_to or self._next) + left
                    self._change.notify_all()

    def close(self) -> None:
        """Stop decoding and let go of the file."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def _decode(self) -> None:
        go_ahead()
        try:
            while self._wait_for_room():
                samples = self._file.read(_CHUNK, dtype="float32")
                with self._change:
                    if self._seek_to is None:
                        self._take(samples)
        except (OSError, RuntimeError):  # soundfile's errors are RuntimeErrors
            with self._change:
                self.failure, self._ended = "playout.media_damaged", True
                self._change.notify_all()
        finally:
            self._file.close()
            self._held.close()

    def _take(self, samples: Samples) -> None:
        if len(samples):
            self._ready.append(samples)
            self._at_hand += len(samples)
            self._next += len(samples)
        else:
            self._ended = True
        self._change.notify_all()

    def _wait_for_room(self) -> bool:
        """Wait until more is wanted, and go to the place where it is wanted; False at the end."""
        with self._change:
            self._change.wait_for(
                lambda: self._closed or self._seek_to is not None or self._at_hand < AHEAD
            )
            if self._closed or self._ended:
                return False
            if self._seek_to is not None:
                self._next = min(self._seek_to, int(self._file.frames))
                self._file.seek(self._next)
                self._seek_to = None
            return True
