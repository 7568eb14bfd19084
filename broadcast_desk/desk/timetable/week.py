"""The week: seven columns, sessions in the order in which they sound."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from broadcast_desk.desk import theme
from broadcast_desk.desk.on_air.day import Block
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.operations import Week
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, clear, rule
from broadcast_desk.desk.widgets.labels import ElidedLabel, label
from broadcast_desk.desk.wording import clock_time


class WeekView(Card):
    """Seven days.

    Signals:
        slot_chosen: the slot of a session that was pressed.
    """

    slot_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=1.5)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(space(1))
        self.body.addLayout(self._columns)

    def show_week(self, week: Week, today: date) -> None:
        """Show another week."""
        clear(self._columns)
        for number, blocks in enumerate(week.days):
            day = week.first + timedelta(days=number)
            self._columns.addWidget(self._day(day, blocks, today=day == today), 1)

    def _day(self, day: date, blocks: tuple[Block, ...], *, today: bool) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.5))
        name = QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
        head = label(f"{name} {day:%d/%m}", "strong" if today else "label")
        head.setFixedHeight(theme.current().px(26))
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(head)
        column.addWidget(rule())
        seen: set[str] = set()
        for block in blocks:
            if block.session not in seen:
                seen.add(block.session)
                column.addWidget(self._session(block))
        column.addStretch(1)
        return made

    def _session(self, block: Block) -> QWidget:
        made = SessionButton(block)
        slot_id = block.slot_id
        made.clicked.connect(lambda: self.slot_chosen.emit(slot_id))
        return made


class SessionButton(Button):
    """One session: its time, and its name below, as much as fits."""

    def __init__(self, block: Block) -> None:
        super().__init__("", look="session")
        words = f"{clock_time(block.starts_at)} {block.name}"
        self.setToolTip("\n".join([words, *(title for _, title in block.items)]))
        self.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(1), space(0.5), space(0.5), space(0.5))
        column.setSpacing(0)
        for part in (
            label(clock_time(block.starts_at), "strong"),
            ElidedLabel(block.name, "small"),
        ):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        self.setMinimumHeight(theme.current().px(50))
