"""Scores of games: 2-1 after a win, a draw or "tỷ số", and the sets or halves in brackets."""

from __future__ import annotations

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.word_sets import word_set

_REACH = 30
_WON = frozenset(("thắng", "thua"))
_DRAWN = frozenset(("hòa", "hoà"))
_TEAMS = frozenset(("đội", "trận", "u", "tuyển", "bóng", "clb"))
_MEASURED_AFTER = frozenset(("%", "‰", "°", "º", "˚", "℃"))
_RATE = frozenset(("tỷ", "tỉ"))
_RATED = (("tỷ",), ("tỉ",), ("hiệu",))
_AFTER = word_set("ở trong tại trước sau ngay trên và với để khi nhờ nghiêng thuộc cho của sân")
_NO_SCORE_AFTER = word_set(
    """
    từ tuổi lớp khối vòng khu tổ thôn bảng cấp nhóm ngày tháng sáng chiều tối trưa mùng mồng bài
    khoảng hạng giải lứa các dịp lễ quốc phòng ghế
    """
)


def is_score(line: Line, at: int, first: str, second: str) -> bool:
    """Whether two numbers with a dash or slash between, from token `at` on, are a score.

    It is one when the sentence has spoken of a win, a draw or a "tỷ số" before, or when it is
    about sports; two long numbers, a share or a span of ages are none.
    """
    if not (first.isdecimal() and second.isdecimal() and len(first) <= 2 and len(second) <= 2):
        return False
    before = line.before(at, _REACH)
    if line.word(at + 3) in _MEASURED_AFTER:
        return False
    if before[-1:] and before[-1] in _NO_SCORE_AFTER:
        return False
    if "tuổi" in before[-8:] or (before[-1:] == ("số",) and before[-2:-1] not in _RATED):
        return False
    if before[-2:] == ("thắng", "đậm") or (before[-1:] and before[-1] in _WON | _DRAWN):
        return True
    after = line.key(at + 3)
    if after.isalpha() and after not in _AFTER and not _between_names(line, at):
        return False
    return _announced(line, at, before)


def _between_names(line: Line, at: int) -> bool:
    return line.word(at - 1)[:1].isupper() and line.word(at + 3)[:1].isupper()


def _announced(line: Line, at: int, before: tuple[str, ...]) -> bool:
    said = set(before)
    if (_DRAWN & said and _TEAMS & said) or " giao lưu " in f" {' '.join(before)} ":
        return True
    if _WON & said or ("số" in said and _RATE & said):
        return True
    if "thể thao" not in line.subjects:
        return False
    return _between_names(line, at) or before[-1:] in (
        (":",),
        ("(",),
        (",",),
        (";",),
        ("cuộc",),
        ("là",),
    )
