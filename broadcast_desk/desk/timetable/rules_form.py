"""How a slot behaves: priority, when time is missed, when it runs over, how loud, what fills it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.model import MissedRule, OverrunRule, Slot
from broadcast_desk.timetable.power import MOST_WARM_UP_S


class RulesForm(QWidget):
    """The rules of one slot.

    Signals:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, airables: Sequence[Airable]) -> None:
        super().__init__()
        self.priority, self.missed, self.overrun, self.filler = (QComboBox() for _ in range(4))
        self.late, self.finish, self.volume = NumberField(), NumberField(), NumberField()
        self.warm_up = NumberField()
        self.note = QLineEdit()
        self._offer(airables)
        self._build()
        for choice in (self.priority, self.missed, self.overrun, self.filler):
            choice.currentIndexChanged.connect(self._tell)
        for number in (self.late, self.finish, self.volume, self.warm_up):
            number.valueChanged.connect(self._tell)
        self.note.textChanged.connect(self._tell)

    def _offer(self, airables: Sequence[Airable]) -> None:
        for words, level in (
            (translate("SlotRules", "Thông thường"), Priority.NORMAL),
            (
                translate("SlotRules", "Ưu tiên: phát trước buổi thường trùng giờ"),
                Priority.PRIORITY,
            ),
            (translate("SlotRules", "Khẩn cấp: phát cả trong giờ yên lặng"), Priority.EMERGENCY),
        ):
            self.priority.addItem(words, level)
        for words, missed in (
            (translate("SlotRules", "Phát tiếp từ chỗ đang tới"), MissedRule.JOIN),
            (translate("SlotRules", "Phát muộn cả bài, nếu chưa quá"), MissedRule.LATE),
            (translate("SlotRules", "Bỏ qua"), MissedRule.SKIP),
        ):
            self.missed.addItem(words, missed)
        for words, overrun in (
            (translate("SlotRules", "Nhỏ dần rồi dừng đúng giờ"), OverrunRule.CUT),
            (translate("SlotRules", "Phát hết bài đang phát, thêm nhiều nhất"), OverrunRule.FINISH),
            (translate("SlotRules", "Phát hết, buổi sau lùi lại"), OverrunRule.PUSH),
        ):
            self.overrun.addItem(words, overrun)
        self.filler.addItem(translate("SlotRules", "Im lặng"), "")
        for airable in {a.code: a for a in airables if a.kind in ("music", "signal")}.values():
            self.filler.addItem(airable.title, airable.code)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.75))
        for number, most in ((self.late, 24 * 60), (self.finish, 120)):
            number.setRange(1, most)
            number.setSuffix(translate("SlotRules", " phút"))
        self.volume.setRange(-1, 100)
        self.volume.setSuffix(" %")
        self.volume.setSpecialValueText(translate("SlotRules", "Theo giờ và cụm loa"))
        self.warm_up.setRange(-1, MOST_WARM_UP_S)
        self.warm_up.setSuffix(translate("SlotRules", " giây"))
        self.warm_up.setSpecialValueText(translate("SlotRules", "Theo giờ và theo đài"))
        for words, fields in (
            (translate("SlotRules", "Mức"), (self.priority,)),
            (translate("SlotRules", "Nếu lỡ giờ vì mất điện"), (self.missed, self.late)),
            (translate("SlotRules", "Nếu dài hơn thời lượng"), (self.overrun, self.finish)),
            (translate("SlotRules", "Nếu ngắn hơn thời lượng, lấp bằng"), (self.filler,)),
            (translate("SlotRules", "Âm lượng"), (self.volume,)),
            (translate("SlotRules", "Mở nguồn tăng âm trước"), (self.warm_up,)),
            (translate("SlotRules", "Ghi chú"), (self.note,)),
        ):
            name = label(words, "label")
            name.setBuddy(fields[0])
            column.addWidget(name)
            for field in fields:
                field.setAccessibleName(words)
                column.addWidget(field)
                if isinstance(field, QComboBox):
                    field.setSizeAdjustPolicy(
                        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                    )
        self.late.setAccessibleName(translate("SlotRules", "Muộn nhất bao nhiêu phút"))
        self.finish.setAccessibleName(translate("SlotRules", "Phát thêm nhiều nhất mấy phút"))
        column.addStretch(1)

    def _tell(self, *_: object) -> None:
        self._show_minutes()
        self.changed.emit()

    def _show_minutes(self) -> None:
        self.late.setVisible(self.missed.currentData() == MissedRule.LATE)
        self.finish.setVisible(self.overrun.currentData() == OverrunRule.FINISH)

    def show_slot(self, slot: Slot) -> None:
        """Show the rules of a slot."""
        self.priority.setCurrentIndex(self.priority.findData(slot.priority))
        self.missed.setCurrentIndex(self.missed.findData(slot.missed_rule))
        self.overrun.setCurrentIndex(self.overrun.findData(slot.overrun_rule))
        self.late.setValue(max(1, round(slot.late_within_s / 60)))
        self.finish.setValue(max(1, round(slot.finish_within_s / 60)))
        self.volume.setValue(-1 if slot.volume is None else slot.volume)
        self.warm_up.setValue(-1 if slot.warm_up_s is None else round(slot.warm_up_s))
        if slot.filler and self.filler.findData(slot.filler) < 0:
            self.filler.addItem(slot.filler, slot.filler)
        self.filler.setCurrentIndex(max(0, self.filler.findData(slot.filler)))
        self.note.setText(slot.note)
        self._show_minutes()

    def with_rules(self, slot: Slot) -> Slot:
        """The slot with the rules that were chosen."""
        volume, warm_up = self.volume.value(), self.warm_up.value()
        return dataclasses.replace(
            slot,
            priority=Priority(self.priority.currentData()),
            missed_rule=MissedRule(self.missed.currentData()),
            overrun_rule=OverrunRule(self.overrun.currentData()),
            late_within_s=self.late.value() * 60.0,
            finish_within_s=self.finish.value() * 60.0,
            volume=None if volume < 0 else volume,
            warm_up_s=None if warm_up < 0 else float(warm_up),
            filler=str(self.filler.currentData()),
            note=nfc(self.note.text()).strip(),
        )
