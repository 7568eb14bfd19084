"""Programmes put together by pydub: tune, opening, items, stings, closing, with pauses."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from broadcast_desk.audio import decoding
from broadcast_desk.audio.encoding import from_int16, to_int16, write_flac
from broadcast_desk.audio.filtering import Samples
from broadcast_desk.audio.mastering import Piece, shape
from broadcast_desk.audio.metering import SILENCE_LUFS, STEP_MS, powers
from broadcast_desk.audio.model import SAMPLE_RATE_HZ

with warnings.catch_warnings():
    # pydub looks for an ffmpeg on the path, which we never let it use, and warns of its absence
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

WORKING_LUFS = -20.0
"""Where parts meet before mastering: well below clipping."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a programme.

    Attributes:
        sound: an audio file, or sound that is shaped and measured already.
        level_lu: louder (or, negative, quieter) than the other parts.
        fade_in_ms, fade_out_ms: for music.
        pause_after_ms: silence that follows, a whole number of 100 ms.
    """

    sound: Path | Piece
    level_lu: float = 0.0
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    pause_after_ms: int = 0


def join(parts: Sequence[Part]) -> Piece:
    """The parts one after the other, each at its level, as one piece ready to be finished.

    Raises:
        AudioError: a file is missing or not audio.
    """
    whole = AudioSegment.empty().set_frame_rate(SAMPLE_RATE_HZ).set_channels(1).set_sample_width(2)
    measured: list[Samples] = []
    for part in parts:
        sound, powers_ms = _prepare(part)
        whole = whole.append(sound, crossfade=0)
        measured.append(powers_ms)
    samples = from_int16(np.frombuffer(whole.raw_data, np.int16))
    return Piece(samples, np.concatenate([np.zeros(0, np.float32), *measured]))


def assemble(parts: Sequence[Part], target: Path) -> Path:
    """Write the programme, not yet mastered, as FLAC.

    Raises:
        AudioError: a file is missing or not audio.
        StoreError: the disk is full or read-only; no file is left.
    """
    write_flac(target, [join(parts).samples])
    return target


def _prepare(part: Part) -> tuple[Any, Samples]:
    """The part as pydub has it, at its level and with its pause, and its powers."""
    piece = part.sound if isinstance(part.sound, Piece) else _from_file(part.sound)
    heard = piece.loudness_lufs
    gain_db = WORKING_LUFS + part.level_lu - heard if heard > SILENCE_LUFS else 0.0
    gain = 10 ** (gain_db / 20)
    sound, powers_ms = _segment(piece, gain), piece.powers_ms * np.float32(gain**2)
    if part.fade_in_ms:
        sound = sound.fade_in(part.fade_in_ms)
    if part.fade_out_ms:
        sound = sound.fade_out(part.fade_out_ms)
    if part.fade_in_ms or part.fade_out_ms:
        powers_ms = powers(from_int16(np.frombuffer(sound.raw_data, np.int16)))
    pause_ms = round(part.pause_after_ms / STEP_MS) * STEP_MS
    pause = AudioSegment.silent(duration=pause_ms, frame_rate=SAMPLE_RATE_HZ)
    return sound.append(pause, crossfade=0), np.pad(powers_ms, (0, pause_ms))


def _from_file(path: Path) -> Piece:
    return shape(decoding.decode(path), SAMPLE_RATE_HZ, "none")


def _segment(piece: Piece, gain: float) -> Any:  # noqa: ANN401  (pydub has no types)
    return AudioSegment(
        data=to_int16(piece.samples, gain).tobytes(),
        sample_width=2,
        frame_rate=SAMPLE_RATE_HZ,
        channels=1,
    )
