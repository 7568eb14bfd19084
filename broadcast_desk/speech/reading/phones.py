"""Digit strings: telephone and hotline numbers, card and account numbers, plates."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.numerals import spell_digits
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

_PHONE = re.compile(
    r"0\d{2,3}/\d{7}(?!\d)"
    r"|(?:\(?\+?84\)?[ .-]?\d{1,3}|\(?0\d{1,4}\)?)(?:(?:\.\s|[ .-])\d{1,8}){0,4}(?!\d)"
    r"|0\d{8,10}(?!\d)"
)
_BRACKETED = re.compile(r"(?:\(0\d{1,4}\)|\(?\+84\)?)(?:[ .-]{0,3}\d{1,9}){1,4}(?!\d)")
_SERVICE = re.compile(r"1[89]00(?:[ .-]?\d{2,6}){1,3}(?![\d/])")
_SHORT = re.compile(r"(?:11\d|1022|10[0-9]{1,2}|1[89]\d{1,2}|\d{3,5})(?![\d/%]|[.,]\d)")
_HOTLINES = frozenset(("111", "112", "113", "114", "115", "116", "117", "119", "1022", "1080"))
_CALL_CUES = word_set(
    """
    gọi thoại tổng nóng hotline đt sđt tel alo cứu zalo dây phone bấm nhắn
    """
)
_CARD_CUES = word_set(
    """
    cccd cmnd cmt mst khoản stk tk thẻ định danh căn cước thuế chiếu mã sbd ifsc id pass mật
    """
)
_DIGITS = re.compile(r"\d(?:[ .-]?\d)*(?![\d])")
_RUN = re.compile(r"\d+(?![\d.,]\d)")
_PLATE = re.compile(
    r"(?P<area>\d{2})[- ]?(?P<series>[A-ZĐ]{1,2}\d?)\s?[-– ]\s?(?P<n>\d{3}\.?\d{2}|\d{4})(?!\d)"
)


_PLATE_RUN = re.compile(r"(?P<area>\d{2})(?P<series>[A-ZĐ]{1,2}\d?)(?P<n>\d{5})(?![\d\w])")
_VEHICLES = word_set("bks bs biển xe tô tải khách máy con mô")


def digit_string(line: Line, at: int, manner: Manner) -> Said | None:
    """A number nobody reads as a quantity."""
    del manner
    return (
        _plate(line, at)
        or _service(line, at)
        or _masked(line, at)
        or _phone(line, at)
        or _hotlines(line, at)
        or _hotline(line, at)
        or _card(line, at)
    )


def bracketed(line: Line, at: int, manner: Manner) -> Said | None:
    """A telephone number that begins with "(0203)" or "+84"."""
    del manner
    match = _BRACKETED.match(line.text, line.starts[at])
    if match is None or not 9 <= sum(letter.isdigit() for letter in match[0]) <= 12:
        return None
    plus = "cộng " if "+" in match[0] else ""
    return Said(match.end(), plus + _grouped(match[0]))


def _grouped(written: str) -> str:
    groups = [group for group in re.split(r"[^\d]+", written) if group]
    if len(groups) == 1 and len(groups[0]) >= 9:
        digits = groups[0]
        groups = [digits[:4], digits[4:7], digits[7:]]
    elif len(groups) == 1 and len(groups[0]) == 8:
        groups = [written[:4], written[4:]]
    return ", ".join(spell_digits(group) for group in groups)


def _phone(line: Line, at: int) -> Said | None:
    match = _PHONE.match(line.text, line.starts[at])
    if match is None:
        return None
    count = sum(letter.isdigit() for letter in match[0])
    cued = bool(_CALL_CUES & set(line.before(at, 5)))
    if cued and 7 <= count <= 8 and match[0][0] == "0":
        return Said(match.end(), _grouped(match[0]))
    if not (9 <= count <= 12) or (count == 12 and not match[0].startswith("84")):
        return None
    if count == 9 and not cued and not re.search(r"[ .-]", match[0]):
        return None
    return Said(match.end(), _grouped(match[0]))


def _service(line: Line, at: int) -> Said | None:
    match = _SERVICE.match(line.text, line.starts[at])
    if match is None or not 8 <= sum(letter.isdigit() for letter in match[0]) <= 10:
        return None
    return Said(match.end(), _grouped(match[0]))


_MASKED = re.compile(
    r"0\d{2,4}(?:[ .-]?(?:\d{1,4}|[xX*]{2,4}))*?[ .-]?[xX*]{2,4}(?:[ .-]?(?:\d{2,4}|[xX*]{2,4}))?"
)


def _masked(line: Line, at: int) -> Said | None:
    """A telephone number with some figures hidden: what is there, and a doubt."""
    match = _MASKED.match(line.text, line.starts[at])
    return Said(match.end(), _grouped(match[0]), "number") if match is not None else None


_SEVERAL = re.compile(r"11[1-9](?:/11[1-9]){1,3}(?![\d/])")


def _hotlines(line: Line, at: int) -> Said | None:
    """Emergency numbers with a slash between ("113/114/115")."""
    match = _SEVERAL.match(line.text, line.starts[at])
    if match is None or _CALL_CUES.isdisjoint(line.before(at, 5)):
        return None
    return Said(match.end(), ", ".join(map(spell_digits, match[0].split("/"))))


def _hotline(line: Line, at: int) -> Said | None:
    match = _SHORT.match(line.text, line.starts[at])
    if match is None:
        return None
    near = line.before(at, 5)
    known = match[0] in _HOTLINES
    cued = bool(_CALL_CUES & set(near)) or (known and _joined_hotline(line, at))
    direct = bool(_DIRECT & set(near[-2:]))
    joined = line.key(at - 1) in ("hoặc", "và", ",", ";") and bool(
        _DIRECT & set(line.before(at, 16))
    )
    named = (known and joined) or (
        known and line.key(at - 1) == ":" and not line.key(at + 1).isalpha()
    )
    sent = line.key(at - 1) == "gửi" or (line.key(at - 1) in ("tới", "đến") and "tin" in near)
    message = sent and len(match[0]) == 4 and line.key(at + 1) in _AFTER_MESSAGE
    if not (direct or message or named or (known and cued)):
        return None
    return Said(match.end(), spell_digits(match[0]))


_AFTER_MESSAGE = frozenset(("", ".", ",", ";", ")", "(", "để", "hoặc", "và", "theo", "với", "từ"))
_DIRECT = word_set("cháy gọi hotline thoại nóng đài đt sđt tel alo bấm lẻ nhánh ☎ ✆ 📞")


def _joined_hotline(line: Line, at: int) -> bool:
    if line.key(at + 1) in (",", "và", "hoặc") and line.key(at + 2) in _HOTLINES:
        return True
    return line.key(at - 1) in (",", "hoặc", "và", "cảnh", "an", "sát", "hỏa") and bool(
        _HOTLINES & set(line.before(at, 4))
    )


_AMOUNT = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?:\s?[-–]\s?\d{1,3}(?:\.\d{3})+)?(?:,\d+)?\s?(?:đ|%|[^\W\d_]{2,})"
)


def _card(line: Line, at: int) -> Said | None:
    near = line.before(at, 5)
    cued = bool(_CARD_CUES & set(near))
    match = _DIGITS.match(line.text, line.starts[at]) if cued else None
    if match is not None and _AMOUNT.match(line.text, line.starts[at]):
        return None
    if match is not None and sum(letter.isdigit() for letter in match[0]) >= 8:
        groups = [group for group in re.split(r"[^\d]+", match[0]) if group]
        if len(groups) == 1:
            groups = re.findall(r"\d{1,3}", groups[0])
        return Said(match.end(), ", ".join(spell_digits(group) for group in groups))
    run = _RUN.match(line.text, line.starts[at])
    if run is None or not (len(run[0]) >= 9 or (len(run[0]) >= 5 and run[0][0] == "0")):
        if (
            cued
            and run is not None
            and len(run[0]) >= 4
            and {"mã", "stk", "id", "pass", "khẩu", "sbd"} & set(near[-3:])
        ):
            return Said(run.end(), spell_digits(run[0]))
        return None
    digits = ", ".join(spell_digits(group) for group in re.findall(r"\d{1,3}", run[0]))
    return Said(run.end(), digits, None if cued else "number")


def _plate(line: Line, at: int) -> Said | None:
    match = _PLATE.match(line.text, line.starts[at])
    if match is None and not _VEHICLES.isdisjoint(line.before(at, 3)):
        match = _PLATE_RUN.match(line.text, line.starts[at])
    if match is None:
        return None
    series = " ".join(spell(c) if c.isalpha() else spell_digits(c) for c in match["series"])
    number = spell_digits(match["n"].replace(".", ""))
    return Said(match.end(), f"{spell_plate_area(match['area'])} {series}, {number}")


def spell_plate_area(area: str) -> str:
    """The province number of a plate, as a number."""
    tens = {"1": "mười", "0": "không"}.get(area[0], f"{spell_digits(area[0])} mươi")
    unit = {"0": "", "5": "lăm"}.get(area[1], spell_digits(area[1]))
    if area[0] in "23456789" and area[1] in "14":
        unit = {"1": "mốt", "4": "tư"}[area[1]]
    return f"{tens} {unit}".strip()
