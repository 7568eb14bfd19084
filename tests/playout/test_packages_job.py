"""Packages are looked after in a child process; what becomes of it never stops playout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from broadcast_desk.playout.packages_job import LOW_PRIORITY, PackagesJob
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder
from tests.fakes.stations import MadeStation


def job_saying(data: DataFolder, source: str, **more: object) -> PackagesJob:
    return PackagesJob(data, [sys.executable, "-c", source], **more)  # type: ignore[arg-type]


def next_turn(job: PackagesJob) -> str:
    """What the turn after the running child says: a code, "" when all is well."""
    job.wait(60)
    try:
        job.turn()
    except DeskError as error:
        return error.code
    return ""


def test_the_real_housekeeping_is_run_and_well(station: MadeStation) -> None:
    (station.data.inbox / "hỏng.mp3").write_text("không phải âm thanh")
    job = PackagesJob(station.data)
    job.turn()
    assert next_turn(job) == ""
    assert next_turn(job) == ""
    job.close()
    assert list(station.data.inbox.iterdir()) == []
    assert len(list(station.data.quarantine.iterdir())) == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("print('{\"troubles\": []}')", ""),
        ('print(\'{"troubles": [{"code": "store.disk_full"}]}\')', "store.disk_full"),
        ("raise SystemExit(3)", "playout.packages_failed"),
        ("import os; os.abort()", "playout.packages_failed"),
        ("print('x' * 1000000)", "playout.packages_failed"),
    ],
)
def test_how_the_child_ended_is_told_at_the_next_turn(
    source: str, code: str, station: MadeStation
) -> None:
    job = job_saying(station.data, source)
    job.turn()
    assert next_turn(job) == code
    job.close()


def test_a_trouble_stands_until_a_child_is_well(station: MadeStation, tmp_path: Path) -> None:
    mark = tmp_path / "well"
    source = (
        f"import os, json; print('{{\"troubles\": []}}' if os.path.exists({str(mark)!r}) else 1)"
    )
    job = job_saying(station.data, source)
    job.turn()
    assert next_turn(job) == "playout.packages_failed"
    mark.touch()
    assert next_turn(job) == ""
    job.close()


def test_a_child_that_hangs_is_ended_and_a_running_one_is_left_alone(
    station: MadeStation,
) -> None:
    now_s = 0.0
    source = "import time; time.sleep(600)"
    job = job_saying(station.data, source, limit_s=100.0, now_s=lambda: now_s)
    job.turn()
    first = job.pid
    now_s = 99.0
    job.turn()
    assert job.pid == first
    now_s = 101.0
    with pytest.raises(DeskError, match="packages_slow"):
        job.turn()
    assert job.pid not in (None, first)
    job.close()
    assert job.pid is None


def test_a_program_that_is_not_there_is_a_trouble(station: MadeStation, tmp_path: Path) -> None:
    job = PackagesJob(station.data, [str(tmp_path / "none")])
    with pytest.raises(DeskError, match="packages_failed"):
        job.turn()
    job.close()


@pytest.mark.skipif(sys.platform == "win32", reason="nice")
def test_the_child_lets_the_air_go_first(station: MadeStation, tmp_path: Path) -> None:
    out = tmp_path / "nice"
    source = (
        "import os, sys, time\n"
        "while os.getpriority(os.PRIO_PROCESS, 0) < 15: time.sleep(0.01)\n"
        f"open({str(out)!r}, 'w').write(str(os.getpriority(os.PRIO_PROCESS, 0)))\n"
    )
    job = job_saying(station.data, source)
    job.turn()
    job.wait(30)
    job.close()
    assert int(out.read_text()) == max(LOW_PRIORITY, os.getpriority(os.PRIO_PROCESS, 0))
