"""What a person is asked about sources: a rule, the address of a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.dialogs import FormDialog, name_field
from broadcast_desk.desk.packages.source_operations import RuleAnswers
from broadcast_desk.desk.widgets.cards import line_of
from broadcast_desk.desk.widgets.fields import TimeField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import topic_text
from broadcast_desk.library.topics import topics
from broadcast_desk.packages.model import Issuer
from broadcast_desk.station.folding import nfc

FIRST, LAST = QTime(5, 0), QTime(18, 0)


class RuleDialog(FormDialog):
    """Whose programmes, of which topic, for which hours, in whose name."""

    def __init__(self, parent: QWidget, context: Context, issuers: Sequence[Issuer]) -> None:
        super().__init__(
            parent,
            translate("Packages", "Thêm quy tắc tự duyệt"),
            translate(
                "Packages",
                "Chương trình khớp quy tắc được duyệt ngay khi nhận gói, mang tên người đặt quy "
                "tắc. Tin khẩn cấp không bao giờ được tự duyệt.",
            ),
            translate("Packages", "Đặt quy tắc"),
            "badge-check",
        )
        self.issuer = QComboBox()
        for issuer in issuers:
            self.issuer.addItem(f"{issuer.name} (…{issuer.key_id[-4:]})", issuer.key_id)
        self.topic = QComboBox()
        self.topic.addItem(translate("Packages", "Mọi chủ đề"), "")
        for topic in topics():
            self.topic.addItem(topic_text(topic.key), topic.key)
        self.limited = QCheckBox(
            translate("Packages", "Chỉ khi mọi giờ phát gợi ý nằm trong khoảng")
        )
        self.first, self.last = TimeField(FIRST), TimeField(LAST)
        self.schedules = QCheckBox(translate("Packages", "Xếp luôn giờ phát gợi ý vào lịch"))
        self.by = name_field(context.settings.operators, "approver", "")
        self.by.setCurrentText("")
        self._build()

    def _build(self) -> None:
        self.add_field(translate("Packages", "Gói của"), self.issuer)
        self.add_field(translate("Packages", "Chủ đề"), self.topic)
        self.column.addWidget(self.limited)
        self.first.setAccessibleName(translate("Packages", "Từ giờ"))
        self.last.setAccessibleName(translate("Packages", "Đến trước giờ"))
        to = label(translate("Packages", "đến trước"), "muted")
        self.column.addLayout(line_of(self.first, to, self.last, None))
        self.column.addWidget(self.schedules)
        self.add_field(translate("Packages", "Người chịu trách nhiệm"), self.by)
        self.finish()
        self.limited.toggled.connect(self._check)
        for field in (self.first, self.last):
            field.timeChanged.connect(self._check)
        self.by.editTextChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        limited = self.limited.isChecked()
        for field in (self.first, self.last):
            field.setEnabled(limited)
        hours_are_good = not limited or self.first.time() < self.last.time()
        self.act.setEnabled(bool(self.by.currentText().strip()) and hours_are_good)

    def answers(self) -> RuleAnswers:
        """The rule as it was described."""
        hours = (_time(self.first), _time(self.last)) if self.limited.isChecked() else None
        return RuleAnswers(
            issuer_key_id=self.issuer.currentData(),
            topic=self.topic.currentData(),
            hours=hours,
            schedules=self.schedules.isChecked(),
            set_by=nfc(self.by.currentText()).strip(),
        )


def _time(field: TimeField) -> time:
    return time(field.time().hour(), field.time().minute())


class FeedDialog(FormDialog):
    """The address of a feed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            translate("Packages", "Theo dõi một nguồn tin"),
            translate(
                "Packages",
                "Dán địa chỉ RSS mà Trung tâm cho. Máy xem định kỳ; mất mạng thì thử lại sau.",
            ),
            translate("Packages", "Theo dõi"),
            "radio",
        )
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://")
        self.add_field(translate("Packages", "Địa chỉ"), self.url)
        self.finish()
        self.url.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.act.setEnabled(self.url.text().strip().startswith(("http://", "https://")))

    def address(self) -> str:
        """What was typed."""
        return self.url.text().strip()
