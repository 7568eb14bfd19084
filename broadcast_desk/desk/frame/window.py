"""The main window: strip, rail and the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk import air
from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.approve.page import ApprovePage
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.compose.page import ComposePage
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.frame.checkup import CheckupDialog
from broadcast_desk.desk.frame.counts import Counts, count_waiting
from broadcast_desk.desk.frame.emergency import EmergencyDialog
from broadcast_desk.desk.frame.guide import GuideDialog, chapters
from broadcast_desk.desk.frame.rail import Entry, Rail
from broadcast_desk.desk.frame.strip import Strip
from broadcast_desk.desk.frame.tray import Tray
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.launching import start_playout
from broadcast_desk.desk.library.page import LibraryPage
from broadcast_desk.desk.logbook.page import LogbookPage
from broadcast_desk.desk.on_air.page import OnAirPage
from broadcast_desk.desk.packages.page import PackagesPage
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.settings.page import SettingsPage
from broadcast_desk.desk.tasks import TaskScope
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.page import TimetablePage
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.desk.widgets.cards import Message, scrolled
from broadcast_desk.station.errors import DeskError

MakePage = Callable[[Context], Page]


def pages() -> tuple[tuple[Entry, MakePage], ...]:
    """The pages that work, in the order of the rail."""
    return (
        (Entry("on_air", translate("Rail", "Hôm nay"), "radio"), OnAirPage),
        (Entry("library", translate("Rail", "Kho bản tin"), "library"), LibraryPage),
        (Entry("compose", translate("Rail", "Soạn tin"), "square-pen"), ComposePage),
        (Entry("approve", translate("Rail", "Duyệt"), "badge-check"), ApprovePage),
        (Entry("packages", translate("Rail", "Gói Trung tâm"), "package"), PackagesPage),
        (Entry("timetable", translate("Rail", "Lịch phát"), "calendar-days"), TimetablePage),
        (Entry("logbook", translate("Rail", "Nhật ký"), "notebook-text"), LogbookPage),
        (Entry("settings", translate("Rail", "Thiết lập"), "settings"), SettingsPage),
    )


class MainWindow(QMainWindow):
    """The desk of one station.

    Args:
        context: the open station.
        watcher: what tells of playout.
        tray: the icon in the system's tray, None makes one where the system has a tray.

    Signals:
        closed: the person closed it for good.
    """

    closed = Signal()

    def __init__(self, context: Context, watcher: Watcher, tray: Tray | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.context = context
        self.tasks = TaskScope(context.tasks, self)
        self.strip = Strip(context.clock)
        self._made = pages()
        self.rail = Rail(tuple(entry for entry, _ in self._made))
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.message = Message()
        self._guide: GuideDialog | None = None
        self.tray = tray or Tray(self)
        self._closing = False
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._build()
        watcher.told.connect(self._on_told)
        watcher.failed.connect(self.say_error)
        context.tasks.unexpected.connect(self.say_error)
        context.changes.changed.connect(self._on_changed)
        self.show_page(self._made[0][0].name)
        self.rail.button(self._made[0][0].name).setFocus()
        self._count()

    def _build(self) -> None:
        self.setWindowTitle(
            translate("Window", "{station} – Bàn phát thanh").format(
                station=self.context.settings.name
            )
        )
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        held = QVBoxLayout()
        held.setContentsMargins(space(3), space(1), space(3), 0)
        held.addWidget(self.message)
        right.addLayout(held)
        right.addWidget(self.stack, 1)
        line.addLayout(right, 1)
        column.addLayout(line, 1)
        self.setCentralWidget(whole)
        self.rail.chosen.connect(self.show_page)
        self.strip.start_asked.connect(self.start_playout)
        self.strip.alarms_asked.connect(lambda: self.show_page("on_air"))
        self.rail.stop_held.connect(self.stop_all)
        self.rail.resume_held.connect(self.resume)
        self.rail.emergency_asked.connect(self.ask_emergency)
        self.rail.emergency_end_asked.connect(self.end_emergency)
        self.rail.guide_asked.connect(self.show_guide)
        self.tray.open_asked.connect(self.come_back)
        self.tray.quit_asked.connect(self.close_for_good)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self).activated.connect(self.show_guide)
        for number, (entry, _) in enumerate(self._made, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(partial(self.show_page, entry.name))
        self.resize(1366, 768)
        if geometry := QSettings().value("window/geometry"):
            self.restoreGeometry(geometry)

    def page(self, name: str) -> Page:
        """The page of that name, made when it is first asked for."""
        if name not in self._pages:
            make = next(make for entry, make in self._made if entry.name == name)
            page = make(self.context)
            page.asked.connect(self.open_on)
            self._areas[name] = scrolled(page, sideways=True)
            self.stack.addWidget(self._areas[name])
            self._pages[name] = page
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Go to a page."""
        self.page(name)
        self.stack.setCurrentWidget(self._areas[name])
        self.rail.show_page(name)

    def open_on(self, name: str, what: object) -> None:
        """Go to a page and show something there; "checkup" opens its dialog."""
        if name == "checkup":
            self.ask_checkup()
            return
        self.show_page(name)
        self.page(name).open_on(what)

    def start_playout(self) -> None:
        """Start playout; its word will come by the strip."""
        self.strip.starting()
        root = self.context.data.root
        self.tasks.write(lambda _: start_playout(root), failed=self.say_error)

    def stop_all(self) -> None:
        """Silence everything, in this person's name."""
        by = self._by()
        self.tasks.write(
            lambda rooms: air.stop_all(rooms, by), self._on_told, failed=self.say_error
        )

    def resume(self) -> None:
        """Let the plan sound again."""
        by = self._by()
        self.tasks.write(lambda rooms: air.resume(rooms, by), self._on_told, failed=self.say_error)

    def ask_emergency(self) -> EmergencyDialog:
        """Open the emergency dialog, which asks for a second, different movement."""
        dialog = EmergencyDialog(self, self.context)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def end_emergency(self) -> None:
        """End the emergency that sounds."""
        by = self._by()
        self.tasks.write(
            lambda rooms: air.end_emergency(rooms, by), self._on_told, failed=self.say_error
        )

    def show_guide(self) -> GuideDialog:
        """Open the operator's guide beside the desk, or bring it to the front."""
        if self._guide is None:
            self._guide = GuideDialog(self, chapters())
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()
        return self._guide

    def ask_checkup(self) -> CheckupDialog:
        """Look at what works on this computer."""
        dialog = CheckupDialog(self, self.context)
        dialog.asked.connect(self.show_page)
        dialog.start_asked.connect(self.start_playout)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def come_back(self) -> None:
        """Come to the front, also from the tray."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def close_for_good(self) -> None:
        """Close, also when a closed window would stay in the tray."""
        self._closing = True
        self.close()

    def _by(self) -> str:
        return self.context.operator or translate("Window", "Người trực đài")

    def say_error(self, error: DeskError) -> None:
        """Show an error nobody else showed."""
        self.message.say(words_of(error), "need")

    def say_crash(self, path: Path | None) -> None:
        """Say that something of ours went wrong, calmly."""
        where = path or "-"
        self.message.say(
            translate(
                "Window",
                "Có một lỗi của chương trình; việc phát sóng không bị ảnh hưởng. "
                "Chi tiết ghi ở {path}.",
            ).format(path=where),
            "need",
        )

    def _on_told(self, status: AirStatus) -> None:
        self.strip.tell(status)
        self.rail.tell(status)
        self.tray.tell(status)
        on_air = self.page("on_air")
        assert isinstance(on_air, OnAirPage)
        on_air.tell(status)

    def _on_changed(self, kinds: frozenset[Kind], _by: object) -> None:
        if kinds & {Kind.PROGRAMMES, Kind.PACKAGES}:
            self._count()

    def _count(self) -> None:
        self.tasks.read(count_waiting, self._show_counts, latest="counts", failed=self.say_error)

    def _show_counts(self, counts: Counts) -> None:
        for name, number in counts.waiting.items():
            self.rail.show_number(name, number)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay in the tray if there is one; else remember where the window was and end."""
        QSettings().setValue("window/geometry", self.saveGeometry())
        if self.tray.keeps and not self._closing:
            event.ignore()
            self.hide()
            self.tray.say_hidden()
            return
        self.tray.close()
        self.closed.emit()
        super().closeEvent(event)
