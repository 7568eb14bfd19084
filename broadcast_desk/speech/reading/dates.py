"""Dates in every written form, their ranges and lists; `day_evidence` says what is none."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.contexts import counted_after
from broadcast_desk.speech.reading.day_evidence import (
    FIRST_DAYS,
    SCALED,
    dotted_is_date,
    exists,
    full_is_date,
    is_cued,
    is_document,
    numbered_in_year,
    slashed_evidence,
)
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:1[0-9]|20)\d\d"
_NO_MORE = r"(?![\d/]|[-.,]\d|\s?%|[A-ZĐ](?!\w))"
_SEP = r"\s?(?P<sep>[/.-])\s?"

_FULL = re.compile(rf"(?P<d>{DAY}){_SEP}(?P<m>{_M})\s?(?P=sep)\s?(?P<y>{_Y}|\d\d)(?![\d/]|\.\d)")
_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)(?:T\S*)?")
SHORT = re.compile(rf"(?P<d>{DAY})\s?(?P<sep>/)\s?(?P<m>{_M})(?![\d/]|\.\d|,\d|\s?%)")
_SHORT_DOT = re.compile(rf"(?P<d>{DAY})(?P<sep>[.-])(?P<m>{_M}){_NO_MORE}")
_SHORT_DAY = re.compile(rf"(?P<d>{DAY})\.(?P<m>{_M})")
_MONTH_YEAR = re.compile(rf"(?P<m>{_M})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?![\d/]|[.,]\d)")
_COUNT_YEAR = re.compile(r"(?P<n>\d{1,3})\s?/\s?(?P<y>(?:19|20)\d\d)(?![\d/]|[.,]\d)")
_DAYS_OF = re.compile(rf"(?P<d>{DAY}){DASH}(?={DAY}\s?/\s?{_M}(?!\d))")
_DAY_TO = re.compile(rf"(?P<d>{DAY})\s+(?:đến|tới)\s+(?={DAY}[/-]{_M}(?!\d))")
_DAY_LISTED = re.compile(rf"(?P<d>{DAY}),\s?(?={DAY}\s?/\s?{_M}(?!\d|/(?!20)))")
_MONTHS_OF = re.compile(rf"(?P<m>{_M}){DASH}(?={_M}\s?[/.]\s?{_Y}(?!\d))")
_DASH = re.compile(DASH)


def date(line: Line, at: int, manner: Manner) -> Said | None:
    """A date or a range of dates from token `at` on; "mùng" is not said twice."""
    said = _iso(line, at, manner) or _range(line, at, manner)
    if said is None or line.key(at - 1) not in FIRST_DAYS:
        return said
    text = said.text.removeprefix(f"{manner.numerals.first_days} ")
    return Said(said.end, text, said.doubt)


def _iso(line: Line, at: int, manner: Manner) -> Said | None:
    match = _ISO.match(line.text, line.starts[at])
    if match is None or not exists(match["d"], match["m"], match["y"]):
        return None
    return Said(match.end(), _lead(line, at) + _say(match, manner))


def _range(line: Line, at: int, manner: Manner) -> Said | None:
    dotted = _dotted_span(line, at, manner)
    if dotted is not None:
        return dotted
    days = _days_spanned(line, at, manner) or _days_listed(line, at, manner)
    if days is not None:
        return days
    months = _MONTHS_OF.match(line.text, line.starts[at])
    if months is not None and line.key(at - 1) == "tháng":
        last = date_at(line, at, months.end(), manner)
        if last is not None:
            first_month = manner.numerals.month(int(months["m"])).removeprefix("tháng ")
            return Said(last.end, f"{first_month} đến {last.text}")
    first = date_at(line, at, line.starts[at], manner)
    if first is None:
        return None
    dash = _DASH.match(line.text, first.end)
    second = date_at(line, at, dash.end(), manner, expected=True) if dash else None
    if second is None:
        return Said(first.end, _led(line, at, first.text), first.doubt)
    if line.text[first.end - 2 : first.end].isdigit() and first.text.startswith("tháng"):
        return Said(second.end, f"{_led(line, at, first.text)} đến {second.text}")
    joint = ", " if _LABOUR_DAYS.match(line.text, line.starts[at]) else " đến "
    lead = _lead(line, at)
    return Said(second.end, f"{lead}{first.text}{joint}ngày {second.text}")


def _days_spanned(line: Line, at: int, manner: Manner) -> Said | None:
    """A span of days in one month: "5-7/3", "từ 1 đến 8/3"."""
    days = _DAYS_OF.match(line.text, line.starts[at])
    joint = "đến"
    if days is None and line.key(at - 1) in ("từ", "ngày"):
        days, joint = _DAY_TO.match(line.text, line.starts[at]), "đến ngày"
    if days is None or counted_after(line, at, days.end()):
        return None
    last = date_at(line, at, days.end(), manner, expected=True)
    if last is None or (joint != "đến" and counted_after(line, at, last.end)):
        return None
    first = manner.numerals.day(int(days["d"]))
    return Said(last.end, f"{_lead(line, at)}{first} {joint} {last.text}")


_LABOUR_DAYS = re.compile(rf"30[/.-]0?4{DASH}0?1[/.-]0?5(?!\d)")
"""Two holidays named together, no span of days."""

_DOTTED_SPAN = re.compile(rf"{DAY}\.{_M}{DASH}(?P<d>{DAY})\.(?P<m>{_M})(?![\d/]|[.,]\d)")


def _dotted_span(line: Line, at: int, manner: Manner) -> Said | None:
    """Two days with dots and a dash between ("ngày 12.3-15.3")."""
    last = _DOTTED_SPAN.match(line.text, line.starts[at])
    first = _SHORT_DAY.match(line.text, line.starts[at]) if last else None
    if last is None or first is None or "ngày" not in line.before(at, 3):
        return None
    return Said(last.end(), f"{_lead(line, at)}{_say(first, manner)} đến ngày {_say(last, manner)}")


def _days_listed(line: Line, at: int, manner: Manner) -> Said | None:
    """Two days of one month with a comma between ("ngày 28,29/9"); 2,5/3 is a share."""
    match = _DAY_LISTED.match(line.text, line.starts[at])
    cued = is_cued(line, at)
    if match is None or not (cued or (int(match["d"]) > 9 and match[0][-1] == ",")):
        return None
    last = date_at(line, at, match.end(), manner, expected=True)
    if last is None or counted_after(line, at, last.end) or _MONEY.match(line.text, last.end):
        return None
    first = manner.numerals.day(int(match["d"]))
    lead = "" if line.key(at - 1) == "," else _lead(line, at)
    return Said(last.end, f"{lead}{first}, {last.text}")


_MONEY = re.compile(r"\s?(?:tỷ|tỉ|triệu|nghìn|ngàn|đ\b|%)")


def date_at(
    line: Line, at: int, position: int, manner: Manner, *, expected: bool = False
) -> Said | None:
    """The single date written at `position`, without a leading "ngày".

    Args:
        line: the line.
        at: the token whose neighbours decide.
        position: where the date begins.
        manner: how to read.
        expected: something before has already settled that a date stands here.
    """
    text = line.text
    match = _FULL.match(text, position)
    if match is not None and full_is_date(line, at, match):
        return Said(match.end(), _say(match, manner))
    match = _COUNT_YEAR.match(text, position)
    if match is not None and numbered_in_year(line, at):
        number = manner.numerals.integer(match["n"])
        return Said(match.end(), f"tháng {number} {year_words(match['y'], manner)}")
    match = _MONTH_YEAR.match(text, position)
    scaled = match is not None and match["m"] == "1" and line.key(at - 1) in SCALED
    if match is not None and not scaled and not is_document(line, at):
        return Said(match.end(), f"{_month(match, manner)} {year_words(match['y'], manner)}")
    match = SHORT.match(text, position)
    if match is not None and exists(match["d"], match["m"], "2024"):
        evidence = slashed_evidence(line, at, match, expected=expected)
        doubt: DoubtKind | None = "number" if evidence == "maybe" else None
        return None if evidence == "other" else Said(match.end(), _say(match, manner), doubt)
    match = _SHORT_DOT.match(text, position)
    if match is not None and (expected or dotted_is_date(line, at, match)):
        return Said(match.end(), _say(match, manner))
    return None


def _month(match: re.Match[str], manner: Manner) -> str:
    return manner.numerals.month(int(match["m"]))


def year_words(written: str, manner: Manner) -> str:
    """A year with the word before it; of two digits it is one of this century."""
    number = int(written)
    return f"năm {manner.numerals.cardinal(number if len(written) == 4 else 2000 + number)}"


def _say(match: re.Match[str], manner: Manner) -> str:
    said = f"{manner.numerals.day(int(match['d']))} {_month(match, manner)}"
    year = match.groupdict().get("y")
    return f"{said} {year_words(year, manner)}" if year else said


def _led(line: Line, at: int, said: str) -> str:
    """A date after its leading word; "ngày" and "tháng" are not said twice."""
    if said.startswith("tháng "):
        silent = line.key(at - 1) == "tháng" or numbered_in_year(line, at)
        return said.removeprefix("tháng ") if silent else said
    return _lead(line, at) + said


def _lead(line: Line, at: int) -> str:
    """The word "ngày", unless the text says it or the name of a day already."""
    before = line.before(at, 3)
    if before[-1:] and before[-1] in _LEADING:
        return ""
    named = before[-2:] in (("ngày", "cn"), ("ngày", "cn.")) or before == ("ngày", "chủ", "nhật")
    return "" if named or before[-3:-1] == ("ngày", "thứ") else "ngày "


_LEADING = word_set("ngày mùng mồng rằm hôm đường phố trường")
