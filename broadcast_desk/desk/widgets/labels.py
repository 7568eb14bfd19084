"""Words on the screen: labels with a role, marks, elided lines, figures of one width."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `role` names its look in `desk.qss` (title, head, strong, muted, small, error)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties the style sheet selects by, and dress the widget anew."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Chip(QLabel):
    """A small mark with a word in it; its tone is well, need, air, accent or nothing."""

    def __init__(self, text: str = "", tone: str = "") -> None:
        super().__init__(text)
        self.setProperty("chip", True)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def say(self, text: str, tone: str = "") -> None:
        """Show another word in another tone."""
        self.setText(text)
        restyle(self, tone=tone)


class ElidedLabel(QLabel):
    """One line that ends in … when there is no room; the whole text is in its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(48)
        self._elide()

    @override
    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self._elide()

    def whole_text(self) -> str:
        """The text without the ellipsis."""
        return self._whole

    def natural_width(self) -> int:
        """How wide the whole text would be."""
        return self.fontMetrics().horizontalAdvance(self._whole) + 8

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        cut = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        super().setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")
        self.setAccessibleName(self._whole)


def draw_figures(painter: QPainter, rect: QRectF, text: str, *, right: bool = False) -> None:
    """Draw `text` in the painter's font with all figures equally wide.

    Be Vietnam Pro has no tabular figures of its own, and a clock must not tremble.
    """
    metrics = QFontMetricsF(painter.font())
    cell = _figure_width(metrics)
    x = rect.right() - figures_width(metrics, text) if right else rect.left()
    baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2
    for letter in text:
        width = metrics.horizontalAdvance(letter)
        if letter.isdigit():
            painter.drawText(QPointF(x + (cell - width) / 2, baseline), letter)
            x += cell
        else:
            painter.drawText(QPointF(x, baseline), letter)
            x += width


def figures_width(metrics: QFontMetricsF, text: str) -> float:
    """How wide `draw_figures` draws `text`."""
    cell = _figure_width(metrics)
    return sum(cell if c.isdigit() else metrics.horizontalAdvance(c) for c in text)


def _figure_width(metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(figure) for figure in "0123456789")


class FigureLabel(QLabel):
    """A time whose figures stand still."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @override
    def sizeHint(self) -> QSize:
        """As wide as its figures."""
        width = figures_width(QFontMetricsF(self.font()), self.text())
        return QSize(round(width) + 2, self.fontMetrics().height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        """As wide as its figures."""
        return self.sizeHint()

    @override
    def setText(self, text: str) -> None:
        """Show another time."""
        longer = len(text) != len(self.text())
        super().setText(text)
        if longer:
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the figures in cells."""
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(self.palette().color(self.foregroundRole()))
            draw_figures(painter, QRectF(self.rect()), self.text())
