"""The first start asks who we are; a start that cannot be says why, and what was kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import IconLabel, Message, line_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, StationSettings


class FirstStartDialog(QDialog):
    """Three fields; everything else has a default that can be changed later."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.setWindowTitle(translate("FirstStart", "Bàn phát thanh"))
        self.setMinimumWidth(space(70))
        self.name = QLineEdit(StationSettings().name)
        self.commune = QLineEdit()
        self.operator = QLineEdit()
        self._begin = Button(
            translate("FirstStart", "Bắt đầu"), self.accept, look="primary", icon="check"
        )
        self._begin.setDefault(True)
        self.name.textChanged.connect(lambda text: self._begin.setEnabled(bool(text.strip())))
        self._build(root)

    def _build(self, root: Path) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(1))
        column.addWidget(IconLabel("radio", "accent", 40))
        column.addWidget(
            label(translate("FirstStart", "Đài của mình tên là gì?"), "title", wrap=True)
        )
        column.addWidget(
            label(
                translate(
                    "FirstStart",
                    "Tên này được đọc khi mở đầu buổi phát và ghi trong báo cáo. Sau này đổi được.",
                ),
                "muted",
                wrap=True,
            )
        )
        column.addSpacing(space(2))
        for words, field in (
            (translate("FirstStart", "Tên đài"), self.name),
            (translate("FirstStart", "Xã, phường, đặc khu"), self.commune),
            (translate("FirstStart", "Người trực đài"), self.operator),
        ):
            name = label(words, "label")
            name.setBuddy(field)
            field.setAccessibleName(words)
            column.addWidget(name)
            column.addWidget(field)
            column.addSpacing(space(1))
        column.addWidget(
            label(
                translate("FirstStart", "Dữ liệu nằm ở {path}").format(path=root),
                "small",
                wrap=True,
            )
        )
        column.addSpacing(space(2))
        column.addLayout(
            line_of(None, Button(translate("FirstStart", "Thôi"), self.reject), self._begin)
        )
        self.name.selectAll()

    def settings(self) -> StationSettings:
        """A station with what was written, and defaults for the rest."""
        person = nfc(self.operator.text()).strip()
        operators = (Operator(person, ("writer", "operator", "approver")),) if person else ()
        return dataclasses.replace(
            StationSettings(),
            name=nfc(self.name.text()).strip(),
            commune=nfc(self.commune.text()).strip(),
            operators=operators,
        )


class TroubleDialog(QDialog):
    """The data cannot be opened: why, what was kept, what to do."""

    def __init__(self, error: DeskError) -> None:
        super().__init__()
        self.setWindowTitle(translate("FirstStart", "Bàn phát thanh"))
        self.setMinimumWidth(space(76))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(2))
        column.addWidget(
            label(translate("FirstStart", "Chưa mở được dữ liệu của đài"), "head", wrap=True)
        )
        self.message = Message()
        self.message.say(words_of(error), "need", closable=False)
        column.addWidget(self.message)
        close = Button(translate("FirstStart", "Đóng"), self.reject, look="primary")
        column.addLayout(line_of(None, close))
