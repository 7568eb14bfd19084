"""Abbreviations made of others, explained by the text, repeated, or settled earlier in a line."""

import pytest

from broadcast_desk.speech.lexicon import Entry, Lexicon, shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.reading.compounds import compound
from broadcast_desk.speech.reading.definitions import definitions

KNOWN = Lexicon(
    [
        Entry("BTV", "Ban Thường vụ"),
        Entry("ĐU", "Đảng ủy"),
        Entry("TC", "tổ chức"),
        Entry("TW", "Trung ương"),
        Entry("QL", "quốc lộ", "word", ">#"),
        Entry("SMS", "tin nhắn"),
    ]
)


def spoken(text):
    return read(text, shipped()).text


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("BTVĐU", "Ban Thường vụ Đảng ủy"),
        ("TCTW", "tổ chức Trung ương"),
        ("BTVĐUTW", "Ban Thường vụ Đảng ủy Trung ương"),
        ("BTVX", ""),
        ("QLQL", ""),
        ("SMSĐU", ""),
        ("BTV", ""),
        ("ĐU" * 20, ""),
    ],
)
def test_a_compound_comes_apart_into_initials_it_knows(written, full):
    assert compound(written, KNOWN) == full


def test_a_compound_is_reported_with_its_guess():
    (doubt,) = read("họp BTVĐUTW sáng mai", KNOWN).doubts
    assert (doubt.written, doubt.kind) == ("BTVĐUTW", "unknown_capitals")
    assert doubt.guess == "Ban Thường vụ Đảng ủy Trung ương"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "Trung tâm Hỗ trợ ngư dân (TTHTND) họp",
            {"TTHTND": "Trung tâm Hỗ trợ ngư dân"},
        ),
        (
            "của Quỹ Bảo trợ và phát triển làng nghề (sau đây gọi tắt là QBTPTLN)",
            {"QBTPTLN": "Quỹ Bảo trợ và phát triển làng nghề"},
        ),
        ("hộ nghèo (HCN)", {}),
        ("(ABC)", {}),
        ("Sở Y tế. Trường mới (SYTTM)", {}),
    ],
)
def test_a_text_explains_its_own_abbreviations(line, found):
    assert definitions([line]) == found


def test_what_the_text_explains_beats_the_lexicon_in_all_its_lines():
    text = "Ban Tổ chức cuộc đua (BTCCĐ) họp.\nBTCCĐ mời các đội."
    reading = read(text, shipped())
    assert reading.lines == ("Ban Tổ chức cuộc đua họp.", "Ban Tổ chức cuộc đua mời các đội.")
    assert not reading.doubts


def test_one_abbreviation_means_one_thing_in_a_line():
    assert spoken("Tiếp nhận bộ HS, còn 12 HS") == "Tiếp nhận bộ hồ sơ, còn mười hai hồ sơ"
    assert spoken("Sáng T2, chiều T3") == "Sáng thứ hai, chiều thứ ba"


def test_a_full_name_is_not_said_twice():
    assert spoken("chỉ số chất lượng không khí AQI") == "chỉ số chất lượng không khí a quy i"
    assert spoken("Cuộc họp SOM ASEAN") == "Cuộc họp Quan chức cao cấp A-sê-an"
    assert spoken("Tổ chức Y tế Thế giới (WHO) họp") == "Tổ chức Y tế Thế giới họp"


def test_words_written_without_a_space_are_taken_apart_and_reported():
    reading = read("Họp tại UBNDxã, bón 5kglân", shipped())
    assert reading.text == "Họp tại Ủy ban nhân dân xã, bón năm ki-lô-gam lân"
    assert {doubt.written for doubt in reading.doubts} == {"UBNDxã", "kglân"}


def test_abbreviations_in_small_letters_are_known_and_reported():
    reading = read("Ubnd xã họp kt-xh, hs thpt", shipped())
    assert reading.text == ("Ủy ban nhân dân xã họp kinh tế - xã hội, học sinh trung học phổ thông")
    assert [doubt.written for doubt in reading.doubts] == ["Ubnd", "kt-xh", "thpt"]


def test_letters_misprinted_for_digits_are_read_and_reported():
    reading = read("có O9 hộ và l5 con, lúc 1O giờ", shipped())
    assert reading.text == "có chín hộ và mười lăm con, lúc mười giờ"
    assert [doubt.written for doubt in reading.doubts] == ["O9", "l5", "1O"]


def test_the_subject_of_a_line_settles_what_no_neighbour_does():
    assert spoken("Cấp cứu, gọi BV: 115") == "Cấp cứu, gọi bệnh viện: một một năm"
    assert "tiểu học" in spoken("Tuyển sinh TH năm học mới")
    assert "trường hợp" in spoken("Phát hiện thêm TH sốt xuất huyết")


def test_a_line_without_a_subject_is_about_what_the_text_is_about():
    alone = "Hiện còn TH ở khu 5"
    assert "trường hợp" not in spoken(alone)
    text = f"Lịch tiêm chủng và khám bệnh của trạm y tế\n{alone}"
    assert "trường hợp" in read(text, shipped()).lines[1]


def test_what_the_line_settled_is_told_apart_from_doubts():
    reading = read("TT Y tế họp; bệnh nhân vào BV sáng nay; gặp BCT", shipped())
    assert [(mark.written, mark.kind) for mark in reading.settled] == [
        ("TT", "neighbour"),
        ("BV", "neighbour"),
    ]
    assert "thông tư" in reading.settled[0].others
    assert [(mark.written, mark.kind) for mark in reading.doubts] == [("BCT", "ambiguous")]
    assert "Bộ Công Thương" in reading.doubts[0].others


def test_a_meaning_found_in_one_line_holds_in_the_next():
    reading = read("Xăng, điện do BCT quản lý\nGặp BCT", shipped())
    assert reading.lines[1] == "Gặp Bộ Công Thương"
    assert reading.settled[-1].kind == "context"
    assert read("Gặp BCT", shipped()).doubts


def test_a_syllable_cut_short_is_completed_and_reported():
    reading = read("Nhận đ/ký dự h/nghị, giá 5.000đ/suất", shipped())
    assert reading.text == "Nhận đăng ký dự hội nghị, giá năm nghìn đồng một suất"
    assert [mark.written for mark in reading.doubts] == ["đ/ký", "h/nghị"]
