"""Roman numerals: only where a cue word or the form itself leaves no other reading."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.numerals import ordinal
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

_FORM = re.compile(r"(?=[IVXL])X{0,4}(?:L?X{0,3})?(?:IX|IV|V?I{0,3})(?![^\W\d_])")
_TAIL = re.compile(r"\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d/])")
_YEAR = re.compile(r"\s?/\s?((?:19|20)\d\d)(?!\d)")
_RANGE = re.compile(rf"{DASH}(?=[IVX])")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}

_CUES = word_set(
    """
    số mục phần chương quý khóa khoá kỷ kỉ hạng loại cấp đợt vụ đoạn vực vùng lần kỳ kì bảng
    lục mẫu tập hội thứ nhóm tiểu điều bậc giai quân khối tháng độ ii iii iv vi vii viii ix
    và đến công trình tuyến phiên họp đh đhđb phụ biểu bước học pl hk giải
    """
)
_CERTAIN = frozenset(
    (
        "II",
        "III",
        "IV",
        "VII",
        "VIII",
        "IX",
        "XII",
        "XIII",
        "XIV",
        "XVI",
        "XVII",
        "XVIII",
        "XIX",
        "XXI",
        "XX",
        "XI",
        "XV",
        "VI",
        "XXII",
    )
)


def value(written: str) -> int:
    """The number a well-formed Roman numeral stands for."""
    total = 0
    for letter, following in zip(written, [*written[1:], "I"], strict=True):
        one = _VALUES[letter]
        total += -one if one < _VALUES[following] else one
    return total


def roman(line: Line, at: int, manner: Manner) -> Said | None:
    """A Roman numeral, with a section number or a year behind it."""
    match = _FORM.match(line.text, line.starts[at])
    if match is None or not match[0] or match[0] != line.words[at]:
        return None
    if line.key(at + 1) == "=":
        return None
    cued = _cued(line, at)
    if not cued and (match[0] not in _CERTAIN or _in_capitals(line, at)):
        return None
    said = _word(line, at, match[0], manner)
    tail, end = _tail(line.text, match.end(), manner)
    if not tail:
        tail, end = _range(line.text, match.end(), manner)
    return Said(end, said + tail, None if cued else "roman")


def _word(line: Line, at: int, written: str, manner: Manner) -> str:
    number = value(written)
    said = manner.numerals.cardinal(number)
    return ordinal(number, said) if line.key(at - 1) == "thứ" else said


def _tail(text: str, position: int, manner: Manner) -> tuple[str, int]:
    year = _YEAR.match(text, position)
    if year is not None:
        return f" năm {manner.numerals.integer(year[1])}", year.end()
    section = _TAIL.match(text, position)
    if section is not None:
        parts = [manner.numerals.integer(part) for part in section.groups() if part]
        return "".join(f" chấm {part}" for part in parts), section.end()
    return "", position


def _range(text: str, position: int, manner: Manner) -> tuple[str, int]:
    dash = _RANGE.match(text, position)
    second = _FORM.match(text, dash.end()) if dash else None
    if second is None or not second[0]:
        return "", position
    said = f" đến {manner.numerals.cardinal(value(second[0]))}"
    tail, end = _tail(text, second.end(), manner)
    return said + tail, end


def _cued(line: Line, at: int) -> bool:
    before = line.key(at - 1)
    listed = line.word(at + 1) in (",", "và") and line.word(at + 2) == "II"
    if line.word(at) == "I" and listed and line.word(at - 1)[:1].isupper():
        return True
    if before in (",", "-", "/") and at > 1:
        earlier = line.word(at - 2)
        return _FORM.fullmatch(earlier) is not None and _cued(line, at - 2)
    if before == ":" and "cấp" in line.before(at, 8):
        return True
    if before in ("và", "đến") and at > 1:
        return _FORM.fullmatch(line.word(at - 2)) is not None
    return before in _CUES or line.before(at, 2) in (("liên", "khu"), ("quân", "khu"))


def _in_capitals(line: Line, at: int) -> bool:
    """Whether the neighbours are capitals too, so that VI may be a word of a heading."""
    return any(len(word) > 1 and word.isupper() for word in (line.word(at - 1), line.word(at + 1)))
