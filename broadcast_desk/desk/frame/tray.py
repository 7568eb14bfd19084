"""The icon in the system's tray: on air, alarm, or silent; the desk stays there when closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSettings, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from broadcast_desk.desk import icons, theme
from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.i18n import translate

KEEP_KEY = "window/keep_in_tray"
SIZE_PX = 64
MESSAGE_MS = 10_000


class Tray(QObject):
    """The tray icon; where the system has no tray, it is not there and everything else works.

    Args:
        available: whether the system has a tray, None asks it.

    Signals:
        open_asked: the window should come to the front.
        quit_asked: the desk should close for good; playout goes on.
    """

    open_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject | None = None, *, available: bool | None = None) -> None:
        super().__init__(parent)
        there = QSystemTrayIcon.isSystemTrayAvailable() if available is None else available
        self.icon: QSystemTrayIcon | None = None
        self.state = ""
        self._alarms: tuple[str, ...] = ()
        self._said_hidden = False
        self._menu: QMenu | None = None
        if there:
            self._make()

    def _make(self) -> None:
        self.icon = QSystemTrayIcon(_picture("silent"), self)
        self._menu = QMenu()
        self._menu.addAction(translate("Tray", "Mở bàn phát thanh")).triggered.connect(
            lambda _=False: self.open_asked.emit()
        )
        self._menu.addSeparator()
        self._menu.addAction(translate("Tray", "Đóng hẳn, bộ phát vẫn chạy")).triggered.connect(
            lambda _=False: self.quit_asked.emit()
        )
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self.open_asked)
        self._show("silent", translate("Tray", "Đang hỏi bộ phát"))
        self.icon.show()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_asked.emit()

    def tell(self, status: AirStatus) -> None:
        """Show playout's own word; say an alarm aloud when it is new."""
        if self.icon is None:
            return
        state, words = _state_of(status)
        self._show(state, words)
        new = [alarm for alarm in status.alarms if alarm not in self._alarms]
        self._alarms = status.alarms
        if new:
            self.icon.showMessage(
                translate("Tray", "Đài cần người xem"),
                "\n".join(new),
                QSystemTrayIcon.MessageIcon.Warning,
                MESSAGE_MS,
            )

    def _show(self, state: str, words: str) -> None:
        assert self.icon is not None
        if state != self.state:
            self.state = state
            self.icon.setIcon(_picture(state))
        self.icon.setToolTip(words)

    @property
    def keeps(self) -> bool:
        """Whether a closed window stays in the tray."""
        return self.icon is not None and keeps_in_tray()

    def say_hidden(self) -> None:
        """Say once where the window has gone."""
        if self.icon is None or self._said_hidden:
            return
        self._said_hidden = True
        self.icon.showMessage(
            translate("Tray", "Bàn phát thanh vẫn ở đây"),
            translate("Tray", "Bộ phát vẫn chạy. Bấm biểu tượng này để mở lại."),
            QSystemTrayIcon.MessageIcon.Information,
            MESSAGE_MS,
        )

    def close(self) -> None:
        """Take the icon away."""
        if self.icon is not None:
            self.icon.hide()


def keeps_in_tray() -> bool:
    """Whether this person wants a closed window to stay in the tray."""
    return str(QSettings().value(KEEP_KEY, "true")).lower() != "false"


def _state_of(status: AirStatus) -> tuple[str, str]:
    if not status.answers:
        return "alarm", translate("Tray", "Bộ phát không trả lời, loa sẽ im")
    alarms = translate("Tray", "{n} việc cần xem").format(n=len(status.alarms))
    if status.sounding:
        words = translate("Tray", "Đang phát: {title}").format(title=status.sounding[0].title)
        return "air", f"{words} · {alarms}" if status.alarms else words
    if status.alarms:
        return "alarm", alarms
    return "silent", translate("Tray", "Không có gì đang phát")


def _picture(state: str) -> QIcon:
    """The station's sign with a mark: red on air, amber when a person is needed."""
    dress = theme.theme_named("light")
    picture = QPixmap(SIZE_PX, SIZE_PX)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dress.colour("strip"))
        painter.drawRoundedRect(0, 0, SIZE_PX, SIZE_PX, 14, 14)
        sign = icons.pixmap("radio", dress.colour("strip_ink"), 44)
        painter.drawPixmap(QPointF(10, 10), sign)
        marks = {"air": "air", "alarm": "strip_need"}
        if state in marks:
            painter.setBrush(dress.colour(marks[state]))
            painter.setPen(QPen(dress.colour("strip_ink"), 3))
            painter.drawEllipse(QPointF(SIZE_PX - 14, 14), 12, 12)
    return QIcon(picture)
