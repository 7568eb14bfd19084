"""Surfaces: cards, messages that say what to do, empty states, columns that stack when narrow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk import icons, theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.labels import label, restyle


class Card(QFrame):
    """A surface with a fine line around it."""

    def __init__(self, *, margin: float = 2, spacing: float = 1.5) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(space(margin), space(margin), space(margin), space(margin))
        self.body.setSpacing(space(spacing))


class IconLabel(QLabel):
    """An icon in the theme's colour."""

    def __init__(self, name: str, meaning: str = "ink_muted", size: int = 20) -> None:
        super().__init__()
        self._name, self._meaning, self._size = name, meaning, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()

    def show_icon(self, name: str, meaning: str) -> None:
        """Show another icon in another colour."""
        if (name, meaning) != (self._name, self._meaning):
            self._name, self._meaning = name, meaning
            self._draw()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the new theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        dress = theme.current()
        picture = icons.pixmap(self._name, dress.colour(self._meaning), dress.px(self._size) * 2)
        picture.setDevicePixelRatio(2)
        self.setPixmap(picture)


_TONE_ICONS = {"need": "triangle-alert", "air": "circle-alert", "well": "circle-check", "": "info"}
_TONE_INKS = {"need": "need_text", "air": "air_text", "well": "well_text", "": "ink_muted"}


class Message(Card):
    """One sentence, an icon, at most one button: what happened, what was kept, what to do."""

    def __init__(self) -> None:
        super().__init__(margin=1.5)
        line = QHBoxLayout()
        line.setSpacing(space(1.5))
        self._icon = IconLabel("info")
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = Button("", self._press)
        closing = translate("Message", "Đóng thông báo")
        self._close = Button("", self.hide, icon="x", look="quiet", tip=closing)
        self._button.hide()
        self._action: Callable[[], object] | None = None
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        line.addWidget(self._button)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def say(
        self,
        text: str,
        tone: str = "",
        *,
        button: str = "",
        action: Callable[[], object] | None = None,
        closable: bool = True,
    ) -> None:
        """Show a sentence; tone is need, air, well or nothing."""
        self._text.setText(text)
        self._action = action
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._close.setVisible(closable)
        self._icon.show_icon(_TONE_ICONS[tone], _TONE_INKS[tone])
        restyle(self, tone=tone)
        restyle(self._text)
        self._text.style().polish(self._text)
        self.setAccessibleName(text)
        self.show()

    def _press(self) -> None:
        if self._action is not None:
            self._action()


class EmptyState(QWidget):
    """Nothing here yet: what this place is for and the first thing to do, with the button there."""

    def __init__(
        self,
        icon: str,
        head: str,
        text: str,
        button: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(space(1.5))
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.addStretch(2)
        self.head = label(head, "head", wrap=True)
        self.text = label(text, "muted", wrap=True)
        for part in (self.head, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(IconLabel(icon, "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.head)
        column.addWidget(self.text)
        self.button = Button(button, action, look="primary")
        self.button.setVisible(bool(button))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class Columns(QWidget):
    """Parts side by side; one below the other when there is less room than they need.

    Args:
        stack_below: width in body-text pixels (times the text scale) below which parts stack.
    """

    def __init__(self, *, stack_below: int = 800, spacing: float = 2) -> None:
        super().__init__()
        self._stack_below = stack_below
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(space(spacing))

    def add(self, part: QWidget, stretch: int = 1) -> None:
        """Add a part."""
        self._line.addWidget(part, stretch)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand one below the other."""
        return self._line.direction() is QBoxLayout.Direction.TopToBottom

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().px(self._stack_below)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)


def rule() -> QFrame:
    """A fine line."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def scrolled(content: QWidget, *, sideways: bool = False) -> QScrollArea:
    """`content` in an area that scrolls (sideways only if asked) when there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("scrolled", True)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def line_of(*parts: QWidget | int | None, spacing: float = 1) -> QHBoxLayout:
    """Parts in a line: a number is space on the grid, None takes what room is left."""
    line = QHBoxLayout()
    line.setSpacing(space(spacing))
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, int):
            line.addSpacing(space(part))
        else:
            line.addWidget(part)
    return line


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
