"""Fields for numbers, times and days: with room at the left, and deaf to a passing mouse wheel.

Style sheets do not reach the edit line inside Qt's spin boxes, so its margin is set here.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QLineEdit, QSpinBox, QTimeEdit
from typing_extensions import override

from broadcast_desk.desk.theme import space


def _make_room(field: QAbstractSpinBox) -> None:
    line = field.findChild(QLineEdit)
    if isinstance(line, QLineEdit):
        line.setTextMargins(space(1.25), 0, space(1), 0)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class NumberField(QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        _make_room(self)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead."""
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day."""

    def __init__(self, at: QTime) -> None:
        super().__init__(at)
        self.setDisplayFormat("HH:mm")
        _make_room(self)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead."""
        event.ignore()


class DateField(QDateEdit):
    """A day."""

    def __init__(self, day: QDate) -> None:
        super().__init__(day)
        self.setDisplayFormat("dd/MM/yyyy")
        _make_room(self)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead."""
        event.ignore()
