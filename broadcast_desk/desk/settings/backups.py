"""Sao lưu: make a copy now, here or on a stick; what copies there are; go back to one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, Outcome
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import clear, line_of, rule
from broadcast_desk.desk.widgets.dialogs import FormDialog
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import FigureLabel, label
from broadcast_desk.desk.wording import moment_text
from broadcast_desk.storage.backup import Backup

MOST_SHOWN = 12


class BackupGroup(Group):
    """The copies.

    Signals:
        copy_asked: a copy is to be made now.
        copy_to_asked: data and audio are to be copied to a folder (`Path`).
        restore_asked: the station goes back to a copy (`Backup`), from a folder or None.
        folder_chosen: a folder (`Path`) with copies is to be looked at.
    """

    copy_asked = Signal()
    copy_to_asked = Signal(object)
    restore_asked = Signal(object)
    folder_chosen = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__(
            translate("Settings", "Sao lưu"),
            translate(
                "Settings",
                "Máy tự sao lưu mỗi giờ vào {folder}. Nên chép thêm ra USB mỗi tháng: ổ đĩa hỏng "
                "thì bản ở trong máy cũng mất.",
            ).format(folder=folder),
        )
        self.now = Button(
            translate("Settings", "Sao lưu ngay"), self.copy_asked.emit, icon="archive"
        )
        self.away = Button(
            translate("Settings", "Chép ra USB hoặc thư mục"),
            partial(self._ask_folder, self.copy_to_asked),
            icon="download",
        )
        self.other = Button(
            translate("Settings", "Khôi phục từ USB hoặc thư mục"),
            partial(self._ask_folder, self.folder_chosen),
            icon="undo-2",
            look="quiet",
        )
        self.outcome = Outcome()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(flow_of(self.now, self.away))
        self.body.addWidget(self.outcome)
        self.body.addWidget(rule())
        self.body.addWidget(label(translate("Settings", "Các bản trong máy"), "strong"))
        self.body.addLayout(self._lines)
        self.body.addLayout(flow_of(self.other))

    def show_copies(self, copies: tuple[Backup, ...]) -> None:
        """Show the newest copies, each with the way back to it."""
        clear(self._lines)
        for number, copy in enumerate(copies[:MOST_SHOWN]):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(copy))
        if not copies:
            words = translate("Settings", "Chưa có bản nào: bấm “Sao lưu ngay”.")
            self._lines.addWidget(label(words, "muted", wrap=True))

    def _line(self, copy: Backup) -> QWidget:
        made = QWidget()
        words = translate("Settings", "Trở về bản này")
        back = Button(words, partial(self.restore_asked.emit, copy), look="quiet")
        back.setAccessibleName(f"{words}: {moment_text(copy.at)}")
        line = line_of(FigureLabel(moment_text(copy.at)), None, back)
        line.setContentsMargins(0, space(0.25), 0, space(0.25))
        made.setLayout(line)
        return made

    def _ask_folder(self, chosen: SignalInstance) -> None:
        dialog = QFileDialog(self, translate("Settings", "Chọn thư mục"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: chosen.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class RestoreDialog(FormDialog):
    """What going back means, before it is done."""

    def __init__(self, parent: QWidget, copy: Backup) -> None:
        super().__init__(
            parent,
            translate("Settings", "Trở về bản {moment}").format(moment=moment_text(copy.at)),
            translate(
                "Settings",
                "Bản tin, lịch phát, nhật ký và thiết lập trở lại như lúc đó; những gì làm sau đó "
                "không còn trong chương trình. Dữ liệu hiện nay được cất sang một bên, không bị "
                "xóa. Loa im chừng nửa phút trong lúc bộ phát chạy lại.",
            ),
            translate("Settings", "Trở về bản này"),
            "undo-2",
        )
        self.finish()
