"""Programmes put together by pydub: tune, opening, items, stings, closing, with pauses."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from broadcast_desk.audio import decoding
from broadcast_desk.audio.encoding import from_int16, write_flac
from broadcast_desk.audio.mastering import STEP_DB, shape
from broadcast_desk.audio.metering import SILENCE_LUFS, loudness_lufs
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.piece import Piece, joined, measured, silence

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
        sound: an audio file, or pieces that are shaped and measured already, one after the other.
        level_lu: louder (or, negative, quieter) than the other parts.
        fade_in_ms, fade_out_ms: for music.
        pause_after_ms: silence that follows, a whole number of 100 ms.
    """

    sound: Path | Piece | Sequence[Piece]
    level_lu: float = 0.0
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    pause_after_ms: int = 0


def arrange(parts: Sequence[Part]) -> list[Piece]:
    """The parts one after the other, each at its level, as pieces ready to be finished.

    Gains are whole numbers of `mastering.STEP_DB`.

    Raises:
        AudioError: a file is missing or not audio.
    """
    return [
        piece
        for part in parts
        for piece in (*_leveled(part), silence(part.pause_after_ms))
        if len(piece.stored)
    ]


def assemble(parts: Sequence[Part], target: Path) -> Path:
    """Write the programme, not yet mastered, as FLAC.

    Raises:
        AudioError: a file is missing or not audio.
        StoreError: the disk is full or read-only; no file is left.
    """
    write_flac(target, [joined(arrange(parts)).stored])
    return target


def _leveled(part: Part) -> list[Piece]:
    """The part at its level; music is faded."""
    pieces = _pieces(part.sound)
    heard = loudness_lufs(np.concatenate([piece.powers_ms for piece in pieces]))
    gain_db = WORKING_LUFS + part.level_lu - heard if heard > SILENCE_LUFS else 0.0
    gain = 10 ** (round(gain_db / STEP_DB) * STEP_DB / 20)
    if not (part.fade_in_ms or part.fade_out_ms):
        return [piece.times(gain) for piece in pieces]
    sound = _segment(joined(pieces, gain))
    if part.fade_in_ms:
        sound = sound.fade_in(part.fade_in_ms)
    if part.fade_out_ms:
        sound = sound.fade_out(part.fade_out_ms)
    return [measured(from_int16(np.frombuffer(sound.raw_data, np.int16)))]


def _pieces(sound: Path | Piece | Sequence[Piece]) -> Sequence[Piece]:
    if isinstance(sound, Path):
        return [shape(decoding.decode(sound), SAMPLE_RATE_HZ, "none")]
    return [sound] if isinstance(sound, Piece) else sound


def _segment(piece: Piece) -> Any:  # noqa: ANN401  (pydub has no types)
    return AudioSegment(
        data=piece.stored.tobytes(), sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=1
    )
