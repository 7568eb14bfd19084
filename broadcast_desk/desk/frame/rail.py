"""The rail: the pages that work, with numbers of what waits; stop and emergency below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button, HoldButton
from broadcast_desk.desk.widgets.cards import scrolled


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the rail."""

    name: str
    words: str
    icon: str


class NavButton(Button):
    """A page's button, with room for a number at its right."""

    def __init__(self, entry: Entry, number: int) -> None:
        super().__init__(entry.words, icon=entry.icon, look="nav")
        self.setCheckable(True)
        self.setToolTip(f"{entry.words} (Ctrl+{number})")
        self.badge = QLabel()
        self.badge.setObjectName("badge")
        self.badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.badge.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, space(1.5), 0)
        line.addStretch(1)
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)

    @override
    def sizeHint(self) -> QSize:
        """As wide as its words and a number of two figures, so that the rail never moves."""
        words = QPushButton.sizeHint(self)
        badge = self.badge.fontMetrics().horizontalAdvance("00") + space(3)
        return QSize(words.width() + badge, words.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def show_number(self, number: int) -> None:
        """Show how much waits; nothing when it is 0."""
        self.badge.setText(str(number))
        waiting = translate("Rail", "{page}, {n} việc chờ").format(page=self.text(), n=number)
        self.setAccessibleName(waiting if number else self.text())
        self.badge.setVisible(number > 0)


class Rail(QWidget):
    """The rail.

    Signals:
        chosen: a page by name.
        stop_held: the stop button was held.
        resume_held: the same button was held while everything is stopped.
        emergency_asked: the emergency button was pressed (its own dialog asks the second movement).
        emergency_end_asked: the same button was pressed while an emergency sounds.
        guide_asked: the operator's guide should be shown.
    """

    chosen = Signal(str)
    stop_held = Signal()
    resume_held = Signal()
    emergency_asked = Signal()
    emergency_end_asked = Signal()
    guide_asked = Signal()

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[str, NavButton] = {}
        self.stop = HoldButton(
            translate("Rail", "Dừng tất cả"),
            icon="octagon-x",
            tip=translate("Rail", "Giữ hơn một giây để tắt mọi tiếng đang phát"),
        )
        self._stopped = False
        self._emergency = False
        self.stop.held.connect(self._on_held)
        self.emergency = Button(
            translate("Rail", "PHÁT KHẨN CẤP"), self._on_emergency, icon="siren", look="air"
        )
        self.guide = Button(
            translate("Rail", "Hướng dẫn"),
            self.guide_asked.emit,
            icon="circle-question-mark",
            look="nav",
        )
        self.guide.setToolTip(translate("Rail", "Hướng dẫn (F1)"))
        self._build(entries)

    def _build(self, entries: tuple[Entry, ...]) -> None:
        pages = QWidget()
        column = QVBoxLayout(pages)
        column.setContentsMargins(space(1), space(1.5), space(1), 0)
        column.setSpacing(space(0.5))
        for number, entry in enumerate(entries, start=1):
            button = NavButton(entry, number)
            button.clicked.connect(lambda _=False, name=entry.name: self.chosen.emit(name))
            self._buttons[entry.name] = button
            column.addWidget(button)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, space(1.5))
        whole.setSpacing(space(1))
        self._area: QScrollArea = scrolled(pages)
        whole.addWidget(self._area, 1)
        pages.installEventFilter(self)
        below = QVBoxLayout()
        below.setContentsMargins(space(1), 0, space(1), 0)
        below.setSpacing(space(1))
        below.addWidget(self.guide)
        below.addWidget(self.stop)
        below.addWidget(self.emergency)
        whole.addLayout(below)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the rail as wide as its words need."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            inner = self._area.widget()
            if inner is not None:
                self._area.setMinimumWidth(inner.sizeHint().width() + space(2))
        return super().eventFilter(watched, event)

    def tell(self, status: AirStatus) -> None:
        """Offer what can be done in playout's present state."""
        self._stopped, self._emergency = bool(status.stopped_by), status.emergency
        self.stop.setEnabled(status.answers)
        if self._stopped:
            self.stop.setText(translate("Rail", "Phát lại theo lịch"))
            self.stop.setToolTip(translate("Rail", "Giữ hơn một giây để loa phát lại theo lịch"))
        else:
            self.stop.setText(translate("Rail", "Dừng tất cả"))
            self.stop.setToolTip(translate("Rail", "Giữ hơn một giây để tắt mọi tiếng đang phát"))
        self.stop.setAccessibleName(self.stop.text())
        if self._emergency:
            self.emergency.setText(translate("Rail", "Dừng khẩn cấp"))
        else:
            self.emergency.setText(translate("Rail", "PHÁT KHẨN CẤP"))
        self.emergency.setAccessibleName(self.emergency.text())

    def _on_held(self) -> None:
        (self.resume_held if self._stopped else self.stop_held).emit()

    def _on_emergency(self) -> None:
        (self.emergency_end_asked if self._emergency else self.emergency_asked).emit()

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        for known, button in self._buttons.items():
            button.setChecked(known == name)  # no button group: it would take the others' Tab stops
        self._area.ensureWidgetVisible(self._buttons[name])

    def show_number(self, name: str, number: int) -> None:
        """Show how much waits on a page."""
        if name in self._buttons:
            self._buttons[name].show_number(number)

    def button(self, name: str) -> NavButton:
        """The button of a page."""
        return self._buttons[name]
