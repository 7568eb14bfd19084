"""What a page is: a widget with a name, which refreshes when what it shows has changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import words_of
from broadcast_desk.desk.tasks import TaskScope
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.cards import Message
from broadcast_desk.station.errors import DeskError


class Page(QWidget):
    """One page of the desk.

    A page that is not seen does not refresh; it remembers that it must.

    Attributes:
        shows: kinds of thing it shows.
        message: the line at its top for what happened.

    Signals:
        asked: another page by name and what to show there.
    """

    shows: frozenset[Kind] = frozenset()
    asked = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        self.tasks = TaskScope(context.tasks, self)
        self.message = Message()
        self._stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(space(3), space(2), space(3), space(2))
        self.body.setSpacing(space(2))
        self.body.addWidget(self.message)
        context.changes.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Ask again for what the page shows."""

    def open_on(self, what: object) -> None:
        """Show something another page asked for."""

    def say_error(self, error: DeskError) -> None:
        """Show an error in one line: what happened, what was kept, what to do."""
        self.message.say(words_of(error), "need")

    def _on_changed(self, kinds: frozenset[Kind], by: object) -> None:
        if by is self or not kinds & self.shows:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Refresh if something changed while the page was not seen."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
