"""One session on the week: a button that can be dragged, stretched and asked for its menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QPushButton
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.sessions import Standing, WeekSession
from broadcast_desk.desk.wording import clock_time, long_length_text
from broadcast_desk.library.model import Priority
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.model import ExceptionKind
from broadcast_desk.timetable.wording import tell

if TYPE_CHECKING:
    from broadcast_desk.desk.timetable.week import WeekGrid

EDGE_PX = 7
STEP_MIN = 5
_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class SessionBlock(QPushButton):
    """One session: its time and its name, as much as fits.

    Attributes:
        session: what it shows.
    """

    def __init__(
        self, grid: WeekGrid, session: WeekSession, zone_ids: Sequence[str], zones: Sequence[Zone]
    ) -> None:
        super().__init__(grid)
        self.session = session
        self._grid = grid
        self._zone = zone_ids.index(session.zones[0]) if len(session.zones) == 1 else None
        self._starts: int | None = None
        self._length: int | None = None
        self._pressed_at: QPointF | None = None
        self._below = 0.0
        self._stretching = False
        self._dragging = False
        self._dropped = False
        names = [zone.name for zone in zones if zone.id in session.zones]
        where = (
            translate("Week", "Mọi cụm loa") if len(names) == len(zones) > 1 else ", ".join(names)
        )
        self.setProperty("look", "block")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAutoDefault(False)
        self._where = where
        self._tell()
        self.clicked.connect(self._on_clicked)

    # What it says

    @property
    def starts_min(self) -> int:
        """Where it stands now, in minutes after midnight."""
        return self.session.starts_min if self._starts is None else self._starts

    @property
    def ends_min(self) -> float:
        """Where it ends now."""
        minutes = self.session.length_s / 60 if self._length is None else self._length
        return min(24 * 60.0, self.starts_min + minutes)

    def show_tried(self, starts_min: int | None = None, length_min: int | None = None) -> None:
        """Show where the hand has put it; nothing is where the plan has it."""
        self._starts, self._length = starts_min, length_min
        self._tell()
        self.update()

    def _tell(self) -> None:
        words = f"{self._time()} {self.session.name}"
        lines = [words, self._where, *self._state()]
        lines += [f"{clock_time(at)} {title}" for at, title in self.session.items]
        self.setAccessibleName(words)
        self.setAccessibleDescription("\n".join(lines[1:]))
        self.setToolTip("\n".join(line for line in lines if line))

    def _time(self) -> str:
        text = f"{self.starts_min // 60:02d}:{self.starts_min % 60:02d}"
        if self._length is not None:
            return f"{text} · {long_length_text(self._length * 60)}"
        return text

    def _state(self) -> list[str]:
        said = []
        if self.session.standing is Standing.EMPTY:
            said.append(translate("Week", "Chưa có gì để phát"))
        if self.session.standing is Standing.SKIPPED:
            said.append(translate("Week", "Lần này được bỏ"))
        if self.session.differs is ExceptionKind.MOVE:
            said.append(translate("Week", "Lần này được dời"))
        if self.session.differs is ExceptionKind.REPLACE:
            said.append(translate("Week", "Lần này phát nội dung khác"))
        serious = [r for r in self.session.remarks if r.serious]
        said += [tell(r, language()) for r in serious[:3]]
        return said

    # Hand

    def _on_edge(self, place: QPointF) -> bool:
        return place.y() >= self.height() - EDGE_PX

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self._movable():
            self._pressed_at = event.position()
            self._stretching = self._on_edge(event.position())
            self._below = self.height() - event.position().y()

    def _movable(self) -> bool:
        return self.session.standing in (Standing.SOUNDS, Standing.EMPTY)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or its lower edge."""
        edge = self._movable() and self._on_edge(event.position())
        if self._pressed_at is None:
            shape = Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)
            super().mouseMoveEvent(event)
            return
        far = (event.position() - self._pressed_at).manhattanLength()
        if not self._dragging and far < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._dragging = True
            self.raise_()
        in_grid = QPointF(self.mapToParent(event.position().toPoint()))
        if self._stretching:
            self._grid.stretch_to(self, in_grid.y() + self._below)
        else:
            # The block moves below the mouse, which holds it where it was taken.
            self._grid.drag_to(self, QPointF(in_grid.x(), in_grid.y() - self._pressed_at.y()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what the move would change is asked for."""
        self._dropped = self._dragging
        self._pressed_at, self._dragging = None, False
        super().mouseReleaseEvent(event)
        if self._dropped:
            self._dropped = False
            self._grid.propose()

    def _on_clicked(self) -> None:
        if not self._dropped:
            self._grid.open(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, move with Alt, stretch with Shift; Escape takes a move back."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self._dragging, self._pressed_at = False, None
            self._grid.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._grid.open(self)
        elif key in _ARROWS:
            self._on_arrow(key, event.modifiers())
        else:
            super().keyPressEvent(event)

    def _on_arrow(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        days, steps = _ARROWS[key]
        if held & Qt.KeyboardModifier.AltModifier:
            if self._movable():
                self._grid.step(self, days=days, minutes=steps * STEP_MIN)
        elif held & Qt.KeyboardModifier.ShiftModifier:
            if self._movable() and steps:
                self._grid.step(self, longer=steps * STEP_MIN)
        else:
            self._grid.go(self, key)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for its menu, by the mouse or by the menu key."""
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.mapToGlobal(QPoint(space(1), self.height()))
        self._grid.ask_menu(self, place)

    # Looks

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it: colour of its zone, time, name."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground, edge, ink = self._colours()
            place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            tried = self._starts is not None
            line = QPen(edge, 2 if tried or self.hasFocus() else 1)
            if tried or self.session.standing is not Standing.SOUNDS:
                line.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(line)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, 4, 4)
            if not tried:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(edge)
                painter.drawRoundedRect(QRectF(place.left(), place.top(), 4, place.height()), 2, 2)
            painter.setPen(ink)
            self._draw_words(painter, place.adjusted(space(0.75), 0, -1, 0))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.current().colour("focus"), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        dress = theme.current()
        if self.session.standing is Standing.EMPTY:
            return dress.colour("need_soft"), dress.colour("need"), dress.colour("need_text")
        if self.session.standing is not Standing.SOUNDS:
            return dress.colour("raised"), dress.colour("line_strong"), dress.colour("ink_muted")
        edge = dress.colour("accent") if self._zone is None else dress.zone_colour(self._zone)
        if self._zone is None:
            return dress.colour("accent_soft"), edge, dress.colour("ink")
        ground = _mixed(edge, dress.colour("surface"), 0.14)
        return ground, edge, dress.colour("ink")

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        font = theme.font(14, QFont.Weight.DemiBold)
        plain = theme.font(14)
        skipped = self.session.standing is Standing.SKIPPED
        for one in (font, plain):
            one.setStrikeOut(skipped)
        painter.setFont(font)
        high = float(painter.fontMetrics().height())
        time = self._time()
        if self.session.priority is not Priority.NORMAL and self._length is None:
            time = f"◆ {time}"
        if painter.fontMetrics().horizontalAdvance(time) > room.width():
            time = self._time().partition(" ")[0]
            painter.setFont(plain)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if room.height() >= 2 * high:
            painter.drawText(room, int(left), time)
            painter.setFont(plain)
            below = room.adjusted(0, high, 0, 0)
            painter.drawText(
                below, int(left | Qt.TextFlag.TextWordWrap), self._name(below, painter)
            )
            return
        wide = painter.fontMetrics().horizontalAdvance(time) + space(0.75)
        painter.drawText(room, int(left), time)
        painter.setFont(plain)
        rest = room.adjusted(wide, 0, 0, 0)
        if rest.width() > theme.current().px(24):
            painter.drawText(rest, int(left), _cut(painter, self.session.name, rest.width()))

    def _name(self, room: QRectF, painter: QPainter) -> str:
        """The name, whole when there is room for its lines, else its first line."""
        metrics = painter.fontMetrics()
        if room.height() >= 2 * metrics.height():
            return self.session.name
        return _cut(painter, self.session.name, room.width())


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """A little of a colour on a ground."""
    rest = 1 - share
    return QColor.fromRgbF(
        share * colour.redF() + rest * ground.redF(),
        share * colour.greenF() + rest * ground.greenF(),
        share * colour.blueF() + rest * ground.blueF(),
    )


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
