"""What every group of settings is: fields with their names above, and a result of its test."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from broadcast_desk.desk import theme
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.cards import Card, IconLabel, line_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import StationSettings

FIELD_PX = 560
"""Lines longer than this are hard to read and hard to aim at."""


class Group(Card):
    """One group: it shows the settings it is about, and gives them back changed."""

    def __init__(self, head: str, text: str = "") -> None:
        super().__init__(margin=3, spacing=1)
        self.body.addWidget(label(head, "head", wrap=True))
        if text:
            self.body.addWidget(label(text, "muted", wrap=True))

    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""

    def applied_to(self, settings: StationSettings) -> StationSettings:
        """The settings with this group as it stands on the page.

        Raises:
            DeskError: something that is written here cannot be.
        """
        return settings

    def add_field(self, words: str, field: QWidget, note: str = "") -> None:
        """Add a field below its name."""
        add_field(self.body, words, field, note)


def add_field(column: QVBoxLayout, words: str, field: QWidget, note: str = "") -> None:
    """Add a field below its name, with a small sentence under it when there is one."""
    name = label(words, "label", wrap=True)
    name.setBuddy(field)
    field.setAccessibleName(words)
    field.setMaximumWidth(theme.current().px(FIELD_PX))
    if isinstance(field, QComboBox):
        calm(field)
    if column.count():
        column.addSpacing(space(0.5))
    column.addWidget(name)
    column.addWidget(field)
    if note:
        column.addWidget(label(note, "small", wrap=True))


def calm(choice: QComboBox) -> None:
    """Let a choice be as narrow as its place, and deaf to a passing mouse wheel."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(16)
    choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    choice.currentTextChanged.connect(choice.setToolTip)


def text_of(field: QLineEdit) -> str:
    """What is written in a line, in NFC, without spaces around it."""
    return nfc(field.text()).strip()


def parts_of(field: QLineEdit) -> list[str]:
    """What is written between semicolons."""
    return [part.strip() for part in nfc(field.text()).split(";") if part.strip()]


class Outcome(QWidget):
    """What came of a test, beside it: a mark and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("info")
        self._text = label(wrap=True)
        line = line_of(spacing=1)
        line.setContentsMargins(0, space(0.5), 0, space(0.5))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.setLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, tone: str = "") -> None:
        """Say something; tone is need, well or nothing."""
        icons = {"need": ("triangle-alert", "need"), "well": ("circle-check", "well")}
        self._icon.show_icon(*icons.get(tone, ("info", "ink_muted")))
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
