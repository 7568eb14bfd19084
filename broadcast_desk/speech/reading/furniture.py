"""What stands on paper but is not read: signature blocks, recipients, rules, list marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadcast_desk.speech.reading.model import Options
from broadcast_desk.speech.reading.names import FAMILIES

_SIGNATURE = re.compile(r"^[\s|]*(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]")
_SIGNED_CELL = re.compile(r"\|\s*(?:TM|KT|TL|TUQ)\.\s*[A-ZĐÀ-Ỹ]{2}")
_SIGNED = re.compile(
    r"^[\s|]*\(?\s*(?:đã ký|ký tên|ký, đóng dấu|ký và ghi rõ họ tên)[^)]*\)?[\s|.]*$", re.IGNORECASE
)
_RECIPIENTS = re.compile(r"^[\s|]*(?:nơi nhận|nơi gửi)\s*:?", re.IGNORECASE)
_RECIPIENT_ITEM = re.compile(r"^[\s|]*[-–+•]|^[\s|]*lưu\s*:", re.IGNORECASE)
_RULE = re.compile(r"^[\s|\-–—_=*.~·…+]*$")
_STORED = re.compile(
    r"^[\s|]*[-–]?\s*(?:lưu\s*:\s*VT|như trên\s*[;./]|như kính gửi)", re.IGNORECASE
)

_BULLET = re.compile(r"^[\s|]*(?:[-–—+•●○■□▪►➢✓✔❖◆★☆*·]\s*)+(?=\S)(?<![-–−](?=\d))")
_NUMBER_MARK = re.compile(
    r"^[\s|]*(?P<n>\d{1,2}(?:\.\d{1,2}){0,3})(?:\s?[.)/](?!\d)\s*(?=[^\W\d]|[“\"(])"
    r"|-\s+(?=[A-ZĐÀ-Ỹ]))"
)
_SECTION_MARK = re.compile(r"^[\s|]*(?P<n>1?\d(?:\.[1-9]){1,3})\.?\s+(?=[A-ZĐÀ-Ỹ“\"])")
_ROMAN_MARK = re.compile(
    r"^[\s|]*(?P<r>[IVX]{1,5})(?:\s?[.)]\s*|/\s+|\s?[-–]\s+)(?=[^\W\d_]|[“\"(])(?!I\.?\s?Lê)"
)
_LETTER_MARK = re.compile(
    r"^[\s|]*(?P<l>[a-zđA-HĐ])\s?[)](?=\s*\S)\s*|^[\s|]*(?P<k>[a-zđ]|[A-HĐ])\s?[./]\s+(?=\S)"
)
_LONE_MARKS = (_NUMBER_MARK, _SECTION_MARK, _ROMAN_MARK, _LETTER_MARK)


def silent_lines(lines: Sequence[str]) -> frozenset[int]:
    """Which lines of a text are not read at all.

    A signature block only counts as one inside a longer text: a single line is read.
    """
    silent = set()
    block = ""
    for number, given in enumerate(lines):
        line = given.strip(" |")
        if not line:
            continue
        block = _block(line, block, alone=len(lines) == 1, late=number * 2 >= len(lines))
        if (
            block
            or _SIGNED_CELL.search(line)
            or _SIGNED.match(line)
            or _RULE.match(line)
            or _STORED.match(line)
        ):
            silent.add(number)
    return frozenset(silent)


def _block(line: str, block: str, *, alone: bool, late: bool) -> str:
    """Which block this line belongs to: the recipients, the signature, or none."""
    if alone:
        return ""
    if _RECIPIENTS.match(line):
        return "recipients"
    if _SIGNATURE.match(line) and late:
        return "signature"
    if block == "recipients" and (_RECIPIENT_ITEM.match(line) or _office(line)):
        return block
    if block == "signature" and (_office(line) or _name(line) or _SIGNED.match(line)):
        return block
    return ""


def _office(line: str) -> bool:
    """Whether a line in capitals names who signs, not the heading of a text that follows."""
    words = re.findall(r"[^\W\d_]+", line)
    capitals = 0 < len(words) <= 8 and all(word.isupper() for word in words)
    return capitals and line.startswith(_OFFICES)


_OFFICES = (
    "TM.", "KT.", "TL.", "TUQ.", "Q.", "PHÓ ", "CHỦ TỊCH", "CHỦ NHIỆM", "CHỦ TRÌ", "TRƯỞNG ",
    "GIÁM ĐỐC", "TỔNG ", "HIỆU TRƯỞNG", "BÍ THƯ", "CHÁNH ", "CỤC TRƯỞNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG",
    "THỦ TRƯỞNG", "THỦ TƯỚNG", "CHỈ HUY", "VIỆN TRƯỞNG", "TRẠM TRƯỞNG", "TỔ TRƯỞNG", "ĐỘI TRƯỞNG",
    "ỦY VIÊN", "UỶ VIÊN", "NGƯỜI ", "CÁN BỘ", "CÔNG CHỨC", "KẾ TOÁN", "THƯ KÝ", "BAN ", "ỦY BAN",
    "UỶ BAN", "ĐẢNG ỦY", "HỘI ĐỒNG",
)  # fmt: skip


def _name(line: str) -> bool:
    """Whether a line is a person's name; in capitals it begins with a family's."""
    words = re.findall(r"[^\W\d_]+", line)
    if line.isupper() and words and words[0].lower() not in FAMILIES:
        return False
    return (
        1 < len(words) <= 5
        and all(word[0].isupper() for word in words)
        and not line.rstrip().endswith(".")
    )


def body_start(line: str, options: Options) -> tuple[int, str]:
    """Where the words of a line begin after its list mark, and what is said for the mark."""
    position = 0
    bullet = _BULLET.match(line)
    if bullet is not None:
        position = bullet.end()
    for mark in _LONE_MARKS:
        match = mark.match(line[position : position + 40])
        if match is not None and not _is_a_word(match, line, position):
            return position + match.end(), _say_mark(match.groupdict(), options)
    return position, ""


def _is_a_word(mark: re.Match[str], line: str, position: int) -> bool:
    """Whether "X." is short for "xã" and "C." for a name: no heading in capitals follows."""
    groups = mark.groupdict()
    letter = groups.get("k") or ""
    if groups.get("r") != "X" and not letter.isupper():
        return False
    word = line[position + mark.end() :].split(" ", 1)[0]
    return not word.isupper() or len(word) < 2


def _say_mark(groups: dict[str, str | None], options: Options) -> str:
    if options.list_marks == "skip":
        return ""
    from broadcast_desk.speech.reading.letters import letter_name
    from broadcast_desk.speech.reading.numerals import Numerals, ordinal
    from broadcast_desk.speech.reading.roman import value

    numerals = Numerals.of(options)
    letter = groups.get("l") or groups.get("k")
    if letter:
        return f"{letter_name(letter).capitalize()}, "
    if groups.get("r"):
        number = value(groups["r"] or "")
    else:
        parts = (groups.get("n") or "").split(".")
        if len(parts) > 1 or options.list_marks == "number":
            return " chấm ".join(numerals.integer(part) for part in parts).capitalize() + ", "
        number = int(parts[0])
    said = numerals.cardinal(number)
    if options.list_marks == "number":
        return f"{said.capitalize()}, "
    return f"Thứ {ordinal(number, said)}, "


def body_end(line: str) -> int:
    """Where the words of a line end before "./." and table pipes."""
    end = len(line.rstrip(" \t|"))
    tail = max(0, end - 12)
    match = re.search(r"\s*\.?/\.(?:/\.?)?$", line[tail:end])
    return tail + match.start() if match is not None else end
