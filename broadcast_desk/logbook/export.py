"""The logbook as a table for people: CSV that Excel opens with its Vietnamese letters, and XLSX.

One row an airing, planned and actual times in the station's zone, and the hashes that tie each row
to the content that was approved and to the chain.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from broadcast_desk.logbook.documents import packed, put
from broadcast_desk.logbook.model import Airing
from broadcast_desk.logbook.wording import local_day, reason_words, word
from broadcast_desk.station.clock import local

Value = str | int | float | None

_HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
_WIDTHS = {"title": 46, "airing_id": 26, "reason": 34, "zones": 18, "issuer": 30, "number": 6}


def _moment(instant: datetime | None) -> str:
    return f"{local(instant):%H:%M:%S.%f}"[:-3] if instant else ""


def _yes(value: bool) -> str:
    return word("yes_no", "yes" if value else "no")


_COLUMNS: dict[str, Callable[[Airing], Value]] = {
    "day": local_day,
    "planned": lambda a: _moment(a.planned_at),
    "planned_end": lambda a: _moment(a.planned_end_at),
    "started": lambda a: _moment(a.started_at),
    "ended": lambda a: _moment(a.ended_at),
    "code": lambda a: a.code,
    "title": lambda a: a.title,
    "kind": lambda a: word("kinds", a.kind),
    "local_production": lambda a: _yes(a.local_production),
    "result": lambda a: word("results", a.result),
    "reason": lambda a: reason_words(a.reason) if a.reason else "",
    "duration_s": lambda a: a.duration_s,
    "start_error_ms": lambda a: a.start_error_ms,
    "resumed": lambda a: _yes(a.resumed),
    "zones": lambda a: ", ".join(a.zones),
    "volume": lambda a: a.volume,
    "topic": lambda a: a.topic,
    "field": lambda a: a.field,
    "language": lambda a: word("languages", a.language),
    "issuer": lambda a: a.issuer,
    "priority": lambda a: word("priorities", a.priority),
    "by": lambda a: a.by,
    "airing_id": lambda a: a.airing_id,
    "content_sha256": lambda a: a.content_sha256,
    "audio_sha256": lambda a: a.audio_sha256,
    "entry_sha256": lambda a: a.entry_sha256,
}


def headings() -> tuple[str, ...]:
    """The column headings, in order."""
    return (word("columns", "number"), *(word("columns", key) for key in _COLUMNS))


def row_of(number: int, airing: Airing) -> tuple[Value, ...]:
    """One airing as a row under `headings`."""
    return (number, *(value(airing) for value in _COLUMNS.values()))


def csv_text(airings: Iterable[Airing]) -> str:
    """The as-run rows as CSV (RFC 4180) with Vietnamese headings, without the byte-order mark."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings())
    for number, airing in enumerate(airings, 1):
        writer.writerow(_harmless(value) for value in row_of(number, airing))
    return text.getvalue()


def write_csv(airings: Iterable[Airing], path: Path) -> Path:
    """Write the as-run rows as UTF-8 CSV with a byte-order mark, so that Excel reads it right.

    Raises:
        StoreError: the place is read-only or full, or the file is open in another program.
    """
    return put(path, csv_text(airings).encode("utf-8-sig"))


def write_xlsx(airings: Iterable[Airing], path: Path) -> Path:
    """Write the as-run rows as a workbook of one sheet, numbers as numbers.

    Raises:
        StoreError: the place is read-only or full, or the file is open in another program.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(word("sheet", "name"))
    keys = ("number", *_COLUMNS)
    for index, key in enumerate(keys, 1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(key, 14)
    sheet.freeze_panes = "A2"
    sheet.append(_head_cell(sheet, text) for text in headings())
    rows = 1
    for number, airing in enumerate(airings, 1):
        sheet.append(_cell(sheet, value) for value in row_of(number, airing))
        rows += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(keys))}{rows}"
    return put(path, packed(book.save))


def _head_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEAD_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a title that begins with "=" is not a formula
    return cell


def _harmless(value: Value) -> Value:
    """A text that Excel would run as a formula, marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
