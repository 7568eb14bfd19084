"""What a slash between two numbers means when it is no date: share, ratio, address, 24/7."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.contexts import COUNTED
from broadcast_desk.speech.reading.day_evidence import is_cued
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.quantities import NUMBER, quantity
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.scores import is_score
from broadcast_desk.speech.reading.word_sets import word_set

_SLASHED = re.compile(
    r"(?P<a>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s?/\s?(?P<b>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
    r"(?:/(?P<c>\d+))?(?:/(?P<e>\d+))?(?![\d])"
)
_RATIO = re.compile(r"(?P<a>\d+):(?P<b>\d[\d.]*)(?!\d|:\d)")
_PARTS = word_set(
    """
    số diện dân tổng quãng lượng khối chiều thời đoạn viên thìa muỗng cốc chén ống gói liều
    quả phần suất mức giá chi thể giờ ngày tháng năm chặng đường cuộc kinh vốn nhu kế sản
    bán vòng lít sào ha tấn kg km m thế tuổi trận hiệp cổ tài quân ruộng đất lúa mật nước
    bình bát
    """
)
_GRADED = frozenset(
    ("nhóm", "trang", "bậc", "hạng", "hóa", "lực", "áp", "thứ", "điểm", "bầu", "lấy")
)
_RANGES = re.compile(r"(\d{3})-(\d{3})/(\d{2,3})-(\d{2,3})(?![\d.,/-]\d|\d)")
"""A range of blood pressures: 140-159/90-99."""

_OF_A_WHOLE = re.compile(
    r"\s*(?:học (?:phí|kỳ|bổng)|đại biểu|cử tri|thành viên|ủy viên|đảng viên|hội viên|tổng)\b"
)
_ADDRESS_WORDS = word_set("nhà ngõ ngách hẻm kiệt số lớp lô thửa tổ")
_DASH = re.compile(DASH)


def slashed(line: Line, at: int, manner: Manner) -> Said | None:
    """Two (or three) numbers with slashes between them."""
    ranges = _RANGES.match(line.text, line.starts[at])
    if ranges is not None:
        a, b, c, d = (manner.numerals.integer(number) for number in ranges.groups())
        return Said(ranges.end(), f"{a} đến {b} trên {c} đến {d}")
    match = _SLASHED.match(line.text, line.starts[at])
    if match is None:
        return _ratio(line, at, manner)
    season = _season(match, manner)
    if season is not None:
        return season
    if not match["c"] and is_score(line, at, match["a"], match["b"]):
        return Said(match.end(), " ".join(quantity(match[part], manner)[0] for part in "ab"))
    first = quantity(match["a"], manner)[0]
    rest = [quantity(part, manner)[0] for part in (match["c"], match["e"]) if part]
    second = quantity(match["b"], manner)[0]
    if not rest and _is_share(line, at, match):
        return _maybe_range(line, match, f"{first} phần {_fourth(second)}", manner)
    doubt: DoubtKind | None = "number" if not rest and _perhaps_day(line, at, match) else None
    return _maybe_range(line, match, " trên ".join([first, second, *rest]), manner, doubt)


def _perhaps_day(line: Line, at: int, match: re.Match[str]) -> bool:
    """Whether a word for a day stands before and the calendar has such a day."""
    a, b = match["a"], match["b"]
    if not (a.isdecimal() and b.isdecimal() and 0 < int(a) <= 31 and 0 < int(b) <= 12):
        return False
    return is_cued(line, at)


def _season(match: re.Match[str], manner: Manner) -> Said | None:
    """Two years running, the second cut short: a season "2025/26"."""
    a, b = match["a"], match["b"]
    if not (len(a) == 4 and len(b) == 2 and a.isdecimal() and b.isdecimal()) or match["c"]:
        return None
    if a[:2] not in ("19", "20") or (int(a) + 1) % 100 != int(b):
        return None
    numerals = manner.numerals
    return Said(match.end(), f"{numerals.cardinal(int(a))}, {numerals.cardinal(int(a) + 1)}")


def _maybe_range(
    line: Line, match: re.Match[str], said: str, manner: Manner, doubt: DoubtKind | None = None
) -> Said:
    dash = _DASH.match(line.text, match.end())
    second = _SLASHED.match(line.text, dash.end()) if dash else None
    if second is None or second["c"]:
        return Said(match.end(), said, doubt)
    word = " phần " if " phần " in said else " trên "
    low, high = quantity(second["a"], manner)[0], quantity(second["b"], manner)[0]
    high = _fourth(high) if word == " phần " else high
    return Said(second.end(), f"{said} đến {low}{word}{high}")


def _fourth(said: str) -> str:
    return "tư" if said == "bốn" else said


def _is_share(line: Line, at: int, match: re.Match[str]) -> bool:
    """A third of something, rather than so many out of so many."""
    a, b = match["a"], match["b"]
    if line.key(at - 1) == "vòng":
        return True
    if not (a.isdecimal() and b.isdecimal()) or len(a + b) > 8 or not 0 < int(a) < int(b) <= 10:
        return False
    before = line.key(at - 2) if line.key(at - 1) == ":" else line.key(at - 1)
    if before in _GRADED or "binh" in line.before(at, 6):
        return False
    if line.word(at - 2) == "/" and "lệ" in line.before(at, 6):
        return False
    if before in _ADDRESS_WORDS or (before == "lệ" and int(a) == 1 and int(b) > 10):
        return False
    following = re.match(r"\s*([^\W\d_]+)", line.text[match.end() : match.end() + 20])
    word = following[1].lower() if following else ""
    if word in _PARTS or word not in COUNTED:
        return True
    return _OF_A_WHOLE.match(line.text, match.end()) is not None


def _ratio(line: Line, at: int, manner: Manner) -> Said | None:
    match = _RATIO.match(line.text, line.starts[at])
    if match is None:
        return None
    second = NUMBER.fullmatch(match["b"].rstrip("."))
    if second is None:
        return None
    said = f"{quantity(match['a'], manner)[0]} trên {quantity(second[0], manner)[0]}"
    return Said(match.start("b") + len(second[0]), said)
