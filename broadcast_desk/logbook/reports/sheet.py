"""A `Paper` as a workbook: a summary sheet, then one sheet a table, numbers as numbers."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from broadcast_desk.logbook.documents import packed
from broadcast_desk.logbook.reports.paper import Cell, Paper, Table
from broadcast_desk.logbook.wording import words

_LINE = Side(style="thin", color="999999")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
_STRONG_FILL = PatternFill("solid", fgColor="F2F5FA")
_WARNING_FILL = PatternFill("solid", fgColor="F8D7DA")
_WIDTH_UNIT = 9.0
_TITLE_ROW, _HEAD_ROW = 1, 3


def render(paper: Paper) -> bytes:
    """The bytes of the .xlsx."""
    book = Workbook()
    book.properties.creator = paper.body
    book.properties.title = paper.title
    summary = book.active
    assert isinstance(summary, Worksheet)
    _summary(summary, paper)
    for table in paper.tables:
        _table(book.create_sheet(words("asean")["sheets"][table.key]), table)
    return packed(book.save)


def _summary(sheet: Worksheet, paper: Paper) -> None:
    sheet.title = words("asean")["sheets"]["summary"]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 48, 70
    row = 1
    for text, size in ((paper.kind, 14), (paper.title, 12), (paper.period, 11)):
        _put(sheet, row, 1, text).font = Font(bold=size > 11, size=size)
        row += 1
    for paragraph in paper.warning:
        warning = _put(sheet, row, 1, paragraph.text)
        warning.font, warning.fill = Font(bold=True, color="9C0006"), _WARNING_FILL
        warning.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.row_dimensions[row].height = 18 if len(paragraph.text) < 90 else 48
        row += 1
    row += 1
    _head(sheet, row, paper.summary_head)
    for label, value in paper.summary:
        row += 1
        _line(sheet, row, (label, value), bold=False)
        sheet.cell(row, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    _page(sheet, landscape=False)


def _table(sheet: Worksheet, table: Table) -> None:
    _put(sheet, _TITLE_ROW, 1, table.caption).font = Font(bold=True, size=12)
    for index, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width * _WIDTH_UNIT
    _head(sheet, _HEAD_ROW, table.head)
    row = _HEAD_ROW
    for index, values in enumerate(table.rows):
        row += 1
        _line(sheet, row, values, bold=index in table.strong)
    if table.total is not None:
        _line(sheet, row + 1, table.total, bold=True)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    _page(sheet, landscape=len(table.head) > 4)


def _head(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts, 1):
        cell = _put(sheet, row, column, text)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _line(sheet: Worksheet, row: int, values: tuple[Cell, ...], *, bold: bool) -> None:
    for column, value in enumerate(values, 1):
        cell = _put(sheet, row, column, value)
        cell.border = _BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        if bold:
            cell.font, cell.fill = Font(bold=True), _STRONG_FILL


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a title that begins with "=" is not a formula
    else:
        cell.number_format = "#,##0.0" if isinstance(value, float) else "#,##0"
    return cell


def _page(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
