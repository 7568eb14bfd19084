"""Dialogs that fit: the fields scroll when the screen is too low, the buttons stay below them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import scrolled
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label

SCREEN_SHARE = 0.94
"""How much of the screen a dialog may cover: what is behind must show that it is a dialog."""


class FittingDialog(QDialog):
    """A dialog as wide as its text scale asks and as high as its parts, within the screen.

    Args:
        parent: what it belongs to.
        width: steps of the grid at 100 % text.

    Attributes:
        column: takes the fields; it scrolls when there is too little room.
        foot: takes what must always be seen: buttons, the second movement.
    """

    def __init__(self, parent: QWidget | None, *, width: float = 60, margin: float = 3) -> None:
        super().__init__(parent)
        self._width = width
        self._inner = QWidget()
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(space(margin), space(margin), space(margin), space(1))
        self.column.setSpacing(space(1))
        self._foot = QWidget()
        self.foot = QVBoxLayout(self._foot)
        self.foot.setContentsMargins(space(margin), space(1), space(margin), space(margin))
        self.foot.setSpacing(space(1))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(self._inner), 1)
        whole.addWidget(self._foot)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        for part in (self._inner, self._foot):
            part.installEventFilter(self)

    def fit(self) -> None:
        """Take the size that the parts need now, as far as the screen allows."""
        screen = self.screen().availableSize()
        width = min(theme.current().px(space(self._width)), round(screen.width() * SCREEN_SHARE))
        width = max(width, min(self._inner.minimumSizeHint().width(), screen.width()))
        height = sum(_height(part, width) for part in (self._inner, self._foot))
        self.setMinimumSize(min(width, screen.width()), 0)
        self.resize(width, min(height, round(screen.height() * SCREEN_SHARE)))

    @override
    def adjustSize(self) -> None:
        """Fit."""
        self.fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fit before it is seen."""
        self.fit()
        super().showEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when a part came, went, or has other words."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._soon.start()
        return super().eventFilter(watched, event)


def _height(part: QWidget, width: int) -> int:
    layout = part.layout()
    assert layout is not None
    layout.activate()
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())


class FormDialog(FittingDialog):
    """A small form: a heading, a sentence, fields with their labels, and one button that acts."""

    def __init__(
        self, parent: QWidget | None, head: str, text: str, act: str, icon: str, width: float = 60
    ) -> None:
        super().__init__(parent, width=width)
        self.setWindowTitle(head)
        self.column.addWidget(label(head, "head", wrap=True))
        self.column.addWidget(label(text, "muted", wrap=True))
        self.column.addSpacing(space(1))
        self.act = Button(act, self.accept, icon=icon, look="primary")
        self.act.setDefault(True)
        self._cancel = Button(translate("Dialogs", "Thôi"), self.reject)

    def add_field(self, words: str, field: QWidget) -> None:
        """Add a field below its label."""
        name = label(words, "label", wrap=True)
        name.setBuddy(field)
        field.setAccessibleName(words)
        self.column.addWidget(name)
        self.column.addWidget(field)

    def finish(self) -> None:
        """Add the buttons, after all fields."""
        self.column.addStretch(1)
        self.foot.addLayout(flow_of(None, self._cancel, self.act))
