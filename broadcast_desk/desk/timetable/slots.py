"""Every slot in a sentence, to be edited or taken out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.operations import Week
from broadcast_desk.desk.timetable.sentences import slot_sentence
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, clear, line_of, rule
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.timetable.model import Slot


class SlotsTab(Card):
    """The slots by their time of day.

    Signals:
        edit_asked: a slot that should be edited.
        remove_asked: a slot that should be taken out.
    """

    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=0)
        self.body.addWidget(label(translate("Timetable", "Các khung giờ"), "strong"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_slots(self, week: Week) -> None:
        """Show them."""
        clear(self._lines)
        titles = {airable.code: airable.title for airable in week.airables}
        for number, slot in enumerate(week.slots):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(slot, week, titles))

    def _line(self, slot: Slot, week: Week, titles: dict[str, str]) -> QWidget:
        made = QWidget()
        line = line_of(spacing=1)
        line.setContentsMargins(0, space(1), 0, space(1))
        made.setLayout(line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(slot.name, "strong", wrap=True))
        words.addWidget(label(slot_sentence(slot, week.zones, titles), "muted", wrap=True))
        line.addLayout(words, 1)
        for said, icon, asked in (
            (translate("Timetable", "Sửa"), "pen-line", self.edit_asked),
            (translate("Timetable", "Bỏ khỏi lịch"), "trash-2", self.remove_asked),
        ):
            button = Button(said, partial(asked.emit, slot), icon=icon, look="quiet")
            button.setAccessibleName(f"{said}: {slot.name}")
            line.addWidget(button)
        return made
