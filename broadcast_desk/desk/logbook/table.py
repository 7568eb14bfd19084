"""The airings of a day as a table, and the days before as a chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.logbook.operations import DayCount
from broadcast_desk.desk.on_air.outcome import result_text, result_tone
from broadcast_desk.desk.tables import RIGHT, ROW_ROLE, Column, RowTableModel
from broadcast_desk.desk.widgets.cells import draw_ground, draw_line
from broadcast_desk.desk.wording import clock_time, length_text
from broadcast_desk.logbook.model import Airing, AiringKind

RESULT_COLUMN = 6
FIGURE_COLUMNS = (0, 1, 5)


def airing_model(zones_text: Callable[[tuple[str, ...]], str]) -> RowTableModel[Airing]:
    """The model of a day."""
    return RowTableModel(
        (
            Column(
                lambda: translate("Logbook", "Giờ định"),
                lambda a: _second(a.planned_at),
                sort_key=lambda a: a.due_at,
            ),
            Column(
                lambda: translate("Logbook", "Giờ phát"),
                lambda a: _second(a.started_at),
            ),
            Column(lambda: translate("Logbook", "Chương trình"), lambda a: a.title),
            Column(lambda: translate("Logbook", "Loại"), lambda a: kind_of_airing(a.kind)),
            Column(
                lambda: translate("Logbook", "Cụm loa"),
                lambda a: zones_text(a.zones),
            ),
            Column(
                lambda: translate("Logbook", "Dài"),
                lambda a: length_text(a.duration_s) if a.sounded else "–",
                RIGHT,
                lambda a: a.duration_s,
            ),
            Column(lambda: translate("Logbook", "Kết quả"), result_text),
        )
    )


def _second(instant: datetime | None) -> str:
    """The nearest second, so that a start 4 ms early is not shown as a second early."""
    if instant is None:
        return "–"
    return clock_time(instant + timedelta(milliseconds=500), seconds=True)


def kind_of_airing(kind: AiringKind) -> str:
    """The kinds the plan and the report tell apart."""
    return {
        AiringKind.FIRST: translate("Logbook", "Phát mới"),
        AiringKind.REBROADCAST: translate("Logbook", "Phát lại"),
        AiringKind.RELAY: translate("Logbook", "Tiếp sóng"),
        AiringKind.LIVE: translate("Logbook", "Trực tiếp"),
        AiringKind.EMERGENCY: translate("Logbook", "Khẩn cấp"),
    }[kind]


class ResultDelegate(QStyledItemDelegate):
    """A coloured mark and the result; what did not go well stands on amber."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw mark and words."""
        airing = index.data(ROW_ROLE)
        tone = result_tone(airing.result)
        draw_ground(painter, option)
        dress = theme.current()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if tone == "need":
            painter.setBrush(dress.colour("need_soft"))
            painter.drawRoundedRect(rect.adjusted(0, 4, -4, -5), 6, 6)
        painter.setBrush(dress.colour(tone))
        size = dress.px(10)
        painter.drawEllipse(QRectF(rect.x() + 8, rect.center().y() - size / 2, size, size))
        painter.setFont(theme.font(14))
        painter.setPen(dress.colour("need_text" if tone == "need" else "ink"))
        draw_line(painter, rect.adjusted(16 + size, 0, -8, 0), result_text(airing))
        painter.restore()


class DaysChart(QWidget):
    """One bar a day: heard whole, and above it in amber what was not."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[DayCount, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(280, theme.current().px(120))

    def show_counts(self, counts: tuple[DayCount, ...]) -> None:
        """Show other days."""
        self._counts = counts
        words = [
            translate("Logbook", "{day}: {well} đủ, {bad} không đủ").format(
                day=f"{c.day:%d/%m}", well=c.well, bad=c.bad
            )
            for c in counts
        ]
        self.setToolTip("\n".join(words))
        self.setAccessibleName(translate("Logbook", "Mười bốn ngày gần đây"))
        self.setAccessibleDescription("; ".join(words))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        if not self._counts:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dress = theme.current()
            foot = dress.px(22)
            room = self.height() - foot
            most = max(1, *(c.well + c.bad for c in self._counts))
            step = self.width() / len(self._counts)
            for number, count in enumerate(self._counts):
                x, width = number * step + step * 0.15, step * 0.7
                well, bad = room * count.well / most, room * count.bad / most
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(dress.colour("wave"))
                painter.drawRoundedRect(QRectF(x, room - well, width, well), 2, 2)
                painter.setBrush(dress.colour("need"))
                painter.drawRoundedRect(
                    QRectF(x, room - well - bad, width, max(0.0, bad - 1)), 2, 2
                )
            painter.setPen(dress.colour("line_strong"))
            painter.drawLine(0, room, self.width(), room)
            self._draw_days(painter, step, room, foot)

    def _draw_days(self, painter: QPainter, step: float, room: int, foot: int) -> None:
        painter.setFont(theme.font(14))
        painter.setPen(theme.current().colour("ink_muted"))
        every = max(1, round(theme.current().px(32) / step + 0.5))
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        for number in range(len(self._counts) - 1, -1, -every):
            place = QRectF((number + 0.5) * step - 24, room, 48, foot)
            painter.drawText(place, middle, f"{self._counts[number].day.day}")
