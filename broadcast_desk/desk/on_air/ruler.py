"""The ruler of the day: hours across, one lane a zone, sessions as blocks, quiet hours hatched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.on_air.day import Block, Day, seconds_of_day
from broadcast_desk.desk.on_air.outcome import outcome
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.labels import draw_figures
from broadcast_desk.desk.wording import clock_time
from broadcast_desk.station.clock import local

FIRST_HOUR, LAST_HOUR = 4, 22
"""The hours that are always shown; more when something lies outside."""

HOUR_S = 3600.0
LANE_PX, HEAD_PX, NAMES_PX = 68, 32, 176
BAR_PX, LEAST_BAR_PX = 24, 8


class RulerWidget(QWidget):
    """One day.

    Signals:
        chosen: the session that was clicked or reached by the arrow keys.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._day: Day | None = None
        self._now: datetime | None = None
        self._session = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Ruler", "Thước giờ trong ngày"))

    @override
    def sizeHint(self) -> QSize:
        """One lane a zone below the hours."""
        lanes = len(self._day.zones) if self._day else 1
        dress = theme.current()
        return QSize(640, dress.px(HEAD_PX) + lanes * dress.px(LANE_PX) + space(1))

    @override
    def minimumSizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(320, self.sizeHint().height())

    def show_day(self, day: Day) -> None:
        """Show another day."""
        self._day = day
        self.updateGeometry()
        self.update()

    def show_now(self, now: datetime) -> None:
        """Move the line for now."""
        self._now = now
        self.update()

    def choose(self, session: str) -> None:
        """Mark a session."""
        self._session = session
        self.update()

    # Where things are

    def _hours(self) -> tuple[int, int]:
        first, last = FIRST_HOUR, LAST_HOUR
        assert self._day is not None
        for block in self._day.blocks:
            first = min(first, int(seconds_of_day(block.starts_at, self._day.day) // HOUR_S))
            last = max(last, int(-(-seconds_of_day(block.ends_at, self._day.day) // HOUR_S)))
        return max(0, first), min(24, max(last, first + 1))

    def _lanes_left(self) -> float:
        return min(theme.current().px(NAMES_PX), self.width() * 0.25)

    def _x(self, seconds: float) -> float:
        first, last = self._hours()
        left, right = self._lanes_left(), self.width() - space(1.5)
        share = (seconds - first * HOUR_S) / ((last - first) * HOUR_S)
        return left + min(1.0, max(0.0, share)) * (right - left)

    def _lane(self, number: int) -> QRectF:
        dress = theme.current()
        top = dress.px(HEAD_PX) + number * dress.px(LANE_PX)
        left = self._lanes_left()
        return QRectF(left, top, self.width() - left - space(1.5), dress.px(LANE_PX) - space(1))

    def _bar(self, block: Block) -> QRectF:
        assert self._day is not None
        zones = [zone.id for zone in self._day.zones]
        lane = self._lane(zones.index(block.zone) if block.zone in zones else 0)
        left = self._x(seconds_of_day(block.starts_at, self._day.day))
        right = self._x(seconds_of_day(block.ends_at, self._day.day))
        height = theme.current().px(BAR_PX)
        return QRectF(left, lane.top() + space(1), max(LEAST_BAR_PX, right - left), height)

    def block_at(self, place: QPointF) -> Block | None:
        """The block at a place, with a little room around it for the hand."""
        if self._day is None:
            return None
        room = space(1)
        for block in reversed(self._day.blocks):
            if (
                self._bar(block)
                .adjusted(-room, -room, room, theme.current().px(28))
                .contains(place)
            ):
                return block
        return None

    # Drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the day."""
        if self._day is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_hours(painter)
        for number in range(len(self._day.zones)):
            self._draw_lane(painter, number)
        for block in self._day.blocks:
            self._draw_block(painter, block)
        for zone in self._day.zones:
            self._draw_labels(painter, [b for b in self._day.blocks if b.zone == zone.id])
        self._draw_now(painter)

    def _draw_hours(self, painter: QPainter) -> None:
        first, last = self._hours()
        dress = theme.current()
        step = 1 if (self.width() - self._lanes_left()) / (last - first) > dress.px(46) else 2
        painter.setFont(theme.font(14))
        bottom = self.height() - space(1)
        for hour in range(first, last + 1):
            x = self._x(hour * HOUR_S)
            painter.setPen(dress.colour("line"))
            painter.drawLine(QPointF(x, dress.px(HEAD_PX)), QPointF(x, bottom))
            if (hour - first) % step == 0 and hour < last:
                painter.setPen(dress.colour("ink_muted"))
                place = QRectF(x, 0, dress.px(40), dress.px(HEAD_PX) - space(0.5))
                draw_figures(painter, place, f"{hour:02d}")

    def _draw_lane(self, painter: QPainter, number: int) -> None:
        assert self._day is not None
        dress = theme.current()
        zone, lane = self._day.zones[number], self._lane(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dress.colour("sunken"))
        painter.drawRoundedRect(lane, 4, 4)
        self._draw_quiet(painter, zone.id, lane)
        mark = QRectF(space(1.5), lane.top() + space(1), space(0.75), dress.px(BAR_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dress.zone_colour(number))
        painter.drawRoundedRect(mark, 3, 3)
        painter.setPen(dress.colour("ink"))
        painter.setFont(theme.font(15, QFont.Weight.Medium))
        room = QRectF(
            mark.right() + space(1),
            mark.top(),
            lane.left() - mark.right() - space(2),
            mark.height(),
        )
        _words(painter, room, zone.name)

    def _draw_quiet(self, painter: QPainter, zone: str, lane: QRectF) -> None:
        assert self._day is not None
        dress = theme.current()
        pattern = QBrush(dress.colour("hatch"), Qt.BrushStyle.BDiagPattern)
        for span in self._day.quiet.get(zone, ()):
            for start, end in _within_day(span.start, span.end):
                left, right = self._x(start), self._x(end)
                if right - left > 1:
                    place = QRectF(left, lane.top(), right - left, lane.height())
                    painter.fillRect(place, dress.colour("raised"))
                    painter.fillRect(place, pattern)

    def _draw_block(self, painter: QPainter, block: Block) -> None:
        assert self._day is not None
        dress = theme.current()
        zones = [zone.id for zone in self._day.zones]
        colour = dress.zone_colour(zones.index(block.zone) if block.zone in zones else 0)
        bar = self._bar(block)
        result = outcome(block, self._now)
        fill, edge = _dress_block(colour, result.tone, past=result.past)
        painter.setBrush(fill)
        painter.setPen(QPen(edge, 3 if block.session == self._session else 1.5))
        painter.drawRoundedRect(bar, 4, 4)

    def _draw_labels(self, painter: QPainter, blocks: Sequence[Block]) -> None:
        """Write time and name below each bar; a bar close to the next gets its time at its left."""
        dress = theme.current()
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        time_width = painter.fontMetrics().horizontalAdvance("00:00")
        taken = self._lanes_left()
        for number, block in enumerate(blocks):
            bar = self._bar(block)
            last = number + 1 == len(blocks)
            limit = self.width() - space(1) if last else self._bar(blocks[number + 1]).left() - 6
            left = min(bar.left(), limit - time_width) if not last else bar.left()
            left = max(left, 0.0)
            if left < taken:
                continue
            room = QRectF(left, bar.bottom() + 2, limit - left, dress.px(22))
            taken = self._draw_label(painter, room, block, time_width) + 6

    def _draw_label(self, painter: QPainter, room: QRectF, block: Block, time_width: int) -> float:
        """Write one label; returns where it ends."""
        dress = theme.current()
        tone = outcome(block, self._now).tone
        painter.setPen(dress.colour({"need": "need_text", "air": "air_text"}.get(tone, "ink")))
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        _words(
            painter,
            QRectF(room.left(), room.top(), time_width + 2, room.height()),
            clock_time(block.starts_at),
        )
        painter.setFont(theme.font(14))
        rest = room.adjusted(time_width + space(0.75), 0, 0, 0)
        if rest.width() < dress.px(40):
            return room.left() + time_width
        width = min(rest.width(), painter.fontMetrics().horizontalAdvance(block.name) + 2.0)
        place = QRectF(rest.left(), rest.top(), width, rest.height())
        ground = dress.colour("surface")
        ground.setAlphaF(0.85)
        painter.fillRect(place, ground)
        _words(painter, place, block.name)
        return place.right()

    def _draw_now(self, painter: QPainter) -> None:
        if self._now is None or self._day is None or local(self._now).date() != self._day.day:
            return
        dress = theme.current()
        x = self._x(seconds_of_day(self._now, self._day.day))
        painter.setPen(QPen(dress.colour("ink"), 2))
        top = dress.px(HEAD_PX) - space(0.5)
        painter.drawLine(QPointF(x, top), QPointF(x, self.height() - space(1)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dress.colour("ink"))
        half = space(0.75)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - half, top - half), QPointF(x + half, top - half), QPointF(x, top + 2)]
            )
        )

    # Choosing

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the block below the mouse."""
        block = self.block_at(event.position())
        if block is not None:
            self.choose(block.session)
            self.chosen.emit(block.session)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from session to session."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self._day is None or event.key() not in steps or not self._day.blocks:
            super().keyPressEvent(event)
            return
        sessions = list(dict.fromkeys(block.session for block in self._day.blocks))
        at = sessions.index(self._session) if self._session in sessions else -1
        self.choose(sessions[(at + steps[Qt.Key(event.key())]) % len(sessions)])
        self.chosen.emit(self._session)

    @override
    def event(self, event: QEvent) -> bool:
        """Say what a block is when the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            block = self.block_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), block_text(block) if block else "", self)
            return True
        return super().event(event)


def block_text(block: Block) -> str:
    """A block in words: when, what, item by item."""
    head = f"{clock_time(block.starts_at)}–{clock_time(block.ends_at)} {block.name}"
    return "\n".join(
        [head, *(f"{clock_time(at, seconds=True)} {title}" for at, title in block.items)]
    )


def _dress_block(colour: QColor, tone: str, *, past: bool) -> tuple[QColor, QColor]:
    dress = theme.current()
    if tone == "air":
        return dress.colour("air"), dress.colour("air")
    if tone == "need":
        return dress.colour("need_soft"), dress.colour("need")
    fill = QColor(colour)
    fill.setAlphaF(0.35 if past else 0.85)
    return fill, colour


def _within_day(start: time, end: time) -> list[tuple[float, float]]:
    """A span of the day as seconds; two when it crosses midnight."""
    first = start.hour * HOUR_S + start.minute * 60 + start.second
    last = end.hour * HOUR_S + end.minute * 60 + end.second
    if first <= last:
        return [(first, last)]
    return [(0.0, last), (first, 24 * HOUR_S)]


def _words(painter: QPainter, room: QRectF, text: str) -> None:
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)
