"""Thiết lập: the station, its zones and hours, who sits here, how the desk looks."""

from __future__ import annotations

import dataclasses
from datetime import time

from PySide6.QtCore import QSettings, Qt
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.audio import tunes
from broadcast_desk.desk import theme
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.compose.operations import voice_names
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.frame.tray import KEEP_KEY, keeps_in_tray
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.reopening import keep_language, reopen
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.settings.template import TemplateCard
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Columns, scrolled
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.widgets.player import DEVICE_KEY, AudioPanel
from broadcast_desk.desk.wording import voice_text
from broadcast_desk.station.errors import DeskError, InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import Language
from broadcast_desk.station.settings import Operator, Role, StationSettings, TimeSpan, Zone
from broadcast_desk.timetable.checking import louder_zones
from broadcast_desk.timetable.guards import rules_of


def store(rooms: Rooms, settings: StationSettings, by: str = "") -> StationSettings:
    """Store the station's settings.

    Raises:
        InputError: they cannot work, or quiet hours become shorter: that is confirmed by name where
            its effect is seen, on the page of the timetable.
    """
    louder = set(louder_zones(rules_of(rooms.settings), rules_of(settings)))
    if louder:
        names = ", ".join(zone.name for zone in settings.zones if zone.id in louder)
        raise InputError("settings.less_quiet", zones=names)
    return rooms.timetable.change_rules(lambda _before: settings, by, "place")


class SettingsPage(Page):
    """The settings. What concerns the station is saved by the button; the look applies at once."""

    shows = frozenset({Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name, self.commune = QLineEdit(), QLineEdit()
        self.people, self.approvers = QLineEdit(), QLineEdit()
        self.quiet, self.zones = QLineEdit(), QLineEdit()
        self.minutes = NumberField()
        self.voice = QComboBox()
        self.plan, self.recipient = QLineEdit(), QLineEdit()
        self.look, self.scale, self.operator, self.device = (QComboBox() for _ in range(4))
        self.language = QComboBox()
        self.tray = QCheckBox(translate("Settings", "Đóng cửa sổ thì thu về khay hệ thống"))
        self.test = AudioPanel()
        self.template = TemplateCard()
        self.keep = Button(
            translate("Settings", "Lưu thiết lập"), self.save, icon="check", look="primary"
        )
        self._build()

    def _build(self) -> None:
        check = Button(
            translate("Settings", "Kiểm tra máy"),
            lambda: self.asked.emit("checkup", None),
            icon="shield-check",
        )
        line = flow_of(label(translate("Settings", "Thiết lập"), "title"), None, check, self.keep)
        self.body.addLayout(line)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, space(1), 0)
        columns = Columns(stack_below=760)
        left, right = _column(), _column()
        people, reports = self._build_people(), self._build_reports()
        for card in (self._build_station(), people, self.template, reports):
            left.body.addWidget(card)
        for card in (self._build_rules(), self._build_look(), self._build_listening()):
            right.body.addWidget(card)
        for side in (left, right):
            side.body.addStretch(1)
            columns.add(side)
        whole.addWidget(columns)
        whole.addStretch(1)
        self.body.addWidget(scrolled(inner), 1)

    def _build_station(self) -> Card:
        card = _group(translate("Settings", "Đài"))
        _field(card, translate("Settings", "Tên đài"), self.name)
        _field(card, translate("Settings", "Xã, phường, đặc khu"), self.commune)
        _field(card, translate("Settings", "Cụm loa, cách nhau bằng dấu chấm phẩy"), self.zones)
        _field(card, translate("Settings", "Giọng đọc thường dùng"), self.voice)
        return card

    def _build_people(self) -> Card:
        card = _group(translate("Settings", "Người trực"))
        _field(
            card,
            translate("Settings", "Người soạn và trực, cách nhau bằng dấu chấm phẩy"),
            self.people,
        )
        _field(card, translate("Settings", "Người duyệt"), self.approvers)
        _field(card, translate("Settings", "Ai đang ngồi ở máy này"), self.operator)
        return card

    def _build_reports(self) -> Card:
        card = _group(translate("Settings", "Báo cáo"))
        _field(card, translate("Settings", "Kế hoạch số"), self.plan)
        _field(card, translate("Settings", "Nơi nhận báo cáo"), self.recipient)
        return card

    def _build_rules(self) -> Card:
        card = _group(translate("Settings", "Quy định"))
        _field(
            card, translate("Settings", "Giờ yên lặng, như 20:00-05:00; 11:30-13:30"), self.quiet
        )
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setSuffix(translate("Settings", " phút"))
        self.minutes.setSpecialValueText(translate("Settings", "Không giới hạn"))
        _field(card, translate("Settings", "Một buổi dài nhất"), self.minutes)
        return card

    def _build_look(self) -> Card:
        card = _group(translate("Settings", "Màn hình"))
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
        _field(card, translate("Settings", "Màu"), self.look)
        _field(card, translate("Settings", "Cỡ chữ"), self.scale)
        for words, key in (("Tiếng Việt", "vi"), ("English", "en")):
            self.language.addItem(words, key)
        self.language.setCurrentIndex(self.language.findData(language()))
        _field(card, translate("Settings", "Ngôn ngữ"), self.language)
        self.tray.setChecked(keeps_in_tray())
        card.body.addWidget(self.tray)
        self.language.activated.connect(self._choose_language)
        self.tray.toggled.connect(
            lambda on: QSettings().setValue(KEEP_KEY, "true" if on else "false")
        )
        self.look.activated.connect(self._apply_look)
        self.scale.activated.connect(self._apply_look)
        return card

    def _build_listening(self) -> Card:
        card = _group(translate("Settings", "Nghe thử"))
        self.device.addItem(translate("Settings", "Theo máy"), "")
        _field(card, translate("Settings", "Nghe thử ra thiết bị"), self.device)
        self.device.activated.connect(self._choose_device)
        words = translate(
            "Settings", "Bấm để nghe nhạc hiệu: chỉ ra tai nghe hoặc loa của máy này."
        )
        card.body.addWidget(label(words, "small", wrap=True))
        card.body.addWidget(self.test)
        return card

    # Showing

    @override
    def refresh(self) -> None:
        """Read what is stored."""
        self.tasks.read(
            lambda rooms: rooms.settings, self._show, latest="show", failed=self.say_error
        )
        self.tasks.read(voice_names, self._show_voices, latest="voices", failed=self.say_error)
        if self.device.count() == 1:
            for device in QMediaDevices.audioOutputs():
                self.device.addItem(
                    device.description(), bytes(device.id().data()).decode(errors="replace")
                )
            chosen = self.device.findData(str(QSettings().value(DEVICE_KEY, "")))
            self.device.setCurrentIndex(max(0, chosen))
        names = tunes.names()
        if names:
            self.test.show_audio(tunes.path(names[0]), 0.0)

    def _show(self, settings: StationSettings) -> None:
        self.context.settings = settings
        self.name.setText(settings.name)
        self.commune.setText(settings.commune)
        self.zones.setText("; ".join(zone.name for zone in settings.zones))
        self.quiet.setText(
            "; ".join(f"{s.start:%H:%M}-{s.end:%H:%M}" for s in settings.quiet_hours)
        )
        self.minutes.setValue(settings.max_session_minutes)
        self.plan.setText(settings.plan_number)
        self.recipient.setText(settings.report_recipient)
        self.template.show_settings(settings)
        writers = [
            p.name for p in settings.operators if "operator" in p.roles or "writer" in p.roles
        ]
        self.people.setText("; ".join(writers))
        self.approvers.setText(
            "; ".join(p.name for p in settings.operators if "approver" in p.roles)
        )
        self.operator.clear()
        self.operator.addItems([person.name for person in settings.operators])
        self.operator.setCurrentText(self.context.operator)

    def _show_voices(self, names: tuple[str, ...]) -> None:
        self.voice.clear()
        for name in names:
            self.voice.addItem(voice_text(name), name)

    # Saving

    def settings(self) -> StationSettings:
        """The station's settings as they stand on the page.

        Raises:
            InputError: a time cannot be read.
            SpeechError: the programme template names something unknown.
        """
        old = self.context.settings
        voice = self.voice.currentData()
        order = (
            (str(voice), *(v for v in old.voice_order if v != voice)) if voice else old.voice_order
        )
        changed = dataclasses.replace(
            old,
            name=nfc(self.name.text()).strip(),
            commune=nfc(self.commune.text()).strip(),
            zones=self._zones(),
            operators=self._operators(),
            quiet_hours=tuple(_span(text) for text in _parts(self.quiet)),
            max_session_minutes=self.minutes.value(),
            voice_order=order,
            plan_number=nfc(self.plan.text()).strip(),
            report_recipient=nfc(self.recipient.text()).strip(),
        )
        return self.template.applied_to(changed)

    def _zones(self) -> tuple[Zone, ...]:
        """Zones keep their id by place, so that slots and the log still know them."""
        old = self.context.settings.zones
        names = _parts(self.zones)
        taken = {zone.id for zone in old}
        zones = [dataclasses.replace(z, name=n) for z, n in zip(old, names, strict=False)]
        number = len(old)
        for name in names[len(old) :]:
            number += 1
            while f"khu-{number}" in taken:
                number += 1
            taken.add(f"khu-{number}")
            zones.append(Zone(f"khu-{number}", name))
        return tuple(zones)

    def _operators(self) -> tuple[Operator, ...]:
        writers, approvers = _parts(self.people), _parts(self.approvers)
        names = dict.fromkeys([*writers, *approvers])
        roles: dict[str, tuple[Role, ...]] = {}
        for name in names:
            held: list[Role] = ["writer", "operator"] if name in writers else []
            roles[name] = (*held, "approver") if name in approvers else tuple(held)
        return tuple(Operator(name, roles[name]) for name in names)

    def save(self) -> None:
        """Store the station's settings."""
        try:
            wanted = self.settings()
        except DeskError as error:
            self.say_error(error)
            return
        self.context.operator = self.operator.currentText()
        QSettings().setValue("operator", self.context.operator)
        by = self.context.operator
        self.tasks.write(
            lambda rooms: store(rooms, wanted, by), self._on_saved, failed=self.say_error
        )

    def _on_saved(self, settings: StationSettings) -> None:
        self._show(settings)
        self.message.say(translate("Settings", "Đã lưu. Bộ phát theo thiết lập mới ngay."), "well")
        self.context.changes.tell(Kind.SETTINGS, by=self)

    def _apply_look(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        name, scale = self.look.currentData(), float(self.scale.currentData())
        known = next(t for t in theme.THEMES if t == name)
        QSettings().setValue("look/theme", known)
        QSettings().setValue("look/scale", str(scale))
        theme.apply(app, known, scale)

    def _choose_language(self) -> None:
        chosen: Language = "en" if self.language.currentData() == "en" else "vi"
        keep_language(chosen)
        if chosen == language():
            self.message.hide()
            return
        self.message.say(
            translate("Settings", "Ngôn ngữ đổi khi bàn phát thanh mở lại; bộ phát vẫn chạy."),
            button=translate("Settings", "Mở lại ngay"),
            action=reopen,
        )

    def _choose_device(self) -> None:
        QSettings().setValue(DEVICE_KEY, str(self.device.currentData()))


def _column() -> Card:
    made = Card(margin=0, spacing=2)
    made.setProperty("card", False)
    return made


def _group(words: str) -> Card:
    card = Card(margin=2, spacing=0.75)
    card.body.addWidget(label(words, "strong"))
    return card


def _field(card: Card, words: str, field: QWidget) -> None:
    name = label(words, "label", wrap=True)
    name.setBuddy(field)
    field.setAccessibleName(words)
    if isinstance(field, QComboBox):
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    card.body.addWidget(name)
    card.body.addWidget(field)


def _parts(field: QLineEdit) -> list[str]:
    return [part.strip() for part in nfc(field.text()).split(";") if part.strip()]


def _span(text: str) -> TimeSpan:
    start, _, end = text.partition("-")
    try:
        return TimeSpan(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError as error:
        raise InputError("settings.time", text=text) from error
