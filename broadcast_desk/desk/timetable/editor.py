"""Adding and changing a slot: when and where, what, by which rules; and what all that changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.effects import ConfirmCard, EffectCard
from broadcast_desk.desk.timetable.items import ItemsEditor
from broadcast_desk.desk.timetable.operations import Effect, Week
from broadcast_desk.desk.timetable.recurrence_form import RecurrenceForm
from broadcast_desk.desk.timetable.rules_form import RulesForm
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Message, line_of, scrolled
from broadcast_desk.desk.widgets.fields import NumberField, TimeField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator
from broadcast_desk.timetable.model import Slot, SlotId

TRY_AFTER_MS = 300
MOST_SCALE = 1.25


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
        week: Week,
        operators: Sequence[Operator],
        today: date,
    ) -> None:
        super().__init__(parent)
        self._base = slot
        self._zones = week.zones
        self._today = today
        head = (
            translate("SlotEditor", "Sửa khung giờ")
            if slot
            else translate("SlotEditor", "Thêm khung giờ")
        )
        self.setWindowTitle(head)
        self.name = QLineEdit()
        self.starts = TimeField(QTime(5, 30))
        self.length = NumberField()
        self.recurrence = RecurrenceForm(today)
        self.places = [QCheckBox(zone.name) for zone in week.zones]
        self.items = ItemsEditor(week.airables, week.orders, week.relays)
        self.rules = RulesForm(week.airables)
        self.effect = EffectCard(week.zones)
        self.confirm = ConfirmCard(operators)
        self.trouble = Message()
        self.parts = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self.keep = Button(
            translate("SlotEditor", "Lưu vào lịch"), self._keep, look="primary", icon="check"
        )
        self._try_soon = QTimer(self, singleShot=True, interval=TRY_AFTER_MS)
        self._build(head)
        self._fill(slot)
        self._connect()
        self._show_ready()
        self._try_soon.start()
        self.name.setFocus()

    # Building

    def _build(self, head: str) -> None:
        scale = min(theme.current().scale, MOST_SCALE)
        self.resize(round(space(128) * scale), space(86))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(3), space(3), space(3), space(2))
        whole.setSpacing(space(2))
        whole.addWidget(label(head, "head"))
        columns = QHBoxLayout()
        columns.setSpacing(space(3))
        left = QVBoxLayout()
        left.setSpacing(space(1.5))
        left.addLayout(self._build_tabs())
        for part in (self._build_when(), self.items, self.rules):
            self.parts.addWidget(scrolled(part))
        left.addWidget(self.parts, 1)
        columns.addLayout(left, 5)
        columns.addWidget(scrolled(self.effect), 4)
        whole.addLayout(columns, 1)
        whole.addWidget(self.confirm)
        whole.addWidget(self.trouble)
        cancel = Button(translate("SlotEditor", "Thôi"), self.reject)
        whole.addLayout(line_of(None, cancel, self.keep))

    def _build_tabs(self) -> QHBoxLayout:
        flow = flow_of(spacing=0.5)
        for number, words in enumerate(
            (
                translate("SlotEditor", "Giờ và nơi"),
                translate("SlotEditor", "Nội dung"),
                translate("SlotEditor", "Cách phát"),
            )
        ):
            button = Button(words, look="tab")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.tabs.addButton(button, number)
            flow.addWidget(button)
        self.tabs.button(0).setChecked(True)
        line = QHBoxLayout()
        line.addLayout(flow, 1)
        return line

    def _build_when(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, space(1), 0)
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
        column.addWidget(self.recurrence)
        column.addWidget(label(translate("SlotEditor", "Cụm loa"), "label"))
        column.addLayout(_grid(self.places, 2))
        column.addStretch(1)
        return made

    def _connect(self) -> None:
        self.tabs.idToggled.connect(
            lambda number, on: self.parts.setCurrentIndex(number) if on else None
        )
        self._try_soon.timeout.connect(self._try)
        self.name.textChanged.connect(self._touch)
        self.starts.timeChanged.connect(self._touch)
        self.length.valueChanged.connect(self._touch)
        for form in (self.items, self.recurrence, self.rules):
            form.changed.connect(self._touch)
        for box in self.places:
            box.toggled.connect(self._touch)
        self.confirm.changed.connect(self._show_ready)

    def _fill(self, slot: Slot | None) -> None:
        chosen = slot or Slot(SlotId(""), "", (), time(5, 30), (), 1800, valid_from=self._today)
        self.name.setText(chosen.name)
        at = chosen.starts
        self.starts.setTime(QTime(at.hour, at.minute, at.second))
        if at.second:
            self.starts.setDisplayFormat("HH:mm:ss")
        self.length.setValue(round((chosen.length_s or 0) / 60))
        self.items.set_items(chosen.items)
        for box, zone in zip(self.places, self._zones, strict=True):
            box.setChecked(not chosen.zones or zone.id in chosen.zones)
        self.recurrence.show_slot(chosen)
        self.rules.show_slot(chosen)

    def show_part(self, number: int) -> None:
        """Show when and where (0), what (1) or how (2)."""
        self.tabs.button(number).setChecked(True)

    # What it says

    def slot(self) -> Slot:
        """The slot as it stands."""
        base = self._base or Slot(SlotId(""), "", (), time(5, 30), ())
        starts = self.starts.time()
        places = tuple(
            z.id for box, z in zip(self.places, self._zones, strict=True) if box.isChecked()
        )
        minutes = self.length.value()
        changed = dataclasses.replace(
            base,
            name=nfc(self.name.text()).strip(),
            starts=time(starts.hour(), starts.minute(), starts.second()),
            length_s=_same_length(base.length_s, minutes),
            zones=() if len(places) == len(self._zones) else places,
            items=self.items.items(),
            rrule=self.recurrence.rrule(),
            valid_from=self.recurrence.valid_from(),
            valid_until=self.recurrence.valid_until(),
            confirmed_by="",
        )
        return self.rules.with_rules(changed)

    def _ready(self) -> bool:
        some_place = any(box.isChecked() for box in self.places)
        named = bool(self.name.text().strip() and self.items.items())
        return named and some_place and self.recurrence.complete()

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
        self.keep.setEnabled(self._ready() and self.confirm.satisfied())

    def show_effect(self, effect: Effect) -> None:
        """Show what the slot would change."""
        names = {zone.id: zone.name for zone in self._zones}
        self.confirm.ask([names.get(zone, zone) for zone in effect.needs])
        self.effect.show_effect(effect, self._today)
        self._show_ready()

    def say_error(self, words: str) -> None:
        """Show why it cannot be stored."""
        self.trouble.say(words, "need")

    def _keep(self) -> None:
        self.wanted.emit(self.slot(), self.confirm.name() if self.confirm.asks else "")


def _same_length(known: float | None, minutes: int) -> float | None:
    if known is not None and round(known / 60) == minutes:
        return known
    return minutes * 60.0 if minutes else None


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
