"""The air check: everything that went out, in files of an hour, kept for a set time.

A file begins at the full local hour (or when playout begins) and is named by its first instant, to
the second. The oldest files go when they are too old, when all together are too large, or when the
disk runs low; the file that is being written never goes.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.recording import Recording
from broadcast_desk.playout.ports import Block, Health, OutputReport, Samples
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.errors import store_error_from_os

_NAME = "%Y-%m-%d_%H-%M-%S"
_FORMATS = {"flac": ("FLAC", "PCM_16"), "opus": ("OGG", "OPUS")}
_LONGEST_GAP = 3600 * SAMPLE_RATE_HZ

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retention:
    """What may stay.

    Attributes:
        max_bytes: of all files together, 0 is no limit.
        min_free_bytes: what the disk must keep free.
    """

    max_age: timedelta = timedelta(days=365)
    max_bytes: int = 40 * 1024**3
    min_free_bytes: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished file."""

    path: Path
    began_at: datetime
    size: int


def segments(folder: Path) -> tuple[Segment, ...]:
    """The files of an air-check folder, oldest first; anything else in it is left alone."""
    found = []
    for path in folder.glob("*/*"):
        began_at = _began_at(path)
        if began_at is not None:
            found.append(Segment(path, began_at, path.stat().st_size))
    return tuple(sorted(found, key=lambda segment: (segment.began_at, segment.path.name)))


def _began_at(path: Path) -> datetime | None:
    if path.suffix.lstrip(".") not in _FORMATS:
        return None
    try:
        return datetime.strptime(path.stem[:19], _NAME).replace(tzinfo=STATION_ZONE)
    except ValueError:
        return None


def too_many(
    kept: Iterable[Segment], now: datetime, free_bytes: int, rule: Retention
) -> tuple[Segment, ...]:
    """Which files have to go, oldest first. Pure."""
    rest = sorted(kept, key=lambda segment: segment.began_at)
    total = sum(segment.size for segment in rest)
    gone = []
    for segment in rest:
        old = now - segment.began_at > rule.max_age
        large = bool(rule.max_bytes) and total > rule.max_bytes
        if not (old or large or free_bytes < rule.min_free_bytes):
            break
        gone.append(segment)
        total -= segment.size
        free_bytes += segment.size
    return tuple(gone)


def clear_old(
    folder: Path, now: datetime, rule: Retention, keep: Path | None = None
) -> tuple[Segment, ...]:
    """Delete what has to go; what could be deleted.

    Args:
        folder: an air-check folder; it may be missing.
        now: aware instant.
        rule: what may stay.
        keep: the file that is being written.
    """
    if not folder.is_dir():
        return ()
    kept = [segment for segment in segments(folder) if segment.path != keep]
    gone = []
    for segment in too_many(kept, now, shutil.disk_usage(folder).free, rule):
        try:
            segment.path.unlink()
        except OSError as error:  # open in a player (Windows): next hour again
            _log.warning("air_check.kept %s %s", segment.path, error)
        else:
            gone.append(segment)
            with contextlib.suppress(OSError):  # not empty: other files of the day
                segment.path.parent.rmdir()
    return tuple(gone)


class AirCheck:
    """An output that records the bus, hour by hour.

    Args:
        folder: of this zone group; made if it is not there.
        now: where wall-clock instants come from.
        monotonic_s: the clock of `Block.due_s`.
        kind: "flac" (exact, about 90 MB an hour of sound) or "opus" (about 30 MB); silence is
            about 1 MB an hour in both.
        rule: what may stay; applied at every new file.

    Raises:
        StoreError: the folder cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
        *,
        kind: Literal["flac", "opus"] = "opus",
        rule: Retention | None = None,
    ) -> None:
        self.name = f"air-check:{folder.name}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error_from_os(error, folder) from error
        self._tape = _Hours(folder, kind, rule or Retention())
        self._recording = Recording(self._tape, now, monotonic_s, "playout.air_check_failed")

    def write(self, block: Block) -> None:
        """Take a block; when the disk is too slow it is lost here and nowhere else."""
        self._recording.write(block)

    def report(self) -> OutputReport:
        """How it does."""
        lost, reason = self._recording.lost, self._recording.reason
        health = Health.FAILED if reason else Health.GOOD
        detail = str(self._tape.path or self._tape.folder)
        return OutputReport(self.name, "air_check", health, lost, 0.0, reason, detail)

    def close(self) -> None:
        """Write what is left and close the file."""
        self._recording.close()


class _Hours:
    """A file for every hour, in a folder for every day."""

    def __init__(self, folder: Path, kind: Literal["flac", "opus"], rule: Retention) -> None:
        self.folder = folder
        self.path: Path | None = None
        self._kind = kind
        self._rule = rule
        self._file: soundfile.SoundFile | None = None
        self._hour: datetime | None = None
        self._expected = 0

    def take(self, block: Block, heard_at: datetime) -> None:
        hour = local(heard_at).replace(minute=0, second=0, microsecond=0)
        left_out = block.position - self._expected
        if self._file is None or hour != self._hour or not 0 <= left_out < _LONGEST_GAP:
            self._begin(heard_at, hour)
        elif left_out:
            self._append(np.zeros(left_out, np.float32))
        self._append(block.samples)
        self._expected = block.position + len(block.samples)

    def _append(self, samples: Samples) -> None:
        assert self._file is not None
        self._file.write(samples)

    def _begin(self, heard_at: datetime, hour: datetime) -> None:
        self.finish()
        began = local(heard_at)
        day = self.folder / f"{began:%Y-%m-%d}"
        day.mkdir(parents=True, exist_ok=True)
        path = _free_name(day, f"{began:{_NAME}}", self._kind)
        container, subtype = _FORMATS[self._kind]
        self._file = soundfile.SoundFile(
            path, "w", SAMPLE_RATE_HZ, 1, format=container, subtype=subtype
        )
        self.path, self._hour = path, hour
        clear_old(self.folder, heard_at, self._rule, keep=path)

    def finish(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def let_go(self) -> None:
        self.finish()


def _free_name(day: Path, stem: str, suffix: str) -> Path:
    """A name that is not taken: the clock may have been set back."""
    path, number = day / f"{stem}.{suffix}", 1
    while path.exists():
        path, number = day / f"{stem}_{number}.{suffix}", number + 1
    return path
