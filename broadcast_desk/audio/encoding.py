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
import numpy.typing as npt
import soundfile

from broadcast_desk.audio.filtering import Samples
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.tags import write_tags
from broadcast_desk.station.errors import store_error_from_os

_FULL_SCALE = np.float32(32767)
_PROBE_BYTES = 1 << 20
_BLOCK = 1 << 17


def write_flac(
    target: Path,
    parts: Iterable[Samples],
    tags: Mapping[str, str] | None = None,
    *,
    rate_hz: int = SAMPLE_RATE_HZ,
) -> None:
    """Write mono samples (-1 to 1) as 16-bit FLAC.

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


def _write(target: Path, parts: Iterable[Samples], rate_hz: int) -> None:
    """Encode while the next part is being computed."""
    waiting: queue.Queue[Samples | None] = queue.Queue(maxsize=4)
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

    def __init__(self, target: Path, rate_hz: int, waiting: queue.Queue[Samples | None]) -> None:
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
                flac.write(to_int16(part))
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


def to_int16(samples: Samples, gain: float = 1.0) -> npt.NDArray[np.int16]:
    """Samples from -1 to 1, times `gain`, as 16-bit integers; what lies outside is clipped.

    Part by part: one large temporary array costs more than the arithmetic.
    """
    made = np.empty(len(samples), np.int16)
    for start in range(0, len(samples), _BLOCK):
        scaled = samples[start : start + _BLOCK] * np.float32(_FULL_SCALE * gain)
        np.clip(scaled, -_FULL_SCALE, _FULL_SCALE, out=scaled)
        made[start : start + _BLOCK] = np.rint(scaled, out=scaled)
    return made


def from_int16(samples: npt.NDArray[np.int16]) -> Samples:
    """16-bit integers as samples from -1 to 1."""
    made = np.empty(len(samples), np.float32)
    made[:] = samples
    made *= np.float32(1) / _FULL_SCALE
    return made
