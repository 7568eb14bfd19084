"""Lịch phát: the week, its slots in words, and what an edit changes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable import operations
from broadcast_desk.desk.timetable.editor import SlotDialog
from broadcast_desk.desk.timetable.sentences import slot_sentence
from broadcast_desk.desk.timetable.week import WeekView
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, EmptyState, clear, line_of, rule, scrolled
from broadcast_desk.desk.widgets.flow import Gap, flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import day_text
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.model import Slot


class TimetablePage(Page):
    """The timetable."""

    shows = frozenset({Kind.TIMETABLE, Kind.PROGRAMMES, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._first = operations.monday_of(self._today())
        self._week: operations.Week | None = None
        self.head = label(role="title")
        self.week = WeekView()
        self.week.slot_chosen.connect(self._edit_by_id)
        self.slots = QVBoxLayout()
        self._undo = Button(
            translate("Timetable", "Hoàn tác"), self._take_back, icon="undo-2", look="quiet"
        )
        self._build()

    def _build(self) -> None:
        before = translate("Timetable", "Tuần trước")
        after = translate("Timetable", "Tuần sau")
        line = flow_of(self.head)
        line.addWidget(
            Button("", partial(self._go, -1), icon="chevron-left", look="quiet", tip=before)
        )
        line.addWidget(Button(translate("Timetable", "Tuần này"), self._go_home, look="quiet"))
        line.addWidget(
            Button("", partial(self._go, 1), icon="chevron-right", look="quiet", tip=after)
        )
        line.addWidget(Gap())
        line.addWidget(self._undo)
        add = translate("Timetable", "Thêm khung giờ")
        line.addWidget(Button(add, self.add_slot, icon="plus", look="primary"))
        self.body.addLayout(line)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(2))
        column.addWidget(self.week)
        self._card = Card(margin=2, spacing=0)
        self._card.body.addWidget(label(translate("Timetable", "Các khung giờ"), "strong"))
        self.slots.setSpacing(0)
        self._card.body.addLayout(self.slots)
        column.addWidget(self._card)
        self._empty = EmptyState(
            "calendar-days",
            translate("Timetable", "Lịch phát còn trống"),
            translate("Timetable", "Thêm khung giờ đầu tiên: mấy giờ, ở cụm loa nào, phát gì."),
            add,
            self.add_slot,
        )
        column.addWidget(self._empty)
        column.addStretch(1)
        for part in (self.week, self._card, self._empty, self._undo):
            part.hide()  # until the first answer
        self.body.addWidget(scrolled(inner), 1)

    @override
    def refresh(self) -> None:
        """Plan the week again."""
        first = self._first
        self.tasks.read(
            lambda rooms: operations.week(rooms, first),
            self._show_week,
            latest="week",
            failed=self.say_error,
        )

    def _show_week(self, week: operations.Week) -> None:
        self._week = week
        last = week.first + timedelta(days=6)
        self.head.setText(
            translate("Timetable", "{first} đến {last}").format(
                first=f"{week.first:%d/%m}", last=day_text(last)
            )
        )
        self.week.show_week(week, self._today())
        self._undo.setVisible(week.can_undo)
        for part in (self.week, self._card):
            part.setVisible(bool(week.slots))
        self._empty.setVisible(not week.slots)
        clear(self.slots)
        titles = {airable.code: airable.title for airable in week.airables}
        for number, slot in enumerate(week.slots):
            if number:
                self.slots.addWidget(rule())
            self.slots.addWidget(self._slot_line(slot, week, titles))

    def _slot_line(self, slot: Slot, week: operations.Week, titles: dict[str, str]) -> QWidget:
        made = QWidget()
        line = line_of(spacing=1)
        line.setContentsMargins(0, space(1), 0, space(1))
        made.setLayout(line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(slot.name, "strong", wrap=True))
        words.addWidget(label(slot_sentence(slot, week.zones, titles), "muted", wrap=True))
        line.addLayout(words, 1)
        edit, remove = translate("Timetable", "Sửa"), translate("Timetable", "Bỏ khỏi lịch")
        line.addWidget(Button(edit, partial(self.edit_slot, slot), icon="pen-line", look="quiet"))
        line.addWidget(Button(remove, partial(self._remove, slot), icon="trash-2", look="quiet"))
        return made

    # Doing

    def add_slot(self) -> None:
        """Open the form for a new slot."""
        self.edit_slot(None)

    def edit_slot(self, slot: Slot | None) -> SlotDialog | None:
        """Open the form for a slot."""
        if self._week is None:
            return None
        week = self._week
        dialog = SlotDialog(
            self, slot, week.zones, week.airables, self.context.settings.operators, self._today()
        )
        dialog.tried.connect(partial(self._try, dialog))
        dialog.wanted.connect(partial(self._keep, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _edit_by_id(self, slot_id: str) -> None:
        if self._week is not None:
            slot = next((slot for slot in self._week.slots if slot.id == slot_id), None)
            if slot is not None:
                self.edit_slot(slot)

    def _try(self, dialog: SlotDialog, slot: Slot) -> None:
        self.tasks.read(
            lambda rooms: operations.effect(rooms, slot),
            dialog.show_effect,
            latest="effect",
            failed=lambda error: dialog.say_error(words_of(error)),
        )

    def _keep(self, dialog: SlotDialog, slot: Slot, confirmed_by: str) -> None:
        by = self.context.operator

        def told(stored: Slot) -> None:
            dialog.accept()
            self._done(
                translate("Timetable", "Đã lưu khung giờ “{name}”.").format(name=stored.name)
            )

        self.tasks.write(
            lambda rooms: operations.store(rooms, slot, by, confirmed_by),
            told,
            failed=lambda error: dialog.say_error(words_of(error)),
        )

    def _remove(self, slot: Slot) -> None:
        by = self.context.operator
        said = translate("Timetable", "Đã bỏ “{name}” khỏi lịch, từ nay không phát nữa.")
        self.tasks.write(
            lambda rooms: operations.remove(rooms, slot.id, by),
            lambda _: self._done(said.format(name=slot.name), undo=True),
            failed=self.say_error,
        )

    def _take_back(self) -> None:
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.undo(rooms, by),
            lambda _: self._done(translate("Timetable", "Đã hoàn tác lần sửa gần nhất.")),
            failed=self.say_error,
        )

    def _done(self, words: str, *, undo: bool = False) -> None:
        self.message.say(
            words,
            "well",
            button=translate("Timetable", "Hoàn tác") if undo else "",
            action=self._take_back,
        )
        self.context.changes.tell(Kind.TIMETABLE, by=self)
        self.refresh()

    def _go(self, weeks: int) -> None:
        self._first += timedelta(weeks=weeks)
        self.refresh()

    def _go_home(self) -> None:
        self._first = operations.monday_of(self._today())
        self.refresh()

    def _today(self) -> date:
        return local(self.context.clock.now()).date()
