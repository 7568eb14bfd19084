"""The waveform of a programme, with the place that is heard now."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme

Peaks = npt.NDArray[np.float32]
BARS = 2000
"""Slices asked of a file; more than bars drawn, so that a bar can be their mean."""

_BAR_PX = 3
_GAP_PX = 2
_STEP = 0.05


class WaveformWidget(QWidget):
    """Peaks as bars; a click or an arrow key asks to hear from there.

    Signals:
        sought: place asked for, 0 to 1.
    """

    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Peaks | None = None
        self._place = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Wide and nine steps high."""
        return QSize(320, theme.space(9))

    def set_peaks(self, peaks: Peaks | None) -> None:
        """Show other audio: rows of lowest and highest sample (-1 to 1), None for none."""
        self._peaks = peaks
        self._place = 0.0
        self.update()

    @property
    def place(self) -> float:
        """The place that is heard, 0 to 1."""
        return self._place

    def set_place(self, place: float) -> None:
        """Show the place that is heard now."""
        self._place = min(1.0, max(0.0, place))
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask to hear from here."""
        if self._peaks is not None and self.width():
            self.sought.emit(min(1.0, max(0.0, event.position().x() / self.width())))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys."""
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        if self._peaks is not None and event.key() in steps:
            self.sought.emit(min(1.0, max(0.0, self._place + steps[Qt.Key(event.key())])))
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, those heard in another colour."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dress = theme.current()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dress.colour("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.space(1), theme.space(1))
            if self._peaks is not None and len(self._peaks):
                self._draw_bars(painter)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(dress.colour("focus"))
                inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(inner, theme.space(1), theme.space(1))

    def _draw_bars(self, painter: QPainter) -> None:
        assert self._peaks is not None
        dress = theme.current()
        margin = theme.space(1)
        room = self.width() - 2 * margin
        count = max(1, room // (_BAR_PX + _GAP_PX))
        edges = np.linspace(0, len(self._peaks), count + 1).astype(int)
        middle, half = self.height() / 2, self.height() / 2 - theme.space(0.75)
        loudness = np.abs(self._peaks).max(axis=1) ** 1.5
        loudest = max(float(np.percentile(loudness, 98)), 0.02)
        played, ahead = dress.colour("wave_played"), dress.colour("wave")
        ahead.setAlpha(150)
        for bar in range(count):
            part = loudness[edges[bar] : max(edges[bar] + 1, edges[bar + 1])]
            height = max(1.5, min(1.0, float(part.mean()) / loudest) * half)
            painter.setBrush(played if bar / count < self._place else ahead)
            x = margin + bar * (_BAR_PX + _GAP_PX)
            painter.drawRoundedRect(QRectF(x, middle - height, _BAR_PX, 2 * height), 1.5, 1.5)
