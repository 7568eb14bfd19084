"""One doubt at a time: what is written, how it will be said, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from broadcast_desk.desk.compose.words import doubt_text
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, IconLabel
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.speech.reading import Doubt


class DoubtBar(Card):
    """The bar below the columns for the doubt that was chosen.

    Signals:
        settled: what is written, and how it is said from now on.
        stepped: go to the doubt so many further (+1 or -1).
        heard: say this aloud at the desk.
    """

    settled = Signal(str, str)
    stepped = Signal(int)
    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=1.5)
        self._doubt: Doubt | None = None
        self._place = label(role="small")
        self._why = label(role="small")
        self._written = label(role="strong")
        self.spoken = QLineEdit()
        self.spoken.setAccessibleName(translate("Compose", "Đọc là"))
        self.spoken.returnPressed.connect(self._settle)
        back = translate("Compose", "Chỗ trước (Shift+F8)")
        on = translate("Compose", "Chỗ sau (F8)")
        self._back = Button(
            "", lambda: self.stepped.emit(-1), icon="chevron-left", look="quiet", tip=back
        )
        self._on = Button(
            "", lambda: self.stepped.emit(1), icon="chevron-right", look="quiet", tip=on
        )
        self._keep = Button(translate("Compose", "Ghi vào từ điển"), self._settle, icon="check")
        self.hear = Button(
            translate("Compose", "Nghe thử từ"),
            self._hear,
            icon="headphones",
            look="quiet",
            tip=translate("Compose", "Nghe cách đọc đang ghi ở đây, chỉ trên máy này"),
        )
        line = flow_of(IconLabel("ear", "need_text"), self._written, spacing=1.5)
        line.addWidget(label(translate("Compose", "đọc là")))
        keys = (self._back, self._on)
        for part in (self.spoken, self.hear, self._keep, self._place, *keys, self._why):
            line.addWidget(part)
        self.body.addLayout(line)
        self.hide()

    def show_doubt(self, doubt: Doubt, number: int, count: int) -> None:
        """Show one doubt of `count`; one beyond them is shown without a place among them."""
        self._doubt = doubt
        self._written.setText(f"“{doubt.written}”")
        self._written.setTextFormat(Qt.TextFormat.PlainText)
        self.spoken.setText(doubt.guess)
        self.spoken.setCursorPosition(0)
        self._why.setText(doubt_text(doubt))
        place = translate("Compose", "{number}/{count} chỗ cần xem")
        counted = number < count
        self._place.setText(place.format(number=number + 1, count=count) if counted else "")
        self.show()

    def _hear(self) -> None:
        if self.spoken.text().strip():
            self.heard.emit(self.spoken.text().strip())

    def _settle(self) -> None:
        if self._doubt is not None and self.spoken.text().strip():
            self.settled.emit(self._doubt.written, self.spoken.text().strip())
