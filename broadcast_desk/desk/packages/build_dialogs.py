"""What a person is asked when a package is built: the station's key, what goes in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.dialogs import FormDialog
from broadcast_desk.desk.packages.build_operations import Order, Workbench
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import line_of, scrolled
from broadcast_desk.desk.widgets.fields import DateField, NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.packages.model import Programme
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc

HIGHEST_SERIAL = 999_999_999
USUAL_VALIDITY = timedelta(days=30)


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
    """Which programmes go into a package, what is taken back, under which number and name.

    Args:
        ask_list: asks for a list file; its answer comes by `take_list`.
    """

    def __init__(
        self,
        parent: QWidget,
        bench: Workbench,
        today: date,
        ask_list: Callable[[BuildDialog], object],
    ) -> None:
        super().__init__(
            parent,
            translate("Packages", "Lập gói"),
            translate(
                "Packages",
                "Chọn chương trình đã duyệt, hoặc thêm từ bảng tính. Chương trình nhận từ nơi "
                "khác giữ tên nơi phát hành đầu tiên.",
            ),
            translate("Packages", "Chọn chỗ lưu và lập gói"),
            "package-check",
        )
        self.bench = bench
        self._listed: tuple[Programme, ...] = ()
        self.title = QLineEdit()
        self.programmes = self._programmes()
        self.listed = label("", "muted", wrap=True)
        words = translate("Packages", "Thêm từ bảng tính CSV, XLSX…")
        self.list_button = Button(words, lambda: ask_list(self), icon="file-up")
        self.serial = NumberField()
        self.serial.setRange(1, HIGHEST_SERIAL)
        self.serial.setValue(bench.serial)
        self.limited = QCheckBox(translate("Packages", "Chỉ nhận đến hết ngày"))
        last = today + USUAL_VALIDITY
        self.until = DateField(QDate(last.year, last.month, last.day))
        self.withdrawn, self.why = QLineEdit(), QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._build()

    def _programmes(self) -> QListWidget:
        programmes = QListWidget()
        programmes.setMinimumHeight(space(18))
        for code, title in self.bench.programmes:
            item = QListWidgetItem(f"{code}  {title}")
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            programmes.addItem(item)
        return programmes

    def _build(self) -> None:
        inner = QWidget()
        outer, self.column = self.column, QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, space(1), 0)
        self.column.setSpacing(space(1))
        self._add_contents()
        self._add_particulars()
        outer.addWidget(scrolled(inner), 1)
        self.column = outer
        self.finish()
        height = inner.sizeHint().height() + space(24)
        width = max(space(70), inner.minimumSizeHint().width() + space(9))
        self.resize(width, min(height, round(self.screen().availableSize().height() * 0.9)))
        self.programmes.itemChanged.connect(self._check)
        self.withdrawn.textChanged.connect(self._check)
        self.limited.toggled.connect(self._check)
        self._check()

    def _add_contents(self) -> None:
        self.add_field(translate("Packages", "Tên gói"), self.title)
        self.add_field(translate("Packages", "Chương trình"), self.programmes)
        if not self.bench.programmes:
            self.programmes.hide()
            self.listed.setText(
                translate("Packages", "Chưa có chương trình nào được duyệt để đưa vào gói.")
            )
        self.column.addLayout(line_of(self.list_button, None))
        self.column.addWidget(self.listed)
        self.add_field(translate("Packages", "Thu hồi chương trình có mã"), self.withdrawn)
        self.why.setPlaceholderText(translate("Packages", "Lý do thu hồi"))
        self.why.setAccessibleName(translate("Packages", "Lý do thu hồi"))
        self.column.addWidget(self.why)

    def _add_particulars(self) -> None:
        self.add_field(translate("Packages", "Số gói (phải lớn hơn số gói trước)"), self.serial)
        self.until.setAccessibleName(translate("Packages", "Ngày cuối được nhận"))
        self.column.addLayout(line_of(self.limited, self.until, None))
        self.add_field(translate("Packages", "Mật khẩu của khóa (nếu có)"), self.password)
        words = translate("Packages", "Khóa của đài, đọc qua điện thoại: {number}")
        told = words.format(number=self.bench.fingerprint)
        self.column.addWidget(label(told, "muted", wrap=True))

    def _check(self) -> None:
        self.why.setVisible(bool(self.withdrawn.text().strip()))
        self.listed.setVisible(bool(self.listed.text()))
        self.until.setEnabled(self.limited.isChecked())
        order = self.order()
        self.act.setEnabled(bool(order.count or order.withdrawn))

    def take_list(self, path: Path, programmes: tuple[Programme, ...]) -> None:
        """Add the programmes of a list."""
        self._listed = programmes
        words = translate("Packages", "Từ {name}: {n} chương trình")
        self.listed.setText(words.format(name=nfc(path.name), n=len(programmes)))
        self._check()

    def say(self, error: DeskError) -> None:
        """Say what is wrong with a list."""
        self.listed.setText(words_of(error))
        self._check()

    def codes(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        items = (self.programmes.item(row) for row in range(self.programmes.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def order(self) -> Order:
        """What is to be built."""
        last = self.until.date()
        day = date(last.year(), last.month(), last.day())
        return Order(
            codes=self.codes(),
            serial=self.serial.value(),
            title=nfc(self.title.text()).strip(),
            password=self.password.text(),
            listed=self._listed,
            until=day if self.limited.isChecked() else None,
            withdrawn=tuple(re.findall(r"[^\s,;]+", nfc(self.withdrawn.text()))),
            why=nfc(self.why.text()).strip(),
        )
