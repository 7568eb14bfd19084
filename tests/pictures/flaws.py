"""What a designer would not let pass, as far as it can be computed from a shown window."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from broadcast_desk.desk.widgets.labels import ElidedLabel, FigureLabel

LEAST_TARGET_PX = 40
CODE = re.compile(r"\b[a-z]+\.[a-z]+_[a-z_]+\b|\{[a-z_]+\}")
INNER = (QAbstractSpinBox, QComboBox)


def flaws(window: QWidget) -> list[str]:
    """Every flaw found, in words for a developer."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window:
            continue
        found += [f"{_name(widget)}: {flaw}" for flaw in _flaws_of(widget)]
    return found


def _flaws_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton):
        yield from _button(widget)
    elif isinstance(widget, QComboBox):
        yield from _choice(widget)
    elif isinstance(widget, QScrollArea):
        yield from _area(widget)
    if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox):
        yield from _target(widget)


def _label(widget: QLabel) -> Iterator[str]:
    text = widget.text()
    if CODE.search(text):
        yield f"a code: {text!r}"
    if isinstance(widget, ElidedLabel | FigureLabel) or not text:
        return
    room = widget.contentsRect()
    if widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height() + 2:
            yield f"cut below ({needed} > {widget.height()}): {text[:50]!r}"
        return
    widest = max(widget.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
    if widest > room.width() + 1:
        yield f"cut at the right ({widest} > {room.width()}): {text[:50]!r}"
    if widget.fontMetrics().height() > widget.height() + 4:
        yield f"cut above or below ({widget.fontMetrics().height()} > {widget.height()}): {text!r}"


def _button(widget: QPushButton) -> Iterator[str]:
    needed = widget.minimumSizeHint().width() if widget.layout() is None else 0
    if widget.text() and needed > widget.width() + 2:
        yield f"words cut ({needed} > {widget.width()})"


def _choice(widget: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    room = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
    )
    needed = widget.fontMetrics().horizontalAdvance(widget.currentText())
    if needed > room.width() + 1 and not widget.toolTip():
        yield f"choice cut ({needed} > {room.width()}): {widget.currentText()!r}"


def _area(widget: QScrollArea) -> Iterator[str]:
    hidden = widget.horizontalScrollBar().maximum()
    if hidden > 0:
        yield f"{hidden} px lie beyond the right edge"


def _target(widget: QWidget) -> Iterator[str]:
    if any(isinstance(above, INNER) for above in _above(widget)):
        return
    least = LEAST_TARGET_PX - (4 if isinstance(widget, QCheckBox | QRadioButton) else 0)
    if widget.height() < least and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield f"a target of {widget.height()} px"


def _above(widget: QWidget) -> Iterator[QWidget]:
    while (above := widget.parentWidget()) is not None:
        widget = above
        yield widget


def _name(widget: QWidget) -> str:
    parent = widget.parentWidget()
    words = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
    place = widget.mapTo(widget.window(), QPoint(0, 0))
    where = f"{type(parent).__name__}/{type(widget).__name__}" if parent else type(widget).__name__
    return f"{where} {words[:30]!r} at {place.x()},{place.y()}"
