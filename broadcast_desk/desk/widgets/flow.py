"""Parts in a line that goes on in the next line when there is no room: for 200 % text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget
from typing_extensions import override

from broadcast_desk.desk.theme import space


class FlowLayout(QLayout):
    """Lays its parts out like words; parts that expand share what is left of their line."""

    def __init__(self, spacing: float = 1) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(space(spacing))

    @override
    def addItem(self, item: QLayoutItem) -> None:
        """Take a part."""
        self._items.append(item)

    @override
    def count(self) -> int:
        """Number of parts."""
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        """One part."""
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give a part up."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        """Wide, not high."""
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        return self._lay(QRect(0, 0, width, 0), place=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        """Put the parts into their places."""
        super().setGeometry(rect)
        self._lay(rect, place=True)

    @override
    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * len(shown)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        """The widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not lines or wide > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wide + self.spacing()
        return lines

    def _lay(self, rect: QRect, *, place: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            if place:
                self._place_line(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()
        return max(0, y - rect.y() - self.spacing())

    def _place_line(self, line: list[QLayoutItem], room: QRect) -> None:
        spare = room.width() - sum(item.sizeHint().width() + self.spacing() for item in line)
        growing = [item for item in line if _grows(item)]
        share = max(0, spare + self.spacing()) // len(growing) if growing else 0
        x = room.x()
        for item in line:
            size = item.sizeHint()
            width = min(room.width(), size.width() + (share if item in growing else 0))
            top = room.y() + (room.height() - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, top), QSize(width, size.height())))
            x += width + self.spacing()


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


class Gap(QWidget):
    """What pushes the parts after it to the far end of the line."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Nothing by itself."""
        return QSize(0, 1)


def flow_of(*parts: QWidget | None, spacing: float = 1) -> FlowLayout:
    """Parts in a line that may go on in the next; None pushes what follows to the far end."""
    flow = FlowLayout(spacing)
    for part in parts:
        flow.addWidget(Gap() if part is None else part)
    return flow
