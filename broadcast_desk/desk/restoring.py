"""Going back to a copy of the data: the desk closes its doors, does it, and opens again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from broadcast_desk.playout.stopping import playout_stopped
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import backup as backups
from broadcast_desk.storage.backup import Restored

RESTORE = 4712
"""What the event loop ends with when the desk is to go back to a copy and open again."""

_wanted: list[Path | None] = []


def restore_and_reopen(copy: Path | None) -> None:
    """End the desk, go back to this copy (None: the newest good one), open again."""
    _wanted[:] = [copy]
    QCoreApplication.exit(RESTORE)


def restore_wanted(data: DataFolder, clock: Clock) -> Restored:
    """Go back to the copy that was chosen, while no playout runs.

    Raises:
        StoreError: there is no good copy, or it cannot be written; what was there is kept.
        PlayoutError: playout does not end.
    """
    copy = _wanted.pop() if _wanted else None
    with playout_stopped(data):
        if copy is None:
            return backups.restore_newest(data, clock.now())
        done = backups.restore(data, copy, clock.now())
        if copy.parent != data.backups:
            backups.bring_media_back(data, copy.parent)
        return done
