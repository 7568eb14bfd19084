"""A slash after a word: a rate ("đồng/kg", "lần/ngày"), or a choice ("xã/phường")."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.dates import date_at
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

SHARED_AMONG = word_set(
    """
    ngày tháng năm tuần quý người hộ khẩu lần suất vụ lượt buổi con cây lứa đợt ca trường
    lớp giờ học đầu gia xã thôn cặp chiếc cái bao thùng hộp chai gói tạ cân mớ bó chục kỳ km
    kg lít m2 sào cháu em khách phòng tàu bài nhà đội đoàn suất/ngày sinh đêm ha héc-ta tấn
    phút m3 kwh viên quả tháng/người công trẻ chuyến vé mét bữa liều điểm trang tổ nhiệm khóm dảnh
    bình vạn nghìn bè ao lồng gốc chậu luống tiết phụ lượng chỉ cầu đĩa tập đôi bộ căn
    te hs gv sv hv đv đàn th chu mùa phiên chuồng hố luồng hàng khay đơn
    """
)
_TIMES = word_set("ngày tháng năm tuần quý vụ lần đợt buổi kỳ th")
_MONEY = word_set("đồng đ vnđ vnd usd triệu tỷ tỉ nghìn ngàn k tr trđ")
_CURRENCIES = frozenset(("usd", "vnd", "eur", "jpy", "cny", "gbp", "thb"))
_MEASURES = word_set("lít sào tấn phút giờ mét tạ cân héc-ta khóm thúng bình")
_WORD_LEFT = word_set(
    """
    đồng đ vnđ vnd usd lần viên người triệu tỷ nghìn ngàn buổi tiết suất con cây bữa gói ống
    thìa điểm cái chiếc lượt ca giọt tr k ngày tháng hộ
    """
)
_NUMBER_NEAR = 8


def slash(line: Line, at: int, manner: Manner) -> Said | None:
    """The slash at token `at`, with the unit behind it."""
    if at == 0 or at + 1 >= len(line):
        return Said(line.ends[at], "")
    if _of_initials(line, at):
        return Said(line.ends[at], "")
    settled = _unknown_office(line, at, manner) or _before_a_number(line, at)
    if settled is not None:
        return settled
    unit = manner.lexicon.unit(line, at + 1)
    if {line.key(at - 1), line.key(at + 1)} <= _CURRENCIES and not line.word(at - 2).isdecimal():
        return Said(line.ends[at], "trên")
    if _rate(line, at, known=unit is not None):
        return _per(line, at, manner)
    if line.word(at - 1).isalpha() and line.word(at + 1).isalpha():
        counted = line.word(at - 2).isdecimal() and line.word(at + 2).isdecimal()
        ratio = line.key(at - 2) == "lệ" and line.glued(at) and line.glued(at + 1)
        if (
            ratio
            or line.key(at + 1) in ("vạn", "nghìn")
            or (counted and line.word(at + 1).isupper())
        ):
            return Said(line.ends[at], "trên")
        spaced = not line.glued(at) or not line.glued(at + 1)
        return Said(line.ends[at], "," if spaced else "hoặc")
    if line.word(at + 1).isdecimal():
        same = line.word(at - 1).isalpha() and line.word(at - 1) == line.word(at + 2)
        if same and line.key(at - 1) not in _MEASURES:
            return Said(line.ends[at], ",")
        return _per_number(line, at, manner)
    return Said(line.ends[at], "")


def _of_initials(line: Line, at: int) -> bool:
    """Whether one capital stands before, glued to a word behind that is no time ("2°C/tuần")."""
    before, after = line.words[at - 1], line.word(at + 1)
    if not (after.isalpha() and len(before) == 1 and before.isupper() and line.glued(at + 2)):
        return False
    return before != "C" or after not in _TIMES | {"giờ", "phút"}


def _unknown_office(line: Line, at: int, manner: Manner) -> Said | None:
    """The end of a code behind its slash, when one part of it is no known word ("QSDĐ/CP-HH")."""
    left, first, second = line.word(at - 1), line.word(at + 1), line.word(at + 3)
    capitals = all(len(word) > 1 and word.isupper() for word in (left, first, second))
    if not capitals or line.word(at + 2) != "-" or not all(map(line.glued, range(at, at + 4))):
        return None
    if manner.lexicon.plain(f"{first}-{second}") or all(map(manner.lexicon.plain, (first, second))):
        return None
    return Said(line.ends[at + 3], f"trên {spell(first)}, {spell(second)}", "code")


def _before_a_number(line: Line, at: int) -> Said | None:
    """What stands between levels ("+31,2m/+33,2m"), shares, telephone numbers, before a total."""
    if line.word(at - 1) in ("%", "‰") and line.word(at + 1).isdecimal():
        return Said(line.ends[at], ",")
    if line.word(at + 1) in ("+", "-") and line.word(at + 2).isdecimal():
        return Said(line.ends[at], "trên")
    if line.key(at + 1) == "tổng":
        return Said(line.ends[at], "trên")
    telephone = line.word(at + 1)[:1] == "0" and len(line.words[at + 1]) > 2
    return Said(line.ends[at], ",") if telephone else None


def _rate(line: Line, at: int, *, known: bool) -> bool:
    """Whether a number stands before, and something it can be shared among behind."""
    if line.key(at - 1) in _MONEY and not line.word(at + 1).isdecimal():
        plan = line.word(at + 1).isupper() and line.word(at + 2).isdecimal()
        bare = known or line.key(at + 1) in SHARED_AMONG
        return not plan and (_amount_near(line, at) or bare)
    chained = line.key(at - 2) == "/" and line.key(at - 1) in SHARED_AMONG
    chained = chained or (line.key(at + 2) == "/" and line.key(at + 3) in _TIMES)
    chained = chained or _measure_shared(line, at)
    if not (known or chained or line.key(at + 1) in SHARED_AMONG):
        return False
    counted = line.key(at - 1) in ("con", "cây", "khóm", "viên") and known
    measures = known and _is_measure(line.key(at - 1))
    chained = chained and line.key(at - 3) in _MONEY
    return measures or counted or chained or _amount_near(line, at)


_MEASURED = re.compile(r"\d\s?(?:m[23²³]?|km|kg|g|tấn|tạ|lít|l|ml|ha|con|cây|suất|phiếu)$")


def _measure_shared(line: Line, at: int) -> bool:
    """Whether an amount with its unit stands before and a noun behind ("150m2/lô")."""
    after = line.word(at + 1)
    if not (after.islower() and len(after) > 1 and line.glued(at) and line.glued(at + 1)):
        return False
    return _MEASURED.search(line.text[max(0, line.starts[at] - 9) : line.starts[at]]) is not None


def _is_measure(key: str) -> bool:
    return key in (
        "km",
        "kg",
        "mg",
        "mm",
        "cm",
        "ml",
        "g",
        "m",
        "m3",
        "m²",
        "m³",
        "kwh",
        "tấn",
        "tạ",
        "lít",
    )


def _amount_near(line: Line, at: int) -> bool:
    before = line.keys[max(0, at - _NUMBER_NEAR) : at]
    if line.key(at - 1) in ("%", "đồng", "usd", "vnđ"):
        return True
    return any(key.isdecimal() for key in before)


def _per(line: Line, at: int, manner: Manner) -> Said:
    left, right = line.key(at - 1), line.key(at + 1)
    unit = manner.lexicon.unit(line, at + 1) if right != "ng" else None
    measured = unit is not None or right in _MEASURES
    word = "trên" if measured and left not in _WORD_LEFT and right not in _TIMES else "một"
    if unit is None:
        return Said(line.ends[at], word)
    return Said(line.ends[unit.end - 1], f"{word} {unit.entry.spoken}")


_CLOCK_BEFORE = re.compile(r"\d\s?(?:[hHgG:]|giờ)\s?\d{0,2}(?:['’p]|\s?ph(?:út)?)?\s?$")
_LONE_DAY = re.compile(
    r"\s?(0?[1-9]|[12]\d|3[01])(?![\w/]|[.,]\d|\s(?:ngày|tuần|tháng|ca|giờ|lần))"
)
_HOURS = re.compile(r"\s?(\d{1,3})\s?(h|giờ)(?!\w)")


def _per_number(line: Line, at: int, manner: Manner) -> Said:
    """A rate over an amount: "mm/24h", "kg/500m2"."""
    if _CLOCK_BEFORE.search(line.text[max(0, line.starts[at] - 14) : line.starts[at]]):
        day = date_at(line, at, line.ends[at], manner, expected=True)
        if day is not None:
            return Said(day.end, f"ngày {day.text}")
        lone = _LONE_DAY.match(line.text, line.ends[at]) if line.key(at - 1) != "g" else None
        if lone is not None and lone[1] not in ("7", "24"):
            return Said(lone.end(), f"ngày {manner.numerals.day(int(lone[1]))}")
    match = _HOURS.match(line.text, line.ends[at])
    if match is not None:
        return Said(match.end(), f"trên {manner.numerals.integer(match[1])} giờ")
    return Said(line.ends[at], "trên")
