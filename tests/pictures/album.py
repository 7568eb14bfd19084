"""Opens the desk on a station and takes pictures of its pages and dialogs."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from broadcast_desk.desk import theme
from broadcast_desk.desk.air import AirStatus, Coming, OutputStatus, Sounding
from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.frame.tray import Tray
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.main import make_application
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import TaskRunner
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.station.messages import Language
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.settings import load_settings
from tests.pictures.lived_in import NOW, WRITER, StillClock

SIZE = (1366, 768)
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, text scale and language of a picture."""

    theme: theme.ThemeName = "light"
    scale: float = 1.0
    language: Language = "vi"

    @property
    def name(self) -> str:
        """As it stands in a file name."""
        return f"{self.language}-{self.theme}-{self.scale:.0%}".replace("%", "")


QUIET = AirStatus(
    answers=True,
    coming=(Coming("Thời sự Đài tỉnh", (), NOW + timedelta(seconds=700)),),
    outputs=(OutputStatus("Cụm loa khu 1: đường ra loa tốt", well=True),),
)
ON_AIR = dataclasses.replace(
    QUIET,
    sounding=(
        Sounding(
            "Tổng vệ sinh đường làng ngõ xóm", ("khu-1",), NOW - timedelta(seconds=60),
            NOW + timedelta(seconds=192),
        ),
    ),
    level_db=-14.0,
    alarms=("Cụm loa thôn Đông Hải: mất đường ra loa, đang chờ nối lại",),
)  # fmt: skip
STATES: dict[str, AirStatus] = {
    "on-air": ON_AIR,
    "quiet": QUIET,
    "dumb": AirStatus(answers=False),
    "stopped": dataclasses.replace(QUIET, stopped_by=WRITER),
    "emergency": dataclasses.replace(
        ON_AIR,
        sounding=(dataclasses.replace(ON_AIR.sounding[0], title="Cảnh báo mưa lũ khẩn cấp",
                                      emergency=True),),
        emergency=True,
    ),
}  # fmt: skip


class Album:
    """One open desk, which can be turned to any page."""

    def __init__(self, window: MainWindow, tasks: TaskRunner) -> None:
        self.window = window
        self._tasks = tasks

    def settle(self) -> None:
        """Wait until every question has been answered and everything is drawn."""
        deadline = time.monotonic() + PATIENCE_S
        calm = 0
        while calm < 3 and time.monotonic() < deadline:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            calm = 0 if self._tasks._asked else calm + 1

    def tell(self, state: str) -> None:
        """Let playout say something."""
        self.window._on_told(STATES[state])

    def page(self, name: str, what: object = None) -> QPixmap:
        """A picture of the window with this page."""
        if what is None:
            self.window.show_page(name)
        else:
            self.window.open_on(name, what)
        self.settle()
        return self.window.grab()

    def dialog(self, open_it: Callable[[], object]) -> Iterator[QDialog]:
        """The dialog that a deed opens, settled; closed afterwards."""
        before = set(QApplication.topLevelWidgets())
        open_it()
        self.settle()
        opened = [
            w for w in QApplication.topLevelWidgets()
            if isinstance(w, QDialog) and w.isVisible() and w not in before
        ]  # fmt: skip
        for one in opened:
            yield one
            one.close()
        self.settle()


@contextmanager
def album(data: DataFolder, look: Look) -> Iterator[Album]:
    """The desk on a station, dressed; closed afterwards."""
    app = make_application(look.language)
    theme.apply(app, look.theme, look.scale)
    rooms = Rooms(data, StillClock())
    settings = load_settings(rooms.db)
    rooms.close()
    tasks = TaskRunner(lambda: Rooms(data, StillClock()))
    changes = Changes()
    context = Context(data, StillClock(), tasks, changes, settings, WRITER)
    window = MainWindow(context, Watcher(tasks, changes), Tray(available=False))
    window.resize(*SIZE)
    window.show()
    opened = Album(window, tasks)
    opened.tell("on-air")
    opened.settle()
    try:
        yield opened
    finally:
        tasks.close()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def keep(picture: QPixmap | QWidget, path: Path) -> None:
    """Write a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shot = picture if isinstance(picture, QPixmap) else picture.grab()
    if not shot.save(str(path)):
        raise OSError(path)
