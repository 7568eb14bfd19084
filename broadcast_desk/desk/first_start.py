"""The first start asks who we are; a start that cannot be says why, and what was kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import IconLabel, Message
from broadcast_desk.desk.widgets.dialogs import FittingDialog
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import moment_text
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, StationSettings
from broadcast_desk.storage.backup import Restored

RESTORABLE = frozenset({"store.corrupt", "store.io"})
"""Troubles that a copy of the data mends."""


class FirstStartDialog(FittingDialog):
    """Three fields; everything else has a default that can be changed later."""

    def __init__(self, root: Path) -> None:
        super().__init__(None, width=70, margin=4)
        self.setWindowTitle(translate("FirstStart", "Bàn phát thanh"))
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
        column = self.column
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
            name = label(words, "label", wrap=True)
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
        column.addStretch(1)
        away = Button(translate("FirstStart", "Thôi"), self.reject)
        self.foot.addLayout(flow_of(None, away, self._begin))
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


class TroubleDialog(FittingDialog):
    """The data cannot be opened: why, what was kept, what to do.

    It is accepted when the person wants to go back to the newest good copy.
    """

    def __init__(self, error: DeskError, *, can_restore: bool = True) -> None:
        super().__init__(None, width=76, margin=4)
        self.setWindowTitle(translate("FirstStart", "Bàn phát thanh"))
        self.column.addWidget(
            label(translate("FirstStart", "Chưa mở được dữ liệu của đài"), "head", wrap=True)
        )
        self.message = Message()
        self.message.say(words_of(error), "need", closable=False)
        self.column.addWidget(self.message)
        offers = can_restore and error.code in RESTORABLE
        if offers:
            words = translate(
                "FirstStart",
                "Có thể trở về bản sao lưu tốt gần nhất ngay bây giờ. Tệp bị hỏng được cất sang "
                "một bên, không bị xóa.",
            )
            self.column.addWidget(label(words, "muted", wrap=True))
        self.column.addStretch(1)
        close = Button(
            translate("FirstStart", "Đóng"), self.reject, look="" if offers else "primary"
        )
        self.back = Button(
            translate("FirstStart", "Trở về bản tốt gần nhất"),
            self.accept,
            icon="undo-2",
            look="primary",
        )
        self.back.setVisible(offers)
        self.foot.addLayout(flow_of(None, close, self.back))


class RestoredDialog(FittingDialog):
    """What going back to a copy did."""

    def __init__(self, done: Restored) -> None:
        super().__init__(None, width=76, margin=4)
        self.setWindowTitle(translate("FirstStart", "Bàn phát thanh"))
        words = translate("FirstStart", "Đài đã trở về lúc {moment}")
        self.column.addWidget(
            label(words.format(moment=moment_text(done.backup.at)), "head", wrap=True)
        )
        if done.moved_to is not None:
            words = translate("FirstStart", "Dữ liệu cũ được cất ở {path}.")
            self.column.addWidget(label(words.format(path=done.moved_to), wrap=True))
        rows = sum(count for _, count in done.lost)
        if rows:
            words = translate("FirstStart", "Bản này thiếu {n} dòng ghi sau lúc đó.")
            self.column.addWidget(label(words.format(n=rows), wrap=True))
        self.column.addStretch(1)
        go_on = Button(
            translate("FirstStart", "Mở bàn phát thanh"), self.accept, icon="check", look="primary"
        )
        self.foot.addLayout(flow_of(None, go_on))
