"""Times of day and spans of them: 17h30, 5:00, 8g, 7h30-11h, 24/24h, 30'."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

DASH = r"\s*[-–—−~]\s*"
_HOURS = r"(?:[01]?\d|2[0-4])"
_MINUTES = r"[0-5]?\d(?!\d)"
_HOUR_MARK = r"\s?(?:[hHgG](?![^\W\d_])|giờ\b)"
_MINUTE_MARK = r"(?:\s?(?:phút|ph|p)\b|['’′](?![^\W\d]))"

_CLOCK = re.compile(
    rf"(?P<h>\d{{1,3}}){_HOUR_MARK}(?:\s?(?P<m>{_MINUTES})(?P<p>{_MINUTE_MARK})?(?![.,]\d|%|/(?!\d{{1,2}}/\d)))?"
)
_COLON = re.compile(rf"(?P<h>{_HOURS}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!\d|:)(?:\s?h\b)?")
_SPAN_START = re.compile(
    rf"(?P<h>{_HOURS})(?=(?:{DASH})(?:[01]?\d|2[0-4])\s?(?:[hH](?![^\W\d_])|g\d))"
)
_DAY_NEXT = re.compile(r"\d{1,2}/\d{1,2}(?![\dh])")
_DASH = re.compile(DASH)
_MINUTES_ONLY = re.compile(r"(\d{1,3})(['′’])(?![\w'])")
_SECONDS_ONLY = re.compile(r"(\d{1,3})(?:''|’’|′′|″)(?!\w)")
_RATIO_CUES = frozenset(("lệ", "pha", "tỷ", "tỉ", "số", "loãng", "npk", "trộn", "ngâm"))


def clock(line: Line, at: int, manner: Manner) -> Said | None:
    """A time of day, or a span from one to another."""
    first = _one(line, at, line.starts[at], manner) or _span_start(line, at, manner)
    if first is None:
        return _minutes_only(line, at, manner)
    dash = _DASH.match(line.text, first.end)
    if dash is not None and _DAY_NEXT.match(line.text, dash.end()):
        return Said(dash.end(), f"{first.text},")
    second = _one(line, at, dash.end(), manner) if dash else None
    if second is None:
        return first
    return Said(second.end, f"{first.text} đến {second.text}")


def _one(line: Line, at: int, position: int, manner: Manner) -> Said | None:
    match = _CLOCK.match(line.text, position)
    if match is not None:
        return _hours(line, at, match, manner)
    match = _COLON.match(line.text, position)
    if match is None or _RATIO_CUES & set(line.before(at, 2)):
        return None
    text = _say(manner, match["h"], match["m"], marked=False)
    if match["s"] is not None:
        text = _say(manner, match["h"], match["m"], marked=True, full=True)
        text += f" {manner.numerals.integer(match['s'])} giây"
    return Said(match.end(), text)


def _hours(line: Line, at: int, match: re.Match[str], manner: Manner) -> Said | None:
    """Hours written with a mark; "8g" alone is eight grams unless a time is expected."""
    mark = line.text[match.end("h") : match.end("h") + 2].strip().lower()
    if mark.startswith("g") and mark != "gi":
        after = line.key(at + 2)
        cues = _TIME_CUES & set(line.before(at, 2)) and not (
            after.isalpha() and after not in _TIMED
        )
        cues = cues or after in _DAY_PARTS
        expected = cues and int(match["h"]) <= 24
        if not (expected or (match["m"] and len(match["m"]) == 2)):
            return None
    if match["m"] is None or int(match["h"]) > 24:
        end = match.end("h") + len(_mark_of(match))
        return Said(end, f"{manner.numerals.integer(match['h'])} giờ")
    text = _say(manner, match["h"], match["m"], marked=match["p"] is not None)
    return Said(match.end(), text)


_MARK = re.compile(_HOUR_MARK)
_TIME_CUES = word_set(
    """
    lúc từ đến hồi vào khoảng trước sau sáng chiều tối trưa đêm hay hoặc tới là
    """
)


_TIMED = word_set(
    """
    sáng trưa chiều tối đêm ngày hôm đến tới hoặc và hay thứ chủ cn mỗi các hằng hàng tại ở có trở
    kém rưỡi đúng thì là trước sau mới giờ tập nghỉ
    """
)
"""Words that may follow a time of day; after another word "15g" is a weight."""


_DAY_PARTS = frozenset(("sáng", "trưa", "chiều", "tối", "đêm", "ngày"))


def _mark_of(match: re.Match[str]) -> str:
    mark = _MARK.match(match.string, match.end("h"))
    return mark[0] if mark else ""


def _say(manner: Manner, hours: str, minutes: str, *, marked: bool, full: bool = False) -> str:
    numerals = manner.numerals
    text = f"{numerals.integer(hours)} giờ"
    number = int(minutes)
    if number == 0 and not full:
        return text
    said = numerals.cardinal(number)
    if number < 10:
        return f"{text} {'không ' if len(minutes) > 1 else ''}{said} phút"
    return f"{text} {said} phút" if marked else f"{text} {said}"


def _span_start(line: Line, at: int, manner: Manner) -> Said | None:
    """The 7 of "7-9h"."""
    match = _SPAN_START.match(line.text, line.starts[at])
    if match is None:
        return None
    return Said(match.end(), manner.numerals.integer(match["h"]))


def _minutes_only(line: Line, at: int, manner: Manner) -> Said | None:
    seconds = _SECONDS_ONLY.match(line.text, line.starts[at])
    if seconds is not None:
        return Said(seconds.end(), f"{manner.numerals.integer(seconds[1])} giây")
    match = _MINUTES_ONLY.match(line.text, line.starts[at])
    if match is None or (
        match[2] == "’" and "‘" in line.text[max(0, match.start() - 200) : match.start()]
    ):
        return None
    said = manner.numerals.integer(match[1])
    dash = _DASH.match(line.text, match.end())
    last = _MINUTES_ONLY.match(line.text, dash.end()) if dash else None
    if last is not None:
        return Said(last.end(), f"{said} đến {manner.numerals.integer(last[1])} phút")
    return Said(match.end(), f"{said} phút")
