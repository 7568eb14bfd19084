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
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from broadcast_desk.audio.encoding import INT16_SCALE, to_int16
from broadcast_desk.audio.filtering import Int16
from broadcast_desk.audio.flac_frames import TABLE, Frames
from broadcast_desk.audio.metering import MS
from broadcast_desk.audio.piece import Piece
from broadcast_desk.speech.voices.protocol import Segment, Voice
from broadcast_desk.station.errors import store_error_from_os

FORMAT = 5
MOST_BYTES = 512 * 1024 * 1024
"""Beyond this the segments unused for longest go."""

_TIDIED = ".tidied"
_DAY_S = 24 * 3600.0
_HEAD = struct.Struct("<4sIIIffI")
_FRAMES_HEAD = struct.Struct("<4sIIIII")
_MARK, _FRAMES_MARK = b"BDS4", b"BDF3"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One segment: as the voice gave it, and shaped and measured for mastering.

    Attributes:
        sound: the voice's own samples, with the silence that fills the last frame.
        original: the same, encoded.
    """

    sound: Int16
    original: Frames
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
        raw = _read(path)
        return None if raw is None else _unpacked(raw, path.stem)

    def put(self, voice: Voice, segment: Segment, preset: str, spoken: Spoken) -> Spoken:
        """Keep a segment.

        Returns:
            The segment as `get` will give it, so that the same text always sounds the same.

        Raises:
            StoreError: the disk is full or read-only; nothing half-written is left.
        """
        path, raw = self.path(voice, segment, preset), _packed(spoken)
        self._write(path, raw)
        kept = _unpacked(raw, path.stem)
        assert kept is not None
        return kept

    def frames(self, key: str, make: Callable[[], Frames]) -> Frames:
        """Encoded sound kept under `key`, a hash; where there is none, what `make` makes, kept.

        Raises:
            StoreError: the disk is full or read-only; nothing half-written is left.
        """
        path = self._folder / key[:2] / f"{key}.frames"
        raw = _read(path)
        found = None if raw is None else _unpacked_frames(raw)
        if found is None:
            found = make()
            self._write(path, _packed_frames(found))
        return found

    def _write(self, path: Path, raw: bytes) -> None:
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

    def tidy(self) -> None:
        """Trim the cache, at most once a day."""
        now, marker = time.time(), self._folder / _TIDIED
        with contextlib.suppress(OSError):
            if marker.exists() and 0 <= now - marker.stat().st_mtime < _DAY_S:
                return
            self.trim()
            marker.touch()

    def trim(self, most_bytes: int = MOST_BYTES) -> int:
        """Remove what was unused for longest until `most_bytes` remain, and leftovers of a crash.

        Returns:
            How many segments were removed.
        """
        for path in self._folder.glob("*/.*.part"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _DAY_S:
                    path.unlink()
        found = []
        for path in (p for kind in ("segment", "frames") for p in self._folder.glob(f"*/*.{kind}")):
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


def _read(path: Path) -> bytes | None:
    """What is in the file, which counts as used now; None when it is not there."""
    try:
        raw = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    return raw


def _packed(spoken: Spoken) -> bytes:
    piece, original = spoken.piece, _packed_frames(spoken.original)
    top = float(max(piece.peaks_ms.max(initial=0.0), 1e-6))
    shaped = to_int16(piece.stored, piece.scale / top)
    measures = np.stack((piece.powers_ms, piece.peaks_ms)).astype("<f4")
    sound = spoken.sound.astype("<i2").tobytes()
    body = shaped.astype("<i2").tobytes() + measures.tobytes() + sound + original
    sizes = (len(shaped), len(spoken.sound), len(original))
    facts = (*sizes, top, piece.true_above, zlib.crc32(body))
    return _HEAD.pack(_MARK, *facts) + body


def _unpacked(raw: bytes, key: str) -> Spoken | None:
    """The segment as views into `raw`: nothing is copied."""
    if len(raw) < _HEAD.size:
        return None
    mark, shaped, given, encoded, top, true_above, check = _HEAD.unpack_from(raw)
    body, blocks = memoryview(raw)[_HEAD.size :], shaped // MS
    sound_at = 2 * shaped + 8 * blocks
    original_at = sound_at + 2 * given
    if mark != _MARK or len(body) != original_at + encoded or zlib.crc32(body) != check:
        return None
    original = _unpacked_frames(body[original_at:])
    if original is None:
        return None
    sound = np.frombuffer(body, "<i2", given, sound_at)
    samples = np.frombuffer(body, "<i2", shaped)
    measures = np.frombuffer(body, "<f4", 2 * blocks, 2 * shaped)
    piece = Piece(samples, measures[:blocks], measures[blocks:], top * INT16_SCALE, true_above, key)
    return Spoken(sound, original, piece)


def _packed_frames(frames: Frames) -> bytes:
    body = frames.table.tobytes() + frames.bodies
    facts = (frames.rate_hz, frames.samples, len(frames.table), len(frames.bodies))
    return _FRAMES_HEAD.pack(_FRAMES_MARK, *facts, zlib.crc32(body)) + body


def _unpacked_frames(raw: bytes | memoryview) -> Frames | None:
    if len(raw) < _FRAMES_HEAD.size:
        return None
    mark, rate_hz, samples, count, size, check = _FRAMES_HEAD.unpack_from(raw)
    body, rows = memoryview(raw)[_FRAMES_HEAD.size :], count * TABLE.itemsize
    if mark != _FRAMES_MARK or len(body) != rows + size or zlib.crc32(body) != check:
        return None
    return Frames(rate_hz, samples, np.frombuffer(body, TABLE, count), body[rows:])
