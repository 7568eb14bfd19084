"""Người trực: who writes, who is on duty, who approves, and who sits at this computer."""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Group, text_of
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import Operator, Role, StationSettings


class PersonRow(QWidget):
    """One person: a name and what it may do.

    Signals:
        removed: the person leaves the station.
        changed: the name was changed.
    """

    removed = Signal()
    changed = Signal()

    def __init__(self, person: Operator) -> None:
        super().__init__()
        self._kept = tuple(r for r in person.roles if r == "administrator")
        self.name = QLineEdit(person.name)
        self.name.setAccessibleName(translate("Settings", "Họ tên"))
        self.name.setPlaceholderText(translate("Settings", "Họ tên"))
        self.name.setMinimumWidth(theme.current().px(260))
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name.textChanged.connect(self.changed)
        self.roles: dict[Role, QCheckBox] = {
            "writer": QCheckBox(translate("Settings", "Soạn tin")),
            "operator": QCheckBox(translate("Settings", "Trực đài")),
            "approver": QCheckBox(translate("Settings", "Duyệt")),
        }
        for role, box in self.roles.items():
            box.setChecked(role in person.roles)
        away = Button(
            "", self.removed.emit, icon="x", look="quiet", tip=translate("Settings", "Bỏ người này")
        )
        line = flow_of(self.name, *self.roles.values(), away, spacing=2)
        self.setLayout(line)

    def person(self) -> Operator | None:
        """The person, None while nobody is named."""
        name = text_of(self.name)
        roles = tuple(role for role, box in self.roles.items() if box.isChecked())
        return Operator(name, (*roles, *self._kept)) if name else None


class PeopleGroup(Group):
    """The people of the station."""

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Người trực"),
            translate(
                "Settings",
                "Tên được ghi vào nhật ký khi soạn, duyệt, dừng phát hay phát khẩn cấp.",
            ),
        )
        self.rows: list[PersonRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(1))
        self.body.addLayout(self._lines)
        self.more = Button(translate("Settings", "Thêm người"), self.add_person, icon="plus")
        self.body.addLayout(flow_of(self.more))
        self.body.addWidget(rule())
        self.operator = QComboBox()
        self.add_field(translate("Settings", "Ai đang ngồi ở máy này"), self.operator)

    def show_people(self, settings: StationSettings, sitting: str) -> None:
        """Show everybody, and who sits here."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for person in settings.operators:
            self._add(person)
        self._offer()
        self.operator.setCurrentText(sitting)

    def add_person(self) -> None:
        """Add somebody; the name comes next."""
        self._add(Operator("", ("writer", "operator"))).name.setFocus()

    def _add(self, person: Operator) -> PersonRow:
        row = PersonRow(person)
        row.removed.connect(partial(self._remove, row))
        row.changed.connect(self._offer)
        self.rows.append(row)
        self._lines.addWidget(row)
        return row

    def _remove(self, row: PersonRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._offer()

    def _offer(self) -> None:
        sitting = self.operator.currentText()
        self.operator.clear()
        self.operator.addItems([person.name for person in self._people()])
        self.operator.setCurrentText(sitting)

    def _people(self) -> tuple[Operator, ...]:
        return tuple(person for row in self.rows if (person := row.person()) is not None)

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these people.

        Raises:
            InputError: two have the same name.
        """
        people = self._people()
        names = [person.name for person in people]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise InputError("settings.same_name", name=twice)
        return dataclasses.replace(settings, operators=people)
