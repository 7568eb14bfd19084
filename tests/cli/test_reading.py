"""`read` and `lexicon` as a person or a script calls them."""

import json
import re
import shlex
from pathlib import Path

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.station.paths import resources_folder


@pytest.fixture
def data(tmp_path):
    return tmp_path / "dai"


def call(capsys, data, *arguments):
    status = run([*arguments, "--data", str(data)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_read_prints_one_line_for_each_line(capsys, data, tmp_path):
    text = tmp_path / "tin.txt"
    text.write_text("Ngày 1/6\n\nUBND xã họp BCT\n", encoding="utf-8")
    status, out, err = call(capsys, data, "read", str(text))
    assert status == 0
    assert out.split("\n")[:3] == [
        "Ngày mùng một tháng sáu",
        "",
        "Ủy ban nhân dân xã họp Bộ Chính trị",
    ]
    assert "BCT" in err
    assert not data.exists()


def test_read_json_says_what_is_uncertain_and_where(capsys, data, tmp_path):
    text = tmp_path / "tin.txt"
    text.write_text("họp XQZ, 10 quốc gia ASEAN", encoding="utf-8")
    status, out, _ = call(capsys, data, "read", str(text), "--json")
    facts = json.loads(out)
    assert status == 0
    assert facts["lines"] == ["họp ích-xì quy dét, mười quốc gia A-sê-an"]
    assert facts["doubts"][0] == {
        "line": 0,
        "start": 4,
        "end": 7,
        "others": [],
        "written": "XQZ",
        "kind": "unknown_capitals",
        "guess": "ích-xì quy dét",
    }
    assert facts["notices"][0]["code"] == "reading.stale.asean_members"
    assert "11" in facts["notices"][0]["message"]


def test_a_spoilt_byte_costs_its_letter_and_nothing_else(capsys, data, tmp_path):
    text = tmp_path / "tin.txt"
    text.write_bytes("Họp lúc 7h30, thôn ".encode() + b"\xe1\xba")
    status, out, err = call(capsys, data, "read", str(text))
    assert (status, out) == (0, "Họp lúc bảy giờ ba mươi, thôn\n")
    assert "\ufffd" in err


def test_literal_and_southern(capsys, data, tmp_path):
    text = tmp_path / "tin.txt"
    text.write_text("Kế hoạch số 1005/KH-UBND", encoding="utf-8")
    _, out, _ = call(capsys, data, "read", str(text), "--mode", "literal", "--region", "south")
    assert out == "Kế hoạch số một ngàn không trăm lẻ năm trên ca hát, u bê en đê\n"


def test_a_text_that_is_no_utf8_is_still_read(capsys, data, tmp_path):
    text = tmp_path / "cu.txt"
    text.write_bytes("th«ng b¸o lÞch tiªm phßng, ®Ò nghÞ bµ con".encode("latin-1"))
    status, out, err = call(capsys, data, "read", str(text))
    assert status == 0
    assert out == "thông báo lịch tiêm phòng, đề nghị bà con\n"
    assert "TCVN3" in err


def test_a_missing_file_is_one_line(capsys, data, tmp_path):
    status, out, err = call(capsys, data, "read", str(tmp_path / "khong-co.txt"))
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_the_stations_word_is_kept_shared_and_removed(capsys, data, tmp_path):
    text = tmp_path / "tin.txt"
    text.write_text("BCT", encoding="utf-8")
    shared = tmp_path / "tu-dien.tsv"
    assert call(capsys, data, "lexicon", "add", "BCT", "Bộ Công Thương")[0] == 0
    assert call(capsys, data, "read", str(text))[1] == "Bộ Công Thương\n"
    assert call(capsys, data, "lexicon", "export", str(shared))[0] == 0
    assert json.loads(call(capsys, data, "lexicon", "remove", "BCT", "--json")[1]) == {"removed": 1}
    assert call(capsys, data, "read", str(text))[1] == "Bộ Chính trị\n"
    assert json.loads(call(capsys, data, "lexicon", "import", str(shared), "--json")[1]) == {
        "imported": 1
    }
    listed = json.loads(call(capsys, data, "lexicon", "list", "--json")[1])
    assert [(row["origin"], row["written"]) for row in listed] == [("station", "BCT")]
    shipped = call(capsys, data, "lexicon", "list", "SEANWFZ", "--shipped")[1]
    assert "vũ khí hạt nhân" in shipped


def test_a_bad_file_changes_nothing(capsys, data, tmp_path):
    shared = tmp_path / "hong.tsv"
    shared.write_text("written\tspoken\nA\tb\nchỉ một cột\n", encoding="utf-8")
    status, _, err = call(capsys, data, "lexicon", "import", str(shared))
    assert status == 1
    assert "3" in err
    assert call(capsys, data, "lexicon", "list")[1] == ""


def test_removing_what_is_not_there_is_refused(capsys, data):
    status, _, err = call(capsys, data, "lexicon", "remove", "KHÔNGCÓ")
    assert status == 1
    assert "KHÔNGCÓ" in err


GUIDE = (resources_folder() / "guide/06-cach-doc.md").read_text(encoding="utf-8")


def test_the_commands_of_the_guide_work_as_typed(capsys, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("tin.txt").write_text("Đ/c TT khu 3 và KTT họp tại KDC 5", encoding="utf-8")
    for typed in re.findall(r"`broadcast-desk ([^`]+)`", GUIDE):
        status, _, err = call(capsys, data, *shlex.split(typed))
        assert status == 0, (typed, err)
    _, out, _ = call(capsys, data, "read", "tin.txt")
    assert out == "Đồng chí tổ trưởng khu ba và khối trưởng thôn họp tại khu dân cư năm\n"


def test_the_guide_names_all_subjects_of_the_lexicon():
    subjects = {entry.spoken for entry in shipped().entries if entry.cues == "@chủ đề"}
    assert subjects == set(re.findall(r"`([^`]+)`", GUIDE.split("chủ đề ấy:")[1].split(" |")[0]))
