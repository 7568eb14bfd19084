"""Màn hình: colours, size of text, language, the tray, and where the desk itself listens."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from broadcast_desk.audio import tunes
from broadcast_desk.desk import theme
from broadcast_desk.desk.frame.tray import KEEP_KEY, keeps_in_tray
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.settings.group import Group
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.player import DEVICE_KEY, AudioPanel


class LookGroup(Group):
    """What concerns this person at this computer; it applies at once.

    Signals:
        language_chosen: a language, "vi" or "en".
    """

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Màn hình"),
            translate("Settings", "Chỉ riêng cho người dùng máy này; đổi là có hiệu lực ngay."),
        )
        self.look, self.scale, self.language, self.device = (QComboBox() for _ in range(4))
        self.tray = QCheckBox(translate("Settings", "Đóng cửa sổ thì thu về khay hệ thống"))
        self.test = AudioPanel()
        self._offer()
        self.add_field(translate("Settings", "Màu"), self.look)
        self.add_field(translate("Settings", "Cỡ chữ"), self.scale)
        self.add_field(translate("Settings", "Ngôn ngữ"), self.language)
        self.body.addWidget(self.tray)
        self.body.addWidget(rule())
        self.body.addWidget(label(translate("Settings", "Nghe thử ở bàn"), "strong"))
        self.add_field(translate("Settings", "Nghe thử ra thiết bị"), self.device)
        words = translate(
            "Settings", "Bấm để nghe nhạc hiệu: chỉ ra tai nghe hoặc loa của máy này."
        )
        self.body.addWidget(label(words, "small", wrap=True))
        self.body.addWidget(self.test)

    def _offer(self) -> None:
        names = {
            "light": translate("Settings", "Sáng"),
            "dark": translate("Settings", "Tối"),
            "contrast": translate("Settings", "Tương phản cao"),
        }
        for name in theme.THEMES:
            self.look.addItem(names[name], name)
        for scale in theme.TEXT_SCALES:
            self.scale.addItem(f"{scale:.0%}", scale)
        now = theme.current()
        self.look.setCurrentIndex(self.look.findData(now.name))
        self.scale.setCurrentIndex(max(0, self.scale.findData(now.scale)))
        for words, key in (("Tiếng Việt", "vi"), ("English", "en")):
            self.language.addItem(words, key)
        self.language.setCurrentIndex(self.language.findData(language()))
        self.tray.setChecked(keeps_in_tray())
        self.device.addItem(translate("Settings", "Theo máy"), "")
        self.look.activated.connect(self._apply_look)
        self.scale.activated.connect(self._apply_look)
        self.language.activated.connect(
            lambda _: self.language_chosen.emit(str(self.language.currentData()))
        )
        self.tray.toggled.connect(
            lambda on: QSettings().setValue(KEEP_KEY, "true" if on else "false")
        )
        self.device.activated.connect(
            lambda _: QSettings().setValue(DEVICE_KEY, str(self.device.currentData()))
        )

    def look_again(self) -> None:
        """See which devices there are now, and offer the signal tune to listen to."""
        if self.device.count() == 1:
            for device in QMediaDevices.audioOutputs():
                key = bytes(device.id().data()).decode(errors="replace")
                self.device.addItem(device.description(), key)
            chosen = self.device.findData(str(QSettings().value(DEVICE_KEY, "")))
            self.device.setCurrentIndex(max(0, chosen))
        names = tunes.names()
        if names:
            self.test.show_audio(tunes.path(names[0]), 0.0)

    def _apply_look(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        name, scale = self.look.currentData(), float(self.scale.currentData())
        known = next(t for t in theme.THEMES if t == name)
        QSettings().setValue("look/theme", known)
        QSettings().setValue("look/scale", str(scale))
        theme.apply(app, known, scale)
