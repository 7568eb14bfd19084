"""The reader as a whole: shape kept, nothing silent, options, encodings, never an exception."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast_desk.speech.lexicon import Entry, shipped
from broadcast_desk.speech.reading import Options, read

LETTERS = st.text(st.characters(), max_size=200)
LIKELY = st.text(
    "0123456789/-.,:;%°'\"()+xXIVABCĐđhgmk \n\t\u200b\u0301ấTKQUBND&=<>~|•", max_size=120
)
PIECES = sorted({entry.written for entry in shipped().entries} | {"ngày", "số", "từ", "đến", "xã"})
CLERKS = st.lists(
    st.sampled_from(PIECES) | st.text("0123456789/-.,:;%+=x()'°đkghTNĐ", max_size=8), max_size=12
).flatmap(
    lambda pieces: st.sampled_from(["", " ", "-", "/", ", "]).map(lambda gap: gap.join(pieces))
)


def spoken(text, **options):
    return read(text, shipped(), Options(**options)).text


@settings(max_examples=400, deadline=None)
@given(
    LETTERS | LIKELY | CLERKS,
    st.sampled_from(["announcer", "literal"]),
    st.sampled_from(["north", "central", "south"]),
    st.sampled_from(["skip", "number", "ordinal"]),
)
def test_any_string_is_read_line_for_line(text, mode, region, list_marks):
    reading = read(text, shipped(), Options(mode, region, list_marks=list_marks))
    assert len(reading.lines) == len(text.split("\n"))
    assert not any("\n" in line for line in reading.lines)
    lines = text.split("\n")
    for mark in (*reading.doubts, *reading.settled, *reading.notices):
        assert 0 <= mark.start <= mark.end <= len(lines[mark.line])


@settings(max_examples=100, deadline=None)
@given(LIKELY | CLERKS)
def test_no_digit_and_no_slash_reaches_the_voice(text):
    out = spoken(text)
    assert not any(letter in "0123456789/%&|" for letter in out)


def test_a_surrogate_alone_is_dropped():
    assert spoken("xã \ud800 An") == "xã An"


def test_a_very_long_line_is_read_whole():
    line = "Bón 5kg/sào ngày 1/6, " * 1000
    assert spoken(line).count("mùng một tháng sáu") == 1000


def test_a_doubt_points_into_the_line_as_given():
    text = unicodedata.normalize("NFD", "Số điện\u200b thoại của XQZ là gì")
    (doubt,) = read(text, shipped()).doubts
    assert text[doubt.start : doubt.end] == doubt.written == "XQZ"
    assert doubt.kind == "unknown_capitals"
    assert doubt.guess == "ích-xì quy dét"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("gặp BCT vào sáng mai", "ambiguous"),
        ("giống BC15", "code"),
        ("sáng 14/4, chiều 5/5; 14/4", "number"),
        ("cô giáo N.T.H. dạy", "initials"),
        ("xem x.vn", "address"),
        ("thuốc Zyntrex", "foreign"),
        ("Elizabeth II thăm", "roman"),
        ("vui quá 😀", "symbol"),
        ("请大家注意", "foreign"),
        ("hello everyone", "foreign"),
    ],
)
def test_every_uncertainty_is_reported(text, kind):
    assert kind in {doubt.kind for doubt in read(text, shipped()).doubts}


def test_plain_text_leaves_no_doubt_and_stays_as_it_is():
    text = "Kính thưa bà con, chiều nay xã tổ chức họp dân."
    reading = read(text, shipped())
    assert reading.text == text
    assert reading.doubts == reading.notices == ()


def test_the_station_settles_a_word_once_for_ever():
    lexicon = shipped().with_station([Entry("BCT", "Bộ Công Thương")])
    reading = read("gặp BCT vào sáng mai", lexicon)
    assert "Bộ Công Thương" in reading.text
    assert not reading.doubts


def test_document_numbers_sign_by_sign():
    assert spoken("Kế hoạch số 159/KH-UBND", mode="literal") == (
        "Kế hoạch số một trăm năm mươi chín trên ca hát, u bê en đê"
    )
    assert "bốn mươi chín trên hai nghìn không trăm hai mươi tư" in spoken(
        "Nghị định số 49/2024/NĐ-CP", mode="literal"
    )


def test_regions_differ_in_three_words():
    text = "Ngày 5/6 có 1.105 hộ"
    assert spoken(text) == "Ngày mùng năm tháng sáu có một nghìn một trăm linh năm hộ"
    assert spoken(text, region="south") == (
        "Ngày mồng năm tháng sáu có một ngàn một trăm lẻ năm hộ"
    )
    assert spoken(text, region="south", thousand="nghìn", zero_tens="linh", first_days="-") == (
        "Ngày năm tháng sáu có một nghìn một trăm linh năm hộ"
    )


def test_list_marks_by_option():
    assert spoken("2. Yêu cầu") == "Yêu cầu"
    assert spoken("1. Yêu cầu", list_marks="ordinal") == "Thứ nhất, Yêu cầu"
    assert spoken("1.2. Yêu cầu", list_marks="number") == "Một chấm hai, Yêu cầu"
    assert spoken("b) Yêu cầu", list_marks="number") == "Bê, Yêu cầu"
    assert spoken("IV. YÊU CẦU", list_marks="number") == "Bốn, yêu cầu"


def test_decomposed_text_reads_like_composed_text():
    text = "Uỷ ban nhân dân xã thông báo ngày 5/6"
    assert spoken(unicodedata.normalize("NFD", text)) == spoken(text)


def test_invisible_characters_are_dropped_with_a_notice():
    reading = read("thông\u00adbáo \ufeffsố\u200b 5", shipped())
    assert reading.text == "thông báo số năm"
    assert [notice.code for notice in reading.notices] == ["reading.invisible"]


def test_signature_blocks_are_not_read():
    text = "\n".join(
        [
            "Đề nghị bà con thực hiện./.",
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "(Đã ký)",
            "Nguyễn Văn An",
        ]
    )
    assert read(text, shipped()).lines == ("Đề nghị bà con thực hiện", *[""] * 7)


def test_a_heading_behind_a_signature_is_read():
    lines = ["Mời bà con", "dự", "họp", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "THÔNG BÁO CẮT NƯỚC"]
    assert read("\n".join(lines), shipped()).lines[3:] == ("", "", "Thông báo cắt nước")


def test_a_table_row_becomes_pauses():
    assert spoken("Số hiệu | 12 |") == "Số hiệu, mười hai"


@pytest.mark.parametrize(
    "line",
    [
        "A" + "1" * 5000 + "x",
        "1" * 12000,
        "1" * 5000 + "/" + "2" * 5000,
        "1" * 5000 + "-" + "2" * 5000,
        "thứ " + "9" * 5000,
        "tháng " + "9" * 5000,
        "- " * 5000 + "x",
        "A-" * 5000,
        '5" ' * 5000,
        "5’ " * 5000,
        "x/" * 5000,
        "111 " * 5000,
        "(" * 5000,
        " " * 20000 + "x",
        "a." * 5000,
        "số 5/QĐ-UBND ngày 1/1/2026 " * 500,
        "O1" * 5000,
        "kt-" * 5000,
        "(ABC) " * 3000,
        "HS " * 3000 + "một cửa",
    ],
    ids=lambda line: line[:8],
)
def test_hostile_lines_are_read_too(line):
    assert len(read(line, shipped()).lines) == 1
