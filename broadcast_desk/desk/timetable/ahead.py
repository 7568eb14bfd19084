"""What will be missing, unapproved, expired or too long in seven days: said today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.sessions import WeekSession
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, IconLabel, clear, line_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import weekday_text
from broadcast_desk.timetable.model import Remark
from broadcast_desk.timetable.wording import tell

MOST = 8


class AheadCard(Card):
    """One sentence for each thing that a person can still mend in time.

    Signals:
        slot_asked: the id of the slot a sentence is about.
        order_asked: clashing priority sessions that should be put in order.
    """

    slot_asked = Signal(str)
    order_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=1)
        self.body.addWidget(label(translate("Ahead", "Bảy ngày tới cần lo"), "strong", wrap=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(1))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_ahead(
        self,
        ahead: Sequence[tuple[date, Remark]],
        clashing: Sequence[tuple[WeekSession, ...]],
        today: date,
    ) -> None:
        """Show it; the card hides itself when there is nothing."""
        clear(self._lines)
        self.setVisible(bool(ahead or clashing))
        for group in clashing:
            self._add_clash(group)
        for day, remark in ahead[:MOST]:
            line = line_of(spacing=1)
            line.addWidget(IconLabel("triangle-alert", "need"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(ahead_text(day, remark, today), wrap=True), 1)
            if remark.slot_id:
                line.addWidget(self._go(remark))
            self._lines.addLayout(line)
        if len(ahead) > MOST:
            more = translate("Ahead", "và {n} việc nữa").format(n=len(ahead) - MOST)
            self._lines.addWidget(label(more, "muted"))

    def _add_clash(self, group: tuple[WeekSession, ...]) -> None:
        first = group[0]
        words = translate("Ahead", "{day} {time}: {n} buổi ưu tiên trùng giờ").format(
            day=weekday_text(first.day),
            time=f"{first.starts_min // 60:02d}:{first.starts_min % 60:02d}",
            n=len(group),
        )
        line = line_of(spacing=1)
        line.addWidget(IconLabel("triangle-alert", "need"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(words[:1].upper() + words[1:], wrap=True), 1)
        said = translate("Ahead", "Xếp")
        button = Button(said, lambda: self.order_asked.emit(group), look="quiet")
        button.setAccessibleName(f"{said}: {words}")
        line.addWidget(button)
        self._lines.addLayout(line)

    def _go(self, remark: Remark) -> Button:
        slot_id = str(remark.slot_id)
        words = translate("Ahead", "Sửa")
        button = Button(words, lambda: self.slot_asked.emit(slot_id), look="quiet")
        name = dict(remark.params).get("slot", slot_id)
        button.setAccessibleName(f"{words}: {name}")
        return button


def ahead_text(day: date, remark: Remark, today: date) -> str:
    """One thing to see to, with the first day it happens on."""
    words = tell(remark, language())
    if day == today:
        when = translate("Ahead", "Hôm nay")
    elif day == today + timedelta(days=1):
        when = translate("Ahead", "Ngày mai")
    else:
        text = weekday_text(day)
        when = text[:1].upper() + text[1:]
    return f"{when}: {words}"
