"""FLAC files: written whole or not at all, and a full disk says that it is full."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from broadcast_desk.audio.filtering import Samples
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.tags import write_tags
from broadcast_desk.station.errors import store_error_from_os

_FULL_SCALE = np.float32(32767)


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
    with target.open("wb+") as raw:
        disk = _Disk(raw)
        try:
            with soundfile.SoundFile(
                disk, "w", rate_hz, 1, subtype="PCM_16", format="FLAC"
            ) as encoder:
                for part in parts:
                    encoder.write(to_int16(part))
                    disk.check()
        except soundfile.LibsndfileError:
            disk.check()
            raise
        disk.check()


def to_int16(samples: Samples) -> np.typing.NDArray[np.int16]:
    """Samples from -1 to 1 as 16-bit integers; what lies outside is clipped."""
    return np.asarray(np.rint(np.clip(samples, -1, 1) * _FULL_SCALE), np.int16)


class _Disk:
    """A file for libsndfile that remembers the error which libsndfile would swallow."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._error: OSError | None = None

    def check(self) -> None:
        if self._error is not None:
            raise self._error

    def write(self, data: bytes) -> int:
        try:
            return self._raw.write(data)
        except OSError as error:
            self._error = self._error or error
            return 0

    def flush(self) -> None:
        try:
            self._raw.flush()
        except OSError as error:
            self._error = self._error or error

    def read(self, size: int = -1) -> bytes:
        return self._raw.read(size)

    def readinto(self, buffer: bytearray) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._raw.seek(offset, whence)
        except OSError as error:  # seeking flushes
            self._error = self._error or error
            return 0

    def tell(self) -> int:
        return self._raw.tell()
