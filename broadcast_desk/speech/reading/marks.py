"""Signs: list marks, per cent, and, slash, dash, plus, comparison; and what is only furniture."""

from __future__ import annotations

import re
import unicodedata

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.phones import bracketed
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

_SYMBOLS = {
    "|": ",",
    "%": "phần trăm",
    "‰": "phần nghìn",
    "&": "và",
    "≥": "lớn hơn hoặc bằng",
    "≤": "nhỏ hơn hoặc bằng",
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


def _after_number(line: Line, at: int) -> bool:
    return line.word(at - 1).isdecimal()


def _before_number(line: Line, at: int) -> bool:
    return line.word(at + 1).isdecimal()


def _degree(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    match = _DEGREE.match(line.text, line.starts[at])
    if match is None:
        return None
    if match["way"]:
        return Said(match.end(), _WAYS[match["way"]])
    letter = {"C": " xê", "F": " ép"}.get(match["letter"], "")
    return Said(match.end(), f"độ{letter}")


def _plus(line: Line, at: int, manner: Manner) -> Said | None:
    phone = bracketed(line, at, manner)
    if phone is not None:
        return phone
    if at == 0 or (line.word(at - 1) in (":", ";", ".") and not line.glued(at + 1)):
        return Said(line.ends[at], "")
    if _change(line, at):
        return Said(line.ends[at], "tăng")
    if line.key(at - 2) == "tháng" and _before_number(line, at):
        return Said(line.ends[at], "và")
    apart = line.glued(at) and not line.glued(at + 1)
    if apart and _after_number(line, at) and line.word(at + 1)[:1].islower():
        return Said(line.ends[at], "trở lên")
    if _before_number(line, at) or line.word(at + 1)[:1].isalpha():
        glued = line.glued(at) or line.glued(at + 1)
        if glued or at:
            return Said(line.ends[at], "cộng")
    if line.glued(at) and line.key(at - 1) in ("t", "tuổi") and not _before_number(line, at):
        return Said(line.ends[at], "trở lên")
    if line.glued(at) and _after_number(line, at) and line.key(at - 2) != "clb":
        return Said(line.ends[at], "trở lên")
    return Said(line.ends[at], "cộng" if line.glued(at) else "")


def _minus(line: Line, at: int, manner: Manner) -> Said | None:
    """Below zero, "đến" between two like things, a pause in a compound."""
    del manner
    if at == 0:
        negative = _before_number(line, at) and line.glued(at + 1)
        return Said(line.ends[at], "âm" if negative else "")
    if _between_amounts(line, at):
        return Said(line.ends[at], "đến")
    if line.word(at + 1) in "<≤" and line.word(at + 1) and _after_number(line, at):
        return Said(line.ends[at], "đến")
    if _change(line, at):
        return Said(line.ends[at], "giảm")
    glued_left, glued_right = line.glued(at), line.glued(at + 1)
    below = not glued_left or line.word(at - 1) in ("(", "[")
    if _before_number(line, at) and glued_right and below:
        return Said(line.ends[at], "âm")
    if _same_kind(line, at):
        return Said(line.ends[at], "đến")
    if not glued_left and not glued_right:
        return Said(line.ends[at], ",")
    if glued_left and glued_right and line.word(at - 1).isalpha() and line.word(at + 1).isalpha():
        return _compound(line, at)
    if glued_left and _after_number(line, at) and line.word(at + 1).isalpha():
        return Said(line.ends[at], ",")
    return Said(line.ends[at], "," if line.word(at - 1).isalnum() else "")


_DEGREES = re.compile(r"\s?\d+(?:[.,]\d+)?\s?(?:[°º˚]|oC|độ)")


def _change(line: Line, at: int) -> bool:
    """Whether a signed number in brackets says by how much the one before them has changed."""
    if not (_before_number(line, at) and line.glued(at + 1)):
        return False
    if line.word(at - 1) != "(":
        return _share_changed(line, at)
    counted = any(word.isdecimal() for word in line.words[max(0, at - 8) : at])
    return counted and _DEGREES.match(line.text, line.ends[at]) is None


_SHARE = re.compile(r"\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?%")


def _share_changed(line: Line, at: int) -> bool:
    """Whether a signed share follows what has changed ("CPI tháng 10 +0,2%", "giá vé -5%")."""
    if line.glued(at) or _SHARE.match(line.text, line.ends[at]) is None:
        return False
    if line.key(at - 1) in ("lệch", "là", "mức", "số"):
        return False
    return line.word(at - 1) in (",", ":") or line.word(at - 1).isalnum()


def _between_amounts(line: Line, at: int) -> bool:
    """A range whose two ends both carry the unit ("800.000đ-1.000.000đ", "5 kg - 10 kg")."""
    degrees = line.key(at - 1) in ("c", "°") and "°" in line.keys[at + 2 : at + 6]
    if _before_number(line, at) and degrees:
        return True
    if not (_before_number(line, at) and line.word(at - 2).isdecimal()):
        return False
    if line.key(at - 1) in _SCALES and _SCALES & set(line.keys[at + 2 : at + 5]):
        return True
    if not (line.word(at - 1).isalpha() or line.key(at - 1) == "%"):
        return False
    return line.key(at - 1) in line.keys[at + 2 : at + 8]


_SCALES = frozenset(("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "k", "tr", "đ", "trđ"))


def _same_kind(line: Line, at: int) -> bool:
    """Whether like stands on both sides: "cấp 8 - cấp 9", "thứ 2 - thứ 6", "T2 - T6"."""
    after = line.key(at + 1)
    if after in ("thứ", "chủ", "cn") and ("thứ" in line.before(at, 3) or "t" in line.before(at, 3)):
        return True
    if after == "t" and "-" in (line.word(at - 3), line.word(at + 3)):
        return False
    if _CROSSINGS & set(line.before(at, 6)) or "thể thao" in line.subjects:
        return False
    if after.isalpha() and after == line.key(at - 2) and not line.glued(at):
        return _counter(line.word(at - 1)) and _counter(line.word(at + 2))
    if not after.isalpha() or not line.word(at + 2).isdecimal():
        return False
    if "-" in (line.word(at + 3), line.word(at - 3)) and line.glued(at):
        return False
    return (after in line.before(at, 5) and _after_number(line, at)) or after == line.key(at - 2)


_CROSSINGS = frozenset(("giao", "ngã", "nối"))


def _counter(word: str) -> bool:
    return word.isdecimal() or (bool(word) and set(word) <= set("IVX"))


def _compound(line: Line, at: int) -> Said | None:
    """A pause between two whole words ("lao động-việc làm"); names keep their hyphens."""
    left, right = line.word(at - 1), line.word(at + 1)
    if line.word(at + 2) == "-" or line.word(at - 2) == "-":
        return Said(line.ends[at], "-")
    if (len(left) > 1 and left.isupper()) or (len(right) > 1 and right.isupper()):
        return Said(line.ends[at], ",")
    if left.islower() and right.islower() and not (left.isascii() or right.isascii()):
        return Said(line.ends[at], ",")
    return Said(line.ends[at], "-")


def _less(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if line.word(at + 1) == "=":
        return Said(
            line.ends[at + 1], "nhỏ hơn hoặc bằng" if line.words[at] == "<" else "lớn hơn hoặc bằng"
        )
    return Said(line.ends[at], "dưới" if line.words[at] == "<" else "trên")


def _about(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    return Said(line.ends[at], "khoảng") if _before_number(line, at) else Said(line.ends[at], "")


def _inches(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if _after_number(line, at) and line.word(at - 2) in "'’′" and line.glued(at):
        return Said(line.ends[at], "giây")
    if _after_number(line, at) and line.glued(at) and '"' not in line.words[max(0, at - 60) : at]:
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
    return Said(line.ends[at], "số") if _before_number(line, at) else None


def _star(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    if _after_number(line, at) and _before_number(line, at):
        return Said(line.ends[at], "nhân")
    stars = line.glued(at) and line.word(at - 1) in ("1", "2", "3", "4", "5")
    return Said(line.ends[at], "sao" if stars else "")


def _power(line: Line, at: int, manner: Manner) -> Said | None:
    del manner
    between = _after_number(line, at) and _before_number(line, at)
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
    "+": _plus,
    "-": _minus,
    "–": _minus,
    "—": _minus,
    "−": _minus,
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
