"""Vorbis comments of our FLAC files, the mark of machine-made speech among them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.flac import FLAC

from broadcast_desk.station.errors import AudioError


def write_tags(path: Path, tags: Mapping[str, str]) -> None:
    """Put `tags` into a FLAC file that nobody else uses yet; empty values are left out.

    Raises:
        AudioError: the file is not FLAC.
        OSError: it could not be written.
    """
    try:
        file: Any = FLAC(path)  # type: ignore[no-untyped-call]  # mutagen is half typed
        for name, value in tags.items():
            if value:
                file[name] = value
        file.save(padding=lambda _: 1024)
    except MutagenError as error:
        _raise_cause(error)
        raise AudioError("audio.not_audio", name=path.name) from error


def read_tags(path: Path) -> dict[str, str]:
    """The tags of a FLAC file by lower-case name; of a name that repeats, the first.

    Raises:
        AudioError: the file is not FLAC or not there.
    """
    try:
        file: Any = FLAC(path)  # type: ignore[no-untyped-call]  # mutagen is half typed
    except MutagenError as error:
        raise AudioError("audio.not_audio", name=path.name) from error
    return {name.lower(): value for name, value in reversed(list(file.tags or ()))}


def _raise_cause(error: MutagenError) -> None:
    """Mutagen wraps what the operating system said; a full disk must stay a full disk."""
    for inner in (error.__cause__, error.__context__, *error.args):
        if isinstance(inner, OSError):
            raise inner
