"""What settles that digits are a day: the words beside them, feasts, documents, addresses.

"Context before form": 10/11 is a date behind *ngày, sáng, trước, từ*, a share before a counted
noun, an address behind *số nhà*; 20.11 and 20-11 need more evidence still.
"""

from __future__ import annotations

import calendar
import re
from typing import Literal, TypeAlias

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.contexts import (
    DATE_CUES,
    DOCUMENT_NOUNS,
    HOLIDAY_CUES,
    counted_after,
    fraction_before,
)
from broadcast_desk.speech.reading.scores import is_score
from broadcast_desk.speech.reading.word_sets import word_set

FIRST_DAYS = frozenset(("mùng", "mồng"))
"""The words before days 1 to 10 of a month."""

SCALED = frozenset(("qh", "hoạch", "lệ", "đồ", "xích", "qhct", "qhpk"))
"""Words before a scale: 1/2000 is no month of a year there."""


def numbered_in_year(line: Line, at: int) -> bool:
    """Whether the first number counts within the year ("đợt 2/2026", "bão số 10/2025")."""
    return line.key(at - 1) in _NUMBERED_IN_YEAR or line.before(at, 2) == ("bão", "số")


_NUMBERED_IN_YEAR = ("quý", "đợt", "khóa", "khoá", "kỳ", "tuần", "lần", "phiên")


def full_is_date(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether day, month and year are a date; a year of two digits needs more than its form."""
    if not exists(match["d"], match["m"], match["y"]):
        return False
    if len(match["y"]) == 4:
        return True
    if line.key(at - 1) in ("giảm", "tăng"):
        return False
    dated = match["sep"] == "/" or line.key(at - 1) == "ngày"
    return dated and not is_document(line, at)


Evidence: TypeAlias = Literal["date", "maybe", "other"]


def slashed_evidence(
    line: Line, at: int, match: re.Match[str], *, expected: bool = False
) -> Evidence:
    """What 10/11 at token `at` is: a date, perhaps one, or something else.

    Args:
        line: the line.
        at: the token whose neighbours decide.
        match: the day `d` and the month `m`.
        expected: something before has already settled that a date stands here.
    """
    feast = (int(match["d"]), int(match["m"])) in _FEAST_DAYS and line.key(at - 1) in _FEAST_NAMES
    cued = expected or feast or is_cued(line, at)
    if cued and not _fraction_of(line, at, match):
        return "date"
    share = fraction_before(line, at) and not _announced(line, at, match)
    if is_document(line, at) or share:
        return "other"
    if counted_after(line, at, match.end()) and int(match["d"]) <= int(match["m"]):
        return "other"
    if _SHARE_OF.match(line.text, match.end()) and _counted_before(
        line, at, match["d"], match["m"]
    ):
        return "other"
    if match["d"] == match["m"] and line.text[match.end() : match.end() + 8].lstrip().startswith(
        ("ngày", "tuần")
    ):
        return "other"
    if match[0] == "24/7" or (int(match["d"]) < int(match["m"]) <= 5 and len(match[0]) == 3):
        return "other"
    return "maybe"


def _announced(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether marks are made known on a day ("công bố điểm 12/6"), not a share of them."""
    more = int(match["d"]) > int(match["m"])
    return more and line.key(at - 1) == "điểm" and not _MADE_KNOWN.isdisjoint(line.before(at, 4))


_MADE_KNOWN = frozenset(("bố", "trả", "báo", "niêm"))


_SHARE_OF = re.compile(r"\s(?:đã|chưa|đang|được|không|còn|có|bị)\b")


def _counted_before(line: Line, at: int, part: str, whole: str) -> bool:
    """Whether the line has counted just so many before ("12 ý kiến; 9/12 đã trả lời")."""
    if int(part) > int(whole):
        return False
    counts = range(max(0, at - 30), at - 1)
    return any(
        line.words[place].lstrip("0") == whole.lstrip("0")
        and line.word(place + 1).islower()
        and line.word(place - 1) not in ("/", "-", ",", ".")
        and line.key(place + 1) not in ("tháng", "giờ")
        for place in counts
    )


def _fraction_of(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether a counted noun follows so closely that even after "từ" this is a fraction."""
    if int(match["d"]) < int(match["m"]) and _DOSE.match(line.text, match.end()):
        return True
    if line.key(at - 1) == "và" and line.word(at - 3) == "/" and "ngày" in line.before(at, 9):
        return False
    strong = (
        line.text[max(0, match.start() - 12) : match.start()]
        .rstrip()
        .lower()
        .endswith(_ALWAYS_DATE)
    )
    acting = _ACTING.match(line.text, match.end()) is not None
    return not (strong or acting) and counted_after(line, 0, match.end())


_ACTING = re.compile(
    r"(?:\s(?!(?:đã|được|chưa|có|đạt|không|còn|bị)\b)[^\W\d_]+){1,3}(?:\s\d{1,2}[A-Z]?)?"
    r"\s(?:nghỉ|họp|tổ chức|nộp|mở|đi|tựu|dọn|ra quân|thu|làm|tiến hành|triển khai|phát|sẽ|bắt đầu"
    r"|khai|học|thi|nhận|đóng|cắt|tạm|ngừng|dừng)\b"
)
"""Somebody who does something: after a word for a day this is a date ("từ 5/9 trường nghỉ")."""
_DOSE = re.compile(r"\s(?:viên|gói|ống|thìa|muỗng|cốc|chén|bát|liều|lít|quả|vỉ|ly)\b")
_ALWAYS_DATE = ("ngày", "sáng", "chiều", "tối", "đêm", "trưa", "hôm", "mùng", "mồng", "lễ", "khánh")


def dotted_is_date(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether 20.11 or 20-11 is a day, not a decimal, a span or a score."""
    if not exists(match["d"], match["m"], "2024"):
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


def is_cued(line: Line, at: int) -> bool:
    """Whether a word before token `at` announces a date."""
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


def is_document(line: Line, at: int) -> bool:
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


def exists(day: str, month: str, year: str) -> bool:
    """Whether the calendar has this day; a year of two digits is of this century."""
    number = int(year) if len(year) == 4 else 2000 + int(year)
    return int(day) <= calendar.monthrange(number, int(month))[1]
