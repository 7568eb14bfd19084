import json
import zipfile

import docx
import pypdf
import pytest
from fpdf import FPDF

from broadcast_desk.cli.main import run
from broadcast_desk.speech.documents import Document, document_of, text_of
from broadcast_desk.speech.documents import pdf as pdfs
from broadcast_desk.speech.documents.archives import OLD_OFFICE
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


def test_an_odt_gives_headings_and_lists(tmp_path):
    path = tmp_path / "tin.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODT)
    assert text_of(path).split("\n") == [
        "Thông báo",
        "Kính thưa bà con,",
        "mời",
        "đến họp.",
        "- Mang sổ",
    ]


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
        "y tế. Mời bà con đến.\n- Mang theo sổ,\nthẻ bảo hiểm\n1. Thôn Đông"
    )
    assert pdfs.paragraphs(printed.split("\n")) == [
        "ỦY BAN NHÂN DÂN XÃ",
        "Sáng mai xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại trạm y tế. Mời bà con đến.",
        "- Mang theo sổ, thẻ bảo hiểm",
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
