"""Signs: list marks, per cent, and, slash, dash, plus, comparison; and what is only furniture."""

from __future__ import annotations

import re
import unicodedata

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.phones import bracketed
from broadcast_desk.speech.reading.plus_minus import after_number, before_number, minus, plus
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

_SYMBOLS = {
    "|": ",",
    "%": "phần trăm",
    "‰": "phần nghìn",
    "&": "và",
    "≥": "ít nhất",
    "≤": "không quá",
    "≠": "khác",
    "±": "cộng trừ",
    "≈": "xấp xỉ",
    "=": "bằng",
    "×": "nhân",
    "÷": "đến",
    "°": "độ",
    "º": "độ",
    "℃": "độ xê",
    "@": "a còng",
    "²": "bình phương",
    "½": "một phần hai",
    "¼": "một phần tư",
    "¾": "ba phần tư",
    "→": "đến",
    "$": "đô-la Mỹ",
    "€": "ơ-rô",
    "£": "bảng Anh",
    "¥": "yên",
}
_DROPPED = frozenset("•●○■□▪►➢✓✔❖◆★☆*_#^~`\\·¶§†‡©®™–—-")
_DEGREE = re.compile(
    r"\s?[°º˚]\s?(?:(?P<way>[NSEW])(?!\w)|(?P<letter>[CF](?!\w)|(?=\s|[,.;)]|$|[NSEWBĐ'\d])))"
)
_COORDINATE = re.compile(
    r"(?:(?P<low>\d{1,3}(?:[.,]\d+)?)\s?[-–]\s?)?(?P<n>\d{1,3}(?:[.,]\d+)?)\s?[°º˚]?\s?(?P<minutes>\d{1,2}(?=['’′]))?['’′]?\s?(?P<way>[NSEW])(?!\w)"
)
_WAYS = {"N": "độ Vĩ Bắc", "S": "độ Vĩ Nam", "E": "độ Kinh Đông", "W": "độ Kinh Tây"}


def coordinate(line: Line, at: int, manner: Manner) -> Said | None:
    """A latitude or longitude: 20,5N; 107°30'E."""
    from broadcast_desk.speech.reading.quantities import quantity

    match = _COORDINATE.match(line.text, line.starts[at])
    if match is None or not _is_place(line, at, match):
        return None
    said = quantity(match["n"], manner)[0]
    if match["low"]:
        said = f"{quantity(match['low'], manner)[0]} đến {said}"
    way = _WAYS[match["way"]]
    if match["minutes"]:
        minutes = manner.numerals.integer(match["minutes"])
        return Said(match.end(), f"{said} độ {minutes} phút {way.removeprefix('độ ')}")
    return Said(match.end(), f"{said} {way}")


def _is_place(line: Line, at: int, match: re.Match[str]) -> bool:
    """Degrees are written, or it is a decimal north or east, as in a storm bulletin."""
    if any(mark in match[0] for mark in "°º˚'’′"):
        return True
    if match["way"] not in "NE":
        return False
    whole = match["n"].isdecimal() and (match["low"] or "0").isdecimal()
    return not whole or bool(_PLACE_CUES & set(line.before(at, 8)))


_PLACE_CUES = frozenset(("vĩ", "kinh", "tọa", "vị", "tâm", "n"))


def sign(line: Line, at: int, manner: Manner) -> Said | None:
    """One sign, by its place."""
    word = line.words[at]
    rule = _PLACED.get(word)
    if rule is not None:
        said = rule(line, at, manner)
        if said is not None:
            return said
    if word in _SYMBOLS:
        return Said(line.ends[at], _SYMBOLS[word])
    if word in _DROPPED:
        return Said(line.ends[at], "")
    if unicodedata.category(word[0]).startswith("S"):
        return Said(line.ends[at], "", "symbol")
    return None


def _degree(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    match = _DEGREE.match(line.text, line.starts[at])
    if match is None:
        return None
    if match["way"]:
        return Said(match.end(), _WAYS[match["way"]])
    letter = {"C": " xê", "F": " ép"}.get(match["letter"], "")
    return Said(match.end(), f"độ{letter}")


def _less(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if line.word(at + 1) == "=":
        return Said(line.ends[at + 1], "không quá" if line.words[at] == "<" else "ít nhất")
    return Said(line.ends[at], "dưới" if line.words[at] == "<" else "trên")


def _about(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    return Said(line.ends[at], "khoảng") if before_number(line, at) else Said(line.ends[at], "")


def _inches(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if after_number(line, at) and line.word(at - 2) in "'’′" and line.glued(at):
        return Said(line.ends[at], "giây")
    if after_number(line, at) and line.glued(at) and '"' not in line.words[max(0, at - 60) : at]:
        timed = line.word(at + 1).isdecimal() and line.glued(at + 1)
        return Said(line.ends[at], "giây" if timed or line.word(at - 2) in "'’′" else "inh")
    return None


def _dollar(line: Line, at: int, manner: Manner) -> Said | None:
    """A currency sign before its number: "$500"."""
    from broadcast_desk.speech.reading.quantities import NUMBER, quantity

    match = NUMBER.match(line.text, line.ends[at])
    if match is None:
        return None
    said, end = quantity(match[0], manner)[0], match.end()
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", match[0]):
        said = manner.numerals.integer(match[0].replace(",", ""))
    scale = re.match(r"\s?(nghìn|triệu|tỷ|tỉ)\b", line.text[end : end + 8])
    if scale is not None:
        said, end = f"{said} {scale[1]}", end + scale.end()
    return Said(end, f"{said} {_SYMBOLS[line.words[at]]}")


def _number_sign(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    return Said(line.ends[at], "số") if before_number(line, at) else None


def _star(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if after_number(line, at) and before_number(line, at):
        return Said(line.ends[at], "nhân")
    stars = line.glued(at) and line.word(at - 1) in ("1", "2", "3", "4", "5")
    return Said(line.ends[at], "sao" if stars else "")


def _power(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    between = after_number(line, at) and before_number(line, at)
    return Said(line.ends[at], "mũ") if between else None


def _times(line: Line, at: int, manner: Manner) -> Said | None:
    """An x is a pause between a dose and how often it is taken, else it multiplies."""
    del manner
    if not at or line.words[at] == "×":
        return None
    if line.word(at + 1).islower():
        return Said(line.ends[at], "nhân")
    often = _HOW_OFTEN.match(line.text, line.ends[at])
    dose = often is not None and not _DOSES.isdisjoint(line.before(at, 2))
    return Said(line.ends[at], "," if dose or (often and often[1] == "lần") else "nhân")


_HOW_OFTEN = re.compile(r"\s?\d+(?:-\d+)?\s?(lần|ngày|tuần|tháng|đợt|liều|viên|v|gói|ống)(?!\w)")
_DOSES = word_set("viên gói ống ml mg g giọt thìa muỗng liều lần ngày cốc mũi phút")


def _percent(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    slash = re.match(r"\s?-\s?(?=\d)", line.text[line.ends[at] : line.ends[at] + 4])
    if slash is not None:
        return Said(line.ends[at] + slash.end(), "phần trăm đến")
    return None


def _colon(line: Line, at: int, manner: Manner) -> Said | None:
    """A colon in a ratio of two words ("cám:ngô = 1:3"); elsewhere it stays a pause."""
    del manner
    words = line.word(at - 1).isalpha() and line.word(at + 1).isalpha()
    ratio = "=" in line.words[at : at + 5] or not _RATIOS.isdisjoint(line.before(at, 6))
    close = line.glued(at) and line.glued(at + 1)
    return Said(line.ends[at], "trên") if words and close and ratio else None


_RATIOS = frozenset(("lệ", "tỷ", "tỉ"))


_PLACED = {
    ":": _colon,
    "^": _power,
    "°": _degree,
    "º": _degree,
    "˚": _degree,
    "+": plus,
    "-": minus,
    "–": minus,
    "—": minus,
    "−": minus,
    "<": _less,
    ">": _less,
    "~": _about,
    '"': _inches,
    "”": _inches,
    "$": _dollar,
    "€": _dollar,
    "£": _dollar,
    "¥": _dollar,
    "#": _number_sign,
    "№": _number_sign,
    "*": _star,
    "x": _times,
    "×": _times,
    "X": _times,
    "(": bracketed,
    "%": _percent,
}
