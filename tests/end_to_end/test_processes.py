"""One owner, clean ends, and every refusal as one clear line with status 1."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadcast_desk.logbook.model import Kind
from broadcast_desk.playout.control import ControlClient
from broadcast_desk.playout.state import PlayoutState
from broadcast_desk.playout.stopping import playout_stopped
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder
from tests.end_to_end.conftest import RunningPlayout
from tests.fakes.stations import MadeStation

Start = Callable[..., RunningPlayout]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "broadcast_desk", *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_second_playout_on_one_folder_is_refused(station: MadeStation, playout: Start) -> None:
    first = playout("--output", "null")
    first.wait_for(lambda _: True)
    second = playout("--output", "null")
    _, said = second.process.communicate(timeout=30)
    assert second.process.returncode == 1
    assert said.count("\n") == 1
    assert str(station.data.root) in said
    assert first.wait_for(lambda _: True).pid
    assert first.end()[0] == 0


def test_playout_can_be_ended_and_its_place_kept(station: MadeStation, playout: Start) -> None:
    first = playout("--output", "null")
    first.wait_for(lambda _: True)
    with playout_stopped(station.data):
        with pytest.raises(PlayoutError):
            ControlClient(station.data).state()
        assert first.process.wait(timeout=10) == 0
        refused = playout("--output", "null")
        assert refused.process.wait(timeout=30) == 1
    again = playout("--output", "null")
    assert again.wait_for(lambda _: True).pid


def test_now_answers_in_json_and_says_when_nothing_runs(
    station: MadeStation, playout: Start
) -> None:
    root = str(station.data.root)
    silent = command("now", "--data", root)
    assert silent.returncode == 1
    assert silent.stderr.count("\n") == 1
    running = playout("--output", "null")
    running.wait_for(lambda _: True)
    answer = command("now", "--json", "--data", root)
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["pid"] == running.wait_for(lambda _: True).pid


def test_an_engine_that_dies_is_started_again_and_again(
    station: MadeStation, playout: Start
) -> None:
    running = playout("--output", "null")
    pids = set()

    def events() -> list[str]:
        return [e.fact.data["event"] for e in running.log() if e.fact.kind is Kind.PLAYOUT]

    def started_anew(state: PlayoutState) -> bool:
        return state.pid not in pids and len(events()) > len(pids)

    for _ in range(3):
        pids.add(running.wait_for(started_anew).pid)
        running.kill_engine()
    running.wait_for(started_anew)
    assert running.end()[0] == 0
    assert events() == ["started", "restarted", "restarted", "restarted", "stopped"]


def test_an_end_is_logged_and_the_socket_goes(station: MadeStation, playout: Start) -> None:
    running = playout("--output", "null")
    running.wait_for(lambda _: True)
    assert running.end()[0] == 0
    assert running.log()[-1].fact.data["event"] == "stopped"
    with pytest.raises(PlayoutError, match=r"playout\.not_running"):
        ControlClient(DataFolder(station.data.root)).state()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = command("playout", "--data", str(blocked / "data"), "--output", "null")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_database_of_a_newer_version_is_left_alone(station: MadeStation) -> None:
    station.db.conn.execute("PRAGMA user_version = 999")
    done = command("playout", "--data", str(station.data.root), "--output", "null")
    assert done.returncode == 1
    assert "999" in done.stderr
    assert done.stderr.count("\n") == 1
    assert station.db.conn.execute("PRAGMA user_version").fetchone()[0] == 999


def test_an_unknown_output_is_one_line(station: MadeStation) -> None:
    done = command("playout", "--data", str(station.data.root), "--output", "fax:1")
    assert done.returncode == 1
    assert "fax:1" in done.stderr


def test_a_recording_that_cannot_be_written_is_one_line(
    station: MadeStation, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    output = f"file:{blocked / 'on-air.wav'}"
    done = command("playout", "--data", str(station.data.root), "--output", output)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
