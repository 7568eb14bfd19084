"""What a person does to single occurrences: their menu, the small forms, the proposals."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from broadcast_desk.desk.timetable import menu
from broadcast_desk.desk.timetable.occurrences import MoveDialog, OrderDialog, ReplaceDialog
from broadcast_desk.desk.timetable.operations import Week
from broadcast_desk.desk.timetable.sessions import WeekSession, clashes
from broadcast_desk.timetable.model import Item, Slot


class OccurrenceDeeds(QObject):
    """The deeds of one page.

    Signals:
        edit_asked: a slot that should be edited.
        proposed: a `Proposal` to be tried.
    """

    edit_asked = Signal(object)
    proposed = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._week: Week | None = None

    def show_week(self, week: Week) -> None:
        """Know the week that is shown."""
        self._week = week

    def slot_of(self, session: WeekSession) -> Slot:
        """The slot of an occurrence."""
        assert self._week is not None
        return next(slot for slot in self._week.slots if slot.id == session.slot_id)

    def other_items(self, session: WeekSession) -> tuple[Item, ...]:
        """The items of an occurrence that already has others than its slot."""
        assert self._week is not None
        for exception in self._week.exceptions:
            if (exception.slot_id, exception.day) == (session.slot_id, session.of):
                return exception.items
        return ()

    def show_menu(self, session: WeekSession, place: QPoint) -> None:
        """Open the menu of an occurrence at a place of the screen."""
        self.menu_of(session).popup(place)

    def menu_of(self, session: WeekSession) -> QMenu:
        """The menu of an occurrence."""
        assert self._week is not None
        slot = self.slot_of(session)
        clashing = next(
            (group for day in self._week.days for group in clashes(day) if session in group), None
        )
        made = menu.menu_of(
            self._page,
            session,
            menu.Deeds(
                edit=lambda: self.edit_asked.emit(slot),
                skip=lambda: self.proposed.emit(menu.skipped(slot, session)),
                move=lambda: self.ask_move(session),
                replace=lambda: self.ask_replace(session),
                restore=lambda: self.proposed.emit(menu.restored(slot, session)),
                order=None if clashing is None else lambda: self.ask_order(clashing),
                remove=lambda: self.proposed.emit(menu.removed(slot)),
            ),
        )
        made.aboutToHide.connect(made.deleteLater)
        return made

    def ask_move(self, session: WeekSession) -> MoveDialog:
        """Ask for another day and time of one occurrence."""
        slot = self.slot_of(session)
        dialog = MoveDialog(self._page, session)
        dialog.accepted.connect(
            lambda: self.proposed.emit(menu.moved(slot, session, dialog.day(), dialog.at()))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_replace(self, session: WeekSession) -> ReplaceDialog:
        """Ask for other contents of one occurrence."""
        assert self._week is not None
        slot = self.slot_of(session)
        items = self.other_items(session) or slot.items
        dialog = ReplaceDialog(self._page, session, items, self._week.airables)
        dialog.accepted.connect(
            lambda: self.proposed.emit(menu.replaced(slot, session, dialog.items.items()))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_order(self, sessions: tuple[WeekSession, ...]) -> OrderDialog:
        """Ask in which order clashing priority sessions should sound."""
        dialog = OrderDialog(self._page, sessions)
        dialog.accepted.connect(lambda: self._on_ordered(dialog.order()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_ordered(self, sessions: tuple[WeekSession, ...]) -> None:
        assert self._week is not None
        proposal = menu.ordered(self._week.slots, sessions)
        if proposal is not None:
            self.proposed.emit(proposal)
