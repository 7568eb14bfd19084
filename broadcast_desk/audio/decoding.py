"""Any file in, mono float samples at 48 kHz out; strange files are decoded in a child process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.probe import input_arguments
from broadcast_desk.station.errors import AudioError, store_error_from_os

Samples = npt.NDArray[np.float32]

MAX_LENGTH_S = 6 * 3600.0
"""Nothing that a commune station airs is longer; what is longer is refused, not cut."""

_SLACK_S = 1.0


def decode(path: Path, *, limit_s: float = MAX_LENGTH_S, timeout_s: float = 600.0) -> Samples:
    """The samples of a file in memory.

    Raises:
        AudioError: there is no audio in it, it is empty, or longer than `limit_s`.
    """
    done = ffmpeg.run(_arguments(path, limit_s), timeout_s)
    samples = np.frombuffer(done.stdout, np.float32, len(done.stdout) // 4)
    _check(path, len(samples), done.returncode, limit_s)
    return samples


def decode_to(
    path: Path, sink: IO[bytes], *, limit_s: float = MAX_LENGTH_S, timeout_s: float = 600.0
) -> int:
    """Decode into an open file as raw 32-bit floats, for items that may be long.

    Returns:
        How many samples were written.

    Raises:
        AudioError: there is no audio in it, it is empty, or longer than `limit_s`.
        StoreError: the sink's disk is full.
    """
    limit_bytes = int((limit_s + _SLACK_S) * SAMPLE_RATE_HZ * 4) + (1 << 20)
    try:
        done = ffmpeg.run(
            _arguments(path, limit_s), timeout_s, sink=sink, output_limit_bytes=limit_bytes
        )
        sink.flush()
    except OSError as error:
        raise store_error_from_os(error, tempfile.gettempdir()) from error
    count = sink.tell() // 4
    _check(path, count, done.returncode, limit_s)
    return count


def decode_bytes(data: bytes, *, tempo: float = 1.0, timeout_s: float = 60.0) -> Samples:
    """The samples of an encoded recording held in memory, played `tempo` times as fast.

    Raises:
        AudioError: it is not audio ("audio.not_audio").
    """
    filters = [] if tempo == 1.0 else ["-af", f"atempo={tempo:.3f}"]
    done = ffmpeg.run(
        ["-v", "error", "-i", "pipe:0", "-map", "0:a:0", *filters, *_RAW], timeout_s, data
    )
    samples = np.frombuffer(done.stdout, np.float32, len(done.stdout) // 4)
    if done.returncode != 0 or not len(samples):
        raise AudioError("audio.not_audio", name="mp3")
    return samples


_RAW = ["-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-f", "f32le", "-"]


def _arguments(path: Path, limit_s: float) -> list[str]:
    if not path.is_file():
        raise AudioError("audio.missing", name=path.name)
    return [
        "-v", "error", "-vn", "-sn", "-dn", *input_arguments(path), "-map", "0:a:0",
        "-t", f"{limit_s + _SLACK_S:.1f}", *_RAW,
    ]  # fmt: skip


def _check(path: Path, count: int, status: int, limit_s: float) -> None:
    """A file cut off in the middle is taken as far as it goes; one without sound is refused."""
    if count == 0:
        raise AudioError("audio.not_audio" if status else "audio.empty", name=path.name)
    if count > limit_s * SAMPLE_RATE_HZ:
        raise AudioError("audio.too_long", name=path.name, hours=f"{limit_s / 3600:g}")
