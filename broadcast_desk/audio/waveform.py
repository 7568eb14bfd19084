"""Waveforms for the desk: the lowest and highest sample of each slice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from broadcast_desk.audio import decoding
from broadcast_desk.station.errors import AudioError

_BLOCK = 1 << 18


def peaks(path: Path, count: int) -> npt.NDArray[np.float32]:
    """The waveform of a file in `count` slices of equal length.

    Returns:
        Shape (count, 2): lowest and highest sample, -1 to 1. Slices beyond a very short file's
        samples are zero.

    Raises:
        AudioError: it cannot be decoded.
    """
    if count < 1:
        raise ValueError("count must be positive")
    try:
        with soundfile.SoundFile(path) as file:
            return _of_file(file, count)
    except soundfile.LibsndfileError:
        return _of_samples(decoding.decode(path, limit_s=2 * 3600.0), count)
    except OSError as error:
        raise AudioError("audio.missing", name=path.name) from error


def _of_file(file: soundfile.SoundFile, count: int) -> npt.NDArray[np.float32]:
    edges = np.linspace(0, file.frames, count + 1).astype(np.int64)
    found = np.zeros((count, 2), np.float32)
    position = 0
    while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
        _merge(found, edges, block.mean(axis=1, dtype=np.float32), position)
        position += len(block)
    return found


def _of_samples(samples: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.float32]:
    edges = np.linspace(0, len(samples), count + 1).astype(np.int64)
    found = np.zeros((count, 2), np.float32)
    _merge(found, edges, samples, 0)
    return found


def _merge(
    found: npt.NDArray[np.float32],
    edges: npt.NDArray[np.int64],
    block: npt.NDArray[np.float32],
    position: int,
) -> None:
    """Fold the samples from `position` on into the slices they lie in."""
    inside = np.flatnonzero((edges[:-1] < position + len(block)) & (edges[1:] > position))
    inside = inside[edges[inside] < edges[inside + 1]]
    if not len(inside) or not len(block):
        return
    starts = np.maximum(edges[inside] - position, 0)
    found[inside, 0] = np.minimum(found[inside, 0], np.minimum.reduceat(block, starts))
    found[inside, 1] = np.maximum(found[inside, 1], np.maximum.reduceat(block, starts))
