"""`broadcast-desk backup` and `restore`, from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadcast_desk.cli.main import run


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "station"
    monkeypatch.setenv("BROADCAST_DESK_DATA", str(folder))
    assert run(["library", "add", "--title", "Một", "--code", "A"]) == 0
    return folder


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    def asked(*arguments: str) -> Any:
        capsys.readouterr()
        assert run([*arguments, "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return asked


def test_what_was_backed_up_comes_back(station: Path, answer: Any) -> None:
    made = answer("backup")
    assert Path(made["path"]).parent == station / "backups"
    answer("library", "add", "--title", "Hai", "--code", "B")
    restored = answer("restore")
    assert restored["backup"] == made["path"]
    assert restored["lost_rows"]["programmes"] == 1
    assert Path(restored["moved_to"], "station.db").exists()
    assert [row["code"] for row in answer("library", "list")] == ["A"]


def test_a_damaged_database_is_replaced_and_kept(station: Path, answer: Any) -> None:
    answer("backup")
    torn = b"\xff" * 5000
    for side in ("-wal", "-shm"):  # they hold what was written last, and would mend the file
        (station / f"station.db{side}").unlink(missing_ok=True)
    (station / "station.db").write_bytes(torn)
    assert run(["library", "list"]) == 1
    restored = answer("restore")
    assert Path(restored["moved_to"], "station.db").read_bytes() == torn
    assert [row["code"] for row in answer("library", "list")] == ["A"]


def test_a_stick_carries_the_station_to_another_computer(
    station: Path, answer: Any, tmp_path: Path
) -> None:
    usb = str(tmp_path / "USB đài")
    answer("backup", "--to", usb)
    other = ("--data", str(tmp_path / "other"))
    answer("restore", "--from", usb, *other)
    assert [row["code"] for row in answer("library", "list", *other)] == ["A"]


def test_copies_are_listed_newest_first(station: Path, answer: Any) -> None:
    answer("backup")
    assert len(answer("restore", "--list")) == 1


@pytest.mark.parametrize("arguments", [["restore"], ["restore", "--list"]])
def test_without_a_copy_nothing_is_touched(
    station: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    before = (station / "station.db").read_bytes()
    capsys.readouterr()
    assert run(arguments) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (station / "station.db").read_bytes() == before


def test_people_are_told_what_is_gone(
    station: Path, answer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answer("backup")
    answer("library", "add", "--title", "Hai", "--code", "B")
    assert run(["restore"]) == 0
    told = capsys.readouterr()
    assert "Đã khôi phục" in told.out
    assert "programmes" in told.err
