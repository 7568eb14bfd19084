"""Which housekeeping jobs playout has, and how often."""

from __future__ import annotations

import shutil

from broadcast_desk.playout.housekeeping import Job
from broadcast_desk.playout.packages_job import PackagesJob
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import StoreError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.backup import keep_backups

HOUR_S = 3600
PACKAGES_S = 60
DISK_S = 10

LOW_DISK_SHARE = 0.03
LOW_DISK_BYTES = 2 * 1024**3
"""A disk is low below both a share and a size: three parts in a hundred of an office disk are much,
and little of a small one."""


def jobs_of(data: DataFolder, clock: Clock, packages: PackagesJob) -> list[Job]:
    """The jobs of one station.

    Args:
        data: its folder.
        clock: for the names of backups.
        packages: looks after inbox and feeds.
    """
    return [
        Job("disk", DISK_S, lambda: check_disk(data)),
        Job("backup", HOUR_S, lambda: keep_backups(data, clock.now())),
        Job("inbox", PACKAGES_S, packages.turn),
    ]


def check_disk(data: DataFolder) -> None:
    """Look whether there is room left; the log may still find some when the disk is nearly full.

    Raises:
        StoreError: the disk is low ("playout.disk_low"), or cannot be asked.
    """
    try:
        usage = shutil.disk_usage(data.root)
    except OSError as error:
        raise store_error_from_os(error, data.root) from error
    if usage.free < min(usage.total * LOW_DISK_SHARE, LOW_DISK_BYTES):
        raise StoreError("playout.disk_low")
