"""Cells of tables: their ground, their lines, and figures that stand below each other."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.widgets.labels import draw_figures


class FigureDelegate(QStyledItemDelegate):
    """A time or a length, all figures equally wide."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the figures on the ground of the row."""
        draw_ground(painter, option)
        painter.save()
        painter.setPen(theme.current().colour("ink"))
        painter.setFont(theme.font(16))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = bool(align is not None and align & Qt.AlignmentFlag.AlignRight)
        inner = QRectF(option.rect).adjusted(theme.space(1), 0, -theme.space(1), 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        draw_figures(painter, inner, text, right=right)
        painter.restore()


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw what lies below a cell: selected or not, with a fine line."""
    dress = theme.current()
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.fillRect(option.rect, dress.colour("select" if selected else "surface"))
    painter.setPen(dress.colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def draw_line(painter: QPainter, rect: QRectF, text: str) -> None:
    """Draw one line of text, cut with … where it ends."""
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)
