"""A lower bound is said around its amount: "≥ 45 kg" is "từ bốn mươi lăm ki-lô-gam trở lên"."""

from __future__ import annotations

import bisect
import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.contexts import COUNTED
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

AND_UP = "trở lên"
_SIGN = re.compile(r"(≥|>=)\s?(?=\d|cấp |loại |bậc |mức |hạng )")
_NUMBER = re.compile(r"(?:[^\W\d_]+ )?\d[\d.,/]*(?<=\d)(?:\s?[-–]\s?\d[\d.,]*(?<=\d))?\+?")
_SCALE = re.compile(r"\s?(?:nghìn|ngàn|triệu|tỷ|tỉ|tr)(?:\s?(?:đồng|đ)\b|\b)")
_GLUED_MARK = re.compile(r"\s?(?:%|‰|[°º˚]\s?[CF]?\b|['’]|o?C\b)")
_RATE = re.compile(r"/(?:\d+)?[^\W\d_]+[23²³]?")
_NOUN = re.compile(r"\s?([^\W\d_]+)(?:\s(?=[^\W\d_]))?")
_TAIL = re.compile(
    r"\s*(?:$|[.,;:()\]-]|[A-ZĐ]|và\b|hoặc\b|thì\b|là\b|phải\b|được\b|để\b|cần\b|có\b)"
)
_WORDS = word_set(
    """
    tuổi t tháng tuần ngày năm giờ phút giây lần buổi người hộ cháu em trẻ con cây lá cm chỗ ghế
    điểm đ phiếu tín môn đồng đ kg g mg ml lít tấn tạ ha sào mét m km h
    """
)
_OF = re.compile(
    r"\s(?:tổng|số|rau|nước|gạo|dân|hộ|cử|diện|học|đại|trẻ|phân|đạm|người|thôn|xã|cơ|vốn|giá)\b"
)
_PAIRED = re.compile(
    r"\s?(?:(?:tháng|ngày|tuần|năm) tuổi|cử tri|đại biểu|học sinh|tín chỉ"
    r"|thành viên|hội viên|đảng viên|ngày công|độ C|độ)\b"
)


class LowerBound:
    """The bound that is open while a line is read: its sign is said, its end not yet reached."""

    def __init__(self) -> None:
        self._end: int | None = None

    def opened(self, line: Line, at: int, manner: Manner) -> Said | None:
        """What a "≥" at token `at` is said as where its amount can be told."""
        sign = _SIGN.match(line.text, line.starts[at]) if line.words[at] in "≥>" else None
        if sign is None or self._end is not None:
            return None
        self._end = _amount_end(line, sign.end(), manner)
        if self._end is None:
            return None
        return Said(sign.end(1), "" if line.key(at - 1) == "từ" else "từ")

    def reached(self, position: int) -> bool:
        """Whether the open amount ends at `position` or before; asked once for each."""
        if self._end is None or position < self._end:
            return False
        self._end = None
        return True


def _amount_end(line: Line, position: int, manner: Manner) -> int | None:
    """Where the amount at `position` ends; None where that cannot be told."""
    number = _NUMBER.match(line.text, position)
    if number is None:
        return None
    end = _measured_end(line, number.end(), manner)
    return None if end is None or _OF.match(line.text, end) else end


def _measured_end(line: Line, end: int, manner: Manner) -> int | None:
    for form in (_SCALE, _GLUED_MARK, _PAIRED):
        part = form.match(line.text, end)
        if part is not None:
            return _rate_end(line, part.end())
    unit = _unit_end(line, end, manner)
    if unit is not None:
        return _rate_end(line, unit)
    return end if _TAIL.match(line.text, end) else None


def _unit_end(line: Line, position: int, manner: Manner) -> int | None:
    noun = _NOUN.match(line.text, position)
    if noun is None:
        return None
    token = bisect.bisect_left(line.starts, noun.start(1))
    if token >= len(line) or line.starts[token] != noun.start(1):
        return None
    unit = manner.lexicon.unit(line, token)
    if unit is not None:
        return line.ends[unit.end - 1]
    if noun[1].lower() in _WORDS:
        return noun.end(1)
    alone = _TAIL.match(line.text, noun.end(1)) or line.text[noun.end(1)] == "/"
    return noun.end(1) if alone and noun[1].lower() in COUNTED else None


def _rate_end(line: Line, position: int) -> int:
    end = position
    while (rate := _RATE.match(line.text, end)) is not None:
        end = rate.end()
    return end
