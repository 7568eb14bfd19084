"""Adding and changing a slot: when, where, what; what it changes; a name when out of hours."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import name_field
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.items import ItemsEditor
from broadcast_desk.desk.timetable.operations import Effect
from broadcast_desk.desk.timetable.sentences import EVERY_DAY
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Message, line_of, scrolled
from broadcast_desk.desk.widgets.fields import DateField, NumberField, TimeField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import clock_time, day_text, reason_text
from broadcast_desk.library.model import Airable
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, Zone
from broadcast_desk.timetable.model import MissedRule, Slot, SlotId
from broadcast_desk.timetable.recurrence import WEEKDAYS, parse

TRY_AFTER_MS = 300
MOST_SHOWN = 8


class SlotDialog(QDialog):
    """One slot.

    Signals:
        tried: the slot as it stands, to be asked what it would change.
        wanted: the slot and who confirmed it, to be stored.
    """

    tried = Signal(object)
    wanted = Signal(object, str)

    def __init__(
        self,
        parent: QWidget,
        slot: Slot | None,
        zones: Sequence[Zone],
        airables: Sequence[Airable],
        operators: Sequence[Operator],
        today: date,
    ) -> None:
        super().__init__(parent)
        self._base = slot
        self._zones = tuple(zones)
        self._today = today
        self._needs = False
        new = translate("SlotEditor", "Thêm khung giờ")
        head = translate("SlotEditor", "Sửa khung giờ") if slot else new
        self.setWindowTitle(head)
        self.name = QLineEdit()
        self.starts = TimeField(QTime(5, 30))
        self.length = NumberField()
        self.days = [QCheckBox(_day_name(day)) for day in range(7)]
        self.once = QCheckBox(translate("SlotEditor", "Chỉ một lần, ngày"))
        self.day = DateField(QDate(today.year, today.month, today.day))
        self.places = [QCheckBox(zone.name) for zone in zones]
        self.missed = QComboBox()
        self.items = ItemsEditor(airables)
        self.effect = EffectCard()
        self.confirm = ConfirmCard(operators)
        self.trouble = Message()
        self.keep = Button(
            translate("SlotEditor", "Lưu vào lịch"), self._keep, look="primary", icon="check"
        )
        self._try_soon = QTimer(self, singleShot=True, interval=TRY_AFTER_MS)
        self._build(head)
        self._fill(slot)
        self._connect()
        self._show_ready()
        self._try_soon.start()

    # Building

    def _build(self, head: str) -> None:
        self.resize(space(120), space(84))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(3), space(3), space(3), space(2))
        whole.setSpacing(space(2))
        whole.addWidget(label(head, "head"))
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, space(1), 0)
        columns.setSpacing(space(3))
        columns.addLayout(self._build_left(), 1)
        columns.addLayout(self._build_right(), 1)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(self.confirm)
        whole.addWidget(self.trouble)
        cancel = Button(translate("SlotEditor", "Thôi"), self.reject)
        whole.addLayout(line_of(None, cancel, self.keep))

    def _build_left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(space(0.75))
        self.length.setRange(0, 24 * 60)
        self.length.setSuffix(translate("SlotEditor", " phút"))
        self.length.setSpecialValueText(translate("SlotEditor", "Đến khi hết bài"))
        _field(column, translate("SlotEditor", "Tên"), self.name)
        times = QHBoxLayout()
        times.setSpacing(space(2))
        for words, field in (
            (translate("SlotEditor", "Bắt đầu"), self.starts),
            (translate("SlotEditor", "Dài nhất"), self.length),
        ):
            part = QVBoxLayout()
            _field(part, words, field)
            times.addLayout(part)
        column.addLayout(times)
        column.addWidget(label(translate("SlotEditor", "Những ngày"), "label"))
        column.addLayout(_grid(self.days, 4))
        self.day.setAccessibleName(translate("SlotEditor", "Ngày phát"))
        column.addLayout(line_of(self.once, self.day, None))
        column.addWidget(label(translate("SlotEditor", "Cụm loa"), "label"))
        column.addLayout(_grid(self.places, 2))
        _field(column, translate("SlotEditor", "Nếu lỡ giờ vì mất điện"), self.missed)
        column.addStretch(1)
        return column

    def _build_right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(space(1.5))
        column.addWidget(self.items)
        column.addWidget(self.effect)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self._try_soon.timeout.connect(self._try)
        self.name.textChanged.connect(self._touch)
        self.starts.timeChanged.connect(self._touch)
        self.length.valueChanged.connect(self._touch)
        self.day.dateChanged.connect(self._touch)
        self.missed.activated.connect(self._touch)
        self.items.changed.connect(self._touch)
        for box in (*self.days, *self.places, self.once):
            box.toggled.connect(self._touch)
        self.once.toggled.connect(self._show_once)
        self.confirm.changed.connect(self._show_ready)

    def _fill(self, slot: Slot | None) -> None:
        for words, rule in (
            (translate("SlotEditor", "Phát tiếp từ chỗ đang tới"), MissedRule.JOIN),
            (translate("SlotEditor", "Phát muộn cả bài, nếu chưa quá 5 phút"), MissedRule.LATE),
            (translate("SlotEditor", "Bỏ qua"), MissedRule.SKIP),
        ):
            self.missed.addItem(words, rule)
        chosen = slot or Slot(SlotId(""), "", (), time(5, 30), (), 1800)
        self.name.setText(chosen.name)
        self.starts.setTime(QTime(chosen.starts.hour, chosen.starts.minute))
        self.length.setValue(round((chosen.length_s or 0) / 60))
        self.missed.setCurrentIndex(max(0, self.missed.findData(chosen.missed_rule)))
        self.items.set_items(chosen.items)
        for box, zone in zip(self.places, self._zones, strict=True):
            box.setChecked(not chosen.zones or zone.id in chosen.zones)
        weekdays = _weekdays_of(chosen)
        for number, box in enumerate(self.days):
            box.setChecked(number in weekdays)
        self.once.setChecked(not chosen.rrule)
        if not chosen.rrule:
            first = chosen.valid_from
            self.day.setDate(QDate(first.year, first.month, first.day))
        self._show_once(not chosen.rrule)

    # What it says

    def slot(self) -> Slot:
        """The slot as it stands."""
        base = self._base or Slot(SlotId(""), "", (), time(5, 30), (), valid_from=self._today)
        starts = self.starts.time()
        places = tuple(
            z.id for box, z in zip(self.places, self._zones, strict=True) if box.isChecked()
        )
        minutes = self.length.value()
        changed = dataclasses.replace(
            base,
            name=nfc(self.name.text()).strip(),
            starts=time(starts.hour(), starts.minute()),
            length_s=minutes * 60.0 if minutes else None,
            zones=() if len(places) == len(self._zones) else places,
            items=self.items.items(),
            missed_rule=MissedRule(self.missed.currentData()),
            confirmed_by="",
        )
        return self._with_days(changed)

    def _with_days(self, slot: Slot) -> Slot:
        if self.once.isChecked():
            chosen = self.day.date()
            day = date(chosen.year(), chosen.month(), chosen.day())
            return dataclasses.replace(slot, rrule="", valid_from=day)
        if self._base and _weekdays_of(self._base) == self._checked_days() and self._base.rrule:
            return slot
        return dataclasses.replace(slot, rrule=_rrule(self._checked_days()))

    def _checked_days(self) -> frozenset[int]:
        return frozenset(number for number, box in enumerate(self.days) if box.isChecked())

    def _ready(self) -> bool:
        slot = self.slot()
        some_day = self.once.isChecked() or bool(self._checked_days())
        some_place = any(box.isChecked() for box in self.places)
        return bool(slot.name and slot.items and some_day and some_place)

    def _touch(self, *_: object) -> None:
        self.trouble.hide()
        self._show_ready()
        self._try_soon.start()

    def _try(self) -> None:
        self._show_ready()
        if self._ready():
            self.tried.emit(self.slot())
        else:
            self.effect.say_unready()

    def _show_ready(self) -> None:
        confirmed = not self._needs or bool(self.confirm.name())
        self.keep.setEnabled(self._ready() and confirmed)

    def _show_once(self, once: bool) -> None:
        self.day.setEnabled(once)
        for box in self.days:
            box.setEnabled(not once)

    def show_effect(self, effect: Effect) -> None:
        """Show what the slot would change."""
        names = {zone.id: zone.name for zone in self._zones}
        self._needs = bool(effect.needs)
        self.confirm.ask([names.get(zone, zone) for zone in effect.needs])
        self.effect.show_effect(effect)
        self._show_ready()

    def say_error(self, words: str) -> None:
        """Show why it cannot be stored."""
        self.trouble.say(words, "need")

    def _keep(self) -> None:
        self.wanted.emit(self.slot(), self.confirm.name() if self._needs else "")


class EffectCard(Card):
    """What changes in the next seven days."""

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=0.75)
        self.body.addWidget(label(translate("SlotEditor", "Bảy ngày tới sẽ nghe"), "strong"))
        self.text = label(role="muted", wrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self.text)

    def say_unready(self) -> None:
        """Say what is missing yet."""
        self.text.setText(
            translate("SlotEditor", "Đặt tên, chọn ngày, cụm loa và nội dung để xem trước.")
        )

    def show_effect(self, effect: Effect) -> None:
        """Show an effect, line by line."""
        lines = [_when(at, title) for at, title in effect.sounds[:MOST_SHOWN]]
        more = len(effect.sounds) - len(lines)
        if more > 0:
            lines.append(translate("SlotEditor", "và {n} mục nữa").format(n=more))
        if not lines:
            lines.append(translate("SlotEditor", "Không có gì trong bảy ngày tới."))
        reasons = dict.fromkeys(reason_text(r.code, **dict(r.params)) for r in effect.remarks)
        lines += list(reasons)[:3]
        if effect.pushed:
            lines.append(translate("SlotEditor", "Không còn phát như cũ:"))
            lines += [_when(at, title) for at, title in effect.pushed[:4]]
        self.text.setText("\n".join(lines))


class ConfirmCard(Card):
    """A second confirmation, by name, for hours in which it should be quiet.

    Signals:
        changed: the name was edited.
    """

    changed = Signal()

    def __init__(self, operators: Sequence[Operator]) -> None:
        super().__init__(margin=2, spacing=1)
        self._text = label(wrap=True)
        self._agreed = QCheckBox(translate("SlotEditor", "Tôi chịu trách nhiệm xếp khung giờ này"))
        self._name = name_field(operators, "approver", "")
        self._name.setCurrentText("")
        self._name.setAccessibleName(translate("SlotEditor", "Họ tên người xác nhận"))
        line = self._name.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("SlotEditor", "Họ tên người xác nhận"))
        self._name.editTextChanged.connect(lambda _text: self.changed.emit())
        self._agreed.toggled.connect(lambda _on: self.changed.emit())
        self.body.addWidget(self._text)
        self.body.addWidget(self._agreed)
        self.body.addWidget(self._name)
        self.setProperty("tone", "need")
        self.hide()

    def ask(self, zones: Sequence[str]) -> None:
        """Ask for a name because of the quiet hours of these zones; nothing when there are none."""
        self.setVisible(bool(zones))
        self._text.setText(
            translate(
                "SlotEditor",
                "Khung giờ này rơi vào giờ yên lặng của {zones}. Loa vẫn im trong giờ yên lặng, "
                "trừ phát khẩn cấp; chỉ lưu nếu có người đứng tên.",
            ).format(zones=", ".join(zones))
        )

    def name(self) -> str:
        """Who confirmed, "" while nobody did."""
        return nfc(self._name.currentText()).strip() if self._agreed.isChecked() else ""


def _when(at: datetime, title: str) -> str:
    return f"{day_text(local(at).date())} {clock_time(at)}  {title}"


def _field(column: QVBoxLayout, words: str, field: QWidget) -> None:
    name = label(words, "label")
    name.setBuddy(field)
    field.setAccessibleName(words)
    column.addWidget(name)
    column.addWidget(field)


def _grid(boxes: Sequence[QCheckBox], columns: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(space(2))
    grid.setVerticalSpacing(0)
    for number, box in enumerate(boxes):
        grid.addWidget(box, number // columns, number % columns)
    return grid


def _day_name(day: int) -> str:
    return QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)


def _weekdays_of(slot: Slot) -> frozenset[int]:
    if not slot.rrule:
        return frozenset()
    try:
        rule = parse(slot.rrule)
    except InputError:
        return EVERY_DAY
    return rule.weekdays if rule.weekdays else EVERY_DAY


def _rrule(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "FREQ=DAILY"
    return "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(days))
