"""What every page is given: the station it works for, and the means to work off the thread."""

from __future__ import annotations

from dataclasses import dataclass

from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.tasks import TaskRunner
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings


@dataclass
class Context:
    """One open station.

    Attributes:
        settings: as last read; the frame refreshes it when settings change.
        operator: the name of the person at the desk, "" until they have said it.
    """

    data: DataFolder
    clock: Clock
    tasks: TaskRunner
    changes: Changes
    settings: StationSettings
    operator: str = ""
