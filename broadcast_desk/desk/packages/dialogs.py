"""What a person is asked: whose key this is, what a recording is, what goes into a package."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QWidget,
)

from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import FormDialog, name_field
from broadcast_desk.desk.packages.operations import Heard
from broadcast_desk.desk.widgets.cards import line_of
from broadcast_desk.desk.widgets.fields import DateField
from broadcast_desk.desk.wording import long_length_text
from broadcast_desk.packages.local import TITLE_LETTERS, Found
from broadcast_desk.station.clock import local
from broadcast_desk.station.folding import nfc

HIGHEST_SERIAL = 999_999_999

USUAL_VALIDITY = timedelta(days=2 * 365)
"""How long a key is offered to be trusted when it is to have an end."""


class TrustDialog(FormDialog):
    """Whose key this is: its number is compared over the telephone, not clicked away."""

    def __init__(self, parent: QWidget, context: Context, text: str) -> None:
        super().__init__(
            parent,
            translate("Packages", "Tin cậy một nơi gửi"),
            translate(
                "Packages",
                "Gọi điện cho nơi gửi theo số quen biết, nhờ họ đọc sáu nhóm số của khóa, "
                "rồi gõ lại đúng những gì nghe được.",
            ),
            translate("Packages", "Tin cậy khóa này"),
            "shield-check",
        )
        self._text = text
        self.name = QLineEdit(context.settings.centre_name)
        self.heard = QLineEdit()
        self.heard.setPlaceholderText("00000 00000 00000 00000 00000 00000")
        self.by = name_field(context.settings.operators, "operator", context.operator)
        self.limited = QCheckBox(translate("Packages", "Khóa chỉ dùng đến hết ngày"))
        last = local(context.clock.now()).date() + USUAL_VALIDITY
        self.until = DateField(QDate(last.year, last.month, last.day))
        self.until.setAccessibleName(translate("Packages", "Ngày cuối dùng khóa"))
        self.until.setEnabled(False)
        self.limited.toggled.connect(self.until.setEnabled)
        self.add_field(translate("Packages", "Tên nơi gửi"), self.name)
        self.add_field(translate("Packages", "Sáu nhóm số nghe qua điện thoại"), self.heard)
        self.add_field(translate("Packages", "Người gọi điện"), self.by)
        self.column.addLayout(line_of(self.limited, self.until, None))
        self.finish()
        for field in (self.name, self.heard):
            field.textChanged.connect(self._check)
        self.by.editTextChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        filled = (self.name.text(), self.heard.text(), self.by.currentText())
        self.act.setEnabled(all(part.strip() for part in filled))

    def answers(self) -> Heard:
        """What was said about the key."""
        last = self.until.date()
        day = date(last.year(), last.month(), last.day())
        return Heard(
            text=self._text,
            name=nfc(self.name.text()).strip(),
            confirmed_by=nfc(self.by.currentText()).strip(),
            digits=self.heard.text(),
            until=day if self.limited.isChecked() else None,
        )


class RecordingDialog(FormDialog):
    """What was worked out about a recording, to be corrected before it is kept."""

    def __init__(self, parent: QWidget, found: Found, today: date) -> None:
        length = long_length_text(found.duration_s)
        super().__init__(
            parent,
            translate("Packages", "Nhận một bản ghi"),
            translate(
                "Packages",
                "{name}, dài {length}. Bản ghi vào kho làm tư liệu của đài, chưa được duyệt.",
            ).format(name=nfc(found.path.name), length=length),
            translate("Packages", "Nhận bản ghi này"),
            "download",
        )
        self.found = found
        self.name = QLineEdit(found.title)
        self.name.setMaxLength(TITLE_LETTERS)
        self.voice = QLineEdit(found.artist)
        self.voice.setMaxLength(TITLE_LETTERS)
        self.dated = QCheckBox(translate("Packages", "Biết ngày làm"))
        self.dated.setChecked(found.day is not None)
        day = found.day or today
        self.day = DateField(QDate(day.year, day.month, day.day))
        self.day.setEnabled(found.day is not None)
        self.dated.toggled.connect(self.day.setEnabled)
        self.add_field(translate("Packages", "Tên"), self.name)
        self.add_field(translate("Packages", "Người đọc"), self.voice)
        self.column.addWidget(self.dated)
        self.add_field(translate("Packages", "Ngày làm"), self.day)
        self.finish()
        self.name.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.act.setEnabled(bool(self.name.text().strip()))

    def answers(self) -> tuple[str, date | None, str]:
        """Title, day, who reads."""
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        title = " ".join(nfc(self.name.text()).split())
        return title, day if self.dated.isChecked() else None, nfc(self.voice.text()).strip()
