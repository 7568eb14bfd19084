"""The signal tunes, stings and notices that come with the program (`audio_assets`)."""

from __future__ import annotations

from pathlib import Path

from broadcast_desk.station.errors import AudioError
from broadcast_desk.station.paths import audio_assets_folder

STING = "nhac-cat"
"""Between two items."""

ALERT = "bao-dong"
"""Before an emergency."""

NOTICE = "thong-bao-du-phong"
"""What sounds when nothing else can: a chime and a spoken sentence."""

_SIGNAL_PREFIX = "nhac-hieu-"


def names() -> tuple[str, ...]:
    """The names of the signal tunes, the usual one first."""
    return tuple(sorted(p.stem for p in audio_assets_folder().glob(f"{_SIGNAL_PREFIX}*.flac")))


def every_name() -> tuple[str, ...]:
    """The names of everything in `audio_assets`: tunes, sting, alert, notice."""
    return tuple(sorted(p.stem for p in audio_assets_folder().glob("*.flac")))


def path(name: str) -> Path:
    """The FLAC file (48 kHz, mono, mastered) of a tune, sting or notice.

    Raises:
        AudioError: there is none of that name ("audio.no_such_tune").
    """
    if name not in every_name():
        raise AudioError("audio.no_such_tune", name=name, known=", ".join(names()))
    return audio_assets_folder() / f"{name}.flac"
