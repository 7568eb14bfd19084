"""Open the desk: the data folder, the station, playout beside it, the window."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk import i18n, restoring, theme
from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.collecting import DeskCollector
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.crash import CrashHook
from broadcast_desk.desk.first_start import FirstStartDialog, RestoredDialog, TroubleDialog
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.launching import SingleDesk
from broadcast_desk.desk.reopening import LANGUAGE_KEY, REOPEN
from broadcast_desk.desk.restoring import RESTORE
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import TaskRunner
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.messages import Language
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage.settings import has_settings, load_settings, save_settings

LOG_BYTES = 1_000_000
LOG_FILES = 5


def open_desk(root: Path, language: Language) -> int:
    """Open the desk on a data folder and stay until it is closed.

    Returns:
        0 when it was closed by a person (or is open already), 1 when it could not be opened.
    """
    app = make_application(chosen_language(language))
    collector = DeskCollector()
    try:
        while (status := _open(app, DataFolder(root))) in (REOPEN, RESTORE):
            app = make_application(chosen_language(language))
            if status == RESTORE:
                _restore(DataFolder(root))
        return status
    finally:
        collector.stop()


def _open(app: QApplication, data: DataFolder) -> int:
    single = SingleDesk(data.root)
    if not single.take():
        return 0
    try:
        settings = _enter(data)
    except DeskError as error:
        single.close()
        trouble = TroubleDialog(error)
        return RESTORE if trouble.exec() else 1
    if settings is None:
        return 0
    app.setQuitOnLastWindowClosed(False)  # a closed window may stay in the tray
    hook = CrashHook(data.logs)
    hook.install()
    handler = _log_to(data.logs)
    try:
        return _run(app, data, settings, hook, single)
    finally:
        hook.remove()
        logging.getLogger().removeHandler(handler)
        handler.close()
        single.close()


def _restore(data: DataFolder) -> None:
    """Go back to a copy of the data, and say what came of it before the desk opens again."""
    try:
        done = restoring.restore_wanted(data, SystemClock())
    except DeskError as error:
        TroubleDialog(error, can_restore=False).exec()
        return
    RestoredDialog(done).exec()


def make_application(language: Language) -> QApplication:
    """The dressed application: fonts, theme, words."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setOrganizationName("BroadcastDesk")
    app.setApplicationName("BroadcastDesk")
    QGuiApplication.setDesktopFileName("broadcast-desk")
    i18n.install(app, language)
    theme.load_fonts()
    name, scale = chosen_look()
    theme.apply(app, name, scale)
    return app


def chosen_language(asked: Language) -> Language:
    """The language this person chose in the settings; what was asked for when none was chosen."""
    chosen = str(QSettings().value(LANGUAGE_KEY, ""))
    return "en" if chosen == "en" or (asked == "en" and chosen != "vi") else "vi"


def chosen_look() -> tuple[theme.ThemeName, float]:
    """The theme and text scale this person chose; light and 1 when none."""
    settings = QSettings()
    name = str(settings.value("look/theme", "light"))
    known: theme.ThemeName = next((t for t in theme.THEMES if t == name), "light")
    try:
        scale = float(str(settings.value("look/scale", "1.0")))
    except ValueError:
        scale = 1.0
    return known, min(2.0, max(1.0, scale))


def chosen_operator(settings: StationSettings) -> str:
    """Who sits at the desk: the last one who said so, else the station's first operator."""
    last = str(QSettings().value("operator", ""))
    names = [person.name for person in settings.operators]
    return last if last in names else next(iter(names), "")


def _enter(data: DataFolder) -> StationSettings | None:
    """Open the data and the station in it; on the first start ask who we are.

    Returns:
        The settings; None when the person did not want to create a station.
    """
    data.create()
    rooms = Rooms(data, SystemClock())
    try:
        if not has_settings(rooms.db):
            dialog = FirstStartDialog(data.root)
            if not dialog.exec():
                return None
            save_settings(rooms.db, dialog.settings())
        return load_settings(rooms.db)
    finally:
        rooms.close()


def _run(
    app: QApplication,
    data: DataFolder,
    settings: StationSettings,
    hook: CrashHook,
    single: SingleDesk,
) -> int:
    clock = SystemClock()
    tasks = TaskRunner(lambda: Rooms(data, clock))
    changes = Changes()
    watcher = Watcher(tasks, changes)
    context = Context(data, clock, tasks, changes, settings, chosen_operator(settings))
    window = MainWindow(context, watcher)
    hook.crashed.connect(window.say_crash)
    single.called.connect(window.come_back)
    window.closed.connect(app.quit)
    watcher.told.connect(_starts_playout_once(window))
    watcher.look()
    window.show()
    status = app.exec()
    watcher.stop()
    tasks.close()
    window.tray.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return status


def _starts_playout_once(window: MainWindow) -> Callable[[object], None]:
    """What starts playout when it does not answer the desk's first look."""
    asked: list[bool] = []

    def on_told(status: object) -> None:
        if not asked:
            asked.append(True)
            if not getattr(status, "answers", False):
                window.start_playout()

    return on_told


def _log_to(folder: Path) -> logging.Handler:
    handler = logging.handlers.RotatingFileHandler(
        folder / "desk.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler
