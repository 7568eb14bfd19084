"""Đài: its name, its commune, and what the yearly report says of it."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, text_of
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.settings import StationSettings


class StationGroup(Group):
    """The station."""

    def __init__(self) -> None:
        super().__init__(translate("Settings", "Đài"))
        self.name, self.commune = QLineEdit(), QLineEdit()
        self.plan, self.recipient = QLineEdit(), QLineEdit()
        self.centre = QLineEdit()
        self.add_field(translate("Settings", "Tên đài"), self.name)
        self.add_field(translate("Settings", "Xã, phường, đặc khu"), self.commune)
        self.add_field(translate("Settings", "Trung tâm gửi gói phát thanh"), self.centre)
        self.body.addWidget(rule())
        self.body.addWidget(label(translate("Settings", "Báo cáo"), "strong"))
        self.add_field(translate("Settings", "Kế hoạch số"), self.plan)
        self.add_field(translate("Settings", "Nơi nhận báo cáo"), self.recipient)

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""
        self.name.setText(settings.name)
        self.commune.setText(settings.commune)
        self.centre.setText(settings.centre_name)
        self.plan.setText(settings.plan_number)
        self.recipient.setText(settings.report_recipient)

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With this group's fields."""
        return dataclasses.replace(
            settings,
            name=text_of(self.name),
            commune=text_of(self.commune),
            centre_name=text_of(self.centre),
            plan_number=text_of(self.plan),
            report_recipient=text_of(self.recipient),
        )
