"""The media store keeps files whole, once, and by the hash of their bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadcast_desk.audio.model import Loudness, Mastered
from broadcast_desk.library.media import MediaStore
from broadcast_desk.station.errors import AudioError, StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import sha256_of
from tests.fakes.disks import fill, read_only, small_disk

Make = Callable[..., Mastered]


def files(data: DataFolder) -> list[Path]:
    return sorted(
        path for top in (data.media, data.originals) for path in top.rglob("*") if path.is_file()
    )


def test_keeping_copies_both_files_under_their_hashes(
    media: MediaStore, data: DataFolder, mastered: Make, tmp_path: Path
) -> None:
    original = tmp_path / "Bản gốc.MP3"
    original.write_bytes(b"as it came")
    source = mastered(original=original)
    audio = media.keep(source)
    assert audio.sha256 == sha256_of(source.path)
    assert media.path(audio.sha256).read_bytes() == source.path.read_bytes()
    assert media.verify(audio.sha256)
    kept = media.original_path(audio.original_sha256)
    assert kept is not None
    assert (kept.read_bytes(), kept.suffix) == (b"as it came", ".mp3")
    assert kept.parent.parent.parent == data.originals
    assert source.path.exists()


def test_keeping_again_changes_nothing(media: MediaStore, data: DataFolder, mastered: Make) -> None:
    first = media.keep(mastered())
    before = [(path, path.stat().st_ino) for path in files(data)]
    assert media.keep(mastered()) == first
    assert [(path, path.stat().st_ino) for path in files(data)] == before


def test_keeping_again_mends_a_damaged_file(media: MediaStore, mastered: Make) -> None:
    audio = media.keep(mastered())
    media.path(audio.sha256).write_bytes(b"torn")
    assert not media.verify(audio.sha256)
    media.keep(mastered())
    assert media.verify(audio.sha256)


def test_a_file_that_is_gone_is_said_so(media: MediaStore, tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        media.keep(Mastered(tmp_path / "không có.flac", 1, Loudness(-16, -1)))
    assert caught.value.code == "library.audio_missing"


def test_hashes_from_elsewhere_cannot_lead_out_of_the_store(media: MediaStore) -> None:
    for strange in ("", "../../etc/passwd", "a" * 63, "A" * 64, f"{'a' * 60}/../"):
        assert not media.verify(strange)
        with pytest.raises(ValueError, match="SHA-256"):
            media.path(strange)


def test_strange_suffixes_are_left_off(media: MediaStore, mastered: Make, tmp_path: Path) -> None:
    original = tmp_path / "x.m p3;rm"
    original.write_bytes(b"?")
    audio = media.keep(mastered(original=original))
    kept = media.original_path(audio.original_sha256)
    assert kept is not None
    assert kept.suffix == ""


def test_orphans_are_old_and_unnamed(media: MediaStore, mastered: Make) -> None:
    named, young, old = (media.keep(mastered(hz)) for hz in (440.0, 550.0, 660.0))
    for audio in (named, old):
        os.utime(media.path(audio.sha256), (0, 0))
    assert media.remove_orphans({named.sha256}) == (media.path(old.sha256),)
    assert media.verify(named.sha256)
    assert media.verify(young.sha256)


def test_keeping_again_makes_a_file_young(media: MediaStore, mastered: Make) -> None:
    audio = media.keep(mastered())
    os.utime(media.path(audio.sha256), (0, 0))
    media.keep(mastered())
    assert media.remove_orphans(set()) == ()


def test_torn_temporary_files_are_orphans_too(media: MediaStore, mastered: Make) -> None:
    audio = media.keep(mastered())
    torn = media.path(audio.sha256).with_name(f".{audio.sha256[:40]}-abc.flac")
    torn.write_bytes(b"half")
    os.utime(torn, (0, 0))
    assert media.remove_orphans({audio.sha256}) == (torn,)


def test_a_read_only_store_keeps_nothing(
    media: MediaStore, data: DataFolder, mastered: Make
) -> None:
    source = mastered()
    with read_only(data.media), pytest.raises(StoreError) as caught:
        media.keep(source)
    assert caught.value.code == "store.read_only"
    assert files(data) == []


def test_a_full_store_keeps_nothing_by_halves(
    media: MediaStore, data: DataFolder, mastered: Make
) -> None:
    source = mastered()
    with small_disk(data.media) as folder:
        fill(folder)
        with pytest.raises(StoreError) as caught:
            media.keep(source)
        assert caught.value.code == "store.disk_full"
        assert [path for path in files(data) if path.name != "filler"] == []
