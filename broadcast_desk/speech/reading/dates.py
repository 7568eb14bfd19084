"""Dates in every written form, their ranges, and when "10/11" is no date at all."""

from __future__ import annotations

import calendar
import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.contexts import (
    DATE_CUES,
    DOCUMENT_NOUNS,
    HOLIDAY_CUES,
    counted_after,
    fraction_before,
)
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.scores import is_score
from broadcast_desk.speech.reading.word_sets import word_set

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:1[0-9]|20)\d\d"
_NO_MORE = r"(?![\d/]|[-.,]\d|\s?%)"
_SEP = r"\s?(?P<sep>[/.-])\s?"

_FULL = re.compile(rf"(?P<d>{_D}){_SEP}(?P<m>{_M})\s?(?P=sep)\s?(?P<y>{_Y}|\d\d)(?![\d/]|\.\d)")
_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)(?:T\S*)?")
_SHORT = re.compile(rf"(?P<d>{_D})\s?(?P<sep>/)\s?(?P<m>{_M})(?![\d/]|\.\d|,\d|\s?%)")
_SHORT_DOT = re.compile(rf"(?P<d>{_D})(?P<sep>[.-])(?P<m>{_M}){_NO_MORE}")
_SHORT_DAY = re.compile(rf"(?P<d>{_D})\.(?P<m>{_M})")
_MONTH_YEAR = re.compile(rf"(?P<m>{_M})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?![\d/]|[.,]\d)")
_COUNT_YEAR = re.compile(r"(?P<n>\d{1,3})\s?/\s?(?P<y>(?:19|20)\d\d)(?![\d/]|[.,]\d)")
_DAYS_OF = re.compile(rf"(?P<d>{_D}){DASH}(?={_D}\s?/\s?{_M}(?!\d))")
_DAY_LISTED = re.compile(rf"(?P<d>{_D}),\s?(?={_D}\s?/\s?{_M}(?!\d|/(?!20)))")
_MONTHS_OF = re.compile(rf"(?P<m>{_M}){DASH}(?={_M}\s?[/.]\s?{_Y}(?!\d))")
_DASH = re.compile(DASH)
_PLAIN_DAY = re.compile(rf"(?P<d>{_D})(?!\d|[.,]\d|\s?%)")


def date(line: Line, at: int, manner: Manner) -> Said | None:
    """A date or a range of dates from token `at` on; "mùng" is not said twice."""
    said = _iso(line, at, manner) or _range(line, at, manner)
    if said is None or line.key(at - 1) not in FIRST_DAYS:
        return said
    text = said.text.removeprefix(f"{manner.numerals.first_days} ")
    return Said(said.end, text, said.doubt)


FIRST_DAYS = frozenset(("mùng", "mồng"))
"""The words before days 1 to 10 of a month."""


def _iso(line: Line, at: int, manner: Manner) -> Said | None:
    match = _ISO.match(line.text, line.starts[at])
    if match is None or not _exists(match["d"], match["m"], match["y"]):
        return None
    return Said(match.end(), _lead(line, at) + _say(match, manner))


def _range(line: Line, at: int, manner: Manner) -> Said | None:
    dotted = _dotted_span(line, at, manner)
    if dotted is not None:
        return dotted
    days = _DAYS_OF.match(line.text, line.starts[at])
    if days is not None and not counted_after(line, at, days.end()):
        end = date_at(line, at, days.end(), manner, expected=True)
        if end is not None:
            start = manner.numerals.day(int(days["d"]))
            return Said(end.end, f"{_lead(line, at)}{start} đến {end.text}")
    listed = _days_listed(line, at, manner)
    if listed is not None:
        return listed
    months = _MONTHS_OF.match(line.text, line.starts[at])
    if months is not None and line.key(at - 1) == "tháng":
        last = date_at(line, at, months.end(), manner)
        if last is not None:
            first_month = manner.numerals.month(int(months["m"])).removeprefix("tháng ")
            return Said(last.end, f"{first_month} đến {last.text}")
    first = date_at(line, at, line.starts[at], manner)
    if first is None:
        return None
    dash = _DASH.match(line.text, first.end)
    second = date_at(line, at, dash.end(), manner, expected=True) if dash else None
    if second is None:
        return Said(first.end, _led(line, at, first.text), first.doubt)
    if line.text[first.end - 2 : first.end].isdigit() and first.text.startswith("tháng"):
        return Said(second.end, f"{_led(line, at, first.text)} đến {second.text}")
    joint = ", " if HOLIDAY_CUES & set(line.before(at, 2)) else " đến "
    lead = _lead(line, at)
    return Said(second.end, f"{lead}{first.text}{joint}ngày {second.text}")


_DOTTED_SPAN = re.compile(rf"{_D}\.{_M}{DASH}(?P<d>{_D})\.(?P<m>{_M})(?![\d/]|[.,]\d)")


def _dotted_span(line: Line, at: int, manner: Manner) -> Said | None:
    """Two days with dots and a dash between ("ngày 12.3-15.3")."""
    last = _DOTTED_SPAN.match(line.text, line.starts[at])
    first = _SHORT_DAY.match(line.text, line.starts[at]) if last else None
    if last is None or first is None or "ngày" not in line.before(at, 3):
        return None
    return Said(last.end(), f"{_lead(line, at)}{_say(first, manner)} đến ngày {_say(last, manner)}")


def _days_listed(line: Line, at: int, manner: Manner) -> Said | None:
    """Two days of one month with a comma between ("ngày 28,29/9"); 2,5/3 is a share."""
    match = _DAY_LISTED.match(line.text, line.starts[at])
    cued = _cued(line, at)
    if match is None or not (cued or (int(match["d"]) > 9 and match[0][-1] == ",")):
        return None
    last = date_at(line, at, match.end(), manner, expected=True)
    if last is None or counted_after(line, at, last.end) or _MONEY.match(line.text, last.end):
        return None
    first = manner.numerals.day(int(match["d"]))
    lead = "" if line.key(at - 1) == "," else _lead(line, at)
    return Said(last.end, f"{lead}{first}, {last.text}")


_MONEY = re.compile(r"\s?(?:tỷ|tỉ|triệu|nghìn|ngàn|đ\b|%)")


def date_at(
    line: Line, at: int, position: int, manner: Manner, *, expected: bool = False
) -> Said | None:
    """The single date written at `position`, without a leading "ngày".

    Args:
        line: the line.
        at: the token whose neighbours decide.
        position: where the date begins.
        manner: how to read.
        expected: something before has already settled that a date stands here.
    """
    text = line.text
    match = _FULL.match(text, position)
    if match is not None and _full_is_date(line, at, match):
        return Said(match.end(), _say(match, manner))
    match = _COUNT_YEAR.match(text, position)
    if match is not None and _numbered_in_year(line, at):
        number = manner.numerals.integer(match["n"])
        return Said(match.end(), f"tháng {number} {_year(match['y'], manner)}")
    match = _MONTH_YEAR.match(text, position)
    scaled = match is not None and match["m"] == "1" and line.key(at - 1) in _SCALED
    if match is not None and not scaled and not _is_document(line, at):
        return Said(match.end(), f"{_month(match, manner)} {_year(match['y'], manner)}")
    match = _SHORT.match(text, position)
    if match is not None and _exists(match["d"], match["m"], "2024"):
        return _short(line, at, match, manner, expected=expected)
    match = _SHORT_DOT.match(text, position)
    if match is not None and (expected or _dotted_is_date(line, at, match)):
        return Said(match.end(), _say(match, manner))
    return None


_SCALED = frozenset(("qh", "hoạch", "lệ", "đồ", "xích", "qhct", "qhpk"))


def _numbered_in_year(line: Line, at: int) -> bool:
    """Whether the first number counts within the year ("đợt 2/2026", "bão số 10/2025")."""
    return line.key(at - 1) in _NUMBERED_IN_YEAR or line.before(at, 2) == ("bão", "số")


_NUMBERED_IN_YEAR = ("quý", "đợt", "khóa", "khoá", "kỳ", "tuần", "lần", "phiên")


def _full_is_date(line: Line, at: int, match: re.Match[str]) -> bool:
    if not _exists(match["d"], match["m"], match["y"]):
        return False
    if len(match["y"]) == 4:
        return True
    if fraction_before(line, at):
        return False
    dated = match["sep"] == "/" or line.key(at - 1) == "ngày"
    return dated and not _is_document(line, at)


def _short(
    line: Line, at: int, match: re.Match[str], manner: Manner, *, expected: bool
) -> Said | None:
    said = _say(match, manner)
    feast = (int(match["d"]), int(match["m"])) in _FEAST_DAYS and line.key(at - 1) in _FEAST_NAMES
    cued = expected or feast or _cued(line, at)
    if cued and not _fraction_of(line, match):
        return Said(match.end(), said)
    if _is_document(line, at) or fraction_before(line, at) or counted_after(line, at, match.end()):
        return None
    if match["d"] == match["m"] and line.text[match.end() : match.end() + 8].lstrip().startswith(
        ("ngày", "tuần")
    ):
        return None
    if match[0] == "24/7" or (int(match["d"]) < int(match["m"]) <= 5 and len(match[0]) == 3):
        return None
    return Said(match.end(), said, "number")


def _fraction_of(line: Line, match: re.Match[str]) -> bool:
    """Whether a counted noun follows so closely that even after "từ" this is a fraction."""
    strong = (
        line.text[max(0, match.start() - 12) : match.start()]
        .rstrip()
        .lower()
        .endswith(_ALWAYS_DATE)
    )
    return not strong and counted_after(line, 0, match.end())


_ALWAYS_DATE = ("ngày", "sáng", "chiều", "tối", "đêm", "trưa", "hôm", "mùng", "mồng", "lễ", "khánh")


def _dotted_is_date(line: Line, at: int, match: re.Match[str]) -> bool:
    if not _exists(match["d"], match["m"], "2024"):
        return False
    before = line.before(at, 2)
    if match["sep"] == "." and before[-1:] == (":",):
        return bool({"hạn", "ngày"} & set(line.before(at, 7)))
    if match["sep"] == ".":
        return _dotted_day(line, at, match)
    if line.key(at - 1) in FIRST_DAYS or is_score(line, at, match["d"], match["m"]):
        return False
    if _is_feast(line, at, match):
        return True
    if int(match["d"]) <= int(match["m"]) and _FEASTS & set(line.before(at, 3)):
        return not counted_after(line, at, match.end()) and line.key(at + 3) != "ngày"
    if before[-1:] and before[-1] in _PARTS_OF_DAY and _ENDS_A_DAY.match(line.text, match.end()):
        return True
    if int(match["d"]) <= int(match["m"]):
        return "ngày" in before[-1:] and len(match["m"]) == 2 and match["m"][0] == "0"
    if int(match["d"]) > 12:
        return True
    return bool((DATE_CUES | HOLIDAY_CUES) & set(before)) or "ngày" in line.before(at, 8)


def _dotted_day(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether 20.12 is a day: after a word for a day, or where a last day is named."""
    if line.key(at - 1) in ("ngày", "sáng", "chiều", "tối", "đêm", "trưa", "hôm", "lễ"):
        return True
    if line.key(at - 1) == "(" and line.word(at + 3) == ")":
        return _weekday_before(line, at)
    if line.key(at - 1) not in ("trước", "sau", "hết", "hạn", "chót", "là", "đến", "từ", "tới"):
        return False
    settled = line.key(at - 1) in ("trước", "sau", "hạn", "chót")
    settled = settled or bool({"hạn", "chót"} & set(line.before(at, 8)))
    unit = re.match(r"\s?(?:%|°|[a-z]{1,3}\d?\b(?<!là))", line.text[match.end() : match.end() + 5])
    return settled and not unit and not counted_after(line, at, match.end())


_PARTS_OF_DAY = frozenset(("sáng", "trưa", "chiều", "tối", "đêm", "hôm"))
_ENDS_A_DAY = re.compile(r"\s*(?:$|[,.;:)]|(?:tại|ở|có|trời|sẽ|trên|và|do|các)\b|[A-ZĐ])")


_FEAST_DAYS = frozenset(
    ((1, 5), (2, 9), (3, 2), (1, 6), (1, 1), (8, 3), (9, 5), (6, 1), (10, 3), (7, 5), (5, 9))
)
_FEAST_NAMES = word_set("quốc khánh lao động niệm thành lập thiếu nhi phụ nữ giỗ tổ nam đảng")
_FEAST_LEADS = word_set("nghỉ lễ dịp sáng chiều tối đêm ngày")


def _is_feast(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether a feast day is written with a dash ("1-5 (Quốc tế Lao động)", "tối 2-9")."""
    if (int(match["d"]), int(match["m"])) not in _FEAST_DAYS or line.key(at + 3) == "hằng":
        return False
    if line.key(at - 1) in _LABELLED:
        return False
    if line.key(at - 1) in (",", "và") and "/" in line.before(at, 4):
        return True
    return line.key(at - 1) in _FEAST_LEADS or bool(_FEAST_NAMES & line.near(at, at + 3, 5))


_LABELLED = word_set("lớp khối tổ khu thôn cấp tuổi từ số nhóm tiết bài hạng loại điểm")


_FEASTS = frozenset(("tết", "lễ", "khánh", "niệm", "mừng", "lập", "nữ"))


def _cued(line: Line, at: int) -> bool:
    before = line.before(at, 3)
    if not before:
        return False
    if before[-1] in DATE_CUES or before[-2:] == ("đến", "hết"):
        return before[-2:] != ("cập", "nhật")
    if before[-1] in ("(", ",", "và", "-", ":", ";") and len(before) > 1:
        return _weekday_before(line, at) or _date_before(line, at)
    return False


def _weekday_before(line: Line, at: int) -> bool:
    near = line.before(at, 5)
    return bool(_DAY_NAMES & set(near))


_DAY_NAMES = frozenset(("thứ", "nhật", "cn", "nay", "mai", "qua", "tết", "ngày", "lễ", "t"))


def _date_before(line: Line, at: int) -> bool:
    near = line.before(at, 14)
    return "ngày" in near or "tháng" in near


def _is_document(line: Line, at: int) -> bool:
    """Whether the number belongs to a document or an address ("Luật 12/2021", "số nhà 12/5")."""
    before = line.before(at, 3)
    if not before:
        return False
    last = before[-2] if before[-1] in ("số", ":") and len(before) > 1 else before[-1]
    if before[-1] == "văn" and before[-2:] != ("công", "văn"):
        return False
    return (
        last in DOCUMENT_NOUNS
        or before[-1] == "số"
        or before[-2:] in _ADDRESS
        or (before[-1] in ("ngõ", "ngách", "hẻm", "kiệt", "lớp", "lô", "thửa"))
    )


_ADDRESS = {("số", "nhà"), ("tờ", "bản"), ("bản", "đồ"), ("địa", "chỉ")}


def _exists(day: str, month: str, year: str) -> bool:
    number = int(year) if len(year) == 4 else 2000 + int(year)
    return int(day) <= calendar.monthrange(number, int(month))[1]


def _month(match: re.Match[str], manner: Manner) -> str:
    return manner.numerals.month(int(match["m"]))


def _year(written: str, manner: Manner) -> str:
    number = int(written)
    return f"năm {manner.numerals.cardinal(number if len(written) == 4 else 2000 + number)}"


def _say(match: re.Match[str], manner: Manner) -> str:
    said = f"{manner.numerals.day(int(match['d']))} {_month(match, manner)}"
    year = match.groupdict().get("y")
    return f"{said} {_year(year, manner)}" if year else said


def _led(line: Line, at: int, said: str) -> str:
    """A date after its leading word; "ngày" and "tháng" are not said twice."""
    if said.startswith("tháng "):
        silent = line.key(at - 1) == "tháng" or _numbered_in_year(line, at)
        return said.removeprefix("tháng ") if silent else said
    return _lead(line, at) + said


def _lead(line: Line, at: int) -> str:
    """The word "ngày", unless the text says it or the name of a day already."""
    before = line.before(at, 3)
    if before[-1:] and before[-1] in _LEADING:
        return ""
    named = before[-2:] in (("ngày", "cn"), ("ngày", "cn.")) or before == ("ngày", "chủ", "nhật")
    return "" if named or before[-3:-1] == ("ngày", "thứ") else "ngày "


_LEADING = word_set("ngày mùng mồng rằm hôm đường phố trường")


_MONTH_COUNT = re.compile(
    r"(?P<n>\d{1,2})T(?:/(?P<y>20\d\d)|(?=\s(?:đầu|cuối|năm|đạt|tăng|giảm|ước|qua|của)\b))(?!\d)"
)


def month_count(line: Line, at: int, manner: Manner) -> Said | None:
    """So many months of a year: 6T/2026, "9T đầu năm"."""
    match = _MONTH_COUNT.match(line.text, line.starts[at])
    if match is None:
        return None
    said = f"{manner.numerals.integer(match['n'])} tháng"
    return Said(match.end(), f"{said} {_year(match['y'], manner)}" if match["y"] else said)


def plain_day(line: Line, at: int, manner: Manner) -> Said | None:
    """A bare day of the month after "ngày": "ngày 5 tháng 9", "trước ngày 5", "ngày 5, 6/9"."""
    match = _PLAIN_DAY.match(line.text, line.starts[at])
    if match is None or int(match["d"]) > 10 or not _after_day_word(line, at):
        return None
    after = line.key(at + 1)
    if after == "/" and _SHORT.match(line.text, line.starts[at]):
        return None
    if after in _MONTH_WORDS or (after in ("-", ",", "và", "đến", "–") and _day_list(line, at)):
        return Said(match.end(), manner.numerals.day(int(match["d"])))
    if line.key(at - 2) in _DAY_CUES and after not in _COUNTED_BY_DAY:
        return Said(match.end(), manner.numerals.day(int(match["d"])))
    return None


_MONTH_WORDS = frozenset(("tháng", "âm", "dương", "hằng", "hàng", "/", "tết"))
_DAY_CUES = word_set("trước sau từ đến vào hết sáng chiều tối trưa đêm các hôm là tới")
_COUNTED_BY_DAY = word_set("lần viên đêm giờ buổi bữa gói ống liều thìa lượt ca %")


_MONTHLY = re.compile(rf"(?P<a>{_D}){DASH}(?P<b>{_D})(?=\s+(?:hằng|hàng)\s+tháng|\s+âm\b)")


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
