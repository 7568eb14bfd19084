"""The one poller: has another program written to the data, and what does playout say?"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from broadcast_desk.desk import air
from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import Task, TaskRunner
from broadcast_desk.station.errors import DeskError

log = logging.getLogger(__name__)
POLL_MS = 500


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found; `data_version` changes when another connection has written."""

    data_version: int
    status: AirStatus


def look(rooms: Rooms, _: Task) -> Look:
    """Look once; runs in the watching thread, whose connection never writes."""
    version = int(rooms.db.execute("PRAGMA data_version").fetchone()[0])
    return Look(version, air.ask(rooms))


class Watcher(QObject):
    """Looks twice a second, for all pages.

    Signals:
        told: the newest `AirStatus`, at every look.
        failed: the data could not be read (`DeskError`).
    """

    told = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._changes = changes
        self._version: int | None = None
        self._answered: bool | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Look now; the next look follows the answer, so looks never pile up."""
        self._tasks.start("watch", look, self._on_look, failed=self._on_failed)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _on_look(self, seen: Look) -> None:
        self._timer.start()
        if self._version is not None and seen.data_version != self._version:
            self._changes.tell_everything()
        self._version = seen.data_version
        if seen.status.answers is not self._answered:
            self._answered = seen.status.answers
            log.info("desk.playout", extra={"answers": self._answered})
        self.told.emit(seen.status)

    def _on_failed(self, error: DeskError) -> None:
        self._timer.start()
        self.failed.emit(error)
        self.told.emit(air.SILENT)
