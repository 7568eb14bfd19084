"""Loa: each zone with its name, where it sounds, how loud, how late; a tone beside each way out."""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.settings.group import Group, add_field, text_of
from broadcast_desk.desk.settings.outputs import OutputRow, OutputRows
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import rule
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.settings import StationSettings, Zone

LONGEST_DELAY_MS = 5000


class ZonePart(QWidget):
    """One zone.

    Signals:
        tried: a tone is wanted on a row (`OutputRow`).
        removed: the zone is given up.
    """

    tried = Signal(object)
    removed = Signal()

    def __init__(self, zone: Zone) -> None:
        super().__init__()
        self.zone_id = zone.id
        self.name = QLineEdit(zone.name)
        self.volume, self.delay = NumberField(), NumberField()
        self.volume.setRange(0, 100)
        self.volume.setSuffix(" %")
        self.volume.setValue(zone.volume)
        self.delay.setRange(0, LONGEST_DELAY_MS)
        self.delay.setSuffix(" ms")
        self.delay.setSpecialValueText(translate("Settings", "Cùng lúc với các cụm khác"))
        self.delay.setValue(zone.delay_ms)
        outputs = [name.strip() for name in zone.output.split(";") if name.strip()]
        self.ways = OutputRows(outputs)
        self.ways.tried.connect(self.tried)
        self.more = Button(
            translate("Settings", "Thêm đường ra"), self.ways.add, icon="plus", look="quiet"
        )
        self.away = Button(
            translate("Settings", "Bỏ cụm loa"), self.removed.emit, icon="trash-2", look="quiet"
        )
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.75))
        column.addWidget(rule())
        add_field(column, translate("Settings", "Tên cụm loa"), self.name)
        column.addWidget(label(translate("Settings", "Phát ra đâu"), "label"))
        column.addWidget(self.ways)
        volume, delay = _part(), _part()
        add_field(volume.column, translate("Settings", "Âm lượng"), self.volume)
        add_field(delay.column, translate("Settings", "Phát trễ hơn"), self.delay)
        for part in (volume, delay):
            part.setMinimumWidth(theme.current().px(260))
        column.addLayout(flow_of(volume, delay, spacing=2))
        column.addLayout(flow_of(self.more, None, self.away))

    def zone(self) -> Zone:
        """The zone as it stands here."""
        return Zone(
            self.zone_id,
            text_of(self.name),
            self.ways.outputs() or "default",
            self.volume.value(),
            self.delay.value(),
        )


class _Part(QWidget):
    """A column of its own in a line that may wrap."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space(0.5))


def _part() -> _Part:
    return _Part()


class SpeakersGroup(Group):
    """All zones.

    Signals:
        tried: a tone is wanted: the row, its zone's id, the volume.
    """

    tried = Signal(object, str, int)

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Loa"),
            translate(
                "Settings",
                "Mỗi cụm loa nhớ đúng cạc âm thanh của mình; cạc bị rút thì cụm im và báo, không "
                "tự phát sang cạc khác. Tiếng thử dài hai giây, không phát trong giờ yên lặng.",
            ),
        )
        self.zones: list[ZonePart] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(2))
        self.body.addLayout(self._lines)
        self.body.addWidget(rule())
        self.more = Button(translate("Settings", "Thêm cụm loa"), self.add_zone, icon="plus")
        self.body.addLayout(flow_of(self.more))

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored."""
        for part in self.zones:
            part.hide()
            part.deleteLater()
        self.zones = []
        for zone in settings.zones:
            self._add(zone)

    def add_zone(self) -> None:
        """Add a zone; its name comes next."""
        taken = {part.zone_id for part in self.zones}
        number = len(taken) + 1
        while f"khu-{number}" in taken:
            number += 1
        part = self._add(Zone(f"khu-{number}", ""))
        part.name.setFocus()

    def _add(self, zone: Zone) -> ZonePart:
        part = ZonePart(zone)
        part.tried.connect(partial(self._try, part))
        part.removed.connect(partial(self._remove, part))
        self.zones.append(part)
        self._lines.addWidget(part)
        self._show_away()
        return part

    def _remove(self, part: ZonePart) -> None:
        self.zones.remove(part)
        part.hide()
        part.deleteLater()
        self._show_away()

    def _show_away(self) -> None:
        for part in self.zones:
            part.away.setVisible(len(self.zones) > 1)

    def _try(self, part: ZonePart, row: OutputRow) -> None:
        self.tried.emit(row, part.zone_id, part.volume.value())

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these zones; they keep their ids, so that slots and the log still know them."""
        return dataclasses.replace(settings, zones=tuple(part.zone() for part in self.zones))


def show_tone(row: OutputRow, output: str) -> None:
    """Say that the tone went out."""
    del output
    row.outcome.say(
        translate("Settings", "Đã phát hai giây tiếng thử: đứng ở loa có nghe thấy không?"), "well"
    )


def show_no_tone(row: OutputRow, error: DeskError) -> None:
    """Say why nothing was heard."""
    row.outcome.say(words_of(error), "need")
