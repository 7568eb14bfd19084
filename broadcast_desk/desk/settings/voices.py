"""Giọng đọc: which voice speaks first, which when that one cannot, and how it sounds."""

from __future__ import annotations

import dataclasses
from typing import Literal, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy
from typing_extensions import override

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, Outcome, text_of
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.player import AudioPanel
from broadcast_desk.desk.wording import voice_text
from broadcast_desk.station.settings import StationSettings

Region = Literal["north", "central", "south"]


class VoicesGroup(Group):
    """The voices.

    Signals:
        tried: a sentence is to be heard in a voice: the text, the voice's name.
    """

    tried = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(translate("Settings", "Giọng đọc"))
        self.voice, self.second, self.region = QComboBox(), QComboBox(), QComboBox()
        self._order: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()
        regions: dict[Region, str] = {
            "north": translate("Settings", "Miền Bắc: nghìn, linh, mùng"),
            "central": translate("Settings", "Miền Trung"),
            "south": translate("Settings", "Miền Nam: ngàn, lẻ"),
        }
        for key in get_args(Region):
            self.region.addItem(regions[key], key)
        self.sentence = QLineEdit(
            translate("Settings", "Bản tin lúc 17h30 ngày 8/8, chuyên mục ASEAN.")
        )
        self.sentence.setAccessibleName(translate("Settings", "Câu đọc thử"))
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.test = Button(translate("Settings", "Đọc thử"), self._try, icon="headphones")
        self.outcome = Outcome()
        self.player = AudioPanel()
        self.player.hide()
        self.add_field(translate("Settings", "Giọng đọc thường dùng"), self.voice)
        self.add_field(translate("Settings", "Khi giọng đó không đọc được thì dùng"), self.second)
        self.add_field(translate("Settings", "Cách đọc số theo miền"), self.region)
        self.body.addWidget(rule())
        self.body.addLayout(flow_of(self.sentence, self.test))
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.player)

    def _try(self) -> None:
        self.tried.emit(text_of(self.sentence), str(self.voice.currentData() or ""))

    def show_voices(self, names: tuple[str, ...]) -> None:
        """Offer the voices there are, the station's first choice first."""
        if names == self._offered:
            return
        self._offered = names
        for box in (self.voice, self.second):
            box.clear()
        self.second.addItem(translate("Settings", "Máy tự chọn giọng có sẵn"), "")
        for name in names:
            self.voice.addItem(voice_text(name), name)
            self.second.addItem(voice_text(name), name)
        self._choose()

    def _choose(self) -> None:
        there = [name for name in self._order if self.voice.findData(name) >= 0]
        self.voice.setCurrentIndex(self.voice.findData(there[0]) if there else 0)
        self.second.setCurrentIndex(self.second.findData(there[1] if len(there) > 1 else ""))

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""
        self._order = settings.voice_order
        self.region.setCurrentIndex(self.region.findData(settings.region))
        self._choose()

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these voices; those not chosen keep their order behind them."""
        chosen = [str(box.currentData()) for box in (self.voice, self.second) if box.currentData()]
        order = tuple(dict.fromkeys([*chosen, *settings.voice_order]))
        region = next(key for key in get_args(Region) if key == self.region.currentData())
        return dataclasses.replace(settings, voice_order=order, region=region)
