"""What a person is asked: whose key this is, what a recording is, what goes into a package."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import FormDialog, name_field
from broadcast_desk.desk.packages.operations import Workbench
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.fields import DateField, NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import long_length_text
from broadcast_desk.packages.local import TITLE_LETTERS, Found
from broadcast_desk.station.folding import nfc

HIGHEST_SERIAL = 999_999_999


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
        self.add_field(translate("Packages", "Tên nơi gửi"), self.name)
        self.add_field(translate("Packages", "Sáu nhóm số nghe qua điện thoại"), self.heard)
        self.add_field(translate("Packages", "Người gọi điện"), self.by)
        self.finish()
        for field in (self.name, self.heard):
            field.textChanged.connect(self._check)
        self.by.editTextChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        filled = (self.name.text(), self.heard.text(), self.by.currentText())
        self.act.setEnabled(all(part.strip() for part in filled))

    def answers(self) -> tuple[str, str, str, str]:
        """Key, name, who confirmed, what was heard."""
        return (
            self._text,
            nfc(self.name.text()).strip(),
            nfc(self.by.currentText()).strip(),
            self.heard.text(),
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


class KeyDialog(FormDialog):
    """The station's own signing key, made once."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            translate("Packages", "Tạo khóa ký của đài"),
            translate(
                "Packages",
                "Đài chưa có khóa để ký gói. Tạo một lần; nơi nhận sẽ gọi điện để nghe "
                "đọc sáu nhóm số của khóa.",
            ),
            translate("Packages", "Tạo khóa"),
            "shield-check",
        )
        self.name = QLineEdit(context.settings.name)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_field(translate("Packages", "Tên đài ghi trong gói"), self.name)
        self.add_field(translate("Packages", "Mật khẩu của khóa (có thể bỏ trống)"), self.password)
        self.finish()
        self.name.textChanged.connect(lambda text: self.act.setEnabled(bool(text.strip())))

    def answers(self) -> tuple[str, str]:
        """Name and password."""
        return nfc(self.name.text()).strip(), self.password.text()


class BuildDialog(FormDialog):
    """Which approved programmes go into a package, under which number and name."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(
            parent,
            translate("Packages", "Lập gói"),
            translate(
                "Packages",
                "Chọn chương trình đã duyệt. Chương trình nhận từ nơi khác giữ tên nơi phát "
                "hành đầu tiên.",
            ),
            translate("Packages", "Chọn chỗ lưu và lập gói"),
            "package-check",
        )
        self.bench = bench
        self.title = QLineEdit()
        self.programmes = QListWidget()
        self.programmes.setMinimumHeight(space(30))
        for code, title in bench.programmes:
            item = QListWidgetItem(f"{code}  {title}")
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.programmes.addItem(item)
        self.serial = NumberField()
        self.serial.setRange(1, HIGHEST_SERIAL)
        self.serial.setValue(bench.serial)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_field(translate("Packages", "Tên gói"), self.title)
        self.add_field(translate("Packages", "Chương trình"), self.programmes)
        self.add_field(translate("Packages", "Số gói (phải lớn hơn số gói trước)"), self.serial)
        self.add_field(translate("Packages", "Mật khẩu của khóa (nếu có)"), self.password)
        words = translate("Packages", "Khóa của đài, đọc qua điện thoại: {number}")
        self.column.addWidget(label(words.format(number=bench.fingerprint), "muted", wrap=True))
        self.finish()
        self.programmes.itemChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.act.setEnabled(bool(self.codes()))

    def codes(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        items = (self.programmes.item(row) for row in range(self.programmes.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
