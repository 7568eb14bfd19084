"""A `Paper` as a Word document in the form of Nghị định 30/2020/NĐ-CP.

A4, margins 20/20/30/15 mm, Times New Roman 13 and 14, first line indented 10 mm, page numbers
centred at the head from the second page on (Phụ lục I of the decree, 05/3/2020).
"""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from broadcast_desk.logbook.documents import packed
from broadcast_desk.logbook.reports.paper import Cell, Paper, Paragraph, Style, Table, written

_FONT = "Times New Roman"
_TEXT_MM = 165.0
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT = WD_ALIGN_PARAGRAPH.LEFT
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
_HEAD_SHADE = "E7EDF5"
_STRONG_SHADE = "F4F6FA"


def render(paper: Paper) -> bytes:
    """The bytes of the .docx."""
    document = docx.Document()
    _set_up(document, paper)
    _letterhead(document, paper)
    for text, size in ((paper.kind, 14), (paper.subject, 14)):
        _line(document, text, size=size, bold=True, align=_CENTRE)
    _rule(_line(document, paper.period, size=13, italic=True, align=_CENTRE, after=6))
    for paragraph in paper.warning:
        _paragraph(document, paragraph)
    _line(document, paper.addressee, size=14, align=_CENTRE, before=6, after=10)
    for block in paper.blocks:
        if isinstance(block, Table):
            _table(document, block)
        else:
            _paragraph(document, block)
    _signature(document, paper)
    return packed(document.save)


def _set_up(document: Any, paper: Paper) -> None:  # noqa: ANN401  (python-docx has no types)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    about = document.core_properties
    about.title, about.author, about.language = paper.title, paper.body, "vi-VN"
    about.comments = ""


def _page_number(paragraph: Any) -> None:  # noqa: ANN401
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    run.font.name, run.font.size = _FONT, Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001  (python-docx has no fields)


def _letterhead(document: Any, paper: Paper) -> None:  # noqa: ANN401
    table = _plain_table(document, (68.0, 97.0))
    left, right = table.rows[0].cells
    if paper.superior:
        _cell_line(left, paper.superior, size=12, align=_CENTRE, first=True)
    body = _cell_line(left, paper.body, size=12, bold=True, align=_CENTRE, first=not paper.superior)
    _rule(body, inset_mm=20)
    _cell_line(right, paper.nation, size=12, bold=True, align=_CENTRE, first=True)
    _rule(_cell_line(right, paper.motto, size=13, bold=True, align=_CENTRE), inset_mm=18)
    left, right = table.add_row().cells
    _cell_line(left, paper.number, size=13, align=_CENTRE, first=True, before=6)
    _cell_line(right, paper.place_date, size=13, italic=True, align=_CENTRE, first=True, before=6)
    _line(document, "", size=8)


def _signature(document: Any, paper: Paper) -> None:  # noqa: ANN401
    _line(document, "", size=8)
    table = _plain_table(document, (80.0, 85.0))
    left, right = table.rows[0].cells
    head = _cell_line(left, paper.receivers_head, size=12, bold=True, italic=True, first=True)
    head.paragraph_format.keep_with_next = True
    for receiver in paper.receivers:
        _cell_line(left, receiver, size=11)
    _cell_line(right, paper.signer_title, size=14, bold=True, align=_CENTRE, first=True)
    for _ in range(4):
        _cell_line(right, "", size=14)
    _cell_line(right, paper.signer_name, size=14, bold=True, align=_CENTRE)


def _plain_table(document: Any, widths_mm: tuple[float, ...]) -> Any:  # noqa: ANN401
    table = document.add_table(rows=1, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _format(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: Any = _LEFT,  # noqa: ANN401
    before: float = 0,
    after: float = 0,
) -> Any:  # noqa: ANN401
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size, run.font.name = Pt(size), _FONT
    return paragraph


def _line(document: Any, text: str, **look: Any) -> Any:  # noqa: ANN401
    return _format(document.add_paragraph(), text, **look)


def _cell_line(cell: Any, text: str, *, first: bool = False, **look: Any) -> Any:  # noqa: ANN401
    return _format(cell.paragraphs[0] if first else cell.add_paragraph(), text, **look)


def _rule(paragraph: Any, inset_mm: float = 55) -> None:  # noqa: ANN401
    """The thin line below a head: an empty paragraph's upper border, indented on both sides."""
    line = OxmlElement("w:p")
    paragraph._p.addnext(line)  # noqa: SLF001  (python-docx cannot insert after)
    rule = DocxParagraph(line, paragraph._parent)  # noqa: SLF001
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(inset_mm)
    rule.paragraph_format.line_spacing = Pt(6)
    properties = line.get_or_add_pPr()
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


_LOOKS: dict[Style, dict[str, Any]] = {
    Style.BASIS: {"size": 14, "italic": True, "align": _JUSTIFY, "after": 6},
    Style.HEADING: {"size": 14, "bold": True, "align": _LEFT, "before": 8, "after": 6},
    Style.SUBHEADING: {"size": 14, "bold": True, "align": _LEFT, "before": 4, "after": 4},
    Style.BODY: {"size": 14, "align": _JUSTIFY, "after": 6},
    Style.NOTE: {"size": 12, "italic": True, "align": _JUSTIFY, "after": 6},
    Style.WARNING_TITLE: {"size": 14, "bold": True, "align": _CENTRE, "before": 6},
    Style.WARNING: {"size": 13, "bold": True, "align": _JUSTIFY, "after": 6},
}


def _blank(document: Any) -> None:  # noqa: ANN401
    """A dotted line to write on, as wide as the text."""
    added = _line(document, "\t", size=14, after=4)
    stops = added.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(_TEXT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _paragraph(document: Any, paragraph: Paragraph) -> None:  # noqa: ANN401
    if paragraph.style is Style.BLANK:
        _blank(document)
        return
    added = _line(document, paragraph.text, **_LOOKS[paragraph.style])
    shape = added.paragraph_format
    shape.first_line_indent = Mm(10)
    shape.keep_with_next = paragraph.style in (Style.HEADING, Style.SUBHEADING)
    if paragraph.style in (Style.WARNING, Style.WARNING_TITLE):
        shape.first_line_indent = Mm(0)
        added.runs[0].font.color.rgb = RGBColor(0x9C, 0x00, 0x06)


def _table(document: Any, table: Table) -> None:  # noqa: ANN401
    caption = _line(document, table.caption, size=13, bold=True, align=_CENTRE, before=4, after=3)
    caption.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=len(table.head))
    grid.style, grid.autofit = "Table Grid", False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _repeat(grid.rows[0])
    _row(grid.rows[0], table.head, bold=True, shade=_HEAD_SHADE, centred=True)
    for index, values in enumerate(table.printed):
        strong = index in table.strong
        _row(grid.add_row(), values, bold=strong, shade=_STRONG_SHADE if strong else "")
    if table.total is not None:
        _row(grid.add_row(), table.total, bold=True, shade=_HEAD_SHADE)
    whole = sum(table.widths)
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Mm(_TEXT_MM * width / whole)
        for cell in column.cells:
            cell.width = Mm(_TEXT_MM * width / whole)
    _line(document, "", size=6)


def _row(
    row: Any,  # noqa: ANN401
    values: tuple[Cell, ...],
    *,
    bold: bool,
    shade: str = "",
    centred: bool = False,
) -> None:
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001  (python-docx has no row options)
    for cell, value in zip(row.cells, values, strict=True):
        align = _CENTRE if centred else _LEFT if isinstance(value, str) else _RIGHT
        _cell_line(
            cell, written(value), first=True, size=12, bold=bold, align=align, before=2, after=2
        )
        if shade:
            fill = OxmlElement("w:shd")
            for key, text in (("val", "clear"), ("color", "auto"), ("fill", shade)):
                fill.set(qn(f"w:{key}"), text)
            cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001


def _repeat(row: Any) -> None:  # noqa: ANN401
    """Repeat the head row on every page."""
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)  # noqa: SLF001
