"""Quy định: the hours in which nothing sounds, the longest session; more of it in the timetable."""

from __future__ import annotations

import dataclasses
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, parts_of
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, TimeSpan


class RulesGroup(Group):
    """The rules every zone has; those of single zones are in the timetable.

    Signals:
        place_asked: the timetable's page of rules.
    """

    place_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Quy định"),
            translate(
                "Settings",
                "Trong giờ yên lặng chỉ phát khẩn cấp mới ra loa. Muốn thu ngắn giờ yên lặng, hãy "
                "làm ở Lịch phát, nơi thấy trước điều gì sẽ đổi.",
            ),
        )
        self.quiet = QLineEdit()
        self.minutes = NumberField()
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setSuffix(translate("Settings", " phút"))
        self.minutes.setSpecialValueText(translate("Settings", "Không giới hạn"))
        self.add_field(
            translate("Settings", "Giờ yên lặng, như 20:00-05:00; 11:30-13:30"), self.quiet
        )
        self.add_field(translate("Settings", "Một buổi dài nhất"), self.minutes)
        words = translate(
            "Settings",
            "Quy định riêng của từng cụm loa, số buổi mỗi ngày, cuối tuần, mẫu theo tỉnh và ngày "
            "đặc biệt nằm ở Lịch phát.",
        )
        self.body.addWidget(label(words, "muted", wrap=True))
        way = Button(
            translate("Settings", "Quy định ở Lịch phát"), self.place_asked.emit,
            icon="calendar-days",
        )  # fmt: skip
        self.body.addLayout(flow_of(way))

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""
        spans = [f"{s.start:%H:%M}-{s.end:%H:%M}" for s in settings.quiet_hours]
        self.quiet.setText("; ".join(spans))
        self.minutes.setValue(settings.max_session_minutes)

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these rules.

        Raises:
            InputError: a time cannot be read.
        """
        return dataclasses.replace(
            settings,
            quiet_hours=tuple(_span(text) for text in parts_of(self.quiet)),
            max_session_minutes=self.minutes.value(),
        )


def _span(text: str) -> TimeSpan:
    start, _, end = text.partition("-")
    try:
        return TimeSpan(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError as error:
        raise InputError("settings.time", text=text) from error
