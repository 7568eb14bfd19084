from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from broadcast_desk.logbook import statistics
from broadcast_desk.logbook.model import Kind
from broadcast_desk.logbook.reports import AseanRequest, ReportFiles, write_asean_report
from broadcast_desk.logbook.reports.asean import asean_figures, asean_topics
from broadcast_desk.logbook.wording import words
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.errors import InputError, StoreError
from broadcast_desk.station.settings import StationSettings, Zone
from tests.logbook.conftest import Told

NOW = datetime(2026, 11, 2, 9, tzinfo=STATION_ZONE)
SETTINGS = StationSettings(
    name="Đài truyền thanh xã Hải Hòa",
    commune="Xã Hải Hòa",
    zones=(Zone("khu-1", "Cụm loa thôn Đông"), Zone("khu-2", "Cụm loa thôn Đoài")),
    extra={"signer_title": "TRƯỞNG ĐÀI", "signer_name": "Hoàng Thị Đào"},
)
REMARKS = "Bà con quan tâm tin thiên tai.\nKiến nghị: Đề nghị hỗ trợ thay cụm loa hỏng."


class Read(NamedTuple):
    """A document as somebody else's program reads it."""

    text: str
    tables: list[list[list[str]]]


def write(logbook, folder: Path, **asked) -> ReportFiles:
    request = AseanRequest(**{"year": 2026, "remarks": REMARKS, **asked})
    return write_asean_report(request, logbook=logbook, settings=SETTINGS, now=NOW, folder=folder)


def read_docx(path: Path) -> Read:
    document = docx.Document(str(path))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    text = "\n".join(p.text for p in document.paragraphs)
    head = "\n".join(cell for table in tables for row in table for cell in row)
    return Read(f"{head}\n{text}", tables[1:-1])


def read_pdf(path: Path) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return re.sub(r"\s+", " ", text)


def read_sheets(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in book}


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_the_three_documents_agree_with_each_other_and_the_logbook(year_logbook, tmp_path):
    files = write(year_logbook, tmp_path)
    word, sheets, pdf = read_docx(files.docx), read_sheets(files.xlsx), read_pdf(files.pdf)
    names = words("asean")["sheets"]
    printed = [names[key] for key in names if key != "summary"]
    by_title = {sheets[name][0][0]: sheets[name][2:] for name in printed if name in sheets}
    assert len(word.tables) == len(by_title) == 10
    captions = re.findall(r"Bảng \d+\.[^\n]*", word.text)
    assert sorted(captions) == sorted(by_title)
    for caption, table in zip(captions, word.tables, strict=True):
        whole = by_title[caption]
        assert table[0] == whole[0]
        assert len(table) == len(whole) or len(table) in (21, 22), "long lists are cut"
        assert caption in pdf
        for line in table[1:]:
            assert " ".join(line) in pdf, line
        last = [cell if isinstance(cell, str) else float(cell) for cell in whole[-1]]
        if last[0] == "Tổng cộng":
            assert [table[-1][0], *map(number, table[-1][1:])] == last
    figures = asean_figures(year_logbook, date(2026, 1, 1), date(2026, 11, 2))
    sentence = f"đã phát {figures.total.count} lượt nội dung về ASEAN"
    assert sentence in word.text
    assert sentence in pdf


def test_every_table_adds_up_to_the_same_total(year_logbook, tmp_path):
    sheets = read_sheets(write(year_logbook, tmp_path).xlsx)
    totals = set()
    for name in ("Hình thức", "Trụ cột, chủ đề", "Theo tháng", "Đơn vị sản xuất", "Ngôn ngữ",
                 "Chương trình"):  # fmt: skip
        head, *rows, total = sheets[name][2:]
        rows = [row for row in rows if not str(row[0]).startswith("–")]
        for column in range(1, len(head)):
            assert round(sum(row[column] for row in rows), 1) == total[column], (name, column)
        totals.add((total[-2], total[-1]))
    assert len(totals) == 1
    summary = {row[0]: row[1] for row in sheets["Tổng hợp"] if row[0]}
    assert totals == {
        (summary["Số lượt phát nội dung ASEAN"], summary["Thời lượng nội dung ASEAN (phút)"])
    }


def test_figures_are_what_the_log_says_counted_by_hand(year_logbook):
    figures = asean_figures(year_logbook, date(2026, 1, 1), date(2026, 11, 2))
    keys = {topic.key for topic in asean_topics()}
    rows = [row for row in year_logbook.airings() if row.topic in keys]
    assert figures.total.count == sum(row.sounded for row in rows)
    exact = sum(row.duration_s for row in rows)
    assert abs(figures.total.duration_s - exact) <= 3.0 * len(rows)
    relays = [r for r in year_logbook.airings() if r.kind == "relay" and r.sounded]
    assert figures.relay_total.count == len(relays)
    assert figures.plan.due == len(rows)
    assert sum(figures.reasons.values()) == len(figures.plan.misses)
    assert list(figures.months) == [f"2026-{month:02}" for month in range(1, 12)]
    assert "local" not in keys


def test_the_cut_off_day_is_the_last_one_counted(year_logbook, tmp_path):
    cut = date(2026, 9, 30)
    figures = asean_figures(year_logbook, date(2026, 1, 1), cut)
    keys = {topic.key for topic in asean_topics()}
    inside = [r for r in year_logbook.airings() if local(r.due_at).date() <= cut]
    wanted = statistics.total(r for r in inside if r.topic in keys)
    assert figures.total.count == wanted.count > 0
    text = read_docx(write(year_logbook, tmp_path, cut_off=cut).docx).text
    assert "từ ngày 01/01/2026 đến hết ngày 30/09/2026" in text


def test_the_form_of_an_administrative_report(year_logbook, tmp_path):
    files = write(year_logbook, tmp_path, recipient="Ủy ban nhân dân tỉnh Quảng Ninh")
    for text in (read_docx(files.docx).text, read_pdf(files.pdf)):
        for part in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ỦY BAN NHÂN DÂN XÃ HẢI HÒA",
            "ĐÀI TRUYỀN THANH XÃ HẢI HÒA",
            "BÁO CÁO",
            "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ninh",
            "159/KH-UBND",
            "Nơi nhận:",
            "UBND xã Hải Hòa",
            "Hoàng Thị Đào",
            "Bà con quan tâm tin thiên tai.",
            "Đề nghị hỗ trợ thay cụm loa hỏng.",
            "toàn vẹn",
        ):
            assert part in text, part
        assert "Kiến nghị: Đề nghị" not in text
        assert "năm 2026" in text


def test_word_page_set_up(year_logbook, tmp_path):
    document = docx.Document(str(write(year_logbook, tmp_path).docx))
    section = document.sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in section.header.paragraphs[0]._p.xml


ORDER = {
    "pPr": ["pStyle", "keepNext", "keepLines", "widowControl", "pBdr", "shd", "tabs", "spacing",
            "ind", "jc", "rPr"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"],
    "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "lang"],
}  # fmt: skip


def test_word_finds_every_property_in_the_order_of_the_standard(year_logbook, db, tmp_path):
    """Word refuses a file whose properties stand in another order than ISO 29500 gives them."""
    db.conn.execute("DROP TRIGGER log_entries_keep")
    db.conn.execute("UPDATE log_entries SET data = '{}' WHERE number = 17")
    document = docx.Document(str(write(year_logbook, tmp_path, remarks="").docx))
    roots = [document.element, document.styles["Normal"].element]
    seen = set()
    for root in roots:
        for element in root.iter():
            name = str(element.tag).rpartition("}")[2]
            if name in ORDER:
                children = [str(child.tag).rpartition("}")[2] for child in element]
                assert [c for c in ORDER[name] if c in children] == children, name
                seen.add(name)
    assert seen == set(ORDER)


def test_the_pdf_embeds_its_fonts_and_says_its_language(year_logbook, tmp_path):
    reader = PdfReader(write(year_logbook, tmp_path).pdf)
    assert reader.root_object["/Lang"] == "vi-VN"
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("BeVietnamPro" in font for font in fonts)


def test_same_logbook_same_bytes(year_logbook, tmp_path):
    one = write(year_logbook, tmp_path / "1")
    two = write(year_logbook, tmp_path / "2")
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.suffix


def test_a_broken_logbook_says_so_on_the_face(year_logbook, db, tmp_path):
    db.conn.execute("DROP TRIGGER log_entries_keep")
    db.conn.execute("UPDATE log_entries SET data = '{}' WHERE number = 17")
    files = write(year_logbook, tmp_path)
    assert "CẢNH BÁO" in PdfReader(files.pdf).pages[0].extract_text()
    word = docx.Document(str(files.docx)).paragraphs
    assert any("CẢNH BÁO" in paragraph.text for paragraph in word[:8])
    warned = [row[0] for row in read_sheets(files.xlsx)["Tổng hợp"] if row[0]][:5]
    assert any("mục số 17" in str(text) for text in warned)
    assert "KHÔNG toàn vẹn" in read_pdf(files.pdf)


def test_an_intact_logbook_gives_no_warning(year_logbook, tmp_path):
    assert "CẢNH BÁO" not in read_pdf(write(year_logbook, tmp_path).pdf)


def test_an_empty_year_is_a_report_that_says_so(logbook, tmp_path):
    files = write(logbook, tmp_path, remarks="")
    for text in (read_docx(files.docx).text, read_pdf(files.pdf)):
        assert "không ghi nhận lượt phát nội dung nào về ASEAN" in text
        assert "chưa có mục nào" in text
    summary = {row[0]: row[1] for row in read_sheets(files.xlsx)["Tổng hợp"] if row[0]}
    assert summary["Số lượt phát nội dung ASEAN"] == 0


def test_only_relays_and_only_misses_still_make_a_report(logbook, tmp_path):
    relay = Told("r", source="relay", code="", title="Thời sự", topic="")
    logbook.append_all([relay.started(), relay.ended(600), Told("m").missed("lạ")])
    night = datetime(2026, 12, 1, tzinfo=STATION_ZONE)
    files = write_asean_report(2026, logbook=logbook, settings=SETTINGS, now=night, folder=tmp_path)
    text = read_docx(files.docx).text
    assert "Thời sự" in text
    assert "bỏ lỡ: lạ" in text


def test_a_relay_counts_without_what_sounded_in_its_place(logbook):
    relay = Told("r", source="relay", code="", title="Thời sự", topic="")
    told = [relay.told(Kind.FALLBACK, 300), relay.told(Kind.RETURNED, 420)]
    logbook.append_all([relay.started(), *told, relay.ended(600)])
    figures = asean_figures(logbook, date(2026, 11, 1), date(2026, 11, 30))
    assert figures.relays["Thời sự"].minutes == 8.0


def test_reasons_are_said_in_words(logbook, tmp_path):
    logbook.append(Told(planned=NOW.replace(day=1)).missed("playout.missed_over"))
    assert "Máy không hoạt động trong suốt giờ phát" in read_pdf(write(logbook, tmp_path).pdf)


def test_long_lists_are_cut_on_paper_and_whole_in_the_workbook(logbook, tmp_path):
    logbook.append_all(
        [Told(f"m{n}", planned=NOW.replace(day=1, hour=6, minute=n)).missed() for n in range(35)]
    )
    files = write(logbook, tmp_path)
    assert len(read_sheets(files.xlsx)["Lượt không đủ"]) == 3 + 35
    assert len(read_docx(files.docx).tables[-1]) == 1 + 20
    assert "gồm 35 lượt" in read_pdf(files.pdf)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"year": 2027}, "logbook.future_year"),
        ({"year": 1999}, "logbook.early_year"),
        ({"cut_off": date(2026, 11, 3)}, "logbook.future_cut_off"),
        ({"since": date(2026, 6, 2), "cut_off": date(2026, 6, 1)}, "logbook.period"),
    ],
)
def test_periods_that_cannot_be_are_refused(logbook, tmp_path, asked, code):
    with pytest.raises(InputError) as caught:
        write(logbook, tmp_path / "out", **asked)
    assert caught.value.code == code
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a read-only mount")
def test_a_read_only_folder_is_said(logbook, tmp_path):
    target = tmp_path / "ro"
    target.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", str(target)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        with pytest.raises(StoreError) as caught:
            write(logbook, target)
        assert caught.value.code == "store.read_only"
    finally:
        subprocess.run(["umount", str(target)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small mount")
def test_a_full_folder_leaves_nothing_half_written(year_logbook, tmp_path):
    target = tmp_path / "full"
    target.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(target)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        with pytest.raises(StoreError) as caught:
            write(year_logbook, target)
        assert caught.value.code == "store.disk_full"
        left = sorted(path.name for path in target.iterdir())
        assert left == ["bao-cao-asean-2026.docx", "bao-cao-asean-2026.xlsx"]
    finally:
        subprocess.run(["umount", str(target)], check=True)


def test_a_title_with_odd_letters_goes_through(logbook, tmp_path):
    told = Told(title="=A1 <b>&amp; “Trích” – 東盟 🎙 " + "dài " * 60)
    logbook.append_all([told.started(), told.ended(60)])
    night = datetime(2026, 12, 1, tzinfo=STATION_ZONE)
    files = write_asean_report(2026, logbook=logbook, settings=SETTINGS, now=night, folder=tmp_path)
    assert "=A1 <b>&amp; “Trích”" in read_docx(files.docx).text
    assert "“Trích”" in read_pdf(files.pdf)
