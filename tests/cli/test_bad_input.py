"""What goes wrong in the world: one clear line, exit status 1, nothing half stored."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from broadcast_desk.cli.main import run
from broadcast_desk.packages.keys import fingerprint
from tests.fakes.disks import fill, read_only, small_disk

VIETNAMESE = "Kính thưa bà con đồng bằng sông Hồng."


def stored(data: Path) -> list[str]:
    """The files that hold the station's sound, and what lies about unfinished."""
    folders = ("media", "originals", "staging")
    return sorted(
        str(path.relative_to(data))
        for name in folders
        for path in (data / name).rglob("*")
        if path.is_file()
    )


# Texts


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có chữ"),
        (b" \r\n\t\n", "không có chữ"),
        (b"The quick brown fox jumps over the lazy dog near the river bank.", "tiếng Việt"),
        ("これは日本語のテキストです。".encode(), "chữ nước ngoài"),
        (bytes(range(256)) * 50, "bị hỏng"),
        (VIETNAMESE.encode() * 200_000, "quá lớn"),
    ],
    ids=["empty", "blank", "english", "japanese", "binary", "huge"],
)
def test_a_text_that_is_no_bulletin(
    refused: Callable[..., str],
    ask: Callable[..., Any],
    tmp_path: Path,
    data: Path,
    content: bytes,
    words: str,
) -> None:
    path = tmp_path / "bản tin.txt"
    path.write_bytes(content)
    assert words in refused("library", "add", str(path))
    assert words in refused("speak", str(path), "-o", str(tmp_path / "out.flac"))
    assert ask("library", "list") == []
    assert stored(data) == []
    assert not (tmp_path / "out.flac").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + VIETNAMESE.encode(),
        VIETNAMESE.encode("utf-16"),
        unicodedata.normalize("NFD", VIETNAMESE).encode(),
        "KÝnh th\xada bµ con ®ång b»ng s«ng Hång.".encode("latin-1"),
    ],
    ids=["bom", "utf-16", "nfd", "tcvn3"],
)
def test_a_text_in_any_encoding_is_spoken(
    ask: Callable[..., Any], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "Bản tin số 1 (sáng).txt")
    path.write_bytes(content)
    (added,) = ask("library", "add", str(path))
    assert unicodedata.is_normalized("NFC", added["title"])
    shown = ask("library", "show", added["code"])
    assert shown["reading"].strip() == VIETNAMESE


def test_a_person_may_insist(ask: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_text("The quick brown fox jumps over the lazy dog.", encoding="utf-8")
    (added,) = ask("library", "add", str(path), "--force")
    assert added["audio"]["duration_samples"] > 48_000


def test_a_file_that_is_not_audio(
    refused: Callable[..., str], ask: Callable[..., Any], tmp_path: Path, data: Path
) -> None:
    fake = tmp_path / "giả.mp3"
    fake.write_text("không phải âm thanh", encoding="utf-8")
    for arguments in (["library", "add", str(fake)], ["package", "import", str(fake)]):
        assert "giả.mp3" in refused(*arguments)
    assert ask("library", "list") == []
    assert stored(data) == []


def test_what_is_refused_keeps_no_sound(
    ask: Callable[..., Any], refused: Callable[..., str], bulletin: Path, data: Path
) -> None:
    ask("library", "add", "--title", "Cũ", "--code", "A")
    refused("library", "add", str(bulletin), "--code", "A")
    refused("library", "add", str(bulletin), "--code", "a b")
    refused("library", "add", str(bulletin), "--title", "x" * 5000)
    refused("library", "add", str(bulletin), "--revise", "--code", "B")
    assert stored(data) == []


# Packages


@pytest.fixture
def package(ask: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A centre's package, as a folder, and its public key beside it."""
    centre = ("--data", str(tmp_path / "centre"))
    ask("package", "keygen", "Trung tâm", *centre)
    seconds = np.arange(3 * 44100) / 44100
    soundfile.write(tmp_path / "p.wav", 0.05 * np.sin(2 * np.pi * 440 * seconds), 44100)
    text = tmp_path / "p.txt"
    text.write_text(VIETNAMESE, encoding="utf-8")
    (added,) = ask("library", "add", str(text), "--audio", str(tmp_path / "p.wav"), *centre)
    ask("library", "submit", added["code"], *centre)
    ask("library", "approve", added["code"], "--by", "Hùng", *centre)
    made = tmp_path / "gói"
    ask("package", "build", "-o", str(made), "--serial", "1", "--item", added["code"], *centre)
    (public,) = (tmp_path / "centre" / "keys").glob("*.pub")
    shutil.copy(public, tmp_path / "centre.pub")
    capsys.readouterr()
    return made


def test_one_byte_in_any_file_of_a_package(
    package: Path, ask: Callable[..., Any], refused: Callable[..., str], tmp_path: Path, data: Path
) -> None:
    public = tmp_path / "centre.pub"
    heard = ("--confirmed-by", "Lan", "--fingerprint", fingerprint(public.read_text("utf-8")))
    ask("package", "trust", str(public), "Trung tâm", *heard)
    files = [path for path in sorted(package.rglob("*")) if path.is_file()]
    assert len(files) >= 6
    for path in files:
        good = path.read_bytes()
        middle = len(good) // 2
        path.write_bytes(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :])
        said = refused("package", "import", str(package))
        assert "Traceback" not in said
        path.write_bytes(good)
        assert ask("library", "list") == [], path
        assert stored(data) == [], path
    report = ask("package", "import", str(package))
    assert len(report["accepted"]) == 1
    assert ask("package", "import", str(package))["already_imported"] is True


def test_a_package_of_an_unknown_key(
    package: Path, ask: Callable[..., Any], refused: Callable[..., str], data: Path
) -> None:
    assert "khóa" in refused("package", "import", str(package))
    assert ask("library", "list") == []
    assert stored(data) == []


@pytest.mark.parametrize("name", ["rác.zip", "rỗng.zip", "không có.zip", "."])
def test_what_is_no_package(refused: Callable[..., str], tmp_path: Path, name: str) -> None:
    (tmp_path / "rác.zip").write_bytes(os.urandom(5000))
    with zipfile.ZipFile(tmp_path / "rỗng.zip", "w"):
        pass
    refused("package", "import", str(tmp_path / name))
    assert run(["package", "verify", str(tmp_path / name)]) == 1
    assert run(["package", "inspect", str(tmp_path / name)]) == 1


# Timetable


def test_a_slot_in_quiet_hours(ask: Callable[..., Any], refused: Callable[..., str]) -> None:
    ask("station", "create", "--name", "Đài", "--zone", "k=Cụm", "--quiet", "20:00-05:00")
    night = ("timetable", "add", "Đêm", "--start", "03:00", "--item", "relay=http://127.0.0.1/a;5")
    assert "giờ yên lặng" in refused(*night)
    assert "giờ yên lặng" in refused(*night, "--confirmed-by", "  ")
    assert ask("timetable", "list") == []
    assert ask(*night, "--confirmed-by", "Hùng")["confirmed_by"] == "Hùng"
    (today, *_) = ask("timetable", "plan", "--days", "2")
    assert today["cues"] == []
    assert "giờ yên lặng" in str(today["remarks"])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "rác", "2026-02-30"])
def test_a_day_that_is_none(refused: Callable[..., str], day: str) -> None:
    assert day in refused("timetable", "plan", "--date", day)
    assert day in refused("logbook", "list", "--since", day)


@pytest.mark.parametrize("year", ["1999", "2999", "0", "10000"])
def test_a_year_without_report(refused: Callable[..., str], tmp_path: Path, year: str) -> None:
    assert year in refused("report", "asean", "--year", year, "-o", str(tmp_path / "r"))
    assert not (tmp_path / "r").exists()


def test_faraway_days_are_planned(ask: Callable[..., Any]) -> None:
    for day in ("1999-01-01", "2999-12-31"):
        assert ask("timetable", "plan", "--date", day)["cues"] == []


# The data folder


WRITING = [
    ["station", "create", "--name", "Đài"],
    ["library", "add", "{text}"],
    ["library", "submit", "A"],
    ["library", "approve", "B", "--by", "Hùng"],
    ["library", "archive", "A"],
    ["library", "speak", "A"],
    ["timetable", "add", "x", "--start", "07:00", "--item", "B"],
    ["package", "keygen", "Đài"],
    ["backup"],
]


def prepare(ask: Callable[..., Any], text: Path) -> None:
    ask("library", "add", "--title", "A", "--code", "A", "--text", str(text))
    ask("library", "add", str(text), "--title", "B", "--code", "B")
    ask("library", "submit", "B")


def rows(data: Path) -> str:
    """All that the database holds."""
    with sqlite3.connect(data / "station.db") as database:
        dump = "\n".join(database.iterdump())
    database.close()
    return dump


def test_a_full_disk(
    ask: Callable[..., Any], refused: Callable[..., str], bulletin: Path, data: Path
) -> None:
    with small_disk(data, "6m"):
        prepare(ask, bulletin)
        before, files = rows(data), stored(data)
        for arguments in WRITING:
            fill(data)
            said = refused(*(word.format(text=bulletin) for word in arguments))
            assert "Ổ đĩa đã đầy" in said, (arguments, said)
            (data / "filler").unlink()
            assert rows(data) == before, arguments
            assert stored(data) == files, arguments
        assert ask("library", "submit", "A")[0]["state"] == "submitted"


def test_a_read_only_folder(
    ask: Callable[..., Any], refused: Callable[..., str], bulletin: Path, data: Path
) -> None:
    prepare(ask, bulletin)
    before = rows(data)
    with read_only(data):
        for arguments in WRITING:
            said = refused(*(word.format(text=bulletin) for word in arguments))
            assert str(data) in said, arguments
    assert rows(data) == before


def test_a_database_of_a_newer_version(refused: Callable[..., str], data: Path) -> None:
    assert run(["station", "create", "--name", "Đài"]) == 0
    with sqlite3.connect(data / "station.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = rows(data)
    for arguments in (["library", "list"], ["backup"], ["logbook", "verify"]):
        assert "999" in refused(*arguments)
    assert rows(data) == before
    with sqlite3.connect(data / "station.db") as database:
        assert database.execute("PRAGMA user_version").fetchone() == (999,)
    database.close()


def test_a_playout_that_should_have_ended(refused: Callable[..., str], data: Path) -> None:
    assert "01/01/2020" in refused("playout", "--output", "null", "--until", "2020-01-01")


def test_two_playouts_on_one_folder(
    ask: Callable[..., Any], refused: Callable[..., str], start: Callable[..., Any]
) -> None:
    ask("station", "create", "--name", "Đài")
    first = start("playout", "--output", "null")
    while run(["now"]) != 0:
        assert first.poll() is None
    second = start("playout", "--output", "null")
    _, said = second.communicate(timeout=30)
    assert second.returncode == 1
    assert len(said.decode().splitlines()) == 1
    assert "Traceback" not in said.decode()
    state = ask("now")
    assert state["on_air"] == []
    assert "không có" in refused("emergency", "KHONG-CO", "--by", "Lan", "--confirm").lower()
    assert run(["stop", "--by", "Lan"]) == 0
    assert ask("now")["stopped_by"] == "Lan"
    assert run(["stop", "--resume", "--by", "Lan"]) == 0
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("moment", ["media", "staging", "wal"])
def test_killed_while_adding(
    ask: Callable[..., Any], start: Callable[..., Any], bulletin: Path, data: Path, moment: str
) -> None:
    ask("station", "create", "--name", "Đài")
    adding: subprocess.Popen[bytes] = start("library", "add", str(bulletin), "--title", "Tin")
    look = data / ("station.db-wal" if moment == "wal" else moment)
    while adding.poll() is None:
        if look.is_file() or (look.is_dir() and any(look.rglob("*"))):
            adding.kill()
            break
    adding.wait()
    found = ask("library", "list")
    assert len(found) == 1 or adding.returncode == -signal.SIGKILL
    for row in found:
        shown = ask("library", "show", row["code"])
        sha256 = shown["audio"]["sha256"]
        assert any(sha256 in path for path in stored(data))
        assert shown["reading"]
    if not found:
        (added,) = ask("library", "add", str(bulletin), "--title", "Tin")
        assert added["audio"]
    with sqlite3.connect(data / "station.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
