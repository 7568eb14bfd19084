"""What lies below and above the sessions of a week: hours, quiet spans, the line for now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.labels import draw_figures
from broadcast_desk.station.settings import TimeSpan

HOUR_PX = 48
GUTTER_PX = 44
NOW_PX = 10
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Ruler:
    """Where days and minutes lie on a grid.

    Attributes:
        days: how many columns.
        width: of the grid, in pixels.
    """

    days: int
    width: int

    @property
    def hour(self) -> int:
        """The height of an hour."""
        return theme.current().px(HOUR_PX)

    @property
    def gutter(self) -> int:
        """The room for the hours' figures at the left."""
        return theme.current().px(GUTTER_PX)

    def column(self, number: int) -> tuple[float, float]:
        """The left edge and the width of a day."""
        width = (self.width - self.gutter) / self.days
        return self.gutter + number * width, width

    def y_of(self, minutes: float) -> float:
        """Where a minute of the day is."""
        return minutes / 60 * self.hour


def draw_now(painter: QPainter, ruler: Ruler, day: int, minutes: float) -> None:
    """Draw the line for now in a day's column."""
    left, width = ruler.column(day)
    y = ruler.y_of(minutes)
    painter.setPen(QPen(theme.current().colour("ink"), 2))
    painter.drawLine(QPointF(left, y), QPointF(left + width, y))


def draw_ground(painter: QPainter, ruler: Ruler, quiet: Sequence[TimeSpan], height: int) -> None:
    """Draw quiet spans, hours and days."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_quiet(painter, ruler, quiet)
    _draw_hours(painter, ruler)
    painter.setPen(theme.current().colour("line"))
    for number in range(ruler.days + 1):
        x, _ = ruler.column(number)
        painter.drawLine(QPointF(x, 0), QPointF(x, height))


def _draw_quiet(painter: QPainter, ruler: Ruler, quiet: Sequence[TimeSpan]) -> None:
    dress = theme.current()
    for first, last in _within_day(quiet):
        width = ruler.width - ruler.gutter
        place = QRectF(ruler.gutter, ruler.y_of(first), width, ruler.y_of(last - first))
        painter.fillRect(place, dress.colour("raised"))
        hatch = dress.colour("hatch")
        hatch.setAlphaF(0.5)
        painter.fillRect(place, QBrush(hatch, Qt.BrushStyle.BDiagPattern))


def _draw_hours(painter: QPainter, ruler: Ruler) -> None:
    dress = theme.current()
    painter.setFont(theme.font(14))
    for hour in range(25):
        y = ruler.y_of(hour * 60)
        painter.setPen(dress.colour("line"))
        painter.drawLine(QPointF(ruler.gutter, y), QPointF(ruler.width, y))
        if hour < 24:
            painter.setPen(dress.colour("ink_muted"))
            room = QRectF(0, y, ruler.gutter - space(1), dress.px(22))
            draw_figures(painter, room, f"{hour:02d}", right=True)


def _within_day(spans: Iterable[TimeSpan]) -> list[tuple[int, int]]:
    """Spans as minutes of a day; two where one crosses midnight."""
    found = []
    for span in spans:
        first = span.start.hour * 60 + span.start.minute
        last = span.end.hour * 60 + span.end.minute
        found += [(first, last)] if first <= last else [(0, last), (first, MINUTES)]
    return found


class NowMark(QWidget):
    """The knob at the beginning of the line for now, above the sessions, which the line is not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, ruler: Ruler, day: int, minutes: float) -> None:
        """Show it in a day's column."""
        left, _ = ruler.column(day)
        size = theme.current().px(NOW_PX)
        place = QPointF(left - size / 2, ruler.y_of(minutes) - size / 2)
        self.setGeometry(QRect(place.toPoint(), QSize(size, size)))
        self.show()
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().colour("ink"))
            painter.drawEllipse(self.rect())
