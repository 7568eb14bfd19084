"""Spoken segments kept on disk: after changing one sentence, one sentence is spoken.

Everything here can be made again. A file is written beside and renamed, and checked when it is
read, so that two renders share the folder and a power cut costs at most a file that is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from broadcast_desk.audio.encoding import INT16_SCALE, to_int16
from broadcast_desk.audio.metering import MS
from broadcast_desk.audio.piece import Piece
from broadcast_desk.speech.voices.protocol import Pcm, Segment, Voice
from broadcast_desk.station.errors import store_error_from_os

FORMAT = 2
MOST_BYTES = 512 * 1024 * 1024
"""Beyond this the segments unused for longest go."""

_HEAD = struct.Struct("<4sIIIIfI")
_MARK = b"BDS2"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One segment: as the voice gave it, and shaped and measured for mastering."""

    pcm: Pcm
    piece: Piece


class SegmentCache:
    """The spoken segments of one data folder."""

    def __init__(self, folder: Path) -> None:
        """The cache in `folder` (made when needed), as a rule `DataFolder.cache / "segments"`."""
        self._folder = folder

    def path(self, voice: Voice, segment: Segment, preset: str) -> Path:
        """Where the segment is, or would be."""
        facts = [FORMAT, voice.name, voice.version, f"{segment.rate:.3f}", preset, segment.text]
        key = hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()
        return self._folder / key[:2] / f"{key}.segment"

    def get(self, voice: Voice, segment: Segment, preset: str) -> Spoken | None:
        """The segment, None when it is not there or not whole."""
        path = self.path(voice, segment, preset)
        try:
            raw = path.read_bytes()
            spoken = _unpacked(raw)
            if spoken is not None:
                os.utime(path)
        except OSError:
            return None
        return spoken

    def put(self, voice: Voice, segment: Segment, preset: str, spoken: Spoken) -> Spoken:
        """Keep a segment.

        Returns:
            The segment as `get` will give it, so that the same text always sounds the same.

        Raises:
            StoreError: the disk is full or read-only; nothing half-written is left.
        """
        path, raw = self.path(voice, segment, preset), _packed(spoken)
        temporary: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            self._place(temporary, path)
        except OSError as error:
            raise store_error_from_os(error, path) from error
        finally:
            if temporary is not None:
                with contextlib.suppress(OSError):
                    temporary.unlink()
        kept = _unpacked(raw)
        assert kept is not None
        return kept

    def trim(self, most_bytes: int = MOST_BYTES) -> int:
        """Remove what was unused for longest until `most_bytes` remain, and leftovers of a crash.

        Returns:
            How many segments were removed.
        """
        found = []
        for path in self._folder.glob("*/*.segment"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        total, removed = sum(size for _, size, _ in found), 0
        for _, size, path in sorted(found):
            if total <= most_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
            total -= size
        return removed

    @staticmethod
    def _place(temporary: Path, path: Path) -> None:
        try:
            temporary.replace(path)
        except PermissionError:  # Windows: another render reads the same segment, which is there
            if not path.is_file():
                raise


def _packed(spoken: Spoken) -> bytes:
    pcm, piece = spoken.pcm, spoken.piece
    top = float(max(piece.peaks_ms.max(initial=0.0), 1e-6))
    shaped = to_int16(piece.stored, piece.scale / top)
    arrays = (pcm.samples, shaped, piece.powers_ms, piece.peaks_ms)
    body = b"".join(array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays)
    counts = (pcm.rate_hz, len(pcm.samples), len(shaped), len(piece.powers_ms))
    return _HEAD.pack(_MARK, *counts, top, zlib.crc32(body)) + body


def _unpacked(raw: bytes) -> Spoken | None:
    """The segment as views into `raw`: nothing is copied."""
    if len(raw) < _HEAD.size:
        return None
    mark, rate_hz, spoken, shaped, blocks, top, check = _HEAD.unpack_from(raw)
    body = memoryview(raw)[_HEAD.size :]
    whole = len(body) == 2 * (spoken + shaped) + 8 * blocks and blocks == shaped // MS
    if mark != _MARK or not whole or zlib.crc32(body) != check:
        return None
    measures = np.frombuffer(body, "<f4", 2 * blocks, 2 * (spoken + shaped))
    samples = np.frombuffer(body, "<i2", shaped, 2 * spoken)
    return Spoken(
        Pcm(np.frombuffer(body, "<i2", spoken), rate_hz),
        Piece(samples, measures[:blocks], measures[blocks:], top * INT16_SCALE),
    )
