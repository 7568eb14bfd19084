"""The form of one slot: opened on the week that is shown, tried while it is filled in, kept."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.timetable import operations
from broadcast_desk.desk.timetable.editor import SlotDialog
from broadcast_desk.desk.timetable.edits import Edit
from broadcast_desk.station.errors import DeskError
from broadcast_desk.timetable.model import Slot


class SlotForms(QObject):
    """The forms of one page, one at a time.

    Signals:
        kept: a slot was stored; what to say about it.
    """

    kept = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._week: operations.Week | None = None
        self._form: SlotDialog | None = None

    def show_week(self, week: operations.Week) -> None:
        """Know the week that is shown."""
        self._week = week

    def open(self, slot: Slot | None, today: date) -> SlotDialog | None:
        """Open the form for a slot, or for a new one."""
        if self._week is None:
            return None
        operators = self._page.context.settings.operators
        dialog = SlotDialog(self._page, slot, self._week, operators, today)
        dialog.tried.connect(partial(self._try, dialog))
        dialog.wanted.connect(partial(self._keep, dialog))
        dialog.finished.connect(self._on_closed)
        dialog.finished.connect(dialog.deleteLater)
        self._form = dialog
        dialog.open()
        return dialog

    def open_by_id(self, slot_id: str, today: date) -> None:
        """Open the form for the slot of an id, when the week has it."""
        slots = () if self._week is None else self._week.slots
        slot = next((slot for slot in slots if slot.id == slot_id), None)
        if slot is not None:
            self.open(slot, today)

    def _on_closed(self) -> None:
        """Answers that come later have nobody to tell."""
        self._form = None

    def _try(self, dialog: SlotDialog, slot: Slot) -> None:
        edit = Edit(slots=(slot,))

        def told(effect: operations.Effect) -> None:
            if self._form is dialog:
                dialog.show_effect(effect)

        self._page.tasks.read(
            lambda rooms: operations.effect(rooms, edit),
            told,
            latest="effect",
            failed=partial(self._tell, dialog),
        )

    def _tell(self, dialog: SlotDialog, error: DeskError) -> None:
        if self._form is dialog:
            dialog.say_error(words_of(error))
        else:
            self._page.say_error(error)

    def _keep(self, dialog: SlotDialog, slot: Slot, confirmed_by: str) -> None:
        by = self._page.context.operator

        def told(_: None) -> None:
            if self._form is dialog:
                dialog.accept()
            self.kept.emit(
                translate("Timetable", "Đã lưu khung giờ “{name}”.").format(name=slot.name)
            )

        self._page.tasks.write(
            lambda rooms: operations.keep(rooms, Edit(slots=(slot,)), by, confirmed_by),
            told,
            failed=partial(self._tell, dialog),
        )
