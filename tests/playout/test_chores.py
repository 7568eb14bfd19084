"""The day's chores: trimmed, verified, removed, by a real child; and the reminder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.chores import Chores, chores_command, report_is_due
from broadcast_desk.playout.packages_job import PackagesJob
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import DeskError
from tests.fakes.stations import MadeStation, tone

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=STATION_ZONE)


def keep_house(station: MadeStation) -> tuple[int, dict]:
    done = subprocess.run(chores_command(station.data), capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout)


def orphan(station: MadeStation, name: str) -> str:
    """An old audio file that nothing refers to; its hash."""
    version = station.programme(name, tone(300, 0.2))
    audio = version.draft.audio
    path = station.media.path(audio.sha256)
    other = station.media.path("f" * 63 + name[-1])
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(path.read_bytes())
    os.utime(other, (0, 0))
    return other.stem


def test_what_nobody_needs_goes_and_what_was_aired_stays(station):
    gone, aired = orphan(station, "bai-1"), orphan(station, "bai-2")
    fact = Fact(NOW, Kind.STARTED, "x", {"audio_sha256": aired, "title": "x"})
    Logbook(station.db).append(fact)
    status, facts = keep_house(station)
    assert (status, facts["removed"], facts["troubles"]) == (0, 1, [])
    assert station.media.path(aired).exists()
    assert not station.media.path(gone).exists()


def test_damaged_audio_of_an_approved_programme_is_found(station):
    audio = station.programme("hong", tone(300, 0.2)).draft.audio
    path = station.media.path(audio.sha256)
    path.chmod(0o644)
    path.write_bytes(b"no longer")
    status, facts = keep_house(station)
    assert status == 1
    assert facts["troubles"] == [{"part": "damaged", "code": "housekeeping.damaged"}]


def test_once_a_day_and_what_it_found_is_raised(station, tmp_path):
    count = tmp_path / "count"
    script = (
        f"open({str(count)!r}, 'a').write('x'); "
        'print(\'{"troubles": [{"code": "housekeeping.damaged"}]}\')'
    )
    job = PackagesJob(station.data, (sys.executable, "-c", script))
    now = [NOW]
    chores = Chores(station.data, lambda: now[0], job)
    os.utime(station.data.root)
    chores.turn()
    os.utime(station.data.run / "chores.done", (NOW.timestamp(), NOW.timestamp()))
    job.wait(30)
    with pytest.raises(DeskError, match=r"housekeeping\.damaged"):
        chores.turn()
    chores.close()
    now[0] += timedelta(hours=1)
    Chores(station.data, lambda: now[0], job).turn()
    assert job.pid is None, "not again within the day"


@pytest.mark.parametrize(
    ("deadline", "day", "due"),
    [("10/11", (10, 26), False), ("10/11", (10, 27), True), ("10/11", (11, 10), True),
     ("10/11", (11, 11), False), ("", (11, 1), False), ("31/2", (2, 20), False)],
)  # fmt: skip
def test_the_report_is_reminded_of_in_the_two_weeks_before(deadline, day, due):
    now = datetime(2026, *day, 8, 0, tzinfo=STATION_ZONE)
    assert report_is_due(deadline, now) is due
