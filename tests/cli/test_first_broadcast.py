"""README's first broadcast, word for word."""

from __future__ import annotations

import csv
import re
import shlex
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.station.clock import STATION_ZONE

README = Path(__file__).parents[2] / "README.md"


def written_commands() -> list[list[str]]:
    """The commands under README's "The first broadcast", for this year."""
    text = README.read_text(encoding="utf-8").split("## The first broadcast")[1]
    block = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert block is not None
    year = str(datetime.now(STATION_ZONE).year)
    lines = block[1].replace("2026", year).strip().splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_readme_names_nine_commands() -> None:
    assert [words[0] for words in written_commands()] == [
        "station", "library", "library", "library", "timetable", "timetable", "playout",
        "logbook", "report",
    ]  # fmt: skip


def test_the_first_broadcast_works_as_written(
    data: Path,
    bulletin: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    start: Callable[..., Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    bulletin.rename(tmp_path / "bantin.txt")
    for words in written_commands():
        if words[0] == "playout":
            airs_the_next_morning(start, tmp_path)
            continue
        assert run(words) == 0, capfd.readouterr().err
    assert sorted(path.suffix for path in (tmp_path / "baocao").iterdir()) == [
        ".docx", ".pdf", ".xlsx",
    ]  # fmt: skip
    assert run(["logbook", "export", "-o", "log.csv", "--since", "2000-01-01"]) == 0
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "Bản tin ASEAN sáng" in str(list(csv.reader(file)))


def airs_the_next_morning(start: Callable[..., Any], folder: Path) -> None:
    """Playout as README says, its clock set to the next 05:30, its sound in a file."""
    morning = datetime.now(STATION_ZONE) + timedelta(days=1)
    begins = morning.replace(hour=5, minute=29, second=58, microsecond=0)
    playing = start(
        "playout", "--output", f"file:{folder / 'on-air.wav'}",
        "--clock-start", begins.isoformat(), "--until", (begins + timedelta(seconds=8)).isoformat(),
    )  # fmt: skip
    _, said = playing.communicate(timeout=60)
    assert playing.returncode == 0, said.decode()
    assert b"Traceback" not in said


def test_the_facts_of_each_step(ask: Callable[..., Any], bulletin: Path, data: Path) -> None:
    ask("station", "create", "--name", "Đài xã", "--zone", "khu-1=Cụm 1")
    (added,) = ask("library", "add", str(bulletin))
    assert added["title"] == "bản tin"
    assert added["voice"]
    assert added["audio"]["loudness_lufs"] == pytest.approx(-16.0, abs=0.5)
    ask("library", "submit", added["code"])
    (approved,) = ask("library", "approve", added["code"], "--by", "Hùng")
    assert approved["content_sha256"] == added["content_sha256"]
    slot = ask("timetable", "add", "Sáng", "--start", "05:30", "--item", added["code"])
    assert slot["starts"] == "05:30:00"
    (plan, _) = ask("timetable", "plan", "--days", "2")
    assert plan["cues"][0]["starts_at"].endswith("05:30:00.000000+07:00")
    assert ask("logbook", "verify")["valid"] is True
    database = sqlite3.connect(data / "station.db")
    assert database.execute("SELECT count(*) FROM approvals").fetchone() == (1,)
    database.close()
