import pytest

from broadcast_desk.speech.reading.model import Options
from broadcast_desk.speech.reading.numerals import Numerals, ordinal, spell_digits

NUMERALS = Numerals()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (1001, "một nghìn không trăm linh một"),
        (1995, "một nghìn chín trăm chín mươi lăm"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm linh năm"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (1_160_000, "một triệu một trăm sáu mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_000_000_000, "hai tỷ"),
        (3_000_000_015, "ba tỷ không trăm mười lăm"),
    ],
)
def test_cardinals(number, words):
    assert NUMERALS.cardinal(number) == words


def test_decimals_keep_their_zeros():
    assert NUMERALS.decimal("1", "50") == "một phẩy năm mươi"
    assert NUMERALS.decimal("0", "05") == "không phẩy không năm"
    assert NUMERALS.decimal("3", "125") == "ba phẩy một hai năm"


def test_names_keep_a_leading_zero_and_counts_do_not():
    assert NUMERALS.named("06") == "không sáu"
    assert NUMERALS.integer("06") == "sáu"
    assert NUMERALS.named("000") == "không không không"


def test_days_months_and_ordinals():
    assert NUMERALS.day(10) == "mùng mười"
    assert NUMERALS.day(11) == "mười một"
    assert NUMERALS.month(4) == "tháng tư"
    assert [ordinal(n, NUMERALS.cardinal(n)) for n in (1, 2, 4)] == ["nhất", "hai", "tư"]


def test_endless_digits_are_spelled():
    assert NUMERALS.integer("1" * 30) == " ".join(["một"] * 30)
    assert spell_digits("903") == "chín không ba"


def test_regions():
    assert Numerals.of(Options(region="central")).cardinal(2005) == ("hai ngàn không trăm linh năm")
    assert Numerals.of(Options(region="south")).zero_tens == "lẻ"
