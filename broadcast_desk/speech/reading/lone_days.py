"""Days and months written without each other: "ngày 5", "ngày 5-6 hằng tháng", 6T/2026."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.dates import DAY, SHORT, year_words
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

_PLAIN_DAY = re.compile(rf"(?P<d>{DAY})(?!\d|[.,]\d|\s?%)")
_MONTH_COUNT = re.compile(
    r"(?P<n>\d{1,2})T(?:/(?P<y>20\d\d)|(?=\s(?:đầu|cuối|năm|đạt|tăng|giảm|ước|qua|của)\b))(?!\d)"
)


def month_count(line: Line, at: int, manner: Manner) -> Said | None:
    """So many months of a year: 6T/2026, "9T đầu năm"."""
    match = _MONTH_COUNT.match(line.text, line.starts[at])
    if match is None:
        return None
    said = f"{manner.numerals.integer(match['n'])} tháng"
    return Said(match.end(), f"{said} {year_words(match['y'], manner)}" if match["y"] else said)


def plain_day(line: Line, at: int, manner: Manner) -> Said | None:
    """A bare day of the month after "ngày": "ngày 5 tháng 9", "trước ngày 5", "ngày 5, 6/9"."""
    match = _PLAIN_DAY.match(line.text, line.starts[at])
    if match is None or int(match["d"]) > 10 or not _after_day_word(line, at):
        return None
    after = line.key(at + 1)
    if after == "/" and SHORT.match(line.text, line.starts[at]):
        return None
    if after in _MONTH_WORDS or (after in ("-", ",", "và", "đến", "–") and _day_list(line, at)):
        return Said(match.end(), manner.numerals.day(int(match["d"])))
    if line.key(at - 2) in _DAY_CUES and after not in _COUNTED_BY_DAY:
        return Said(match.end(), manner.numerals.day(int(match["d"])))
    return None


_MONTH_WORDS = frozenset(("tháng", "âm", "dương", "hằng", "hàng", "/", "tết"))
_DAY_CUES = word_set("trước sau từ đến vào hết sáng chiều tối trưa đêm các hôm là tới")
_COUNTED_BY_DAY = word_set("lần viên đêm giờ buổi bữa gói ống liều thìa lượt ca %")


_MONTHLY = re.compile(rf"(?P<a>{DAY}){DASH}(?P<b>{DAY})(?=\s+(?:hằng|hàng)\s+tháng|\s+âm\b)")


def monthly_days(line: Line, at: int, manner: Manner) -> Said | None:
    """A span of days every month: "ngày 5-6 hằng tháng"."""
    match = _MONTHLY.match(line.text, line.starts[at])
    if match is None or line.key(at - 1) != "ngày":
        return None
    first, last = (manner.numerals.day(int(match[name])) for name in "ab")
    return Said(match.end(), f"{first} đến {last}")


def _after_day_word(line: Line, at: int) -> bool:
    if line.key(at - 1) == "ngày":
        return True
    before = line.before(at, 8)
    joined = before[-1:] in (("-",), (",",), ("và",), ("đến",))
    return joined and "ngày" in before and line.key(at + 1) in ("tháng", "/", ",", "và")


def _day_list(line: Line, at: int) -> bool:
    """Whether the list that follows ends in a month ("5, 6 và 7/9")."""
    for offset in range(1, 10):
        key = line.key(at + offset)
        if key in ("/", "tháng", "hằng", "hàng"):
            return True
        if not (key.isdecimal() or key in ("-", ",", "và", "đến", "ngày")):
            return False
    return False
