"""Jobs beside the air: they run, and a failing one is told and tried again."""

from __future__ import annotations

import sys

from broadcast_desk.playout.housekeeping import Housekeeping, Job
from broadcast_desk.playout.jobs import jobs_of
from broadcast_desk.playout.packages_job import PackagesJob
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import StoreError
from tests.fakes.stations import MadeStation


def test_a_failing_job_is_told_and_does_not_stop_the_others() -> None:
    told: dict[str, str] = {}
    ran: list[str] = []

    def fail() -> None:
        raise StoreError("store.disk_full", path="x")

    def break_down() -> None:
        raise ZeroDivisionError

    jobs = [
        Job("bad", 60, fail),
        Job("broken", 60, break_down),
        Job("good", 60, lambda: ran.append("x")),
    ]
    Housekeeping(jobs, told.__setitem__).run_all()
    assert ran == ["x"]
    assert told == {"bad": "store.disk_full", "broken": "playout.job_broken", "good": ""}


def test_the_hourly_backup_is_made(station: MadeStation) -> None:
    packages = PackagesJob(station.data, [sys.executable, "-c", "print('{\"troubles\": []}')"])
    jobs = jobs_of(station.data, SystemClock(), packages)
    told: dict[str, str] = {}
    Housekeeping(jobs, told.__setitem__).run_all()
    assert told == {"disk": "", "backup": "", "inbox": ""}
    assert list(station.data.backups.glob("station-*.db"))
    packages.close()
