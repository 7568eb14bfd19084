"""The media store: mastered audio and untouched originals, named by the hash of their bytes."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from broadcast_desk.audio.model import Audio, Mastered
from broadcast_desk.station.errors import AudioError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import sha256_of, whole_file

ORPHAN_AGE_S = 24 * 3600.0
"""A file nobody refers to is left alone so long: an import may be about to refer to it."""

_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class MediaStore:
    """The audio files of one station; a file is there whole or not at all."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data

    def keep(self, mastered: Mastered) -> Audio:
        """Take mastered audio and its original in; keeping the same bytes again changes nothing.

        The files given are copied and stay with the caller.

        Raises:
            AudioError: a file is not there ("library.audio_missing").
            StoreError: the disk is full or read-only; nothing half-kept is left.
        """
        original = ""
        if mastered.original is not None:
            original = self._take(
                mastered.original, self._data.originals, _suffix(mastered.original)
            )
        return Audio(
            sha256=self._take(mastered.path, self._data.media, ".flac"),
            duration_samples=mastered.duration_samples,
            loudness_lufs=mastered.loudness.integrated_lufs,
            true_peak_dbtp=mastered.loudness.true_peak_dbtp,
            original_sha256=original,
        )

    def path(self, sha256: str) -> Path:
        """Where the mastered file of that hash is, or would be."""
        return _place(self._data.media, sha256, ".flac")

    def original_path(self, sha256: str) -> Path | None:
        """The untouched original of that hash, None when it is not there."""
        folder = _place(self._data.originals, sha256, "").parent
        return next(iter(sorted(folder.glob(f"{sha256}*"))), None)

    def verify(self, sha256: str) -> bool:
        """Whether the mastered file is there and its bytes have that hash."""
        if not _HASH.fullmatch(sha256):
            return False
        try:
            return sha256_of(self.path(sha256)) == sha256
        except OSError:
            return False

    def orphans(self, referenced: Collection[str], *, age_s: float = ORPHAN_AGE_S) -> list[Path]:
        """Files that no hash in `referenced` names and that nobody touched for `age_s` seconds."""
        latest = time.time() - age_s
        return [
            path
            for path in self._files()
            if path.name.partition(".")[0] not in referenced and path.stat().st_mtime <= latest
        ]

    def remove_orphans(
        self, referenced: Collection[str], *, age_s: float = ORPHAN_AGE_S
    ) -> tuple[Path, ...]:
        """Delete the orphans, and return what was deleted.

        Args:
            referenced: every hash that any row refers to: versions, originals, aired audio.
            age_s: younger files stay.

        Raises:
            StoreError: a file could not be deleted.
        """
        gone = self.orphans(referenced, age_s=age_s)
        for path in gone:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise store_error_from_os(error, path) from error
        return tuple(gone)

    def _files(self) -> Iterator[Path]:
        for folder in (self._data.media, self._data.originals):
            yield from sorted(path for path in folder.glob("*/*/*") if path.is_file())

    def _take(self, source: Path, folder: Path, suffix: str) -> str:
        try:
            sha256 = sha256_of(source)
        except OSError as error:
            raise AudioError("library.audio_missing", name=source.name) from error
        target = _place(folder, sha256, suffix)
        if not _is_kept(target, sha256):
            _copy(source, target, sha256)
        return sha256


def _is_kept(target: Path, sha256: str) -> bool:
    """Whether the file is there undamaged; its age begins anew, so that no clean-up takes it."""
    try:
        if sha256_of(target) != sha256:
            return False
        os.utime(target)
    except OSError:
        return False
    return True


def _copy(source: Path, target: Path, sha256: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error_from_os(error, target) from error
    with whole_file(target) as temporary:
        shutil.copyfile(source, temporary)
        if sha256_of(temporary) != sha256:
            raise AudioError("library.audio_changing", name=source.name)


def _place(folder: Path, sha256: str, suffix: str) -> Path:
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in hex: {sha256!r}")
    return folder / sha256[:2] / sha256[2:4] / f"{sha256}{suffix}"


def _suffix(path: Path) -> str:
    """The original's suffix if it is an ordinary one, so that people can open it."""
    suffix = path.suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
