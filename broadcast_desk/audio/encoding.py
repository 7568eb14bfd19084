"""FLAC files: written whole or not at all, and a full disk says that it is full."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio.filtering import Int16, Samples
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.tags import write_tags
from broadcast_desk.station.errors import store_error_from_os

_FULL_SCALE = np.float32(32767)
INT16_SCALE = 1 / 32767
"""What 16-bit numbers are multiplied with to be samples from -1 to 1."""

_PROBE_BYTES = 1 << 20
_BLOCK = 1 << 17

_Waiting = queue.Queue[Samples | Int16 | None]


def write_flac(
    target: Path,
    parts: Iterable[Samples | Int16],
    tags: Mapping[str, str] | None = None,
    *,
    rate_hz: int = SAMPLE_RATE_HZ,
) -> None:
    """Write mono samples, from -1 to 1 or 16-bit already, as 16-bit FLAC.

    Raises:
        StoreError: the disk is full or read-only; no file is left.
    """
    try:
        _write(target, parts, rate_hz)
        if tags:
            write_tags(target, tags)
    except BaseException as error:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise store_error_from_os(error, target) from error
        raise


def _write(target: Path, parts: Iterable[Samples | Int16], rate_hz: int) -> None:
    """Encode while the next part is being computed."""
    waiting: _Waiting = queue.Queue(maxsize=4)
    encoder = _Encoder(target, rate_hz, waiting)
    encoder.start()
    try:
        for part in parts:
            waiting.put(part)
            if encoder.error is not None:
                break
    finally:
        waiting.put(None)
        encoder.join()
    if encoder.error is not None:
        raise encoder.error


class _Encoder(threading.Thread):
    """Takes parts until None comes; after an error it goes on taking, and writes no more."""

    def __init__(self, target: Path, rate_hz: int, waiting: _Waiting) -> None:
        super().__init__(name="flac-encoder", daemon=True)
        self._target = target
        self._rate_hz = rate_hz
        self._waiting = waiting
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self._encode()
        except Exception as error:  # noqa: BLE001  (handed to the caller)
            self.error = _cause(error, self._target)
            while self._waiting.get() is not None:
                pass

    def _encode(self) -> None:
        frames = 0
        with (
            self._target.open("wb+") as raw,
            soundfile.SoundFile(
                raw.fileno(), "w", self._rate_hz, 1, "PCM_16", None, "FLAC", closefd=False
            ) as flac,
        ):
            while (part := self._waiting.get()) is not None:
                flac.write(part if part.dtype == np.int16 else to_int16(part))
                frames += len(part)
        _check_end(self._target, frames)


def _check_end(target: Path, frames: int) -> None:
    """Read the last samples back: libsndfile does not say when it could not write them."""
    with soundfile.SoundFile(target) as flac:
        last = min(frames, 4096)
        flac.seek(frames - last)
        if flac.frames != frames or len(flac.read(last, dtype="int16")) != last:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))


def _cause(error: Exception, target: Path) -> Exception:
    """What the system says to another write there; libsndfile only says that it failed."""
    if isinstance(error, OSError):
        return error
    try:
        with tempfile.TemporaryFile(dir=target.parent) as probe:
            probe.write(bytes(_PROBE_BYTES))
    except OSError as cause:
        return cause
    return error


def to_int16(samples: Samples | Int16, gain: float = 1.0, out: Int16 | None = None) -> Int16:
    """`samples` times `gain` as 16-bit integers; what lies outside -1 to 1 is clipped.

    Part by part: one large temporary array costs more than the arithmetic.

    Args:
        samples: from -1 to 1, or any numbers that `gain` brings there.
        gain: factor.
        out: takes the result instead of a new array.
    """
    made = np.empty(len(samples), np.int16) if out is None else out
    factor = np.float32(_FULL_SCALE * gain)
    for start in range(0, len(samples), _BLOCK):
        scaled = np.asarray(samples[start : start + _BLOCK] * factor, np.float32)
        np.clip(scaled, -_FULL_SCALE, _FULL_SCALE, out=scaled)
        made[start : start + _BLOCK] = np.rint(scaled, out=scaled)
    return made


def from_int16(samples: Int16) -> Samples:
    """16-bit integers as samples from -1 to 1."""
    return np.asarray(samples * np.float32(INT16_SCALE), np.float32)
