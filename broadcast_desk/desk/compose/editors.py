"""The two columns: what is written, what will be read, moving together, doubts underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.compose.words import Place


class DoubtEdit(QPlainTextEdit):
    """A text whose doubtful places are underlined and can be clicked.

    Signals:
        doubt_chosen: number of the doubt that was clicked.
        moved: the first line that is seen, as block number plus the part of it that is hidden.
    """

    doubt_chosen = Signal(int)
    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place | None, ...] = ()
        self._chosen = -1
        self._certain = 0
        self._following = False
        self.setTabChangesFocus(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_doubts(
        self, places: Sequence[Place | None], chosen: int = -1, certain: int | None = None
    ) -> None:
        """Underline these places; the chosen one is marked more strongly.

        Args:
            places: where the doubts stand; None for one that cannot be shown.
            chosen: number of the one that was chosen.
            certain: how many of them, from the first, are doubts; those behind are only hints,
                underlined with dots. All of them when left out.
        """
        self._places, self._chosen = tuple(places), chosen
        self._certain = len(self._places) if certain is None else certain
        marks = [
            self._mark(place, chosen=number == chosen, hint=number >= self._certain)
            for number, place in enumerate(self._places)
            if place is not None
        ]
        self.setExtraSelections([mark for mark in marks if mark is not None])

    def show_place(self, number: int) -> None:
        """Bring a doubt into view."""
        place = self._places[number] if 0 <= number < len(self._places) else None
        if place is None:
            return
        cursor = self._cursor(place)
        if cursor is not None:
            cursor.setPosition(cursor.selectionEnd())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _mark(self, place: Place, *, chosen: bool, hint: bool) -> QTextEdit.ExtraSelection | None:
        cursor = self._cursor(place)
        if cursor is None:
            return None
        look = QTextCharFormat()
        line = QTextCharFormat.UnderlineStyle
        look.setUnderlineStyle(line.DotLine if hint else line.WaveUnderline)
        look.setUnderlineColor(theme.current().colour("doubt"))
        if chosen:
            look.setBackground(theme.current().colour("doubt_soft"))
        mark = QTextEdit.ExtraSelection()
        mark.cursor, mark.format = cursor, look
        return mark

    def _cursor(self, place: Place) -> QTextCursor | None:
        block = self.document().findBlockByNumber(place.line)
        if not block.isValid() or place.end > block.length() - 1:
            return None
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + place.start)
        cursor.setPosition(block.position() + place.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the doubt below the mouse."""
        super().mouseReleaseEvent(event)
        if self.textCursor().hasSelection():
            return
        cursor = self.cursorForPosition(event.position().toPoint())
        number = self.doubt_at(cursor.blockNumber(), cursor.positionInBlock())
        if number >= 0:
            self.doubt_chosen.emit(number)

    def doubt_at(self, line: int, column: int) -> int:
        """The number of the doubt at a place, -1 when there is none."""
        for number, place in enumerate(self._places):
            if place and place.line == line and place.start <= column <= place.end:
                return number
        return -1

    # Moving together

    def _on_scrolled(self) -> None:
        if self._following:
            return
        block = self.firstVisibleBlock()
        hidden = self.verticalScrollBar().value() - _first_line(block)
        lines = max(1, block.lineCount())
        self.moved.emit(block.blockNumber() + min(1.0, hidden / lines))

    def follow(self, place: float) -> None:
        """Scroll so that the same line comes first as in the other column."""
        block = self.document().findBlockByNumber(int(place))
        if not block.isValid():
            return
        within = (place - int(place)) * max(1, block.lineCount())
        self._following = True
        self.verticalScrollBar().setValue(_first_line(block) + int(within))
        self._following = False


def _first_line(block: QTextBlock) -> int:
    return max(0, block.firstLineNumber())


def move_together(one: DoubtEdit, other: DoubtEdit) -> None:
    """Make two columns show the same lines."""
    one.moved.connect(other.follow)
    other.moved.connect(one.follow)
