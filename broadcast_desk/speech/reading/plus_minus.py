"""Plus and minus by their place: cold, change, "đến" between like things, a pause, "trở lên"."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.phones import bracketed
from broadcast_desk.speech.reading.scanning import Manner, Said


def after_number(line: Line, at: int) -> bool:
    """Whether a number stands right before token `at`."""
    return line.word(at - 1).isdecimal()


def before_number(line: Line, at: int) -> bool:
    """Whether a number stands right behind token `at`."""
    return line.word(at + 1).isdecimal()


def plus(line: Line, at: int, manner: Manner) -> Said | None:
    """A plus: a sum, a growth, a telephone code, "trở lên", or nothing before an item."""
    phone = bracketed(line, at, manner)
    if phone is not None:
        return phone
    if at == 0 or (line.word(at - 1) in (":", ";", ".") and not line.glued(at + 1)):
        return Said(line.ends[at], "")
    if _change(line, at):
        return Said(line.ends[at], "tăng")
    if line.key(at - 2) == "tháng" and before_number(line, at):
        return Said(line.ends[at], "và")
    apart = line.glued(at) and not line.glued(at + 1)
    if apart and after_number(line, at) and line.word(at + 1)[:1].islower():
        return Said(line.ends[at], "trở lên")
    if before_number(line, at) or line.word(at + 1)[:1].isalpha():
        glued = line.glued(at) or line.glued(at + 1)
        if glued or at:
            return Said(line.ends[at], "cộng")
    if line.glued(at) and line.key(at - 1) in ("t", "tuổi") and not before_number(line, at):
        return Said(line.ends[at], "trở lên")
    if line.glued(at) and after_number(line, at) and line.key(at - 2) != "clb":
        return Said(line.ends[at], "trở lên")
    return Said(line.ends[at], "cộng" if line.glued(at) else "")


def minus(line: Line, at: int, manner: Manner) -> Said | None:
    """Below zero, "đến" between two like things, a pause in a compound."""
    del manner
    if at == 0:
        negative = before_number(line, at) and line.glued(at + 1)
        return Said(line.ends[at], "âm" if negative else "")
    if _between_amounts(line, at):
        return Said(line.ends[at], "đến")
    if line.word(at + 1) in "<≤" and line.word(at + 1) and after_number(line, at):
        return Said(line.ends[at], "đến")
    if _change(line, at):
        return Said(line.ends[at], "giảm")
    glued_left, glued_right = line.glued(at), line.glued(at + 1)
    below = not glued_left or line.word(at - 1) in ("(", "[")
    if before_number(line, at) and glued_right and below:
        return Said(line.ends[at], "âm")
    if _same_kind(line, at) or _time_after_day(line, at):
        return Said(line.ends[at], "đến")
    if not glued_left and not glued_right:
        return Said(line.ends[at], ",")
    if glued_left and glued_right and line.word(at - 1).isalpha() and line.word(at + 1).isalpha():
        return _compound(line, at)
    if glued_left and after_number(line, at) and line.word(at + 1).isalpha():
        return Said(line.ends[at], ",")
    return Said(line.ends[at], "," if line.word(at - 1).isalnum() else "")


_DEGREES = re.compile(r"\s?\d+(?:[.,]\d+)?\s?(?:[°º˚]|oC|độ)")


def _change(line: Line, at: int) -> bool:
    """Whether a signed number in brackets says by how much the one before them has changed."""
    if not (before_number(line, at) and line.glued(at + 1)):
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


_CODE_LEFT = re.compile(r"[A-ZĐ0-9]{2,6}$")
_CODE_RIGHT = re.compile(r"[A-ZĐ0-9]{2,6}(?!\w|[-.,/]\d)")


def _codes_in_order(line: Line, at: int) -> bool:
    """Whether a dash joins two codes of one shape ("8A1-8A5", "LK01-LK26", "7A-7D")."""
    if "-" in (line.word(at - 3), line.word(at + 3)):
        return False
    left = _CODE_LEFT.search(line.text[max(0, line.starts[at] - 7) : line.starts[at]])
    right = _CODE_RIGHT.match(line.text, line.ends[at])
    if left is None or right is None or len(left[0]) != len(right[0]) or left[0] >= right[0]:
        return False
    shapes = [[letter.isdigit() for letter in code] for code in (left[0], right[0])]
    mixed = any(shapes[0]) and not all(shapes[0])
    return mixed and shapes[0] == shapes[1] and left[0][0] == right[0][0]


def _between_amounts(line: Line, at: int) -> bool:
    """A range whose two ends both carry the unit ("800.000đ-1.000.000đ", "5 kg - 10 kg")."""
    degrees = line.key(at - 1) in ("c", "°") and "°" in line.keys[at + 2 : at + 6]
    if before_number(line, at) and degrees:
        return True
    if not (before_number(line, at) and line.word(at - 2).isdecimal()):
        return False
    if line.key(at - 1) in _SCALES and _SCALES & set(line.keys[at + 2 : at + 5]):
        return True
    if not (line.word(at - 1).isalpha() or line.key(at - 1) == "%"):
        return False
    return line.key(at - 1) in line.keys[at + 2 : at + 8]


_SCALES = frozenset(("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "k", "tr", "đ", "trđ"))


_TIME_OF_DAY = re.compile(r"\s?\d{1,2}\s?(?:h|giờ|g\d)")


def _time_after_day(line: Line, at: int) -> bool:
    """Whether a time follows a day after "từ" ("từ 22h ngày 17/10 - 5h ngày 18/10")."""
    if _TIME_OF_DAY.match(line.text, line.ends[at]) is None:
        return False
    before = line.before(at, 14)
    return "từ" in before and "đến" not in before and "/" in line.words[max(0, at - 4) : at]


def _same_kind(line: Line, at: int) -> bool:
    """Whether like stands on both sides: "cấp 8 - cấp 9", "thứ 2 - thứ 6", "T2 - T6"."""
    if _codes_in_order(line, at):
        return True
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
    return (after in line.before(at, 5) and after_number(line, at)) or after == line.key(at - 2)


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
