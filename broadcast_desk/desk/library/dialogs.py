"""Approving and sending back: a name, a paper number, a day; a name and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import line_of
from broadcast_desk.desk.widgets.fields import DateField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.settings import Operator, Role

HALF_A_YEAR = timedelta(days=183)


class FormDialog(QDialog):
    """A small form: a heading, a sentence, fields with their labels, and one button that acts."""

    def __init__(self, parent: QWidget, head: str, text: str, act: str, icon: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(head)
        self.setMinimumWidth(space(60))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(space(3), space(3), space(3), space(3))
        self.column.setSpacing(space(1))
        self.column.addWidget(label(head, "head", wrap=True))
        self.column.addWidget(label(text, "muted", wrap=True))
        self.column.addSpacing(space(1))
        self.act = Button(act, self.accept, icon=icon, look="primary")
        self.act.setDefault(True)
        self._cancel = Button(translate("Dialogs", "Thôi"), self.reject)

    def add_field(self, words: str, field: QWidget) -> None:
        """Add a field below its label."""
        name = label(words, "label")
        name.setBuddy(field)
        field.setAccessibleName(words)
        self.column.addWidget(name)
        self.column.addWidget(field)

    def finish(self) -> None:
        """Add the buttons, after all fields."""
        self.column.addSpacing(space(2))
        self.column.addLayout(line_of(None, self._cancel, self.act))


def name_field(operators: Sequence[Operator], role: Role, last: str) -> QComboBox:
    """A field for a person's name, offering the people of the station who have that role."""
    field = QComboBox()
    field.setEditable(True)
    field.addItems([person.name for person in operators if role in person.roles])
    if last:
        field.setCurrentText(last)
    return field


class ApproveDialog(FormDialog):
    """Who approves, under which paper, until when."""

    def __init__(
        self, parent: QWidget, title: str, operators: Sequence[Operator], last: str, today: date
    ) -> None:
        super().__init__(
            parent,
            translate("Approve", "Duyệt bản tin"),
            translate(
                "Approve",
                "“{title}” sẽ được phép phát, đúng văn bản và âm thanh này. "
                "Sửa gì cũng phải duyệt lại.",
            ).format(title=title),
            translate("Approve", "Duyệt"),
            "badge-check",
        )
        self.name = name_field(operators, "approver", last)
        self.paper = QLineEdit()
        self.limited = QCheckBox(translate("Approve", "Chỉ được phát đến hết ngày"))
        self.until = DateField(QDate(*_ymd(today + HALF_A_YEAR)))
        self.until.setMinimumDate(QDate(*_ymd(today)))
        self.until.setEnabled(False)
        self.until.setAccessibleName(translate("Approve", "Ngày cuối được phát"))
        self.limited.toggled.connect(self.until.setEnabled)
        self.add_field(translate("Approve", "Người duyệt"), self.name)
        self.add_field(translate("Approve", "Số văn bản duyệt (nếu có)"), self.paper)
        self.column.addWidget(self.limited)
        self.column.addWidget(self.until)
        self.finish()
        self.name.editTextChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.act.setEnabled(bool(self.name.currentText().strip()))

    @property
    def valid_until(self) -> date | None:
        """The last day chosen, None when none is wanted."""
        if not self.limited.isChecked():
            return None
        chosen = self.until.date()
        return date(chosen.year(), chosen.month(), chosen.day())


class ReasonDialog(FormDialog):
    """A name and a reason, for sending back and for withdrawing."""

    def __init__(
        self,
        parent: QWidget,
        words: tuple[str, str, str],
        operators: Sequence[Operator],
        last: str,
    ) -> None:
        head, text, act = words
        super().__init__(parent, head, text, act, "undo-2")
        self.name = name_field(operators, "approver", last)
        self.why = QPlainTextEdit()
        self.why.setFixedHeight(space(12))
        self.why.setTabChangesFocus(True)
        self.add_field(translate("Approve", "Người quyết định"), self.name)
        self.add_field(translate("Approve", "Lý do, để người soạn biết mà sửa"), self.why)
        self.finish()
        self.name.editTextChanged.connect(self._check)
        self.why.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        filled = self.name.currentText().strip() and self.why.toPlainText().strip()
        self.act.setEnabled(bool(filled))


def _ymd(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
