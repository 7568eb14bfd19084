"""Which housekeeping jobs playout has, and how often."""

from __future__ import annotations

from collections.abc import Callable

from broadcast_desk.playout.housekeeping import Job
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.backup import keep_backups

HOUR_S = 3600
INBOX_S = 60


def jobs_of(
    data: DataFolder, clock: Clock, check_inbox: Callable[[], object] | None = None
) -> list[Job]:
    """The jobs of one station.

    Args:
        data: its folder.
        clock: for the names of backups.
        check_inbox: looks into the packages' inbox once; None leaves that out.
    """
    jobs = [Job("backup", HOUR_S, lambda: keep_backups(data, clock.now()))]
    if check_inbox is not None:
        jobs.append(Job("inbox", INBOX_S, check_inbox))
    return jobs
