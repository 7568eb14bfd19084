"""A second movement unlike a press: slide the knob to the far end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from broadcast_desk.desk import icons, theme

KEY_STEP = 0.05
"""Twenty presses or a held arrow key: not by chance either."""


class SlideToConfirm(QWidget):
    """A track with a knob.

    Signals:
        confirmed: the knob reached the far end and was let go there.
    """

    confirmed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._place = 0.0
        self._held_at: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    @override
    def sizeHint(self) -> QSize:
        """High enough for a thumb."""
        return QSize(360, theme.current().px(56))

    @property
    def place(self) -> float:
        """Where the knob is, 0 to 1."""
        return self._place

    def _knob(self) -> QRectF:
        side = self.height() - 8.0
        width = side * 1.4
        return QRectF(4 + self._place * (self.width() - width - 8), 4, width, side)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the knob."""
        if self._knob().contains(event.position()):
            self._held_at = event.position().x() - self._knob().left()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the knob."""
        if self._held_at is None:
            return
        room = self.width() - self._knob().width() - 8
        self._set((event.position().x() - self._held_at - 4) / max(1.0, room))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: at the far end it counts, elsewhere the knob goes back."""
        if self._held_at is not None:
            self._held_at = None
            self._let_go()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the knob by the arrow keys; Enter at the far end confirms."""
        if event.key() == Qt.Key.Key_Right:
            self._set(self._place + KEY_STEP)
        elif event.key() == Qt.Key.Key_Left:
            self._set(self._place - KEY_STEP)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._let_go()
        else:
            super().keyPressEvent(event)

    def _set(self, place: float) -> None:
        self._place = min(1.0, max(0.0, place))
        self.update()

    def _let_go(self) -> None:
        reached = self._place >= 1.0
        if not reached:
            self._set(0.0)
        elif self.isEnabled():
            self.confirmed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, words and knob."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dress = theme.current()
            on = self.isEnabled()
            ring = dress.colour("focus" if self.hasFocus() else "air" if on else "line")
            painter.setPen(QPen(ring, 2))
            painter.setBrush(dress.colour("air_soft" if on else "raised"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            painter.setPen(dress.colour("air_text" if on else "ink_muted"))
            self._draw_words(painter)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dress.colour("air" if on else "line_strong"))
            knob = self._knob()
            painter.drawRoundedRect(knob, 6, 6)
            size = dress.px(24)
            picture = icons.pixmap("chevron-right", dress.colour("air_ink"), size)
            painter.drawPixmap(knob.center() - QPointF(size / 2, size / 2), picture)

    def _draw_words(self, painter: QPainter) -> None:
        """Draw the words beside the knob, smaller where they would not fit."""
        knob = self._knob()
        before, after = knob.left() - 12, self.width() - knob.right() - 12
        left = knob.right() + 4 if after >= before else 8.0
        room = QRectF(left, 0, max(after, before), float(self.height()))
        for size in (16, 14, 12, 10):
            painter.setFont(theme.font(size, QFont.Weight.DemiBold))
            if painter.fontMetrics().horizontalAdvance(self._words) <= room.width():
                break
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._words)
