"""Approving and sending back: a name, a paper number, a day; a name and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.dialogs import FormDialog
from broadcast_desk.desk.widgets.fields import DateField
from broadcast_desk.station.settings import Operator, Role

__all__ = ["ApproveDialog", "FormDialog", "ReasonDialog", "name_field"]

HALF_A_YEAR = timedelta(days=183)


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
