"""Fields for numbers, times and days: with room at the left, and deaf to a passing mouse wheel.

Style sheets do not reach the edit line inside Qt's spin boxes, so its margin is set here.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
)
from typing_extensions import override

from broadcast_desk.desk.i18n import translate
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


class SecondsField(QDoubleSpinBox):
    """A short time in seconds, in steps of a tenth."""

    def __init__(self, longest_ms: int) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setSingleStep(0.1)
        self.setRange(0, longest_ms / 1000)
        self.setSuffix(translate("Settings", " giây"))
        _make_room(self)

    def set_ms(self, milliseconds: int) -> None:
        """Show so many milliseconds."""
        self.setValue(milliseconds / 1000)

    def ms(self) -> int:
        """What it shows, in milliseconds."""
        return round(self.value() * 10) * 100

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
