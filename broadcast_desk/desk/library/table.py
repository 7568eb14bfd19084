"""The list of programmes: columns, and how the standing is drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.standing import row_standing
from broadcast_desk.desk.tables import RIGHT, ROW_ROLE, Column, RowTableModel
from broadcast_desk.desk.widgets.cells import draw_ground, draw_line
from broadcast_desk.desk.wording import length_of_samples, topic_text
from broadcast_desk.library.model import ProgrammeRow

TITLE_COLUMN, STANDING_COLUMN, LENGTH_COLUMN = 0, 1, 2


def programme_model(today: Callable[[], date]) -> RowTableModel[ProgrammeRow]:
    """The model of the list."""
    return RowTableModel(
        (
            Column(lambda: translate("Library", "Bản tin"), lambda row: row.title),
            Column(
                lambda: translate("Library", "Được phát"), lambda row: row_standing(row, today())[0]
            ),
            Column(
                lambda: translate("Library", "Dài"),
                lambda row: length_of_samples(row.duration_samples),
                RIGHT,
                lambda row: row.duration_samples,
            ),
        )
    )


class TitleDelegate(QStyledItemDelegate):
    """Two lines: the title, and below it code and topic in small."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Room for two lines."""
        del index
        return QSize(option.rect.width(), theme.current().px(60))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw title and small line."""
        row = index.data(ROW_ROLE)
        draw_ground(painter, option)
        inner = option.rect.adjusted(
            theme.space(1.5), theme.space(1), -theme.space(1), -theme.space(1)
        )
        dress = theme.current()
        painter.save()
        painter.setFont(theme.font(16, theme.font().weight().Medium))
        painter.setPen(dress.colour("ink"))
        draw_line(
            painter, QRectF(inner.x(), inner.y(), inner.width(), inner.height() / 2), row.title
        )
        painter.setFont(theme.font(14))
        painter.setPen(dress.colour("ink_muted"))
        small = " · ".join(part for part in (row.code, topic_text(row.topic)) if part)
        below = QRectF(inner.x(), inner.y() + inner.height() / 2, inner.width(), inner.height() / 2)
        draw_line(painter, below, small)
        painter.restore()


class StandingDelegate(QStyledItemDelegate):
    """A coloured mark and the word beside it."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw mark and word."""
        word, tone = row_standing(index.data(ROW_ROLE), self._today())
        draw_ground(painter, option)
        dress = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dress.colour(tone or "line_strong"))
        size = dress.px(10)
        rect = QRectF(option.rect)
        painter.drawEllipse(QRectF(rect.x() + 8, rect.center().y() - size / 2, size, size))
        painter.setFont(theme.font(14))
        painter.setPen(dress.colour("ink"))
        draw_line(painter, rect.adjusted(16 + size, 0, -4, 0), word)
        painter.restore()
