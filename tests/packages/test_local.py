from __future__ import annotations

import shutil
import unicodedata
from datetime import date
from pathlib import Path

import mutagen
import mutagen.id3
import pytest
from mutagen.mp4 import MP4

from broadcast_desk.packages.local import Origins, look, take_local
from broadcast_desk.station.encodings import to_vietnamese
from broadcast_desk.station.errors import AudioError

TITLE = "Thời sự: phòng chống bão ở Quảng Ninh"
TCVN3 = "Thêi sù: phßng chèng b·o ë Qu¶ng Ninh"
VNI = "Thôøi söï: phoøng choáng baõo ôû Quaûng Ninh"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (TITLE, TITLE),
        (unicodedata.normalize("NFD", TITLE), TITLE),
        (TCVN3, TITLE),
        (VNI, TITLE),
        (TITLE.encode().decode("latin-1"), TITLE),
        ("§µi truyÒn thanh x· H¹ Long", "Đài truyền thanh xã Hạ Long"),
        ("Ñaøi truyeàn thanh", "Đài truyền thanh"),
        ("café à la Zürich", "café à la Zürich"),
        ("Xin chao ASEAN", "Xin chao ASEAN"),
        ("Hà Nội", "Hà Nội"),
        ("", ""),
    ],
)
def test_encodings(written, meant):
    assert to_vietnamese(written) == meant


@pytest.mark.parametrize("written", [TITLE, unicodedata.normalize("NFD", TITLE), TCVN3, VNI])
def test_tags_of_mp3_and_m4a(written, tones, tmp_path):
    mp3, m4a = tmp_path / "01.mp3", tmp_path / "02.m4a"
    shutil.copy(tones / "tone.mp3", mp3)
    shutil.copy(tones / "tone.m4a", m4a)
    encoding = 0 if written in (TCVN3, VNI) else 3
    tags = mutagen.id3.ID3()
    tags.add(mutagen.id3.TIT2(encoding=encoding, text=[written]))
    tags.add(mutagen.id3.TDRC(encoding=0, text=["2026-08-07"]))
    tags.save(mp3)
    file = MP4(m4a)
    file["\xa9nam"] = written
    file.save()
    found = look(mp3)
    assert (found.title, found.day) == (TITLE, date(2026, 8, 7))
    assert found.duration_s == pytest.approx(1.5, abs=0.15)
    assert look(m4a).title == TITLE


def _riff_info(path: Path, title: bytes) -> None:
    """Put a title into a WAV as old recorders do: a LIST chunk of INFO, in no stated encoding."""
    field = b"INAM" + (len(title) + 1).to_bytes(4, "little") + title + b"\0"
    field += b"\0" * (len(field) % 2)
    chunk = b"LIST" + (len(field) + 4).to_bytes(4, "little") + b"INFO" + field
    raw = path.read_bytes() + chunk
    path.write_bytes(raw[:4] + (len(raw) - 8).to_bytes(4, "little") + raw[8:])


@pytest.mark.parametrize("written", [TITLE, unicodedata.normalize("NFD", TITLE), TCVN3, VNI])
@pytest.mark.parametrize("suffix", ["ogg", "flac", "wma", "wav", "mp3-1"])
def test_tags_of_the_other_kinds(suffix, written, tones, tmp_path):
    kind = suffix.partition("-")[0]
    path = tmp_path / f"01.{kind}"
    shutil.copy(tones / f"tone.{kind}", path)
    if kind == "wav":
        old = written in (TCVN3, VNI)
        _riff_info(path, written.encode("cp1252" if old else "utf-8"))
    elif suffix == "mp3-1":  # the 30 bytes at the end of a file, in no stated encoding
        mutagen.id3.delete(path)
        raw = written.encode("cp1252" if written in (TCVN3, VNI) else "utf-8")[:30]
        path.write_bytes(path.read_bytes() + b"TAG" + raw.ljust(30, b"\0") + bytes(95))
    else:
        file = mutagen.File(path)
        file["Title" if kind == "wma" else "title"] = [written]
        file.save()
    found = look(path).title
    if suffix == "mp3-1":
        assert len(found) > 12
        assert TITLE.startswith(found[:12])
    else:
        assert found == TITLE


@pytest.mark.parametrize("written", [TITLE, unicodedata.normalize("NFD", TITLE), TCVN3, VNI])
@pytest.mark.parametrize("suffix", ["mp3", "m4a", "wav", "ogg", "flac", "wma"])
def test_file_names_in_every_encoding(suffix, written, tones, tmp_path):
    name = written.replace(":", "")
    path = tmp_path / f"{name}.{suffix}"
    shutil.copy(tones / f"tone.{suffix}", path)
    assert look(path).title == TITLE.replace(":", "")


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("Tin bão 8-8-2026", "Tin bão 8-8-2026", date(2026, 8, 8)),
        ("20260807_ban_tin_sang", "20260807 ban tin sang", date(2026, 8, 7)),
        ("03 - Chèo", "Chèo", None),
        ("BT 31.02.2026", "BT 31.02.2026", None),
        ("B¶n tin", "Bản tin", None),
        (unicodedata.normalize("NFD", "Bản tin"), "Bản tin", None),
        ("...", "...", None),
    ],
)
def test_names(name, title, day, tones, tmp_path):
    path = tmp_path / f"{name}.ogg"
    shutil.copy(tones / "tone.ogg", path)
    found = look(path)
    assert (found.title, found.day) == (title, day)


def test_it_comes_in_unapproved_and_once(station, tones, tmp_path):
    path = tmp_path / "Nhạc.wav"
    shutil.copy(tones / "tone.wav", path)

    def take(**more):
        return take_local(path, station.library, station.media, station.db, station.data, **more)

    first = take(origins=Origins(title="Tên khác", day=date(2026, 1, 2), source="thẻ nhớ"))
    assert (first.draft.title, first.draft.produced_on) == ("Tên khác", date(2026, 1, 2))
    assert (first.draft.issuer, first.draft.package_id) == ("", "")
    assert station.library.airables() == ()
    assert take().id == first.id
    assert len(station.library.find()) == 1
    assert list(station.data.staging.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"xin chao" * 100, b"#EXTM3U\nfile:///etc/passwd\n"])
def test_what_is_not_audio_leaves_nothing(content, station, tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(AudioError):
        take_local(path, station.library, station.media, station.db, station.data)
    assert station.files() == set()


@pytest.mark.parametrize("title", ["Tin xã", "Xin chào cả nhà", "Đài xã Hạ Long"])
def test_a_whole_title_is_not_cut(title, tones, tmp_path):
    path = tmp_path / "01.mp3"
    shutil.copy(tones / "tone.mp3", path)
    tags = mutagen.id3.ID3()
    tags.add(mutagen.id3.TIT2(encoding=0, text=[title.encode().decode("latin-1")]))
    tags.save(path)
    assert look(path).title == title
