"""Thiết lập: grouped as the station thinks, a test beside whatever can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.compose.operations import voice_names
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.reopening import keep_language, reopen
from broadcast_desk.desk.settings import operations
from broadcast_desk.desk.settings.alarms import AlarmsGroup
from broadcast_desk.desk.settings.backups import BackupGroup
from broadcast_desk.desk.settings.copies import Copies
from broadcast_desk.desk.settings.group import Group
from broadcast_desk.desk.settings.look import LookGroup
from broadcast_desk.desk.settings.people import PeopleGroup
from broadcast_desk.desk.settings.relays import RelaysGroup
from broadcast_desk.desk.settings.rules import RulesGroup
from broadcast_desk.desk.settings.speakers import SpeakersGroup
from broadcast_desk.desk.settings.station import StationGroup
from broadcast_desk.desk.settings.template import TemplateCard
from broadcast_desk.desk.settings.trials import Trials
from broadcast_desk.desk.settings.voices import VoicesGroup
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import scrolled
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.settings import StationSettings


class SettingsPage(Page):
    """The settings. What concerns the station is saved by the button; the look applies at once."""

    shows = frozenset({Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.station, self.speakers, self.relays = StationGroup(), SpeakersGroup(), RelaysGroup()
        self.voices, self.people, self.rules = VoicesGroup(), PeopleGroup(), RulesGroup()
        self.alarms, self.look = AlarmsGroup(), LookGroup()
        self.backups = BackupGroup(context.data.backups)
        self.template = TemplateCard()
        self.keep = Button(
            translate("Settings", "Lưu thiết lập"), self.save, icon="check", look="primary"
        )
        self._shown: StationSettings | None = None
        self.tabs = QButtonGroup(self)
        self.places = QStackedWidget()
        self._build()
        self.rules.place_asked.connect(lambda: self.asked.emit("timetable", "place"))
        self.look.language_chosen.connect(self._choose_language)
        self._trials = Trials(self, self.speakers, self.relays, self.voices, self.alarms)
        self._copies = Copies(self, self.backups)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that belong to the station, in the order in which they are applied."""
        return (
            self.station, self.speakers, self.relays, self.voices, self.people, self.rules,
            self.alarms,
        )  # fmt: skip

    def _build(self) -> None:
        check = Button(
            translate("Settings", "Kiểm tra máy"),
            lambda: self.asked.emit("checkup", None),
            icon="shield-check",
        )
        head = label(translate("Settings", "Thiết lập"), "title")
        self.body.addLayout(flow_of(head, None, check, self.keep))
        tabs = flow_of(spacing=0.5)
        places: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (translate("Settings", "Đài"), (self.station,)),
            (translate("Settings", "Loa"), (self.speakers,)),
            (translate("Settings", "Tiếp sóng"), (self.relays,)),
            (translate("Settings", "Giọng đọc"), (self.voices, self.template)),
            (translate("Settings", "Người trực"), (self.people,)),
            (translate("Settings", "Quy định"), (self.rules,)),
            (translate("Settings", "Báo động"), (self.alarms,)),
            (translate("Settings", "Sao lưu"), (self.backups,)),
            (translate("Settings", "Màn hình"), (self.look,)),
        )
        for words, parts in places:
            number = self.places.addWidget(scrolled(_column(parts)))
            tab = Button(words, partial(self.places.setCurrentIndex, number), look="tab")
            tab.setCheckable(True)
            tab.setChecked(number == 0)
            self.tabs.addButton(tab, number)
            tabs.addWidget(tab)
        self.body.addLayout(tabs)
        self.body.addWidget(self.places, 1)

    # Showing

    @override
    def refresh(self) -> None:
        """Read what is stored."""
        self.tasks.read(
            lambda rooms: rooms.settings, self._show, latest="show", failed=self.say_error
        )
        self.tasks.read(
            voice_names, self.voices.show_voices, latest="voices", failed=self.say_error
        )
        self._copies.look()
        self.look.look_again()

    @override
    def open_on(self, what: object) -> None:
        """Show the group of that name: "speakers", "backups" and so on."""
        group = getattr(self, str(what), None)
        for number in range(self.places.count()):
            place = self.places.widget(number)
            if isinstance(group, Group) and place is not None and place.isAncestorOf(group):
                self.tabs.button(number).click()

    def _show(self, settings: StationSettings) -> None:
        """Show what is stored; what is being written stays while nobody else changed it."""
        if settings == self._shown:
            return
        self._shown = settings
        self.context.settings = settings
        for group in self.groups:
            group.show_settings(settings)
        self.people.show_people(settings, self.context.operator)
        self.template.show_settings(settings)

    # Saving

    def settings(self) -> StationSettings:
        """The station's settings as they stand on the page.

        Raises:
            InputError: something written here cannot be.
            SpeechError: the programme template names something unknown.
        """
        changed = self.context.settings
        for group in self.groups:
            changed = group.applied_to(changed)
        return self.template.applied_to(changed)

    def save(self) -> None:
        """Store the station's settings."""
        try:
            wanted, secrets = self.settings(), self.alarms.secrets()
        except DeskError as error:
            self.say_error(error)
            return
        self.context.operator = self.people.operator.currentText()
        QSettings().setValue("operator", self.context.operator)
        by, before = self.context.operator, self.context.settings
        self.tasks.write(
            lambda rooms: operations.store(rooms, wanted, by, secrets),
            partial(self._on_saved, before),
            failed=self.say_error,
        )

    def _on_saved(self, before: StationSettings, settings: StationSettings) -> None:
        self._shown = None  # also what was written in another form than it is kept
        self._show(settings)
        self.message.say(translate("Settings", "Đã lưu. Bộ phát theo thiết lập mới ngay."), "well")
        if operations.needs_restart(before, settings):
            self.message.say(
                translate(
                    "Settings",
                    "Đã lưu. Đường ra loa mới có hiệu lực khi bộ phát chạy lại, loa im vài giây.",
                ),
                "well",
                button=translate("Settings", "Chạy lại bộ phát"),
                action=self.restart_playout,
            )
        self.context.changes.tell(Kind.SETTINGS, by=self)

    def restart_playout(self) -> None:
        """Let playout end and begin anew, when nothing is on air."""
        self.message.say(translate("Settings", "Bộ phát đang chạy lại"))
        self.tasks.long(
            lambda rooms, _: operations.restart_playout(rooms),
            lambda _: self.message.say(
                translate("Settings", "Bộ phát đã chạy lại với đường ra loa mới."), "well"
            ),
            failed=self.say_error,
        )

    def _choose_language(self, chosen: str) -> None:
        keep_language("en" if chosen == "en" else "vi")
        if chosen == language():
            self.message.hide()
            return
        self.message.say(
            translate("Settings", "Ngôn ngữ đổi khi bàn phát thanh mở lại; bộ phát vẫn chạy."),
            button=translate("Settings", "Mở lại ngay"),
            action=reopen,
        )


def _column(parts: Sequence[QWidget]) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, space(1), 0)
    column.setSpacing(space(2))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return inner
