"""PHÁT KHẨN CẤP: choose what and where, make ready, then slide; a name stands behind it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk import air
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.dialogs import name_field
from broadcast_desk.desk.tasks import TaskScope
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Message
from broadcast_desk.desk.widgets.dialogs import FittingDialog
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.slide import SlideToConfirm
from broadcast_desk.desk.wording import clock_time, long_length_text
from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc

MOST_TIMES = 10
MESSAGE, VOICE = 0, 1
LONGEST_TALK_MIN = 30


class EmergencyDialog(FittingDialog):
    """Two steps: a press makes it ready, a slide lets it sound (or opens the microphone)."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(parent, width=80)
        self.context = context
        self.tasks = TaskScope(context.tasks, self)
        self._armed: air.Armed | None = None
        self._voice_ready = False
        self.setWindowTitle(translate("Emergency", "Phát khẩn cấp"))
        self.ways = QButtonGroup(self)
        self.what = QComboBox()
        self.times, self.minutes = NumberField(), NumberField()
        self.places = [QCheckBox(zone.name) for zone in context.settings.zones]
        self.by = name_field(context.settings.operators, "operator", context.operator)
        self.ready = Button(
            translate("Emergency", "Chuẩn bị"), self._arm, icon="check", look="primary"
        )
        self.message = Message()
        self.slide = SlideToConfirm(translate("Emergency", "Kéo sang phải để phát ngay"))
        self._build()
        self._connect()
        self._show_way()
        self.tasks.read(air.emergency_choices, self._show_choices, failed=self._say)

    # Building

    def _build(self) -> None:
        column = self.column
        column.addWidget(label(translate("Emergency", "Phát khẩn cấp"), "head", wrap=True))
        words = translate(
            "Emergency",
            "Phát ngay, đè lên mọi thứ đang phát, kể cả giờ yên lặng. Nhật ký ghi tên người ra "
            "lệnh.",
        )
        column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(self._build_ways())
        self._message_part = self._build_message()
        self._voice_part = self._build_voice()
        column.addWidget(self._message_part)
        column.addWidget(self._voice_part)
        column.addWidget(self._build_places())
        words = translate("Emergency", "Người ra lệnh")
        column.addWidget(label(words, "label"))
        column.addWidget(self.by)
        self.by.setAccessibleName(words)
        column.addStretch(1)
        self.foot.addWidget(self.message)
        self.foot.addWidget(self.slide)
        close = Button(translate("Emergency", "Thôi, không phát"), self.reject)
        close.setAutoDefault(False)
        self.foot.addLayout(flow_of(close, None, self.ready))
        self.slide.setEnabled(False)

    def _build_ways(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for number, words in enumerate(
            (
                translate("Emergency", "Phát một bài có sẵn"),
                translate("Emergency", "Nói trực tiếp bằng micrô"),
            )
        ):
            way = QRadioButton(words)
            self.ways.addButton(way, number)
            column.addWidget(way)
        self.ways.button(MESSAGE).setChecked(True)
        return column

    def _build_message(self) -> QWidget:
        made, column = _part()
        self.times.setRange(1, MOST_TIMES)
        self.times.setValue(2)
        self.times.setSuffix(translate("Emergency", " lần"))
        self.what.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.what.setMinimumContentsLength(24)
        self.what.currentTextChanged.connect(self.what.setToolTip)
        self.what.setAccessibleName(translate("Emergency", "Phát bài nào"))
        self.times.setAccessibleName(translate("Emergency", "Nhắc lại"))
        choose = Button(translate("Emergency", "Tệp âm thanh"), self._ask_file, icon="file-up")
        choose.setAutoDefault(False)
        self.what.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        what = flow_of(self.what, choose)
        column.addWidget(label(translate("Emergency", "Phát bài nào"), "label"))
        column.addLayout(what)
        column.addWidget(label(translate("Emergency", "Nhắc lại"), "label"))
        column.addWidget(self.times)
        return made

    def _build_voice(self) -> QWidget:
        made, column = _part()
        self.minutes.setRange(1, LONGEST_TALK_MIN)
        self.minutes.setValue(5)
        self.minutes.setSuffix(translate("Emergency", " phút"))
        words = translate("Emergency", "Nói lâu nhất, hết giờ micrô tự tắt")
        self.minutes.setAccessibleName(words)
        column.addWidget(label(words, "label"))
        column.addWidget(self.minutes)
        return made

    def _build_places(self) -> QWidget:
        made, column = _part()
        made.setVisible(len(self.places) > 1)
        column.addWidget(label(translate("Emergency", "Ở cụm loa nào"), "label"))
        for box in self.places:
            box.setChecked(True)
        column.addLayout(flow_of(*self.places, spacing=2))
        words = translate("Emergency", "Các cụm loa chung một đường ra thì cùng phát.")
        column.addWidget(label(words, "small", wrap=True))
        return made

    def _connect(self) -> None:
        self.slide.confirmed.connect(self._confirm)
        self.what.currentIndexChanged.connect(self._forget)
        self.times.valueChanged.connect(self._forget)
        self.minutes.valueChanged.connect(self._forget)
        self.by.editTextChanged.connect(self._forget)
        self.ways.idToggled.connect(lambda _number, on: self._show_way() if on else None)
        for box in self.places:
            box.toggled.connect(self._forget)

    # Choosing

    @property
    def by_voice(self) -> bool:
        """Whether a person will speak."""
        return self.ways.checkedId() == VOICE

    def zones(self) -> tuple[str, ...]:
        """The zones chosen; () is every zone."""
        ids = [zone.id for zone in self.context.settings.zones]
        chosen = tuple(zone for zone, box in zip(ids, self.places, strict=True) if box.isChecked())
        return () if len(chosen) == len(ids) else chosen

    def _show_way(self) -> None:
        self._message_part.setVisible(not self.by_voice)
        self._voice_part.setVisible(self.by_voice)
        self.message.hide()
        self._forget()

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
        self._armed, self._voice_ready = None, False
        self.slide.setEnabled(False)
        named = bool(self.by.currentText().strip())
        some_place = any(box.isChecked() for box in self.places)
        something = self.by_voice or self.what.currentData() is not None
        self.ready.setEnabled(named and some_place and something)

    def _name(self) -> str:
        return nfc(self.by.currentText()).strip()

    # First step

    def _arm(self) -> None:
        if self.by_voice:
            self._voice_ready = True
            self._let_slide(
                translate("Emergency", "Kéo sang phải là micrô mở; nói xong bấm “Dừng khẩn cấp”.")
            )
            return
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
        self._let_slide(
            translate(
                "Emergency", "Đã sẵn sàng: “{title}”, dài {length}, nhắc {times} lần."
            ).format(
                title=armed.title,
                length=long_length_text(armed.duration_s),
                times=self.times.value(),
            )
        )

    def _let_slide(self, words: str) -> None:
        self.slide.setEnabled(True)
        self.slide.setFocus()
        self.message.say(words, "air", closable=False)

    # Second step

    def _confirm(self) -> None:
        zones, by = self.zones(), self._name()
        if self._voice_ready:
            self._talk(zones, by)
        elif self._armed is not None:
            token = self._armed.token
            self.slide.setEnabled(False)
            self.tasks.long(
                lambda rooms, _: air.confirm(rooms, token, by, zones),
                lambda _: self.accept(),
                failed=self._say,
            )

    def _talk(self, zones: tuple[str, ...], by: str) -> None:
        most_s = self.minutes.value() * 60.0
        self.slide.setEnabled(False)
        self.message.say(translate("Emergency", "Đang mở micrô"), "air", closable=False)
        self.tasks.long(
            lambda rooms, _: air.talk(rooms, by, zones, most_s),
            self._on_talking,
            failed=self._say,
        )

    def _on_talking(self, until: datetime) -> None:
        """The microphone is open: the dialog stays as the place where it is closed."""
        self.message.say(
            translate("Emergency", "Micrô đang mở, muộn nhất {time} tự tắt.").format(
                time=clock_time(until, seconds=True)
            ),
            "air",
            button=translate("Emergency", "Tắt micrô"),
            action=self._end_talk,
            closable=False,
        )
        self.ready.setEnabled(False)

    def _end_talk(self) -> None:
        by = self._name()
        self.tasks.write(
            lambda rooms: air.end_talk(rooms, by), lambda _: self.accept(), failed=self._say
        )

    def _say(self, error: DeskError) -> None:
        self.message.say(words_of(error), "need", closable=False)


def _part() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(0.75))
    return made, column
