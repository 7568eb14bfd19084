"""The rules one by one, each on the forms it answers and on those it must leave alone."""

import pytest

from broadcast_desk.speech.lexicon import Lexicon, shipped
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import clock
from broadcast_desk.speech.reading.codes import code, digit_code, unit_between
from broadcast_desk.speech.reading.dates import date
from broadcast_desk.speech.reading.documents import document
from broadcast_desk.speech.reading.fractions import slashed
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.model import Options
from broadcast_desk.speech.reading.numerals import Numerals
from broadcast_desk.speech.reading.phones import digit_string
from broadcast_desk.speech.reading.quantities import number
from broadcast_desk.speech.reading.roman import roman, value
from broadcast_desk.speech.reading.scanning import Manner
from broadcast_desk.speech.reading.slashes import slash
from broadcast_desk.speech.reading.syllables import is_syllable
from broadcast_desk.speech.reading.web import web_address

MANNER = Manner(Options(), shipped(), Numerals())


def said(rule, text, word):
    """What `rule` says at the first token `word` of `text`; None when it is not its case."""
    line = Line(text)
    result = rule(line, line.words.index(word), MANNER)
    return None if result is None else result.text


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("17h30", "17", "mười bảy giờ ba mươi"),
        ("5h00", "5", "năm giờ"),
        ("05:00", "05", "năm giờ"),
        ("17h05", "17", "mười bảy giờ không năm phút"),
        ("lúc 8g", "8", "tám giờ"),
        ("8g30", "8", "tám giờ ba mươi"),
        ("7h30 - 11h00", "7", "bảy giờ ba mươi đến mười một giờ"),
        ("7-9h", "7", "bảy đến chín giờ"),
        ("30'", "30", "ba mươi phút"),
        ("23:59:58", "23", "hai mươi ba giờ năm mươi chín phút năm mươi tám giây"),
        ("8g muối", "8", None),
        ("tỷ lệ 1:10", "1", None),
        ("5kg", "5", None),
        ("5ha", "5", None),
    ],
)
def test_clock(text, word, words):
    assert said(clock, text, word) == words


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        (
            "13/7/2021",
            "13",
            "ngày mười ba tháng bảy năm hai nghìn không trăm hai mươi mốt",
        ),
        ("ngày 1.6", "1", "mùng một tháng sáu"),
        ("2021-08-26", "2021", "ngày hai mươi sáu tháng tám năm hai nghìn không trăm hai mươi mốt"),
        ("tháng 3/2026", "3", "ba năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 15-17/3", "15", "mười lăm đến mười bảy tháng ba"),
        ("trước ngày 10/11 hằng năm", "10", "mùng mười tháng mười một"),
        ("10/11 nước thành viên", "10", None),
        ("Tin tức 24/7", "24", None),
        ("ngày 24/7", "24", "hai mươi tư tháng bảy"),
        ("31/2/2026", "31", None),
        ("Luật 12/2021", "12", None),
        ("số nhà 12/5", "12", None),
    ],
)
def test_dates(text, word, words):
    assert said(date, text, word) == words


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("Kế hoạch số 159/KH-UBND", "159", "một trăm năm mươi chín của Ủy ban nhân dân"),
        ("Kế hoạch số 159/KH-UBND của UBND xã", "159", "một trăm năm mươi chín"),
        (
            "Nghị định 12/2021/NĐ-CP",
            "12",
            "số mười hai năm hai nghìn không trăm hai mươi mốt của Chính phủ",
        ),
        ("theo 5/QĐ-UBND", "5", "Quyết định số năm của Ủy ban nhân dân"),
        ("Nghị quyết 57-NQ/TW", "57", "số năm mươi bảy của Trung ương"),
        ("15 tháng", "15", None),
        ("5/XYZ", "5", None),
    ],
)
def test_documents(text, word, words):
    assert said(document, text, word) == words


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("3/4 số hộ", "3", "ba phần tư"),
        ("10/11 nước", "10", "mười trên mười một"),
        ("tỷ lệ 1/500", "1", "một trên năm trăm"),
        ("số nhà 12/5", "12", "mười hai trên năm"),
        ("24/7", "24", "hai mươi tư trên bảy"),
        ("5 hộ", "5", None),
    ],
)
def test_fractions(text, word, words):
    assert said(slashed, text, word) == words


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("1.160.000", "1", "một triệu một trăm sáu mươi nghìn"),
        ("5.67", "5", "năm phẩy sáu mươi bảy"),
        ("tỉ số 2-1", "2", "hai một"),
        ("NPK 16-16-8", "16", "mười sáu, mười sáu, tám"),
        (
            "2021-2025",
            "2021",
            "hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm",
        ),
        ("công nghiệp 4.0", "4", "bốn chấm không"),
        ("03 trụ cột", "03", "ba"),
        ("Đề án 06", "06", "không sáu"),
        ("thứ 4", "4", "tư"),
        ("3x4", "3", "ba nhân bốn"),
    ],
)
def test_quantities(text, word, words):
    assert said(number, text, word) == words


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("0203.3835.678", "0203", "không hai không ba, ba tám ba năm, sáu bảy tám"),
        ("1900 1234", "1900", "một chín không không, một hai ba bốn"),
        ("gọi 113", "113", "một một ba"),
        ("có 113 hộ", "113", None),
        (
            "CCCD 022189001234",
            "022189001234",
            "không hai hai, một tám chín, không không một, hai ba bốn",
        ),
        ("xe 14A-123.45", "14", "mười bốn a, một hai ba bốn năm"),
        ("01/6/2026", "01", None),
    ],
)
def test_digit_strings(text, word, words):
    assert said(digit_string, text, word) == words


def test_roman_numerals_need_a_cue_or_a_form_that_is_nothing_else():
    assert said(roman, "Đại hội XIV", "XIV") == "mười bốn"
    assert said(roman, "quý III/2026", "III") == "ba năm hai nghìn không trăm hai mươi sáu"
    assert said(roman, "lần thứ I", "I") == "nhất"
    assert said(roman, "Mục II.3", "II") == "hai chấm ba"
    assert said(roman, "V hát", "V") is None
    assert said(roman, "HÀ VI AN", "VI") is None
    assert [value(numeral) for numeral in ("IV", "XIX", "XLV")] == [4, 19, 45]


def test_codes():
    assert said(code, "A4", "A") == "a bốn"
    assert said(code, "H5N1", "H") == "hát năm en một"
    assert said(code, "An", "An") is None
    assert said(digit_code, "lớp 10A1", "10") == "mười a một"
    assert said(digit_code, "4G", "4") == "bốn giê"
    assert said(digit_code, "5V", "5") is None
    assert said(unit_between, "1m65", "1") == "một mét sáu mươi lăm"
    assert said(unit_between, "5m2", "5") is None


def test_slashes():
    assert said(slash, "5 kg/sào", "/") == "trên"
    assert said(slash, "50.000đ/kg", "/") == "một ki-lô-gam"
    assert said(slash, "xã/phường", "/") == "hoặc"
    assert said(slash, "tuyên bố/ kế hoạch", "/") == ","


def test_web_addresses():
    assert said(web_address, "xem x.vn", "x") == "địa chỉ ích-xì chấm vê en"
    assert said(web_address, "a@b.com", "a") == "địa chỉ a a còng bê chấm com"
    assert said(web_address, "hết. Vn", "hết") is None


def test_letters_have_vietnamese_names():
    assert spell("ADB") == "a đê bê"
    assert spell("HPG") == "hát pê giê"


@pytest.mark.parametrize("word", ["nghiêng", "quýt", "giếng", "UỶ", "gì", "khuya", "ấp"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ubnd", "wto", "thàt", "zalo", "str", "", "thanhthanh"])
def test_not_syllables(word):
    assert not is_syllable(word)


def test_without_a_lexicon_a_symbol_is_no_document():
    manner = Manner(Options(), Lexicon(), Numerals())
    assert document(Line("5/QĐ-UBND"), 0, manner) is None
