"""PHÁT KHẨN CẤP: choose, make ready, then slide; a name stands behind it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QVBoxLayout, QWidget

from broadcast_desk.desk import air
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.dialogs import name_field
from broadcast_desk.desk.tasks import TaskScope
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Message, line_of
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.slide import SlideToConfirm
from broadcast_desk.desk.wording import long_length_text
from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc

MOST_TIMES = 10


class EmergencyDialog(QDialog):
    """Two steps: a press makes it ready, a slide lets it sound."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self.context = context
        self.tasks = TaskScope(context.tasks, self)
        self._armed: air.Armed | None = None
        self.setWindowTitle(translate("Emergency", "Phát khẩn cấp"))
        self.setMinimumWidth(space(76))
        self.what = QComboBox()
        self.times = NumberField()
        self.by = name_field(context.settings.operators, "operator", context.operator)
        self.ready = Button(
            translate("Emergency", "Chuẩn bị"), self._arm, icon="check", look="primary"
        )
        self.message = Message()
        self.slide = SlideToConfirm(translate("Emergency", "Kéo sang phải để phát ngay"))
        self._build()
        self._forget()
        self.tasks.read(air.emergency_choices, self._show_choices, failed=self._say)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(1))
        column.addWidget(label(translate("Emergency", "Phát khẩn cấp"), "head"))
        column.addWidget(
            label(
                translate(
                    "Emergency",
                    "Phát ngay ở mọi cụm loa, đè lên mọi thứ đang phát, kể cả giờ yên lặng. "
                    "Nhật ký ghi tên người ra lệnh.",
                ),
                "muted",
                wrap=True,
            )
        )
        column.addSpacing(space(1))
        self.times.setRange(1, MOST_TIMES)
        self.times.setValue(2)
        self.times.setSuffix(translate("Emergency", " lần"))
        self.what.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        choose = Button(translate("Emergency", "Tệp âm thanh"), self._ask_file, icon="file-up")
        what = line_of(spacing=1)
        what.addWidget(self.what, 1)
        what.addWidget(choose)
        column.addWidget(label(translate("Emergency", "Phát bài nào"), "label"))
        column.addLayout(what)
        for words, field in (
            (translate("Emergency", "Nhắc lại"), self.times),
            (translate("Emergency", "Người ra lệnh"), self.by),
        ):
            column.addWidget(label(words, "label"))
            column.addWidget(field)
            field.setAccessibleName(words)
        self.what.setAccessibleName(translate("Emergency", "Phát bài nào"))
        column.addSpacing(space(1))
        column.addWidget(self.message)
        column.addWidget(self.slide)
        column.addSpacing(space(1))
        close = Button(translate("Emergency", "Thôi, không phát"), self.reject)
        column.addLayout(line_of(close, None, self.ready))
        self.slide.setEnabled(False)
        self.slide.confirmed.connect(self._confirm)
        self.what.currentIndexChanged.connect(self._forget)
        self.times.valueChanged.connect(self._forget)
        self.by.editTextChanged.connect(self._forget)

    def _show_choices(self, airables: tuple[Airable, ...]) -> None:
        for airable in airables:
            urgent = airable.priority is Priority.EMERGENCY
            mark = translate("Emergency", "Khẩn cấp: ") if urgent else ""
            self.what.addItem(f"{mark}{airable.title}", airable.code)
        if not airables:
            self.message.say(
                translate(
                    "Emergency", "Chưa có bản nào được duyệt; vẫn phát được một tệp âm thanh."
                ),
                "need",
                closable=False,
            )
        self._forget()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, translate("Emergency", "Chọn tệp âm thanh"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.use_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def use_file(self, path: Path) -> None:
        """Take a sound file instead of a programme."""
        self.what.addItem(path.name, str(path))
        self.what.setCurrentIndex(self.what.count() - 1)

    def _forget(self, *_: object) -> None:
        """What was made ready is no longer what is chosen."""
        self._armed = None
        self.slide.setEnabled(False)
        named = bool(self.by.currentText().strip())
        self.ready.setEnabled(named and self.what.currentData() is not None)

    def _name(self) -> str:
        return nfc(self.by.currentText()).strip()

    def _arm(self) -> None:
        what, by, times = str(self.what.currentData()), self._name(), self.times.value()
        self.ready.setEnabled(False)
        self.tasks.long(
            lambda rooms, _: air.arm(rooms, what, by, times),
            self._on_armed,
            failed=self._say,
            finished=lambda: self.ready.setEnabled(True),
        )

    def _on_armed(self, armed: air.Armed) -> None:
        self._armed = armed
        self.slide.setEnabled(True)
        self.slide.setFocus()
        self.message.say(
            translate(
                "Emergency", "Đã sẵn sàng: “{title}”, dài {length}, nhắc {times} lần."
            ).format(
                title=armed.title,
                length=long_length_text(armed.duration_s),
                times=self.times.value(),
            ),
            "air",
            closable=False,
        )

    def _confirm(self) -> None:
        if self._armed is None:
            return
        token, by = self._armed.token, self._name()
        self.slide.setEnabled(False)
        self.tasks.long(
            lambda rooms, _: air.confirm(rooms, token, by),
            lambda _: self.accept(),
            failed=self._say,
        )

    def _say(self, error: DeskError) -> None:
        self.message.say(words_of(error), "need", closable=False)
