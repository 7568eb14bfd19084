"""Tiếp sóng: the live sources the station relays, and its microphone; each can be listened to."""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, Outcome, text_of
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.player import AudioPanel
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import RelaySource, StationSettings

MICROPHONE_KEY = "microphone"


class RelayRow(QWidget):
    """One live source.

    Signals:
        listened: it is to be heard.
        removed: it is no longer wanted.
    """

    listened = Signal()
    removed = Signal()

    def __init__(self, source: RelaySource) -> None:
        super().__init__()
        self.name, self.url = QLineEdit(source.name), QLineEdit(source.url)
        names = (translate("Settings", "Tên"), translate("Settings", "Địa chỉ"))
        examples = (translate("Settings", "Thời sự Đài tỉnh"), "http://máy-chủ:8000/kênh")
        for field, words, example, least in zip(
            (self.name, self.url), names, examples, (220, 300), strict=True
        ):
            field.setAccessibleName(words)
            field.setPlaceholderText(example)
            field.setMinimumWidth(theme.current().px(least))
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.test = Button(translate("Settings", "Nghe thử"), self.listened.emit, icon="headphones")
        away = Button(
            "", self.removed.emit, icon="x", look="quiet",
            tip=translate("Settings", "Bỏ nguồn này"),
        )  # fmt: skip
        self.outcome = Outcome()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.5))
        column.addLayout(flow_of(self.name, self.url, self.test, away))
        column.addWidget(self.outcome)

    def source(self) -> RelaySource | None:
        """The source, None while the row is empty.

        Raises:
            InputError: it has no address.
        """
        name, url = text_of(self.name), text_of(self.url)
        if not name and not url:
            return None
        if not url:
            raise InputError("checkup.address", url=name)
        return RelaySource(name or url, url)


class RelaysGroup(Group):
    """The sources and the microphone.

    Signals:
        listened: a source is to be heard: where its outcome is said, and its address.
    """

    listened = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Tiếp sóng"),
            translate(
                "Settings",
                "Các nguồn hay tiếp sóng, để chọn khi xếp lịch. Nghe thử chỉ ra tai nghe hoặc "
                "loa của máy này.",
            ),
        )
        self.rows: list[RelayRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(1))
        self.body.addLayout(self._lines)
        self.more = Button(translate("Settings", "Thêm nguồn"), self.add_source, icon="plus")
        self.body.addLayout(flow_of(self.more))
        self.body.addWidget(rule())
        self.body.addWidget(label(translate("Settings", "Micrô để nói trực tiếp"), "strong"))
        self.microphone = QComboBox()
        self.add_field(translate("Settings", "Micrô"), self.microphone)
        self.test_microphone = Button(
            translate("Settings", "Nghe thử micrô"), self._listen_to_microphone, icon="headphones"
        )
        self.microphone_outcome = Outcome()
        self.body.addLayout(flow_of(self.test_microphone))
        self.body.addWidget(self.microphone_outcome)
        self.player = AudioPanel()
        self.player.hide()
        self.body.addWidget(self.player)

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for source in settings.relays:
            self._add(source)
        self._offer_microphones(settings.extra.get(MICROPHONE_KEY, ""))

    def _offer_microphones(self, chosen: str) -> None:
        self.microphone.clear()
        self.microphone.addItem(translate("Settings", "Micrô mặc định của máy"), "")
        for device in QMediaDevices.audioInputs():
            key = bytes(device.id().data()).decode(errors="replace")
            self.microphone.addItem(device.description(), key)
        if self.microphone.findData(chosen) < 0:
            gone = translate("Settings", "{device} (không thấy trên máy)")
            self.microphone.addItem(gone.format(device=chosen), chosen)
        self.microphone.setCurrentIndex(self.microphone.findData(chosen))

    def add_source(self) -> None:
        """Add a source; its name comes next."""
        self._add(RelaySource("", "")).name.setFocus()

    def _add(self, source: RelaySource) -> RelayRow:
        row = RelayRow(source)
        row.listened.connect(partial(self._listen, row))
        row.removed.connect(partial(self._remove, row))
        self.rows.append(row)
        self._lines.addWidget(row)
        return row

    def _remove(self, row: RelayRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()

    def _listen(self, row: RelayRow) -> None:
        self.listened.emit(row.outcome, text_of(row.url))

    def _listen_to_microphone(self) -> None:
        self.listened.emit(self.microphone_outcome, f"line:{self.microphone.currentData()}")

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these sources.

        Raises:
            InputError: a source has no address.
        """
        relays = tuple(source for row in self.rows if (source := row.source()) is not None)
        extra = {key: value for key, value in settings.extra.items() if key != MICROPHONE_KEY}
        if self.microphone.currentData():
            extra[MICROPHONE_KEY] = str(self.microphone.currentData())
        return dataclasses.replace(settings, relays=relays, extra=extra)
