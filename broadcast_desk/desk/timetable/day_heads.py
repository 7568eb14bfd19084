"""The names of a week's days above their columns, and what holds on each."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.operations import Week
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.timetable.model import Mode


def day_head(week: Week, number: int, *, today: bool) -> QWidget:
    """The head of one day: its date below its name, so that it fits large letters too."""
    day = week.first + timedelta(days=number)
    name = QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(0.25))
    head: QLabel = label(f"{name}\n{day:%d/%m}", "today" if today else "label")
    head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(head)
    special = week.special[number]
    if special is not None:
        chip = Chip(mode_text(special.mode), "need")
        chip.setToolTip(special.why)
        column.addWidget(chip, 0, Qt.AlignmentFlag.AlignHCenter)
    elif day.weekday() in week.rest:
        column.addWidget(Chip(translate("Week", "Ngày nghỉ"), ""), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return made


def mode_text(mode: Mode) -> str:
    """The name of a special day's mode, short."""
    return {
        Mode.MOURNING: translate("Week", "Quốc tang"),
        Mode.CHOSEN: translate("Week", "Phát chọn lọc"),
        Mode.SILENT: translate("Week", "Ngừng phát"),
    }[mode]
