"""Mastering: any sound becomes 48 kHz mono FLAC at the station's loudness, below its true peak.

Measured once, then gain and limiter in one pass. A file is decoded in a child process into a
temporary file and worked on in parts, so that an hour needs no more memory than a minute; speech
comes in pieces that were shaped and measured when they were spoken, and a piece that was brought to
the same level before is not even encoded again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from broadcast_desk.audio import decoding
from broadcast_desk.audio.encoding import to_int16, write_flac
from broadcast_desk.audio.filtering import Int16, Samples, to_48k
from broadcast_desk.audio.flac_frames import Frames, encoded, md5_of, write_joined
from broadcast_desk.audio.gapless import sound_within, untagged_rate_hz
from broadcast_desk.audio.limiting import GainCourse, work_out
from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.metering import MS, SILENCE_LUFS, STEP, powers, sample_peaks
from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Loudness, Mastered
from broadcast_desk.audio.piece import Piece, measured
from broadcast_desk.audio.shaping import (
    PRESETS,
    Compressor,
    Preset,
    PresetName,
    block_levels_db,
    level_db,
    level_of_blocks_db,
)
from broadcast_desk.station.errors import AudioError, store_error_from_os

LOUDNESS_LUFS = -16.0
TRUE_PEAK_DBTP = -1.0
TOLERANCE_LU = 0.5
STEP_DB = 0.25
"""Gains of pieces are whole numbers of these: after a change elsewhere most keep theirs."""

Keep = Callable[[str, Callable[[], Frames]], Frames]
"""The frames that are kept under a key, or that the function makes, to be kept from then on."""

_PART = 20 * SAMPLE_RATE_HZ
_CONTEXT = SAMPLE_RATE_HZ // 5
_PEAKY_LU = 8.0
"""Peaks this far above a piece's loudness may meet the limiter once it has its level."""

_THREADS = 3
_SHORTEST = 5 * STEP
"""Meters need 400 ms; what is shorter is followed by silence up to this."""


def shape(samples: Samples, rate_hz: int, preset: PresetName = "outdoor") -> Piece:
    """Resample to 48 kHz, cut the lows, compress and measure one stretch of sound.

    The piece ends with the silence that brings it to a whole number of 100 ms.
    """
    chosen = PRESETS[preset]
    clean = to_48k(rate_hz, chosen.high_pass_hz).apply(samples)
    shaped = Compressor(chosen, level_db(clean)).apply(clean)
    whole = np.zeros(-(-len(shaped) // STEP) * STEP, np.float32)
    whole[: len(shaped)] = shaped
    piece = measured(whole)
    return piece.with_true_peaks(10 ** ((piece.loudness_lufs + _PEAKY_LU) / 20))


def finish(
    piece: Piece,
    target: Path,
    *,
    loudness: float = LOUDNESS_LUFS,
    true_peak_dbtp: float = TRUE_PEAK_DBTP,
    tags: Mapping[str, str] | None = None,
    name: str = "",
    length: int | None = None,
) -> Mastered:
    """Bring shaped sound to its loudness and write it as FLAC.

    Args:
        piece: shaped sound.
        target: the file to make.
        loudness: wanted, in LUFS.
        true_peak_dbtp: ceiling of the true peak.
        tags: Vorbis comments.
        name: what errors call it.
        length: samples of the piece that are written, None is all: the silence that brings it to
            whole steps would be a gap before the next item.

    Raises:
        AudioError: there is nothing to hear ("audio.silent").
        StoreError: the disk is full or read-only; no file is left.
    """
    if piece.loudness_lufs <= SILENCE_LUFS:
        raise AudioError("audio.silent", name=name or target.name)
    course = work_out([piece], loudness, true_peak_dbtp)
    apply = partial(course.apply, scale=piece.scale)
    whole = len(piece.stored) if length is None else length
    write_flac(target, _cut(_parts(piece.stored, apply), whole), tags)
    return Mastered(target, whole, course.loudness)


def finish_pieces(
    pieces: Sequence[Piece],
    target: Path,
    *,
    keep: Keep,
    loudness: float = LOUDNESS_LUFS,
    true_peak_dbtp: float = TRUE_PEAK_DBTP,
    tags: Mapping[str, str] | None = None,
) -> Mastered:
    """Bring pieces, one after the other, to their loudness and write them as one FLAC.

    Args:
        pieces: shaped sound.
        target: the file to make.
        keep: asked for the frames of every piece that has a key.
        loudness: wanted, in LUFS; met to half of `STEP_DB`.
        true_peak_dbtp: ceiling of the true peak.
        tags: Vorbis comments.

    Raises:
        AudioError: there is nothing to hear ("audio.silent").
        StoreError: the disk is full or read-only; no file is left.
    """
    heard = [piece for piece in pieces if len(piece.stored)]
    course = work_out(heard, loudness, true_peak_dbtp, step_db=STEP_DB) if heard else None
    if course is None or course.loudness.integrated_lufs <= SILENCE_LUFS:
        raise AudioError("audio.silent", name=target.name)
    starts = np.cumsum([0, *(len(piece.peaks_ms) for piece in heard)]).tolist()
    frames: list[Frames] = []

    def sounds() -> Iterator[Int16]:
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="encode") as pool:
            made = pool.map(partial(_at_level, course, keep), heard, starts[:-1])
            for sound, own in made:
                frames.append(own)
                yield sound

    md5 = md5_of(sounds())
    return Mastered(target, write_joined(target, frames, tags, md5=md5), course.loudness)


def _at_level(course: GainCourse, keep: Keep, piece: Piece, first_ms: int) -> tuple[Int16, Frames]:
    """The piece at its level, and encoded: anew only where it or what is done to it is new."""
    sound = to_int16(course.apply(piece.stored, first_ms, piece.scale))

    def made() -> Frames:
        return encoded(sound, SAMPLE_RATE_HZ)

    if not piece.key:
        return sound, made()
    curve = course.limiter[max(first_ms - 1, 0) : first_ms + len(piece.peaks_ms) + 1]
    facts = f"{piece.key} {course.gain * piece.scale:.9e} {first_ms == 0} "
    key = hashlib.sha256(facts.encode("ascii") + curve.tobytes()).hexdigest()
    return sound, keep(key, made)


def master(
    source: Path,
    target: Path,
    *,
    preset: PresetName = "outdoor",
    loudness_lufs: float = LOUDNESS_LUFS,
    true_peak_dbtp: float = TRUE_PEAK_DBTP,
    tags: Mapping[str, str] | None = None,
    timeout_s: float = 900.0,
) -> Mastered:
    """Bring any audio file to 48 kHz mono FLAC at `loudness_lufs`, below `true_peak_dbtp`.

    ffmpeg's ebur128 has the last word on the result; gain and ceiling are corrected when it
    disagrees.

    Args:
        source: any file that ffmpeg can decode; it is not changed.
        target: the FLAC file to make; its folder also takes the temporary files.
        preset: for horn loudspeakers, for a room, or loudness only.
        loudness_lufs: wanted integrated loudness.
        true_peak_dbtp: ceiling of the true peak.
        tags: Vorbis comments for the result.
        timeout_s: for decoding.

    Raises:
        AudioError: not audio, empty, silent or too long.
        StoreError: the disk is full or read-only; no file is left.
    """
    with _shaped_file(source, target.parent, PRESETS[preset], timeout_s) as (piece, length):
        return dataclasses.replace(
            _finish_checked(
                piece, length, target, loudness_lufs, true_peak_dbtp, tags, source.name
            ),
            original=source,
        )


def _finish_checked(
    piece: Piece,
    length: int,
    target: Path,
    wanted_lufs: float,
    ceiling_dbtp: float,
    tags: Mapping[str, str] | None,
    name: str,
) -> Mastered:
    loudness, ceiling = wanted_lufs, ceiling_dbtp
    for _ in range(3):
        done = finish(
            piece,
            target,
            loudness=loudness,
            true_peak_dbtp=ceiling,
            tags=tags,
            name=name,
            length=length,
        )
        heard = measure(target)
        over = heard.true_peak_dbtp - ceiling_dbtp
        off = wanted_lufs - heard.integrated_lufs
        reachable = abs(done.loudness.integrated_lufs - loudness) <= TOLERANCE_LU
        if over <= 0 and (abs(off) <= TOLERANCE_LU / 2 or not reachable):
            break
        ceiling -= max(0.0, over)
        loudness += off if reachable else 0.0
    return Mastered(target, done.duration_samples, _rounded(heard))


def _rounded(heard: Loudness) -> Loudness:
    return Loudness(round(heard.integrated_lufs, 2), round(heard.true_peak_dbtp, 2))


class _shaped_file:  # noqa: N801  (used as a function in a with statement)
    """Decode and shape a file into a temporary memory map; the map goes when the block ends."""

    def __init__(self, source: Path, folder: Path, preset: Preset, timeout_s: float) -> None:
        self._source = source
        self._preset = preset
        self._timeout_s = timeout_s
        try:
            self._file = tempfile.TemporaryFile(dir=folder, prefix=".decoded-")  # noqa: SIM115
        except OSError as error:
            raise store_error_from_os(error, folder) from error

    def __enter__(self) -> tuple[Piece, int]:
        """The whole file as one piece, and how many of its samples are the file's."""
        try:
            return self._shape()
        except BaseException:
            self._file.close()
            raise

    def __exit__(self, *exception: object) -> None:
        """Give the disk space back."""
        self._file.close()

    def _shape(self) -> tuple[Piece, int]:
        count = decoding.decode_to(self._source, self._file, timeout_s=self._timeout_s)
        untagged_hz = untagged_rate_hz(self._source)
        if untagged_hz:
            count = self._without_padding(count, untagged_hz)
        whole = max(-(-count // STEP) * STEP, _SHORTEST)
        try:
            self._file.write(bytes(4 * (whole - count)))
            self._file.flush()
        except OSError as error:
            raise store_error_from_os(error, self._source) from error
        samples = np.memmap(self._file, np.float32, "r+", shape=(whole,))
        np.nan_to_num(samples, copy=False, posinf=0.0, neginf=0.0)
        self._cut_lows(samples)
        levels = [block_levels_db(part) for part in _windows(samples)]
        compressor = Compressor(self._preset, level_of_blocks_db(np.concatenate(levels)))
        for part in _windows(samples):
            part[:] = compressor.apply(part)
        piece = Piece(samples, _powers_in_parts(samples), sample_peaks(samples))
        return piece, max(count, _SHORTEST)

    def _without_padding(self, count: int, rate_hz: int) -> int:
        """Leave out what the coder put around the sound; how many samples are left."""
        samples = np.memmap(self._file, np.float32, "r+", shape=(count,))
        first, last = sound_within(samples, rate_hz)
        for start in range(first, last, _PART):
            part = samples[start : min(start + _PART, last)].copy()
            samples[start - first : start - first + len(part)] = part
        samples.flush()
        self._file.truncate(4 * (last - first))
        self._file.seek(0, os.SEEK_END)
        return last - first

    def _cut_lows(self, samples: Samples) -> None:
        if self._preset.high_pass_hz <= 0:
            return
        cut = to_48k(SAMPLE_RATE_HZ, self._preset.high_pass_hz)
        before = np.zeros(0, np.float32)
        for start in range(0, len(samples), _PART):
            own = samples[start : start + _PART].copy()
            after = samples[start + _PART : start + _PART + _CONTEXT]
            filtered = cut.apply(np.concatenate((before, own, after)))
            samples[start : start + len(own)] = filtered[len(before) : len(before) + len(own)]
            before = own[-_CONTEXT:]


def _powers_in_parts(samples: Samples) -> Samples:
    found = []
    for start in range(0, len(samples), _PART):
        first = max(0, start - _CONTEXT)
        part = powers(np.asarray(samples[first : start + _PART]))
        found.append(part[(start - first) // MS :])
    return np.concatenate(found)


def _windows(samples: Samples) -> Iterator[Samples]:
    return (samples[start : start + _PART] for start in range(0, len(samples), _PART))


def _cut(parts: Iterator[Samples], length: int) -> Iterator[Samples]:
    """The first `length` samples of the parts."""
    for part in parts:
        if length <= 0:
            return
        yield part[:length]
        length -= len(part)


def _parts(
    samples: Samples | Int16, apply: Callable[[Samples | Int16, int], Samples]
) -> Iterator[Samples]:
    step = 5 * SAMPLE_RATE_HZ
    return (
        apply(samples[start : start + step], start // MS) for start in range(0, len(samples), step)
    )
