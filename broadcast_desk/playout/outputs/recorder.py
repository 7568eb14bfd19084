"""The recorder: what went on air as a WAV or FLAC file, and beside it when sample 0 was heard.

The instant comes from the arrival of the blocks and the latency the outputs report, never from
what was planned. The file stays readable when playout is killed, and a playout that takes over goes
on with it: the time in which nothing was on air is silence in the file, so that sample number and
time stay together.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.recording import Recording
from broadcast_desk.playout.ports import Block, Health, OutputReport, Samples
from broadcast_desk.station.clock import from_text, to_text
from broadcast_desk.station.errors import store_error_from_os
from broadcast_desk.storage.files import write_text

_UPDATE_EVERY = SAMPLE_RATE_HZ
_LONGEST_PAUSE_S = 3600.0


class _Writer(Protocol):
    frames: int

    def append(self, samples: Samples) -> None: ...

    def update(self) -> None: ...

    def close(self) -> None: ...


class _Wav:
    """A 16-bit mono WAV whose header is right after every second."""

    def __init__(self, path: Path) -> None:
        exists = path.exists() and path.stat().st_size >= 44
        self._file: BinaryIO = path.open("r+b" if exists else "w+b")
        self._file.seek(0, 2)
        self.frames = (self._file.tell() - 44) // 2 if exists else 0
        if exists:
            self._file.seek(44 + 2 * self.frames)
        self.update()
        self._file.seek(44 + 2 * self.frames)

    def append(self, samples: Samples) -> None:
        self._file.write(np.round(samples * 32767.0).astype("<i2").tobytes())
        self.frames += len(samples)

    def update(self) -> None:
        size = min(2 * self.frames, 0xFFFFFFFF - 36)
        header = struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1,
            SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * 2, 2, 16, b"data", size,
        )  # fmt: skip
        self._file.seek(0)
        self._file.write(header)
        self._file.seek(0, 2)
        self._file.flush()

    def close(self) -> None:
        self.update()
        self._file.close()


class _Flac:
    """A 24-bit mono FLAC; readable when it was closed."""

    def __init__(self, path: Path) -> None:
        self.frames = 0
        self._file = soundfile.SoundFile(path, "w", SAMPLE_RATE_HZ, 1, "PCM_24", format="FLAC")

    def append(self, samples: Samples) -> None:
        self._file.write(samples)
        self.frames += len(samples)

    def update(self) -> None:
        """Nothing to do: a FLAC stream needs no header change while it grows."""

    def close(self) -> None:
        self._file.close()


class Recorder:
    """An output that writes what is on air into a file.

    Args:
        path: `.wav` or `.flac`; the sidecar has the same name with `.json`.
        now: where wall-clock instants come from.
        monotonic_s: the clock of `Block.due_s`.
        resume: go on with an existing recording instead of putting it aside.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
        *,
        resume: bool = False,
    ) -> None:
        self.name = f"file:{path}"
        self._path = path
        self._tape = _Tape(path, resume=resume)
        self._recording = Recording(self._tape, now, monotonic_s, "playout.recorder_failed")
        self._tape.lost = lambda: self._recording.lost

    def write(self, block: Block) -> None:
        """Take a block; when the disk is too slow it is lost here and nowhere else."""
        self._recording.write(block)

    def report(self) -> OutputReport:
        """How it does."""
        lost, reason = self._recording.lost, self._recording.reason
        health = Health.FAILED if reason else Health.GOOD
        return OutputReport(self.name, "recorder", health, lost, 0.0, reason, str(self._path))

    def close(self) -> None:
        """Write what is left and close the file."""
        self._recording.close()


class _Tape:
    """One file and its sidecar."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.lost: Callable[[], int] = lambda: 0
        self._path = path
        self._expected: int | None = None
        self._sample_0: datetime | None = None
        self._updated = 0
        try:
            if not resume:
                _put_aside(path)
            self._writer = _open(path)
        except OSError as error:
            raise store_error_from_os(error, path) from error
        self._continue_from = self._read_sidecar() if resume and self._writer.frames else None

    def take(self, block: Block, heard_at: datetime) -> None:
        self._place(block, heard_at)
        if self._writer.frames - self._updated >= _UPDATE_EVERY:
            self._updated = self._writer.frames
            self._writer.update()
            self._write_sidecar()

    def let_go(self) -> None:
        """The next block may go through: the disk may have room again."""

    def finish(self) -> None:
        self._writer.close()
        self._write_sidecar()

    def _place(self, block: Block, heard_at: datetime) -> None:
        if self._continue_from is not None:
            self._pad_pause(heard_at)
        if self._expected is not None and block.position > self._expected:
            self._append_silence(block.position - self._expected)
        self._expected = block.position + len(block.samples)
        estimate = heard_at - timedelta(seconds=self._writer.frames / SAMPLE_RATE_HZ)
        if self._sample_0 is None or self._now_earlier(estimate):
            self._sample_0 = estimate
        self._writer.append(block.samples)

    def _now_earlier(self, estimate: datetime) -> bool:
        """Blocks can come late but not early: the earliest estimate of the beginning is best."""
        first_second = self._writer.frames < 2 * SAMPLE_RATE_HZ and self._continue_from is None
        return first_second and self._sample_0 is not None and estimate < self._sample_0

    def _pad_pause(self, heard_at: datetime) -> None:
        began, self._continue_from = self._continue_from, None
        assert began is not None
        self._sample_0 = began
        pause_s = (heard_at - began).total_seconds() - self._writer.frames / SAMPLE_RATE_HZ
        if 0 < pause_s < _LONGEST_PAUSE_S:
            self._append_silence(round(pause_s * SAMPLE_RATE_HZ))

    def _append_silence(self, count: int) -> None:
        while count > 0:
            self._writer.append(np.zeros(min(count, SAMPLE_RATE_HZ), np.float32))
            count -= SAMPLE_RATE_HZ

    def _write_sidecar(self) -> None:
        if self._sample_0 is None:
            return
        facts = {
            "sample_0_at": to_text(self._sample_0),
            "rate_hz": SAMPLE_RATE_HZ,
            "samples": self._writer.frames,
            "lost_samples": self.lost(),
        }
        write_text(self._path.with_suffix(".json"), json.dumps(facts) + "\n")

    def _read_sidecar(self) -> datetime | None:
        try:
            facts = json.loads(self._path.with_suffix(".json").read_text(encoding="utf-8"))
            return from_text(facts["sample_0_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _open(path: Path) -> _Writer:
    path.parent.mkdir(parents=True, exist_ok=True)
    return _Flac(path) if path.suffix.lower() == ".flac" else _Wav(path)


def _put_aside(path: Path) -> None:
    """Keep an older recording under a numbered name; nothing recorded is overwritten."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    path.rename(aside)
    sidecar = path.with_suffix(".json")
    if sidecar.exists():
        sidecar.rename(aside.with_suffix(".json"))
