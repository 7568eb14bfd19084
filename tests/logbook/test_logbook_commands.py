from __future__ import annotations

import json
from pathlib import Path

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database
from tests.logbook.conftest import Told


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A data folder with two airings logged."""
    data = DataFolder(tmp_path / "data")
    data.create()
    db = open_database(data.database)
    one, two = Told("a"), Told("b", code="BT2", title="Tin thứ hai")
    Logbook(db).append_all([one.started(), one.ended(300), two.missed("logbook.crashed")])
    db.conn.close()
    return data.root


def test_list_as_text_and_as_json(station, capsys):
    assert run(["logbook", "list", "--data", str(station), "--since", "2026-11-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "05:30:00" in lines[0]
    assert "bỏ lỡ: Mất điện" in lines[1]
    options = ["--since", "01/11/2026", "--until", "23/11/2026", "--json"]
    assert run(["logbook", "list", "--data", str(station), *options]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["result"] for row in rows] == ["complete", "missed"]
    assert rows[0]["planned_at"] == "2026-11-22T22:30:00.000000+00:00"


def test_list_of_a_span_without_airings(station, capsys):
    assert run(["logbook", "list", "--data", str(station), "--until", "2020-01-01"]) == 0
    assert capsys.readouterr().out == ""


def test_a_day_that_is_none(station, capsys):
    assert run(["logbook", "list", "--data", str(station), "--since", "31/2/2026"]) == 1
    assert "31/2/2026" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_export_notes_the_head(station, tmp_path, capsys, suffix):
    out = tmp_path / f"nhat-ky{suffix}"
    assert run(["logbook", "export", "--data", str(station), "-o", str(out), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["airings"] == 2
    assert out.stat().st_size > 0
    head = str(tmp_path / "nhat-ky.head.json")
    assert facts["head"] == head
    assert run(["logbook", "verify", "--data", str(station), "--head", head]) == 0
    assert "toàn vẹn: 3 mục" in capsys.readouterr().out


def test_verify_names_the_bad_entry_and_exits_1(station, capsys):
    db = open_database(DataFolder(station).database)
    db.conn.execute("DROP TRIGGER log_entries_keep")
    db.conn.execute("UPDATE log_entries SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2")
    db.conn.close()
    assert run(["logbook", "verify", "--data", str(station), "--json"]) == 1
    told = capsys.readouterr()
    assert "mục số 2 (nội dung đã bị sửa)" in told.err
    assert json.loads(told.out)["first_bad"] == 2


def test_verify_against_nonsense(station, capsys):
    assert run(["logbook", "verify", "--data", str(station), "--head", "x"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_report(station, tmp_path, capsys):
    out = tmp_path / "báo cáo"
    arguments = ["report", "asean", "--year", "2025", "-o", str(out), "--data", str(station)]
    assert run([*arguments, "--json"]) == 0
    told = capsys.readouterr()
    facts = json.loads(told.out)
    assert facts["until"] == "2025-12-31"
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".pdf", ".xlsx"]
    assert "không có lượt phát nào về ASEAN" in told.err


def test_report_of_the_future_is_refused_in_one_line(station, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = ["report", "asean", "--year", "2999", "-o", str(out), "--data", str(station)]
    assert run(arguments) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not out.exists()
