"""What is written down about who spoke: in the file, the library, the log, and on screen."""

import hashlib
import json
import sqlite3
from datetime import date

import mutagen
import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.playout.facts import recorded_data
from broadcast_desk.speech.voices import google
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.view import recorded

TEXT = "Thông báo lịch tiêm chủng.\nSáng mai bà con đưa trẻ ra trạm y tế."


@pytest.fixture
def bulletin(tmp_path):
    path = tmp_path / "tin.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def no_network(monkeypatch):
    """A station whose first voice is gTTS, without a network."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    google.standing.forget()
    yield
    google.standing.forget()


def _row(data):
    with sqlite3.connect(data.database) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(
            "SELECT * FROM versions WHERE audio_sha256 <> '' ORDER BY id DESC"
        ).fetchone()


def test_a_fallback_is_said_and_written_down(bulletin, data, capsys, no_network):
    assert run(["library", "add", str(bulletin), "--code", "T1", "--data", str(data.root)]) == 0
    said = capsys.readouterr().err
    assert "Không có mạng nên giọng gtts không đọc được" in said
    assert "Giọng gtts không dùng được lúc này nên cả bản tin được đọc bằng giọng" in said
    mark = json.loads(_row(data)["ai_mark"])
    assert (mark["fallback_from"], mark["fallback_code"]) == ("gtts", "speech.no_network")
    tags = mutagen.File(MediaStore(data).path(_row(data)["audio_sha256"])).tags
    assert tags["AI_FALLBACK_FROM"] == ["gtts"]
    assert run(["library", "speak", "T1", "--data", str(data.root)]) == 0
    assert "gtts" in capsys.readouterr().err


def test_the_mark_is_in_file_row_and_log_alike(bulletin, data, capsys):
    where = ["--data", str(data.root)]
    add = ["library", "add", str(bulletin), "--code", "T1", "--voice", "espeak-vi-north"]
    assert run([*add, *where]) == 0
    assert run(["library", "submit", "T1", *where]) == 0
    assert run(["library", "approve", "T1", "--by", "Bà Hoa", *where]) == 0
    row = _row(data)
    mark = json.loads(row["ai_mark"])
    assert mark["engine"] == "eSpeak NG"
    assert mark["voice"] == row["voice"] == "espeak-vi-north"
    assert mark["version"]
    assert date.fromisoformat(mark["date"])
    assert mark["text_sha256"] == hashlib.sha256(row["reading"].encode()).hexdigest()
    media = MediaStore(data)
    tags = mutagen.File(media.path(row["audio_sha256"])).tags
    assert json.loads(tags["AI_MARK"][0]) == mark
    assert tags["AI_TEXT_SHA256"] == [mark["text_sha256"]]
    db = open_database(data.database)
    try:
        (airable,) = Library(db, media, SystemClock()).airables()
    finally:
        db.conn.close()
    assert json.loads(recorded_data(recorded(airable))["ai_mark"]) == mark
    capsys.readouterr()


def test_a_folder_without_a_station_is_no_obstacle(tmp_path, bulletin, capsys):
    data = DataFolder(tmp_path / "new")
    assert run(["speak", str(bulletin), "-o", str(tmp_path / "o.flac"), "--voice",
                "espeak-vi-south", "--data", str(data.root)]) == 0  # fmt: skip
    assert mutagen.File(tmp_path / "o.flac").tags["AI_VOICE"] == ["espeak-vi-south"]
    capsys.readouterr()
