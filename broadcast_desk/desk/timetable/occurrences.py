"""Small forms about one occurrence: move it, replace what it sounds, order those that clash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import partial

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import FormDialog
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.items import ItemsEditor
from broadcast_desk.desk.timetable.sessions import WeekSession
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import clear, rule
from broadcast_desk.desk.widgets.fields import DateField, TimeField
from broadcast_desk.desk.widgets.labels import ElidedLabel, label
from broadcast_desk.desk.wording import long_length_text, weekday_text
from broadcast_desk.library.model import Airable
from broadcast_desk.timetable.model import Item


class MoveDialog(FormDialog):
    """Another day and time for one occurrence."""

    def __init__(self, parent: QWidget, session: WeekSession) -> None:
        super().__init__(
            parent,
            translate("Occurrence", "Dời lần này"),
            translate("Occurrence", "“{name}”, {day}. Các lần khác vẫn như cũ.").format(
                name=session.name, day=weekday_text(session.day)
            ),
            translate("Occurrence", "Xem sẽ đổi gì"),
            "calendar-days",
        )
        day = session.day
        self._day = DateField(QDate(day.year, day.month, day.day))
        self._time = TimeField(QTime(session.starts_min // 60, session.starts_min % 60))
        self.add_field(translate("Occurrence", "Sang ngày"), self._day)
        self.add_field(translate("Occurrence", "Lúc"), self._time)
        self.finish()

    def day(self) -> date:
        """The day chosen."""
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def at(self) -> time:
        """The time chosen."""
        chosen = self._time.time()
        return time(chosen.hour(), chosen.minute())


class ReplaceDialog(FormDialog):
    """Other contents for one occurrence."""

    def __init__(
        self,
        parent: QWidget,
        session: WeekSession,
        items: Sequence[Item],
        airables: Sequence[Airable],
    ) -> None:
        super().__init__(
            parent,
            translate("Occurrence", "Thay nội dung lần này"),
            translate("Occurrence", "“{name}”, {day}. Các lần khác vẫn như cũ.").format(
                name=session.name, day=weekday_text(session.day)
            ),
            translate("Occurrence", "Xem sẽ đổi gì"),
            "calendar-days",
        )
        self.items = ItemsEditor(airables)
        self.items.set_items(items)
        self.items.changed.connect(self._show_ready)
        self.column.addWidget(self.items, 1)
        self.finish()

    def _show_ready(self) -> None:
        self.act.setEnabled(bool(self.items.items()))


class OrderDialog(FormDialog):
    """Which of several priority sessions that clash sounds first; they then follow each other."""

    def __init__(self, parent: QWidget, sessions: Sequence[WeekSession]) -> None:
        first = sessions[0]
        super().__init__(
            parent,
            translate("Occurrence", "Xếp thứ tự bản tin ưu tiên"),
            translate(
                "Occurrence",
                "{day} lúc {time} có {n} buổi ưu tiên trùng giờ. Không xếp thì buổi có mã nhỏ hơn "
                "phát trước, buổi kia đợi. Xếp xong, các buổi phát nối nhau.",
            ).format(
                day=weekday_text(first.day).capitalize(),
                time=f"{first.starts_min // 60:02d}:{first.starts_min % 60:02d}",
                n=len(sessions),
            ),
            translate("Occurrence", "Xem sẽ đổi gì"),
            "calendar-days",
        )
        self._sessions = list(sessions)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self._show()
        self.finish()

    def order(self) -> tuple[WeekSession, ...]:
        """The sessions in the order chosen."""
        return tuple(self._sessions)

    def raise_one(self, number: int) -> None:
        """Let a session sound before the one above it."""
        lines = self._sessions
        lines[number - 1], lines[number] = lines[number], lines[number - 1]
        self._show()

    def _show(self) -> None:
        clear(self._list)
        for number, session in enumerate(self._sessions):
            if number:
                self._list.addWidget(rule())
            line = QHBoxLayout()
            line.setContentsMargins(0, space(0.5), 0, space(0.5))
            line.setSpacing(space(1))
            line.addWidget(label(f"{number + 1}.", "strong"))
            line.addWidget(ElidedLabel(session.name), 1)
            line.addWidget(label(long_length_text(session.length_s), "muted"))
            tip = translate("Occurrence", "Cho “{name}” phát sớm hơn").format(name=session.name)
            up = Button("", partial(self.raise_one, number), icon="chevron-up", tip=tip)
            up.setEnabled(number > 0)
            line.addWidget(up)
            self._list.addLayout(line)
