"""What can be pressed: buttons with words and an icon, and one that must be held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from broadcast_desk.desk import icons, theme

_INKS = {"primary": "accent_ink", "air": "air_ink", "nav": "rail_ink", "alarm": "strip_need"}
HOLD_MS = 1200
_STEP_MS = 40


class Button(QPushButton):
    """A button with words and, if named, an icon drawn in the theme's colour."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        look: str = "",
        ink: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(text)
        self._icon_name = icon
        self._on_click = on_click
        self._ink = ink or _INKS.get(look, "accent")
        if look:
            self.setProperty("look", look)
        if tip:
            self.setToolTip(tip)
        self.setAccessibleName(tip if tip and not text else text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(self._on_clicked)
        self._draw_icon()

    def _on_clicked(self, _checked: bool) -> None:
        if self._on_click is not None:
            self._on_click()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._draw_icon()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the new theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        dress = theme.current()
        size = dress.px(20)
        gap = theme.space(0.75) if self.text() else 0
        ink, pale = dress.colour(self._ink), dress.colour("ink_muted")
        self.setIcon(icons.icon(self._icon_name, ink, pale, size, gap))
        self.setIconSize(QSize(size + gap, size))


class HoldButton(Button):
    """A button that acts only after it was held, with the mouse or the space bar.

    Signals:
        held: it was held long enough.
    """

    held = Signal()

    def __init__(self, text: str, *, icon: str = "", look: str = "", tip: str = "") -> None:
        super().__init__(text, icon=icon, look=look, tip=tip)
        self._held_ms = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._advance)
        self.pressed.connect(self._begin)
        self.released.connect(self._stop)

    def _begin(self) -> None:
        self._held_ms = 0
        self._timer.start()

    def _stop(self) -> None:
        self._timer.stop()
        self._held_ms = 0
        self.update()

    def _advance(self) -> None:
        self._held_ms += _STEP_MS
        self.update()
        if self._held_ms >= HOLD_MS:
            self._stop()
            self.held.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the button while it is held."""
        super().paintEvent(event)
        if not self._held_ms:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), theme.space(1), theme.space(1))
            painter.setClipPath(shape)
            filling = theme.current().colour("air")
            filling.setAlpha(90)
            done = self.width() * self._held_ms / HOLD_MS
            painter.fillRect(QRectF(0, 0, done, self.height()), filling)
