"""The week: seven days down the hours, sessions that can be dragged and stretched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.block import SessionBlock
from broadcast_desk.desk.timetable.day_heads import day_head
from broadcast_desk.desk.timetable.lanes import placed
from broadcast_desk.desk.timetable.operations import WEEK, Week
from broadcast_desk.desk.timetable.sessions import WeekSession
from broadcast_desk.desk.timetable.week_ground import (
    GUTTER_PX,
    MINUTES,
    NowMark,
    Ruler,
    draw_ground,
    draw_now,
)
from broadcast_desk.desk.widgets.cards import Card, scrolled
from broadcast_desk.station.clock import local

LEAST_BLOCK_PX = 22
STEP_MIN = 5
FIRST_HOUR_SHOWN = 5
"""Where an empty week is scrolled to."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Where a session has been put by hand and not yet been kept.

    Attributes:
        day: number of the day in the week.
        length_min: None when its length was not touched.
    """

    session: WeekSession
    day: int
    starts_min: int
    length_min: int | None = None

    @property
    def moved(self) -> bool:
        """Whether it stands at another day or time than in the plan."""
        return self.starts_min != self.session.starts_min or bool(self.days)

    @property
    def days(self) -> int:
        """By how many days it was moved, set by the grid through `day`."""
        return self.day - self.session.day.weekday()


class WeekView(Card):
    """The week with its days' names above, in an area that scrolls through the hours.

    Signals:
        opened: the session that should be edited (`WeekSession`).
        menu_asked: a session and where on the screen its menu should open.
        tried: where a session was put (`Tried`).
        untried: the hand took it back.
    """

    opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    tried = Signal(object)
    untried = Signal()

    def __init__(self) -> None:
        super().__init__(margin=1, spacing=0.5)
        self._heads = QHBoxLayout()
        self._heads.setSpacing(0)
        self.grid = WeekGrid(self)
        self._area: QScrollArea = scrolled(self.grid)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addLayout(self._heads)
        self.body.addWidget(self._area, 1)
        self._scrolled = False

    def show_week(self, week: Week, now: datetime) -> None:
        """Show another week."""
        self._show_heads(week, local(now).date())
        self.grid.show_week(week, now)
        if not self._scrolled and week.slots:
            self._scrolled = True
            self._area.verticalScrollBar().setValue(self.grid.first_y())

    def _show_heads(self, week: Week, today: date) -> None:
        while (item := self._heads.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._heads.addSpacing(theme.current().px(GUTTER_PX))
        for number in range(WEEK):
            day = week.first + timedelta(days=number)
            self._heads.addWidget(day_head(week, number, today=day == today), 1)
        self._heads.addSpacing(self._area.verticalScrollBar().sizeHint().width())

    def ensure_seen(self, block: QWidget) -> None:
        """Scroll so that a session is seen."""
        self._area.ensureWidgetVisible(block, 0, space(4))

    def scroll_by(self, y: int) -> None:
        """Scroll a little when a session is dragged to an edge."""
        bar = self._area.verticalScrollBar()
        top, bottom = bar.value(), bar.value() + self._area.viewport().height()
        if y < top + space(3):
            bar.setValue(bar.value() - space(2))
        elif y > bottom - space(3):
            bar.setValue(bar.value() + space(2))


class WeekGrid(QWidget):
    """The hours of seven days, and the sessions as buttons upon them.

    Arrow keys go from session to session; with Alt they move one, with Shift they stretch it.
    """

    def __init__(self, view: WeekView) -> None:
        super().__init__()
        self._view = view
        self._week: Week | None = None
        self._now: datetime | None = None
        self._blocks: list[SessionBlock] = []
        self._tried: Tried | None = None
        self._mark = NowMark(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Week", "Lịch phát trong tuần"))

    # Showing

    def show_week(self, week: Week, now: datetime) -> None:
        """Show another week; the session that had the focus keeps it."""
        focused = next((b.session.id for b in self._blocks if b.hasFocus()), "")
        for block in self._blocks:
            block.hide()
            block.deleteLater()
        self._week, self._now, self._tried = week, now, None
        zones = [zone.id for zone in week.zones]
        self._blocks = [
            SessionBlock(self, session, zones, list(week.zones))
            for sessions in week.days
            for session in sessions
        ]
        before: QWidget | None = None
        for block in self._blocks:
            block.show()
            if before is not None:
                QWidget.setTabOrder(before, block)
            before = block
            if block.session.id == focused:
                block.setFocus()
        self._place_all()
        self.updateGeometry()
        self.update()

    @property
    def blocks(self) -> tuple[SessionBlock, ...]:
        """The sessions as they stand, by day and start."""
        return tuple(self._blocks)

    def block_of(self, session_id: str) -> SessionBlock:
        """The block of a session."""
        return next(block for block in self._blocks if block.session.id == session_id)

    def first_y(self) -> int:
        """Where the first session begins, with a little air above."""
        hours = [block.session.starts_min / 60 for block in self._blocks]
        return max(0, round((min(hours, default=FIRST_HOUR_SHOWN) - 0.5) * self.ruler.hour))

    @override
    def sizeHint(self) -> QSize:
        """The whole day high."""
        return QSize(theme.current().px(GUTTER_PX) + WEEK * 90, 24 * self.ruler.hour + space(1))

    @override
    def minimumSizeHint(self) -> QSize:
        """Days may be narrow, hours not low."""
        return QSize(theme.current().px(GUTTER_PX) + WEEK * 48, self.sizeHint().height())

    @property
    def ruler(self) -> Ruler:
        """Where days and minutes lie."""
        return Ruler(WEEK, self.width())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the quiet spans and the line for now."""
        if self._week is None:
            return
        with QPainter(self) as painter:
            draw_ground(painter, self.ruler, self._week.quiet, self.height())
            if (now := self._now_place()) is not None:
                draw_now(painter, self.ruler, *now)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the sessions anew."""
        super().resizeEvent(event)
        self._place_all()

    def _place_all(self) -> None:
        if self._week is None:
            return
        for number in range(WEEK):
            column = [
                b for b in self._blocks if self._day_of(b) == number and not self._is_tried(b)
            ]
            for block, top, lane, lanes in placed(column, self._least()):
                block.setGeometry(self._place(block, top, lane, lanes))
        for block in self._blocks:
            if self._is_tried(block):  # above the others, exactly where the hand put it
                block.setGeometry(self._place(block, block.starts_min, 0, 1))
                block.raise_()
        self._place_now()

    def _place_now(self) -> None:
        now = self._now_place()
        if now is None:
            self._mark.hide()
        else:
            self._mark.show_at(self.ruler, *now)

    def _now_place(self) -> tuple[int, int] | None:
        """The day and minute of now, None in another week."""
        if self._now is None or self._week is None:
            return None
        here = local(self._now)
        day = (here.date() - self._week.first).days
        return (day, here.hour * 60 + here.minute) if 0 <= day < WEEK else None

    def _least(self) -> float:
        return theme.current().px(LEAST_BLOCK_PX) / self.ruler.hour * 60

    def _place(self, block: SessionBlock, top_min: float, lane: int, lanes: int) -> QRect:
        left, width = self.ruler.column(self._day_of(block))
        minutes = block.ends_min - block.starts_min
        high = max(theme.current().px(LEAST_BLOCK_PX), self.ruler.y_of(minutes))
        room = (width - space(0.5)) / lanes
        return QRectF(left + 2 + lane * room, self.ruler.y_of(top_min), room - 2, high).toRect()

    def _is_tried(self, block: SessionBlock) -> bool:
        return self._tried is not None and block.session.id == self._tried.session.id

    def _day_of(self, block: SessionBlock) -> int:
        if self._tried is not None and self._is_tried(block):
            return self._tried.day
        assert self._week is not None
        return (block.session.day - self._week.first).days

    # Moving by hand

    def try_place(
        self,
        block: SessionBlock,
        *,
        day: int | None = None,
        starts_min: int | None = None,
        length_min: int | None = None,
    ) -> None:
        """Put a session somewhere, not for good."""
        session = block.session
        known = self._tried if self._is_tried(block) and self._tried else None
        if known is None:
            known = Tried(session, self._day_of(block), session.starts_min)
        tried = replace(
            known,
            day=known.day if day is None else min(WEEK - 1, max(0, day)),
            starts_min=known.starts_min
            if starts_min is None
            else min(MINUTES - STEP_MIN, max(0, starts_min)),
            length_min=known.length_min
            if length_min is None
            else min(MINUTES, max(STEP_MIN, length_min)),
        )
        other = self._tried is not None and not self._is_tried(block)
        if other:
            self.forget()
        self._tried = tried
        block.show_tried(starts_min=tried.starts_min, length_min=tried.length_min)
        self._place_all()

    def propose(self) -> None:
        """Say where the session was put, for its effect to be shown."""
        if self._tried is None:
            return
        if self._tried.moved or self._tried.length_min is not None:
            self._view.tried.emit(self._tried)
        else:
            self.forget()
            self._view.untried.emit()

    def step(self, block: SessionBlock, days: int = 0, minutes: int = 0, longer: int = 0) -> None:
        """Move or stretch a session by the keyboard."""
        known = self._tried if self._is_tried(block) else None
        day = known.day if known else self._day_of(block)
        starts = known.starts_min if known else block.session.starts_min
        length = known.length_min if known and known.length_min else _length_min(block.session)
        self.try_place(
            block,
            day=day + days if days else None,
            starts_min=starts + minutes if minutes else None,
            length_min=length + longer if longer else None,
        )
        self._view.ensure_seen(block)
        self.propose()

    def forget(self) -> None:
        """Put a tried session back."""
        if self._tried is not None:
            for block in self._blocks:
                if self._is_tried(block):
                    block.show_tried()
        self._tried = None
        self._place_all()

    def cancel(self) -> None:
        """The person took the hand back."""
        if self._tried is not None:
            self.forget()
            self._view.untried.emit()

    def drag_to(self, block: SessionBlock, top_left: QPointF) -> None:
        """Follow the mouse: the day below it, and the five minutes nearest."""
        _, width = self.ruler.column(0)
        day = int((top_left.x() - self.ruler.gutter) // width) if width else 0
        minutes = round(top_left.y() / self.ruler.hour * 60 / STEP_MIN) * STEP_MIN
        self.try_place(block, day=day, starts_min=minutes)
        self._view.scroll_by(round(top_left.y()))

    def stretch_to(self, block: SessionBlock, bottom: float) -> None:
        """Follow the mouse with the lower edge."""
        tried = self._tried if self._is_tried(block) else None
        starts = tried.starts_min if tried else block.session.starts_min
        end = round(bottom / self.ruler.hour * 60 / STEP_MIN) * STEP_MIN
        self.try_place(block, length_min=end - starts)
        self._view.scroll_by(round(bottom))

    # Asking

    def open(self, block: SessionBlock) -> None:
        """Ask for a session's editor."""
        self._view.opened.emit(block.session)

    def ask_menu(self, block: SessionBlock, place: QPoint) -> None:
        """Ask for a session's menu."""
        self._view.menu_asked.emit(block.session, place)

    def go(self, block: SessionBlock, key: Qt.Key) -> None:
        """Give the focus to the next session in a direction."""
        day, starts = self._day_of(block), block.session.starts_min
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            column = [other for other in self._blocks if self._day_of(other) == day]
            at = column.index(block) + (1 if key == Qt.Key.Key_Down else -1)
            found = column[at] if 0 <= at < len(column) else None
        else:
            side = 1 if key == Qt.Key.Key_Right else -1
            others = [o for o in self._blocks if (self._day_of(o) - day) * side > 0]
            others.sort(
                key=lambda o: (abs(self._day_of(o) - day), abs(o.session.starts_min - starts))
            )
            found = next(iter(others), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            self._view.ensure_seen(found)


def _length_min(session: WeekSession) -> int:
    return max(STEP_MIN, round(session.length_s / 60 / STEP_MIN) * STEP_MIN)
