"""A report before it is Word, Excel or PDF: letterhead, blocks, signature. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float
"""What a table cell holds: text, a count, or minutes to a tenth."""


class Style(StrEnum):
    """How a paragraph looks."""

    BASIS = "basis"  # căn cứ: italic where the typeface has it
    HEADING = "heading"  # I., II.
    SUBHEADING = "subheading"  # 1., 2.
    BODY = "body"
    NOTE = "note"
    BLANK = "blank"  # a dotted line to write on
    WARNING_TITLE = "warning_title"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption.

    Attributes:
        key: names the sheet in the workbook.
        widths: relative column widths.
        rows: all rows; `shown` of them are printed, None is all (the workbook has all).
        total: the last line, None when there is none.
        strong: indices of rows that sum up the rows below them.
    """

    key: str
    caption: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    strong: frozenset[int] = frozenset()
    shown: int | None = None

    @property
    def printed(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that go on paper."""
        return self.rows if self.shown is None else self.rows[: self.shown]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """An administrative report after Nghị định 30/2020/NĐ-CP.

    Attributes:
        superior: the body above the issuing body, "" when there is none.
        summary: what the workbook's first sheet lists, label and value.
    """

    superior: str
    body: str
    nation: str
    motto: str
    number: str
    place_date: str
    kind: str
    subject: str
    period: str
    addressee: str
    blocks: tuple[Block, ...]
    receivers_head: str
    receivers: tuple[str, ...]
    signer_title: str
    signer_name: str
    summary: tuple[tuple[str, Cell], ...]
    summary_head: tuple[str, str]
    warning: tuple[Paragraph, ...] = ()

    @property
    def title(self) -> str:
        """The subject on one line."""
        return self.subject.replace("\n", " ")

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def written(value: Cell) -> str:
    """A cell's value as it is printed: 1.234 for counts, 1.234,5 for minutes."""
    if isinstance(value, str):
        return value
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,d}"
    return text.translate(str.maketrans(",.", ".,"))
