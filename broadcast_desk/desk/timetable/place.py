"""The rules of the place: a preset that is written down somewhere, or the station's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import time
from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.trial import Option, Proposal
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Columns, line_of, rule
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.timetable.place import (
    Preset,
    apply_preset,
    place_rules_of,
    presets,
    with_place_rules,
)
from broadcast_desk.timetable.power import MOST_WARM_UP_S


class PlaceTab(QWidget):
    """Presets at the left, the station's own rules at the right.

    Signals:
        proposed: a `Proposal` with other rules.
        failed: an `InputError`: a span of hours cannot be read.
    """

    proposed = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._settings = StationSettings()
        self._zone_fields: list[tuple[str, QLineEdit]] = []
        self.sessions, self.minutes = NumberField(), NumberField()
        self.quiet, self.volumes, self.warm_ups = QLineEdit(), QLineEdit(), QLineEdit()
        self.rest = [QCheckBox(_day_name(day)) for day in range(7)]
        self._zones = QVBoxLayout()
        self._presets = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space(1), 0)
        columns = Columns(stack_below=700)
        columns.add(self._build_own())
        columns.add(self._build_presets())
        column.addWidget(columns)
        column.addStretch(1)

    def _build_own(self) -> Card:
        card = Card(margin=2, spacing=0.75)
        card.body.addWidget(label(translate("Place", "Quy định của đài"), "strong"))
        self.sessions.setRange(0, 48)
        self.sessions.setSuffix(translate("Place", " buổi"))
        self.sessions.setSpecialValueText(translate("Place", "Không giới hạn"))
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setSuffix(translate("Place", " phút"))
        self.minutes.setSpecialValueText(translate("Place", "Không giới hạn"))
        _field(card, translate("Place", "Một ngày nhiều nhất, mỗi cụm loa"), self.sessions)
        _field(card, translate("Place", "Một buổi dài nhất, tính cả tiếp sóng"), self.minutes)
        _field(card, translate("Place", "Giờ yên lặng, như 20:00-05:00; 11:30-13:30"), self.quiet)
        self._zones.setSpacing(space(0.5))
        card.body.addLayout(self._zones)
        words = translate("Place", "Nghỉ trong tuần: chỉ phát bản tin ưu tiên")
        card.body.addWidget(label(words, "label", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(1))
        grid.setVerticalSpacing(0)
        for number, box in enumerate(self.rest):
            grid.addWidget(box, number // 4, number % 4)
        card.body.addLayout(grid)
        words = translate("Place", "Âm lượng theo giờ, như 05:00-06:00 60; 17:00-18:00 80")
        _field(card, words, self.volumes)
        words = translate("Place", "Mở nguồn tăng âm trước bao nhiêu giây, như 04:30-06:00 180")
        _field(card, words, self.warm_ups)
        button = Button(
            translate("Place", "Xem sẽ đổi gì"), self.propose_own, icon="calendar-days",
            look="primary",
        )  # fmt: skip
        card.body.addLayout(line_of(None, button))
        card.body.addStretch(1)
        return card

    def _build_presets(self) -> Card:
        card = Card(margin=2, spacing=0.75)
        card.body.addWidget(label(translate("Place", "Theo quy định đã có"), "strong"))
        words = translate(
            "Place", "Chỉ đổi những gì văn bản nói đến; giờ giấc do UBND cấp xã quyết định."
        )
        card.body.addWidget(label(words, "muted", wrap=True))
        for number, preset in enumerate(presets()):
            if number:
                card.body.addWidget(rule())
            card.body.addWidget(self._preset(preset))
        card.body.addStretch(1)
        return card

    def _preset(self, preset: Preset) -> QWidget:
        made = QWidget()
        line = line_of(spacing=1)
        line.setContentsMargins(0, space(0.5), 0, space(0.5))
        made.setLayout(line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(preset.name, "strong", wrap=True))
        words.addWidget(label(rules_text(preset), wrap=True))
        source = translate("Place", "Nguồn: {source} ({dated}). {unsure}").format(
            source=preset.source, dated=preset.dated, unsure=preset.unsure
        )
        words.addWidget(label(source, "small", wrap=True))
        line.addLayout(words, 1)
        use = translate("Place", "Thử")
        button = Button(use, partial(self.propose_preset, preset))
        button.setAccessibleName(f"{use}: {preset.name}")
        line.addWidget(button)
        return made

    def show_settings(self, settings: StationSettings) -> None:
        """Show the rules that hold."""
        self._settings = settings
        place = place_rules_of(settings)
        self.sessions.setValue(settings.max_sessions_per_day)
        self.minutes.setValue(settings.max_session_minutes)
        self.quiet.setText(spans_text(settings.quiet_hours))
        own = dict(place.zone_quiet_hours)
        self._show_zones([(z.id, z.name, own.get(z.id)) for z in settings.zones])
        for day, box in enumerate(self.rest):
            box.setChecked(day in place.rest_weekdays)
        self.volumes.setText(_by_hour_text(place.volumes))
        self.warm_ups.setText(_by_hour_text(place.warm_ups))

    def _show_zones(self, zones: Sequence[tuple[str, str, tuple[TimeSpan, ...] | None]]) -> None:
        while (item := self._zones.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._zone_fields = []
        if len(zones) < 2:
            return
        for zone_id, name, spans in zones:
            field = QLineEdit()
            field.setPlaceholderText(translate("Place", "như trên"))
            words = translate("Place", "Giờ yên lặng riêng của {zone}").format(zone=name)
            field.setAccessibleName(words)
            if spans is not None:
                field.setText(spans_text(spans))
            above = label(words, "label", wrap=True)
            above.setBuddy(field)
            self._zones.addWidget(above)
            self._zones.addWidget(field)
            self._zone_fields.append((zone_id, field))

    def propose_preset(self, preset: Preset) -> None:
        """Try a preset."""
        words = translate("Place", "Theo quy định: {name}").format(name=preset.name)
        option = Option(
            "", change=lambda settings: apply_preset(settings, preset.key),
            what=f"preset {preset.key}",
        )  # fmt: skip
        done = translate("Place", "Đã theo “{name}”.").format(name=preset.name)
        self.proposed.emit(Proposal(words, (option,), None, done))

    def propose_own(self) -> None:
        """Try the rules as they stand in the fields."""
        try:
            option = self._own()
        except InputError as error:
            self.failed.emit(error)
            return
        words = translate("Place", "Quy định của đài như đã ghi")
        done = translate("Place", "Đã lưu quy định của đài.")
        self.proposed.emit(Proposal(words, (option,), None, done))

    def _own(self) -> Option:
        quiet = spans_of(self.quiet.text())
        volumes = _by_hour(self.volumes.text(), 100)
        warm_ups = _by_hour(self.warm_ups.text(), MOST_WARM_UP_S)
        rest = frozenset(day for day, box in enumerate(self.rest) if box.isChecked())
        own = tuple(
            (zone, spans_of(field.text())) for zone, field in self._zone_fields if field.text()
        )
        sessions, minutes = self.sessions.value(), self.minutes.value()

        def change(settings: StationSettings) -> StationSettings:
            place = dataclasses.replace(
                place_rules_of(settings),
                zone_quiet_hours=own,
                rest_weekdays=rest,
                volumes=volumes,
                warm_ups=warm_ups,
                preset="",
            )
            changed = dataclasses.replace(
                settings,
                quiet_hours=quiet,
                max_sessions_per_day=sessions,
                max_session_minutes=minutes,
            )
            return with_place_rules(changed, place)

        return Option("", change=change)


def rules_text(preset: Preset) -> str:
    """What a preset lays down, in words."""
    settings = preset.settings
    parts = []
    if most := settings.get("max_sessions_per_day"):
        parts.append(translate("Place", "mỗi ngày {n} buổi").format(n=most))
    if minutes := settings.get("max_session_minutes"):
        parts.append(translate("Place", "mỗi buổi {n} phút").format(n=minutes))
    if times := settings.get("session_times"):
        told = ", ".join(f"{at:%H:%M}" for at in times)
        parts.append(translate("Place", "phát lúc {times}").format(times=told))
    if quiet := settings.get("quiet_hours"):
        told = spans_text(quiet)
        parts.append(translate("Place", "yên lặng {spans}").format(spans=told))
    if preset.rest_weekdays:
        days = ", ".join(_day_name(day) for day in sorted(preset.rest_weekdays))
        parts.append(translate("Place", "nghỉ {days}").format(days=days))
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] + "." if said else ""


def spans_text(spans: Sequence[TimeSpan]) -> str:
    """Spans of hours as they are written: 20:00-05:00; 11:30-13:30."""
    return "; ".join(f"{span.start:%H:%M}-{span.end:%H:%M}" for span in spans)


def spans_of(text: str) -> tuple[TimeSpan, ...]:
    """The spans written in a field.

    Raises:
        InputError: one cannot be read.
    """
    return tuple(span_of(part) for part in nfc(text).split(";") if part.strip())


def span_of(text: str) -> TimeSpan:
    """One span, such as 20:00-05:00.

    Raises:
        InputError: it cannot be read.
    """
    start, _, end = text.partition("-")
    try:
        return TimeSpan(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError as error:
        raise InputError("settings.time", text=text.strip()) from error


def _by_hour_text(by_hour: Sequence[tuple[TimeSpan, float]]) -> str:
    return "; ".join(f"{spans_text((span,))} {value:g}" for span, value in by_hour)


def _by_hour(text: str, most: int) -> tuple[tuple[TimeSpan, int], ...]:
    found = []
    for part in filter(None, (part.strip() for part in nfc(text).split(";"))):
        span, _, number = part.rpartition(" ")
        if not number.isdecimal() or int(number) > most:
            raise InputError("settings.time", text=part)
        found.append((span_of(span), int(number)))
    return tuple(found)


def _field(card: Card, words: str, field: QWidget) -> None:
    name = label(words, "label", wrap=True)
    name.setBuddy(field)
    field.setAccessibleName(words)
    card.body.addWidget(name)
    card.body.addWidget(field)


def _day_name(day: int) -> str:
    return QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)
