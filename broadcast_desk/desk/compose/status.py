"""The line below the columns: length, voice, tune, what was saved, and the one next button."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QProgressBar, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.player import AudioPanel


class Next(Enum):
    """What comes next."""

    WRITE = "write"  # nothing is written yet
    SPEAK = "speak"  # written, without sound
    SUBMIT = "submit"  # sound and text agree
    WAIT = "wait"  # sent for approval
    BUSY = "busy"  # sound is being made


class StatusBar(Card):
    """The line below.

    Signals:
        pressed: the one button, with what it means now (`Next`).
        try_asked: make the sound of the passage at the cursor.
        cancelled: stop making sound.
    """

    pressed = Signal(object)
    try_asked = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(margin=1.5, spacing=1)
        self._next = Next.WRITE
        self.length = label()
        self.saved = label(role="small")
        self.voice, self.tune = QComboBox(), QComboBox()
        self.voice.setAccessibleName(translate("Compose", "Giọng đọc"))
        self.tune.setAccessibleName(translate("Compose", "Nhạc hiệu"))
        for choice in (self.voice, self.tune):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(8 if choice is self.voice else 10)
            choice.currentTextChanged.connect(choice.setToolTip)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("Compose", "Đang tạo âm thanh"))
        self.cancel = Button(translate("Compose", "Hủy"), self.cancelled.emit, icon="x")
        self.attempt = Button(
            translate("Compose", "Nghe thử đoạn này"),
            self.try_asked.emit,
            icon="headphones",
            tip=translate("Compose", "Đọc thử đoạn có con trỏ, không lưu lại (Ctrl+L)"),
        )
        self.main = Button("", lambda: self.pressed.emit(self._next), look="primary")
        self.player = AudioPanel()
        self._build()
        self.show_next(Next.WRITE)

    def _build(self) -> None:
        self.body.addWidget(self.player)
        facts = QWidget()
        words = QVBoxLayout(facts)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.length)
        words.addWidget(self.saved)
        line = flow_of(facts, None, self.voice, self.tune, self.attempt)
        for part in (self.progress, self.cancel, self.main):
            line.addWidget(part)
        self.progress.setFixedWidth(space(20))
        self.body.addLayout(line)
        self.player.hide()

    @property
    def next(self) -> Next:
        """What the one button means now."""
        return self._next

    def show_next(self, coming: Next) -> None:
        """Offer the one thing that comes next."""
        self._next = coming
        words, icon = {
            Next.WRITE: (translate("Compose", "Tạo âm thanh"), "volume-2"),
            Next.SPEAK: (translate("Compose", "Tạo âm thanh"), "volume-2"),
            Next.SUBMIT: (translate("Compose", "Gửi duyệt"), "send"),
            Next.WAIT: (translate("Compose", "Đang chờ duyệt"), "clock"),
            Next.BUSY: (translate("Compose", "Đang tạo âm thanh"), "volume-2"),
        }[coming]
        busy = coming is Next.BUSY
        self.main.setText(words)
        self.main.setAccessibleName(words)
        self.main.set_icon(icon)
        self.main.setEnabled(coming in (Next.SPEAK, Next.SUBMIT))
        self.main.setVisible(not busy)
        self.progress.setVisible(busy)
        self.cancel.setVisible(busy)
        for part in (self.voice, self.tune, self.attempt):
            part.setVisible(not busy and coming is not Next.WAIT)
        self.attempt.setEnabled(coming is not Next.WRITE)

    def show_progress(self, fraction: float) -> None:
        """Show how far the sound is."""
        self.progress.setRange(0, 100)
        self.progress.setValue(round(fraction * 100))
