"""The programme template: what is heard before, between and after every bulletin."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from broadcast_desk.audio import tunes
from broadcast_desk.audio.shaping import PRESETS, PresetName
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.widgets.cards import Card
from broadcast_desk.desk.widgets.fields import SecondsField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.speech import template as templates
from broadcast_desk.speech.ai_mark import SPOKEN_LINE
from broadcast_desk.speech.segments import LONGEST_PAUSE_MS, Pauses
from broadcast_desk.speech.template import Template
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import StationSettings


class TemplateCard(Card):
    """The fields of the template."""

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=0.75)
        self.tune, self.sting, self.closing_tune = (QComboBox() for _ in range(3))
        self.opening, self.closing = QLineEdit(), QLineEdit()
        self.ai_line = QCheckBox(translate("Settings", "Đọc câu báo giọng đọc nhân tạo"))
        self.preset = QComboBox()
        self.pauses = {
            field.name: SecondsField(LONGEST_PAUSE_MS) for field in dataclasses.fields(Pauses)
        }
        self._shown = Template()
        self._build()

    def _build(self) -> None:
        self.body.addWidget(label(translate("Settings", "Khung chương trình"), "strong"))
        for choice in (self.tune, self.closing_tune):
            choice.addItem(translate("Settings", "Không"), "")
            for number, name in enumerate(tunes.names(), start=1):
                choice.addItem(translate("Settings", "Nhạc hiệu {n}").format(n=number), name)
        self.sting.addItem(translate("Settings", "Không"), "")
        self.sting.addItem(translate("Settings", "Nhạc cắt"), tunes.STING)
        names: dict[PresetName, str] = {
            "outdoor": translate("Settings", "Loa ngoài trời"),
            "indoor": translate("Settings", "Loa trong nhà"),
            "none": translate("Settings", "Giữ nguyên tiếng"),
        }
        for preset in PRESETS:
            self.preset.addItem(names[preset], preset)
        hint = translate("Settings", "Lời mở đầu; {name} là tên đài, {commune} là tên xã")
        for words, field in (
            (translate("Settings", "Nhạc mở đầu"), self.tune),
            (hint, self.opening),
            (translate("Settings", "Nhạc cắt giữa hai tin (dòng ---)"), self.sting),
            (translate("Settings", "Lời kết"), self.closing),
            (translate("Settings", "Nhạc kết"), self.closing_tune),
            (translate("Settings", "Chỉnh tiếng cho"), self.preset),
        ):
            above = label(words, "label", wrap=True)
            above.setBuddy(field)
            field.setAccessibleName(words)
            self.body.addWidget(above)
            self.body.addWidget(field)
        self.body.addWidget(self.ai_line)
        self._build_pauses()

    def _build_pauses(self) -> None:
        """The silences, two to a line where there is room."""
        self.body.addWidget(label(translate("Settings", "Quãng nghỉ"), "label"))
        words = {
            "sentence_ms": translate("Settings", "Cuối câu"),
            "clause_ms": translate("Settings", "Sau dấu hai chấm, chấm phẩy"),
            "paragraph_ms": translate("Settings", "Cuối đoạn"),
            "heading_ms": translate("Settings", "Sau đề mục"),
            "item_ms": translate("Settings", "Sau mỗi tin"),
            "tune_ms": translate("Settings", "Sau nhạc mở đầu"),
            "sting_ms": translate("Settings", "Sau nhạc cắt"),
        }
        for name, field in self.pauses.items():
            before = label(words[name])
            before.setBuddy(field)
            field.setAccessibleName(words[name])
            self.body.addLayout(flow_of(before, None, field))

    def show_settings(self, settings: StationSettings) -> None:
        """Show the station's template; a stored one that is wrong is shown as none."""
        try:
            self._shown = templates.of_station(settings)
        except SpeechError:
            self._shown = Template()
        shown = self._shown
        for choice, value in (
            (self.tune, shown.tune),
            (self.sting, shown.sting),
            (self.closing_tune, shown.closing_tune),
            (self.preset, shown.preset),
        ):
            if choice.findData(value) < 0:
                choice.addItem(value, value)
            choice.setCurrentIndex(choice.findData(value))
        self.opening.setText(shown.opening)
        self.closing.setText(shown.closing)
        self.ai_line.setChecked(bool(shown.ai_line))
        for name, field in self.pauses.items():
            field.set_ms(getattr(shown.pauses, name))

    def applied_to(self, settings: StationSettings) -> StationSettings:
        """The settings with the template as it stands here.

        Raises:
            SpeechError: a spoken line has an unknown `{place}`.
        """
        kept = self._shown.ai_line or SPOKEN_LINE
        wanted = dataclasses.replace(
            self._shown,
            tune=str(self.tune.currentData()),
            opening=nfc(self.opening.text()).strip(),
            sting=str(self.sting.currentData()),
            closing=nfc(self.closing.text()).strip(),
            closing_tune=str(self.closing_tune.currentData()),
            ai_line=kept if self.ai_line.isChecked() else "",
            preset=next(p for p in PRESETS if p == self.preset.currentData()),
            pauses=Pauses(**{name: field.ms() for name, field in self.pauses.items()}),
        )
        if wanted == templates.of_station(settings):
            return settings
        return templates.with_template(settings, wanted)
