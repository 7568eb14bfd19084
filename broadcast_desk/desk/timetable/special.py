"""Special days: national mourning, days with chosen slots only, days of silence."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import FormDialog, name_field
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.operations import Week
from broadcast_desk.desk.timetable.trial import Option, Proposal
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, EmptyState, clear, line_of, rule
from broadcast_desk.desk.widgets.fields import DateField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import day_text
from broadcast_desk.library.model import Airable
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, StationSettings
from broadcast_desk.timetable.model import Mode, Slot, SpecialDay
from broadcast_desk.timetable.place import (
    place_rules_of,
    with_place_rules,
    with_special_day,
)


class SpecialTab(Card):
    """The special days that were laid down, and the button for another.

    Signals:
        proposed: a `Proposal` to add one or take one out.
        add_asked: the form for another one should open.
    """

    proposed = Signal(object)
    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=1)
        add = translate("Special", "Thêm ngày đặc biệt")
        self._head = QWidget()
        head = flow_of(label(translate("Special", "Ngày đặc biệt"), "strong"), None)
        head.addWidget(Button(add, self.add_asked.emit, icon="plus"))
        self._head.setLayout(head)
        self.body.addWidget(self._head)
        self._days = QVBoxLayout()
        self._days.setSpacing(0)
        self.body.addLayout(self._days)
        self._empty = EmptyState(
            "calendar-days",
            translate("Special", "Chưa đặt ngày đặc biệt nào"),
            translate(
                "Special",
                "Quốc tang: bỏ nhạc và giải trí, vẫn phát tin. Phát chọn lọc: chỉ các khung giờ "
                "được chọn. Ngừng phát: chỉ còn phát khẩn cấp.",
            ),
            add,
            self.add_asked.emit,
        )
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def show_days(self, days: Sequence[SpecialDay], slots: Sequence[Slot]) -> None:
        """Show them."""
        clear(self._days)
        self._head.setVisible(bool(days))
        self._empty.setVisible(not days)
        for number, special in enumerate(days):
            if number:
                self._days.addWidget(rule())
            self._days.addWidget(self._line(special, slots))

    def _line(self, special: SpecialDay, slots: Sequence[Slot]) -> QWidget:
        made = QWidget()
        line = line_of(spacing=1)
        line.setContentsMargins(0, space(1), 0, space(1))
        made.setLayout(line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"{span_text(special)}: {long_mode_text(special.mode)}", "strong"))
        words.addWidget(label(_more(special, slots), "muted", wrap=True))
        line.addLayout(words, 1)
        take = translate("Special", "Bỏ ngày này")
        button = Button(take, partial(self._remove, special), icon="trash-2", look="quiet")
        button.setAccessibleName(f"{take}: {span_text(special)}")
        line.addWidget(button)
        return made

    def _remove(self, special: SpecialDay) -> None:
        self.proposed.emit(without(special))


def span_text(special: SpecialDay) -> str:
    """Its days."""
    if special.first == special.last:
        return day_text(special.first)
    return translate("Special", "{first} đến {last}").format(
        first=day_text(special.first), last=day_text(special.last)
    )


def long_mode_text(mode: Mode) -> str:
    """What holds on such a day, in a few words."""
    return {
        Mode.MOURNING: translate("Special", "Quốc tang, không nhạc, không giải trí"),
        Mode.CHOSEN: translate("Special", "chỉ phát các khung giờ đã chọn"),
        Mode.SILENT: translate("Special", "ngừng phát, trừ khẩn cấp"),
    }[mode]


def _more(special: SpecialDay, slots: Sequence[Slot]) -> str:
    names = {str(slot.id): slot.name for slot in slots}
    parts = [special.why, special.by]
    if special.mode is Mode.CHOSEN:
        parts.append(", ".join(names.get(name, name) for name in special.slots))
    return " · ".join(part for part in parts if part)


def with_day(special: SpecialDay) -> Proposal:
    """One more special day."""
    words = f"{span_text(special)}: {long_mode_text(special.mode)}"
    option = Option(
        "", change=lambda settings: with_special_day(settings, special),
        what=f"special {special.first}",
    )  # fmt: skip
    done = translate("Special", "Đã đặt ngày đặc biệt {days}.").format(days=span_text(special))
    return Proposal(words, (option,), special.first, done)


def without(special: SpecialDay) -> Proposal:
    """One special day less."""

    def change(settings: StationSettings) -> StationSettings:
        place = place_rules_of(settings)
        left = tuple(day for day in place.special_days if day != special)
        return with_place_rules(settings, dataclasses.replace(place, special_days=left))

    words = translate("Special", "Bỏ ngày đặc biệt {days}, phát lại như thường").format(
        days=span_text(special)
    )
    done = translate("Special", "Đã bỏ ngày đặc biệt {days}.").format(days=span_text(special))
    option = Option("", change=change, what=f"unspecial {special.first}")
    return Proposal(words, (option,), special.first, done)


class SpecialDialog(FormDialog):
    """Which days, what holds on them, under which paper."""

    def __init__(
        self,
        parent: QWidget,
        week: Week,
        operators: Sequence[Operator],
        operator: str,
        today: date,
    ) -> None:
        super().__init__(
            parent,
            translate("Special", "Thêm ngày đặc biệt"),
            translate("Special", "Lịch thường ngày vẫn giữ nguyên, hết ngày này lại phát như cũ."),
            translate("Special", "Xem sẽ đổi gì"),
            "calendar-days",
        )
        at = QDate(today.year, today.month, today.day)
        self.first, self.last = DateField(at), DateField(at)
        self.mode, self.signal = QComboBox(), QComboBox()
        self.why = QLineEdit()
        self.by = name_field(operators, "approver", operator)
        self.slots = [(slot, QCheckBox(f"{slot.starts:%H:%M} {slot.name}")) for slot in week.slots]
        self._build(week.airables)

    def _build(self, airables: Sequence[Airable]) -> None:
        for mode in Mode:
            words = long_mode_text(mode)
            self.mode.addItem(words[0].upper() + words[1:], mode)
        self.signal.addItem(translate("Special", "Không có nhạc hiệu nào"), "")
        for airable in {a.code: a for a in airables if a.kind == "signal"}.values():
            self.signal.addItem(airable.title, airable.code)
        self.first.dateChanged.connect(self._follow)
        self.add_field(translate("Special", "Từ ngày"), self.first)
        self.add_field(translate("Special", "Đến hết ngày"), self.last)
        self.add_field(translate("Special", "Ngày này thế nào"), self.mode)
        self._chosen = QWidget()
        column = QVBoxLayout(self._chosen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for _, box in self.slots:
            column.addWidget(box)
        self.column.addWidget(self._chosen)
        self._solemn = QWidget()
        below = QVBoxLayout(self._solemn)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(label(translate("Special", "Nhạc hiệu thay bằng"), "label"))
        self.signal.setAccessibleName(translate("Special", "Nhạc hiệu thay bằng"))
        below.addWidget(self.signal)
        self.column.addWidget(self._solemn)
        self.why.setPlaceholderText(translate("Special", "ví dụ Thông báo số 12/TB-UBND"))
        self.add_field(translate("Special", "Theo văn bản nào"), self.why)
        self.add_field(translate("Special", "Người quyết định"), self.by)
        self.finish()
        self.mode.currentIndexChanged.connect(self._show_mode)
        self._show_mode()

    def _follow(self, day: QDate) -> None:
        self.last.setMinimumDate(day)

    def _show_mode(self) -> None:
        mode = Mode(self.mode.currentData())
        self._chosen.setVisible(mode is Mode.CHOSEN)
        self._solemn.setVisible(mode is Mode.MOURNING)
        self.adjustSize()

    def special(self) -> SpecialDay:
        """What was laid down."""
        mode = Mode(self.mode.currentData())
        chosen = tuple(str(slot.id) for slot, box in self.slots if box.isChecked())
        return SpecialDay(
            _day(self.first),
            _day(self.last),
            mode,
            slots=chosen if mode is Mode.CHOSEN else (),
            signal_code=str(self.signal.currentData()) if mode is Mode.MOURNING else "",
            by=nfc(self.by.currentText()).strip(),
            why=nfc(self.why.text()).strip(),
        )


def _day(field: DateField) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
