import json
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from fpdf import FPDF

from broadcast_desk.cli.main import run
from broadcast_desk.speech.documents import Document, document_of, text_of
from broadcast_desk.speech.documents import pdf as pdfs
from broadcast_desk.speech.documents.archives import OLD_OFFICE
from broadcast_desk.speech.documents.numbering import number_as
from broadcast_desk.station.encodings import TCVN3_LETTERS
from broadcast_desk.station.errors import SpeechError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(path):
    with pytest.raises(SpeechError) as refused:
        text_of(path)
    assert refused.value.params["name"] == path.name
    return refused.value.code


@pytest.fixture
def word(tmp_path):
    document = docx.Document()
    document.add_heading("Thông báo tiêm chủng", 1)
    document.add_paragraph("Kính thưa bà con,\u00a0 sáng mai xã tổ chức tiêm.")
    for item in ("Mang theo sổ", "Đến đúng giờ"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Thôn Đông", "7 giờ"
    path = tmp_path / "tin.docx"
    document.save(path)
    return path


def test_headings_lists_and_tables_of_a_word_file(word):
    assert text_of(word).split("\n") == [
        "Thông báo tiêm chủng",
        "Kính thưa bà con, sáng mai xã tổ chức tiêm.",
        "- Mang theo sổ",
        "- Đến đúng giờ",
        "Thôn Đông",
        "7 giờ",
    ]


def with_member(source, target, name, data):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return target


def body(inside):
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def test_macros_objects_and_deleted_words_are_not_read(word, tmp_path):
    inside = (
        "<w:p><w:r><w:t>Bà con </w:t></w:r><w:del><w:r><w:t>đã xóa</w:t></w:r></w:del>"
        "<w:r><w:t>chú ý.</w:t><w:object><w:t>nhúng</w:t></w:object></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    path = with_member(word, tmp_path / "a.docm", "word/document.xml", body(inside))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
        archive.writestr("word/embeddings/virus.exe", b"MZ" * 100)
    assert text_of(path) == "Bà con chú ý."
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".exe"] == []


def test_500_megabytes_of_xml_are_refused_without_unpacking_them(word, tmp_path):
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        member.write(body("").encode()[:-30])
        for _ in range(500):
            member.write(b" " * 1024 * 1024)
    assert path.stat().st_size < 1_000_000
    assert refusal(path) == "speech.document_too_large"


def test_entities_that_multiply_are_refused(word, tmp_path):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>' + body("<w:p><w:t>&a11;</w:t></w:p>")
    path = with_member(word, tmp_path / "b.docx", "word/document.xml", bomb)
    assert refusal(path) == "speech.document_damaged"


@pytest.mark.parametrize("encoding", ["x", "utf-32", "shift_jis"])
def test_an_encoding_nobody_knows_is_refused(word, tmp_path, encoding):
    crooked = f'<?xml version="1.0" encoding="{encoding}"?>' + body("<w:p/>")
    path = with_member(word, tmp_path / "e.docx", "word/document.xml", crooked.encode())
    assert refusal(path) == "speech.document_damaged"


def test_endless_nesting_is_refused(word, tmp_path):
    deep = body("<w:p>" * 50_000 + "</w:p>" * 50_000)
    path = with_member(word, tmp_path / "c.docx", "word/document.xml", deep)
    assert refusal(path) == "speech.document_damaged"


def test_a_file_outside_the_document_is_not_drawn_in(word, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mật")
    reach = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>' + body("<w:t>&s;</w:t>")
    path = with_member(word, tmp_path / "d.docx", "word/document.xml", reach)
    assert refusal(path) == "speech.document_damaged"


def xml(inside):
    return parse_xml(inside.replace(">", f' xmlns:w="{W}">', 1))


@pytest.fixture
def paper():
    """A Word document with a numbering such as official papers have: Điều 1., 1., a)."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(
            [("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)")]
        )
    )
    numbering = document.part.numbering_part.element
    numbering.append(xml(f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(xml('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    restarted = (
        '<w:num w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering.append(xml(restarted))
    return document


def numbered(document, text, level, number=77):
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def lines_of(document, tmp_path):
    document.save(tmp_path / "a.docx")
    return text_of(tmp_path / "a.docx").split("\n")


def test_words_own_numbers_are_counted(paper, tmp_path):
    for text, level in (("Phạm vi", 0), ("Các thôn.", 1), ("Các trường:", 1), ("Mầm non;", 2),
                        ("Tiểu học.", 2), ("Hiệu lực", 0), ("Từ ngày 1/1.", 1)):  # fmt: skip
        numbered(paper, text, level)
    numbered(paper, "Lại từ đầu", 0, number=78)
    numbered(paper, "Đi tiếp", 0, number=78)
    for text in ("Đầu", "Sau"):
        paper.add_paragraph(text, style="List Number")
    assert lines_of(paper, tmp_path) == [
        "Điều 1. Phạm vi",
        "1. Các thôn.",
        "2. Các trường:",
        "a) Mầm non;",
        "b) Tiểu học.",
        "Điều 2. Hiệu lực",
        "1. Từ ngày 1/1.",
        "Điều 1. Lại từ đầu",
        "Điều 2. Đi tiếp",
        "1. Đầu",
        "2. Sau",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (12, "decimal", "12"),
        (0, "upperRoman", "0"),
        (5000, "lowerRoman", "5000"),
    ],
)
def test_numbers_as_word_writes_them(number, kind, written):
    assert number_as(number, kind) == written


def test_a_table_with_lines_is_read_row_by_row(tmp_path):
    document = docx.Document()
    with_lines = document.add_table(rows=2, cols=3, style="Table Grid")
    for row, cells in zip(
        with_lines.rows, [("Thôn", "Giờ", "Nơi"), ("Đông", "", "Trạm y tế")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    side_by_side = document.add_table(rows=1, cols=2)
    side_by_side.cell(0, 0).text, side_by_side.cell(0, 1).text = "UBND XÃ", "CỘNG HÒA"
    assert lines_of(document, tmp_path) == [
        "Thôn, Giờ, Nơi",
        "Đông, Trạm y tế",
        "UBND XÃ",
        "CỘNG HÒA",
    ]


def test_styles_based_on_each_other_in_a_ring_are_no_trap(tmp_path):
    document = docx.Document()
    for kind, name in (("table", "Ring"), ("paragraph", "Vong")):
        ring = f'<w:style w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{name}"/></w:style>'
        document.styles.element.append(xml(ring))
    table = document.add_table(rows=1, cols=1)
    table._tbl.tblPr.append(xml('<w:tblStyle w:val="Ring"></w:tblStyle>'))
    table.cell(0, 0).text = "Trong ô"
    document.add_paragraph("Sau bảng")._p.get_or_add_pPr().append(
        xml('<w:pStyle w:val="Vong"></w:pStyle>')
    )
    assert lines_of(document, tmp_path) == ["Trong ô", "Sau bảng"]


def test_lines_drawn_cell_by_cell_are_seen_too(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    for cell, text in zip(table.rows[0].cells, ("Thôn Đông", "7 giờ"), strict=True):
        cell.text = text
        borders = '<w:tcBorders><w:left w:val="single"/></w:tcBorders>'
        cell._tc.get_or_add_tcPr().append(xml(borders))
    assert lines_of(document, tmp_path) == ["Thôn Đông, 7 giờ"]


CHANGES = (
    '<w:del w:id="1"><w:r><w:delText>đã xóa </w:delText><w:t>xóa</w:t></w:r></w:del>',
    '<w:ins w:id="2"><w:r><w:t xml:space="preserve">mới thêm </w:t></w:r></w:ins>',
    '<w:moveFrom w:id="3"><w:r><w:t>dời đi</w:t></w:r></w:moveFrom>',
    '<w:moveTo w:id="4"><w:r><w:t>dời đến</w:t></w:r></w:moveTo>',
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>",
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, ASEAN</w:t></w:r>',
    "<w:r><w:noBreakHyphen/><w:t>5</w:t></w:r>",
    '<w:r><w:footnoteReference w:id="9"/></w:r>',
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:r><w:t>Bấm vào đây</w:t></w:r></w:sdt>",
    "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>.</w:t></w:r></w:sdtContent></w:sdt>",
)


def test_only_what_is_to_be_seen_on_paper_is_read(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("Bà con ")
    for change in CHANGES:
        paragraph._p.append(xml(change))
    half = document.add_paragraph("Hai nửa ")
    half._p.get_or_add_pPr().append(xml('<w:rPr><w:del w:id="5"/></w:rPr>'))
    document.add_paragraph("một câu.")
    assert lines_of(document, tmp_path) == [
        "Bà con mới thêm dời đến, ASEAN-5.",
        "Hai nửa một câu.",
    ]


ALTERNATE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "drawn",
    [
        f"""<w:r><mc:AlternateContent xmlns:mc="{ALTERNATE}"><mc:Choice>{BOX}</mc:Choice>
        <mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>""",
        f"<w:r><w:pict>{BOX}</w:pict></w:r>",
    ],
)
def test_text_boxes_of_either_kind_are_read_once(tmp_path, drawn):
    document = docx.Document()
    document.add_paragraph("Ngoài khung")._p.append(xml(drawn))
    assert lines_of(document, tmp_path) == ["Ngoài khung", "Trong khung"]


def test_a_word_file_of_an_old_font_is_converted(tmp_path):
    letters = {ord(good): old for old, good in TCVN3_LETTERS.items()}
    document = docx.Document()
    document.add_paragraph(OLD.translate(letters))
    document.save(tmp_path / "a.docx")
    assert document_of(tmp_path / "a.docx") == Document(OLD, "TCVN3")
    document = docx.Document()
    document.add_paragraph("Kính göûi baø con nhaân daân trong xaõ, ngaøy mai hoïp daân.")
    document.save(tmp_path / "b.docx")
    assert document_of(tmp_path / "b.docx").encoding == "VNI"


@pytest.mark.parametrize("name", ["x.docx", "x.odt", "x.pdf"])
@pytest.mark.parametrize("content", [b"", b"not what the name says" * 50, b"PK\x03\x04 cut"])
def test_damaged_files_are_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == "speech.document_damaged"


def test_a_cut_word_file_is_refused(word):
    word.write_bytes(word.read_bytes()[:-300])
    assert refusal(word) == "speech.document_damaged"


def test_an_office_file_with_a_password_or_of_the_old_kind_is_refused(tmp_path):
    path = tmp_path / "mat.docx"
    path.write_bytes(OLD_OFFICE + bytes(4096))
    assert refusal(path) == "speech.document_password"


ODT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
 <text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes>
 <text:h text:outline-level="1">Thông báo</text:h>
 <text:p>Kính thưa<text:s/>bà <text:span>con</text:span>,<text:line-break/>mời
 đến họp<text:note><text:p>chú thích</text:p></text:note>.</text:p>
 <text:list><text:list-item><text:p>Mang sổ</text:p></text:list-item></text:list>
 </office:text></office:body></office:document-content>"""


ODT_LISTS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>
 <text:list-style style:name="L1"><text:list-level-style-number text:level="1"
 style:num-prefix="Điều " style:num-suffix="." style:num-format="1"/>
 <text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"
 text:start-value="2"/></text:list-style>
 <style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/>
 </style:style><style:style style:name="C1" style:family="table-cell"><style:table-cell-properties
 fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>
 <office:body><office:text>
 <text:list text:style-name="L1"><text:list-item><text:p>Phạm vi</text:p><text:p>Thêm.</text:p>
 <text:list><text:list-item><text:p>Thôn Đông</text:p></text:list-item></text:list></text:list-item>
 <text:list-item><text:p>Hiệu lực</text:p></text:list-item></text:list>
 <text:p>Xen giữa</text:p>
 <text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>
 <text:p>Đi tiếp</text:p></text:list-item></text:list>
 <text:p>Ngoài<draw:frame><draw:text-box><text:p>Trong khung</text:p></draw:text-box>
 <svg:title>hình</svg:title><svg:desc>mô tả</svg:desc></draw:frame></text:p>
 <text:p>Bà con<text:hidden-text text:string-value="x">ẩn</text:hidden-text>
 <text:span text:style-name="T9">ẩn nữa</text:span><text:span text:style-name="T1">nghe.</text:span>
 <draw:custom-shape><text:p>Trong hình</text:p></draw:custom-shape></text:p>
 <table:table><table:table-row><table:table-cell table:style-name="C1"><text:p>Thôn Tây</text:p>
 </table:table-cell><table:table-cell><text:p>8 giờ</text:p></table:table-cell>
 </table:table-row></table:table>
 </office:text></office:body></office:document-content>"""


def test_an_odt_gives_its_numbers_boxes_and_tables(tmp_path):
    path = tmp_path / "tin.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODT_LISTS)
    assert text_of(path).split("\n") == [
        "Điều 1. Phạm vi",
        "Thêm.",
        "b) Thôn Đông",
        "Điều 2. Hiệu lực",
        "Xen giữa",
        "Điều 3. Đi tiếp",
        "Ngoài",
        "Trong khung",
        "Bà con nghe.",
        "Trong hình",
        "Thôn Tây, 8 giờ",
    ]


def test_an_odt_gives_headings_and_lists(tmp_path):
    path = tmp_path / "tin.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODT)
    assert text_of(path).split("\n") == [
        "Thông báo",
        "Kính thưa bà con,",
        "mời đến họp.",
        "- Mang sổ",
    ]


def test_an_odt_with_a_password_is_refused(tmp_path):
    path = tmp_path / "mat.odt"
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"\x8f\x02 encrypted")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{name}"><m:file-entry m:full-path="content.xml">'
            "<m:encryption-data/></m:file-entry></m:manifest>",
        )
    assert refusal(path) == "speech.document_password"


@pytest.fixture
def pdf(tmp_path):
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.multi_cell(0, text="Thong bao cua xa\n- muc mot\n- muc hai\n1")
    path = tmp_path / "tin.pdf"
    path.write_bytes(bytes(made.output()))
    return path


def test_text_of_a_pdf(pdf):
    assert text_of(pdf).split("\n") == ["Thong bao cua xa", "- muc mot", "- muc hai"]


def test_a_pdf_with_a_password_is_refused(pdf, tmp_path):
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.encrypt("bi mat", algorithm="AES-256")
    path = tmp_path / "mat.pdf"
    with path.open("wb") as file:
        writer.write(file)
    assert refusal(path) == "speech.document_password"


def test_a_scan_has_no_text(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        writer.write(file)
    assert refusal(path) == "speech.document_empty"


def test_a_pdf_that_takes_too_long_is_ended(pdf, monkeypatch):
    monkeypatch.setattr(pdfs, "PDF_TIMEOUT_S", 0.001)
    assert refusal(pdf) == "speech.document_too_large"


def test_printed_lines_are_joined_to_paragraphs():
    printed = (
        "ỦY BAN NHÂN DÂN XÃ\nSáng mai xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại trạm\n"
        "y tế. Mời bà con đến.\n- Mang theo sổ,\nthẻ bảo hiểm\n\uf0b7 Nước uống\n• Mũ\n1. Thôn Đông"
    )
    assert pdfs.paragraphs(printed.split("\n")) == [
        "ỦY BAN NHÂN DÂN XÃ",
        "Sáng mai xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại trạm y tế. Mời bà con đến.",
        "- Mang theo sổ, thẻ bảo hiểm",
        "- Nước uống",
        "- Mũ",
        "1. Thôn Đông",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_in_its_encodings(tmp_path, encoding):
    path = tmp_path / "tin.txt"
    path.write_bytes("Kính thưa bà con".encode(encoding))
    assert text_of(path) == "Kính thưa bà con"


def test_plain_text_of_an_old_font_comes_through_for_the_reader(tmp_path):
    from broadcast_desk.speech.lexicon import shipped
    from broadcast_desk.speech.reading import read

    path = tmp_path / "tin.txt"
    path.write_bytes(
        b"x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam, \xae\xe9c l\xcbp, t\xf9 do, h\xb9nh ph\xf3c"
    )
    assert "Việt Nam" in read(text_of(path), shipped()).text


def test_lines_broken_only_because_they_were_full_are_joined(tmp_path):
    path = tmp_path / "thu.txt"
    path.write_text(
        "THÔNG BÁO\nSáng mai xã tổ chức tiêm chủng cho trẻ em dưới năm\ntuổi tại trạm y tế.\n"
        "mời bà con đến\nđông đủ\n\nĐề nghị các gia đình chuẩn bị những thứ sau đây\na) sổ\n"
        "b) thẻ",
        encoding="utf-8",
    )
    assert text_of(path).split("\n") == [
        "THÔNG BÁO",
        "Sáng mai xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại trạm y tế.",
        "mời bà con đến",
        "đông đủ",
        "",
        "Đề nghị các gia đình chuẩn bị những thứ sau đây",
        "a) sổ",
        "b) thẻ",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_a_device_without_end_is_refused():
    assert refusal(Path("/dev/zero")) == "speech.document_too_large"


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "tin.txt"
    path.write_bytes(b"MZ\0\0" + bytes(100))
    assert refusal(path) == "speech.document_damaged"
    assert refusal(tmp_path / "none.txt") == "speech.document_unreadable"
    other = tmp_path / "tin.xlsx"
    other.write_bytes(b"")
    assert refusal(other) == "speech.document_kind"
    empty = tmp_path / "trong.txt"
    empty.write_text(" \n ")
    assert refusal(empty) == "speech.document_empty"


def test_a_text_file_beyond_all_measure_is_refused(tmp_path):
    path = tmp_path / "to.txt"
    path.write_bytes(b"chu " * 3_000_000)
    assert refusal(path) == "speech.document_too_large"


OLD = "Kính gửi bà con nhân dân trong xã, ngày mai họp dân tại nhà văn hóa thôn."


def test_an_old_encoding_is_converted_at_the_door_and_said(tmp_path, capsys):
    path, out = tmp_path / "a.txt", tmp_path / "a.flac"
    letters = {ord(good): old for old, good in TCVN3_LETTERS.items()}
    path.write_bytes(OLD.translate(letters).encode("latin-1"))
    assert document_of(path) == Document(OLD, "TCVN3")
    where = ["--data", str(tmp_path / "data"), "--voice", "espeak-vi-north"]
    assert run(["library", "add", str(path), "--code", "T1", *where]) == 0
    assert "bảng mã cũ TCVN3" in capsys.readouterr().err
    assert run(["library", "show", "T1", "--json", "--data", str(tmp_path / "data")]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == OLD
    assert run(["speak", str(path), "-o", str(out), *where]) == 0
    assert "bảng mã cũ TCVN3" in capsys.readouterr().err


def test_vni_is_converted_too(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(
        "Kính göûi baø con nhaân daân trong xaõ, ngaøy mai hoïp daân.".encode("latin-1")
    )
    assert document_of(path) == Document(
        "Kính gửi bà con nhân dân trong xã, ngày mai họp dân.", "VNI"
    )
