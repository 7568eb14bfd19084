"""The ruler of the day: hours across, one lane a zone, sessions as blocks, quiet hours hatched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
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
BAR_PX, LEAST_BAR_PX, BAR_GAP_PX, LABEL_GAP_PX = 24, 10, 2, 6
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Bar(NamedTuple):
    """A block and where it is drawn."""

    block: Block
    place: QRectF


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
        """Room for the longest name, within a quarter of the whole."""
        metrics = QFontMetrics(theme.font(15, QFont.Weight.Medium))
        names = [zone.name for zone in self._day.zones] if self._day else []
        longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        wanted = max(theme.current().px(NAMES_PX), longest + space(5))
        return min(wanted, self.width() * 0.25)

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

    def _bars(self, zone: str) -> list[Bar]:
        """The bars of a zone's lane, by start.

        A bar has a least width, or nobody could see or press a session of seconds. One that would
        cover the next by that alone pushes it to the right.
        """
        assert self._day is not None
        number = [known.id for known in self._day.zones].index(zone)
        lane = self._lane(number)
        bars: list[Bar] = []
        for block in self._day.blocks:
            if block.zone != zone:
                continue
            left = self._x(seconds_of_day(block.starts_at, self._day.day))
            right = self._x(seconds_of_day(block.ends_at, self._day.day))
            if bars and bars[-1].block.ends_at <= block.starts_at:
                left = max(left, bars[-1].place.right() + BAR_GAP_PX)
            left = min(left, lane.right() - LEAST_BAR_PX)
            width = max(LEAST_BAR_PX, right - left)
            height = theme.current().px(BAR_PX)
            bars.append(Bar(block, QRectF(left, lane.top() + space(1), width, height)))
        return bars

    def _all_bars(self) -> list[Bar]:
        if self._day is None:
            return []
        return [bar for zone in self._day.zones for bar in self._bars(zone.id)]

    def _clusters(self, bars: Sequence[Bar]) -> list[list[Bar]]:
        """Bars whose times would be written over each other share one label."""
        clusters: list[list[Bar]] = []
        width = QFontMetrics(theme.font(14, QFont.Weight.DemiBold)).horizontalAdvance("00:00")
        for bar in bars:
            if clusters and bar.place.left() < clusters[-1][0].place.left() + width + LABEL_GAP_PX:
                clusters[-1].append(bar)
            else:
                clusters.append([bar])
        return clusters

    def bar_of(self, session: str) -> QRectF | None:
        """Where a session is drawn (in its first zone); None when it is not on this day."""
        bars = self._all_bars()
        return next((bar.place for bar in bars if bar.block.session == session), None)

    def block_at(self, place: QPointF) -> Block | None:
        """The block at a place, or the nearest in that lane with a little room for the hand."""
        near = [bar for bar in self._all_bars() if _with_room(bar.place).contains(place)]
        near.sort(key=lambda bar: abs(place.x() - bar.place.center().x()) - bar.place.width() / 2)
        return near[0].block if near else None

    def text_at(self, place: QPointF) -> str:
        """What is at a place in words; all of them where several share one label."""
        block = self.block_at(place)
        if block is None:
            return ""
        bars = self._bars(block.zone)
        shown = [block]
        if not any(bar.place.contains(place) for bar in bars):
            clusters = self._clusters(bars)
            shown = next(
                [bar.block for bar in cluster]
                for cluster in clusters
                if any(bar.block is block for bar in cluster)
            )
        return "\n".join(block_text(one) for one in shown)

    # Drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the day."""
        if self._day is None:
            return
        with QPainter(self) as painter:  # ended also by an exception, or Qt would crash
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, self._day)

    def _draw(self, painter: QPainter, day: Day) -> None:
        dress = theme.current()
        self._draw_hours(painter)
        for number in range(len(day.zones)):
            self._draw_lane(painter, number)
        for number, zone in enumerate(day.zones):
            bars = self._bars(zone.id)
            for bar in bars:
                self._draw_bar(painter, bar, dress.zone_colour(number))
        self._draw_now(painter)
        for zone in day.zones:
            self._draw_labels(painter, self._clusters(self._bars(zone.id)))

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

    def _draw_bar(self, painter: QPainter, bar: Bar, colour: QColor) -> None:
        result = outcome(bar.block, self._now)
        fill, edge = _dress_block(colour, result.tone, past=result.past)
        painter.setBrush(fill)
        painter.setPen(QPen(edge, 3 if bar.block.session == self._session else 1.5))
        painter.drawRoundedRect(bar.place, 4, 4)

    def _draw_labels(self, painter: QPainter, clusters: Sequence[Sequence[Bar]]) -> None:
        """Write below the bars: time and name, or times and how many where they stand close."""
        lefts = [cluster[0].place.left() for cluster in clusters]
        limits = [*(left - LABEL_GAP_PX for left in lefts[1:]), self.width() - space(1)]
        for cluster, left, limit in zip(clusters, lefts, limits, strict=False):
            bottom = cluster[0].place.bottom() + 2
            room = QRectF(left, bottom, limit - left, theme.current().px(22))
            if len(cluster) > 1:
                self._draw_cluster_label(painter, room, [bar.block for bar in cluster])
            else:
                self._draw_label(painter, room, cluster[0].block)

    def _draw_cluster_label(self, painter: QPainter, room: QRectF, blocks: Sequence[Block]) -> None:
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        painter.setPen(self._label_ink(blocks))
        for text in cluster_texts(blocks):
            if painter.fontMetrics().horizontalAdvance(text) <= room.width():
                break
        _ground(painter, room, painter.fontMetrics().horizontalAdvance(text))
        painter.drawText(room, _LEFT, text)

    def _draw_label(self, painter: QPainter, room: QRectF, block: Block) -> None:
        dress = theme.current()
        painter.setPen(self._label_ink([block]))
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        time_width = painter.fontMetrics().horizontalAdvance("00:00")
        left = max(0.0, min(room.left(), self.width() - space(1) - time_width))
        _ground(painter, room, time_width)
        painter.drawText(room.adjusted(left - room.left(), 0, 0, 0), _LEFT, block_time(block))
        painter.setFont(theme.font(14))
        rest = room.adjusted(time_width + space(0.75), 0, 0, 0)
        if rest.width() < dress.px(40):
            return
        width = min(rest.width(), painter.fontMetrics().horizontalAdvance(block.name) + 2.0)
        place = QRectF(rest.left(), rest.top(), width, rest.height())
        _ground(painter, place, width)
        _words(painter, place, block.name)

    def _label_ink(self, blocks: Sequence[Block]) -> QColor:
        """The ink of the tone that matters most."""
        tones = {outcome(block, self._now).tone for block in blocks}
        meaning = "air_text" if "air" in tones else "need_text" if "need" in tones else "ink"
        return theme.current().colour(meaning)

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
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


def block_text(block: Block) -> str:
    """A block in words: when, what, item by item."""
    head = f"{clock_time(block.starts_at)}–{clock_time(block.ends_at)} {block.name}"
    return "\n".join(
        [head, *(f"{clock_time(at, seconds=True)} {title}" for at, title in block.items)]
    )


def block_time(block: Block) -> str:
    """The time a block is labelled with."""
    return clock_time(block.starts_at)


def cluster_texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What may stand below several blocks, the fullest first: "05:30 · 3 buổi"."""
    first, last = block_time(blocks[0]), block_time(blocks[-1])
    times = first if first == last else f"{first}–{last}"
    full = translate("Ruler", "{times} · {n} buổi")
    return (
        full.format(times=times, n=len(blocks)),
        full.format(times=first, n=len(blocks)),
        f"{first} ({len(blocks)})",
        first,
    )


def _with_room(place: QRectF) -> QRectF:
    """A bar with a little room around it for the hand, and its label."""
    room = space(1)
    return place.adjusted(-room, -room, room, theme.current().px(28))


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


def _ground(painter: QPainter, place: QRectF, width: float) -> None:
    """Lay a ground below words, so that neither hatching nor the line for now crosses them."""
    ground = theme.current().colour("sunken")
    ground.setAlphaF(0.9)
    painter.fillRect(
        QRectF(place.left() - 2, place.top() + 2, width + 4, place.height() - 4), ground
    )


def _words(painter: QPainter, room: QRectF, text: str) -> None:
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _LEFT, cut)
