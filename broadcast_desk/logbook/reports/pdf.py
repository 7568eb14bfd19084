"""A `Paper` as a PDF in Be Vietnam Pro, which is shipped, so that it looks the same everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, TableCellFillMode, WrapMode
from fpdf.fonts import FontFace

from broadcast_desk.logbook.reports.paper import Paper, Paragraph, Style, Table, written
from broadcast_desk.station.paths import resources_folder

_FAMILY = "BeVietnamPro"
_FACES = {"": "400Regular", "B": "700Bold"}
_SEMIBOLD = "BeVietnamProSemi"
_MADE = datetime(2021, 1, 1, tzinfo=UTC)
_LEFT_MM, _RIGHT_MM, _EDGE_MM = 30.0, 15.0, 20.0
_TEXT_MM = 210 - _LEFT_MM - _RIGHT_MM
_LINE_MM = 5.9
_INK = (24, 28, 36)
_RED = (156, 0, 6)
_HEAD_FILL = (231, 237, 245)
_STRONG_FILL = (245, 247, 251)
_GRID = (150, 158, 170)


class _Page(FPDF):
    def header(self) -> None:
        """The page number at the head, from the second page on (Nghị định 30/2020/NĐ-CP)."""
        if self.page_no() > 1:
            self.set_font(_FAMILY, size=10)
            self.set_y(10)
            self.cell(0, 5, str(self.page_no()), align=Align.C)
            self.set_y(_EDGE_MM)


def render(paper: Paper) -> bytes:
    """The bytes of the PDF."""
    page = _Page(format="A4")
    _set_up(page, paper)
    _letterhead(page, paper)
    _title(page, paper)
    for block in paper.blocks:
        if isinstance(block, Table):
            _table(page, block)
        else:
            _paragraph(page, block)
    _signature(page, paper)
    return bytes(page.output())


def _set_up(page: FPDF, paper: Paper) -> None:
    fonts = resources_folder() / "fonts"
    for style, face in _FACES.items():
        page.add_font(_FAMILY, style, fonts / f"BeVietnamPro_{face}.ttf")
    page.add_font(_SEMIBOLD, "", fonts / "BeVietnamPro_600SemiBold.ttf")
    page.set_margins(_LEFT_MM, _EDGE_MM, _RIGHT_MM)
    page.set_auto_page_break(True, _EDGE_MM)
    page.set_title(paper.title)
    page.set_author(paper.body)
    page.set_lang("vi-VN")
    page.set_creation_date(_MADE)
    page.set_text_color(*_INK)
    page.add_page()


def _letterhead(page: FPDF, paper: Paper) -> None:
    left, right = 66.0, _TEXT_MM - 66.0
    top = page.get_y()
    lines = [(paper.superior, "", 9.5)] if paper.superior else []
    _column(page, _LEFT_MM, top, left, [*lines, (paper.body, "B", 9.5)])
    _rule(page, _LEFT_MM + left / 2, 22)
    page.ln(3)
    bottom_left = _column(page, _LEFT_MM, page.get_y(), left, [(paper.number, "", 10)])
    _column(page, _LEFT_MM + left, top, right, [(paper.nation, "B", 9.5), (paper.motto, "B", 10.5)])
    _rule(page, _LEFT_MM + left + right / 2, 56)
    page.ln(3)
    bottom_right = _column(page, _LEFT_MM + left, page.get_y(), right, [(paper.place_date, "", 10)])
    page.set_xy(_LEFT_MM, max(bottom_left, bottom_right) + 8)


def _column(
    page: FPDF, x: float, y: float, width: float, lines: list[tuple[str, str, float]]
) -> float:
    page.set_xy(x, y)
    for text, style, size in lines:
        page.set_font(_FAMILY, style, size)
        page.set_x(x)
        page.multi_cell(width, 5.2, text, align=Align.C, new_x="LEFT", new_y="NEXT")
    return page.get_y()


def _rule(page: FPDF, centre: float, width: float) -> None:
    y = page.get_y() + 0.8
    page.set_line_width(0.3)
    page.line(centre - width / 2, y, centre + width / 2, y)
    page.set_y(y)


def _title(page: FPDF, paper: Paper) -> None:
    _centred(page, paper.kind, "B", 14)
    _centred(page, paper.subject, "B", 12.5)
    page.ln(1)
    _centred(page, paper.period, "", 10.5)
    _rule(page, _LEFT_MM + _TEXT_MM / 2, 40)
    page.ln(5)
    if paper.warning:
        _warning(page, paper.warning)
    _centred(page, paper.addressee, "", 12)
    page.ln(4)


def _centred(page: FPDF, text: str, style: str, size: float) -> None:
    page.set_x(_LEFT_MM)
    page.set_font(_FAMILY, style, size)
    page.multi_cell(_TEXT_MM, 6.4, text, align=Align.C, new_x="LMARGIN", new_y="NEXT")


def _warning(page: FPDF, paragraphs: tuple[Paragraph, ...]) -> None:
    page.set_text_color(*_RED)
    page.set_draw_color(*_RED)
    page.set_fill_color(253, 238, 239)
    title, *rest = (paragraph.text for paragraph in paragraphs)
    page.set_font(_FAMILY, "B", 11)
    page.multi_cell(
        _TEXT_MM, 8, title, align=Align.C, fill=True, border="LTR", new_x="LMARGIN", new_y="NEXT"
    )
    page.set_font(_FAMILY, "", 10)
    page.multi_cell(
        _TEXT_MM,
        5.6,
        "\n".join(rest),
        align=Align.L,
        fill=True,
        border="LBR",
        padding=(0, 3, 3, 3),
        new_x="LMARGIN",
        new_y="NEXT",
    )
    page.set_text_color(*_INK)
    page.set_draw_color(0, 0, 0)
    page.set_fill_color(255, 255, 255)
    page.ln(5)


_SIZES = {
    Style.BASIS: (11.0, "", 1.5),
    Style.HEADING: (11.5, "B", 2.0),
    Style.SUBHEADING: (11.0, "SEMI", 1.5),
    Style.BODY: (11.0, "", 1.5),
    Style.NOTE: (9.5, "", 2.0),
    Style.WARNING_TITLE: (11.0, "B", 1.0),
    Style.WARNING: (10.0, "", 1.0),
}


def _blank(page: FPDF) -> None:
    """A dotted line to write on."""
    page.ln(7)
    page.set_dash_pattern(dash=0.3, gap=1.0)
    page.line(_LEFT_MM, page.get_y(), _LEFT_MM + _TEXT_MM, page.get_y())
    page.set_dash_pattern()
    page.ln(2)


def _paragraph(page: FPDF, paragraph: Paragraph) -> None:
    if paragraph.style is Style.BLANK:
        _blank(page)
        return
    size, style, after = _SIZES[paragraph.style]
    heading = paragraph.style in (Style.HEADING, Style.SUBHEADING)
    if heading:
        page.ln(1.5)
        if page.will_page_break(62):
            page.add_page()
    page.set_font(*((_SEMIBOLD, "") if style == "SEMI" else (_FAMILY, style)), size)
    page.set_text_color(*((88, 96, 110) if paragraph.style is Style.NOTE else _INK))
    page.set_x(_LEFT_MM)
    page.multi_cell(
        _TEXT_MM,
        _LINE_MM if size > 10 else 5.0,
        paragraph.text,
        align=Align.L,
        new_x="LMARGIN",
        new_y="NEXT",
        wrapmode=WrapMode.WORD,
    )
    page.set_text_color(*_INK)
    page.ln(after)


def _table(page: FPDF, table: Table) -> None:
    if page.will_page_break(40):
        page.add_page()
    page.set_font(_SEMIBOLD, "", 10)
    page.multi_cell(_TEXT_MM, 6, table.caption, align=Align.C, new_x="LMARGIN", new_y="NEXT")
    page.set_font(_FAMILY, "", 9.5)
    page.set_draw_color(*_GRID)
    page.set_line_width(0.2)
    with page.table(
        width=_TEXT_MM,
        align=Align.L,
        col_widths=table.widths,
        text_align=_alignments(table),
        headings_style=FontFace(family=_SEMIBOLD, emphasis="", fill_color=_HEAD_FILL),
        cell_fill_mode=TableCellFillMode.NONE,
        borders_layout=TableBordersLayout.ALL,
        line_height=5.2,
        padding=(1.1, 2),
        v_align="M",
    ) as grid:
        head = grid.row()
        for text in table.head:
            head.cell(text, align=Align.C)
        for index, values in enumerate(table.printed):
            strong = FontFace(family=_SEMIBOLD, fill_color=_STRONG_FILL)
            row = grid.row(style=strong if index in table.strong else None)
            for value in values:
                row.cell(written(value))
        if table.total is not None:
            row = grid.row(style=FontFace(family=_SEMIBOLD, fill_color=_HEAD_FILL))
            for value in table.total:
                row.cell(written(value))
    page.set_draw_color(0, 0, 0)
    page.ln(3.5)


def _alignments(table: Table) -> tuple[Align, ...]:
    sample = table.rows[0] if table.rows else table.total or table.head
    return tuple(Align.L if isinstance(value, str) else Align.R for value in sample)


def _signature(page: FPDF, paper: Paper) -> None:
    if page.will_page_break(48):
        page.add_page()
    page.ln(6)
    top, left, right = page.get_y(), 78.0, _TEXT_MM - 78.0
    page.set_font(_FAMILY, "B", 9.5)
    page.cell(left, 5, paper.receivers_head, new_x="LMARGIN", new_y="NEXT")
    page.set_font(_FAMILY, "", 9)
    for line in paper.receivers:
        page.cell(left, 4.6, line, new_x="LMARGIN", new_y="NEXT")
    _column(page, _LEFT_MM + left, top, right, [(paper.signer_title, "B", 11.5)])
    if paper.signer_name:
        _column(page, _LEFT_MM + left, top + 34, right, [(paper.signer_name, "B", 11.5)])
