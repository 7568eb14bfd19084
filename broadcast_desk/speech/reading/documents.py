"""Document numbers: 159/KH-UBND, 49/2024/NĐ-CP, 134/2025/QH15, 57-NQ/TW.

An announcer says the number and whose document it is; literally, it is read sign by sign.
"""

from __future__ import annotations

import bisect
import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.dates import date
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.symbols import ASSEMBLY, Symbol, explain
from broadcast_desk.speech.reading.word_sets import word_set

_PART = r"[A-ZĐƯ][A-Za-zĐđƯư]*(?:&[A-ZĐƯ]+)*(?:\d{1,3})?"
_SYMBOL = rf"(?P<symbol>{_PART}(?:\s?[-–./]\s?{_PART}){{0,6}})"
_NUMBERED = re.compile(
    rf"(?P<n>\d{{1,6}}[a-zA-Z]?)\s?/\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?{_SYMBOL}(?!\w)"
)
_PARTY = re.compile(
    rf"(?P<n>\d{{1,6}})\s?[-–]\s?(?P<symbol>{_PART}(?:[-–]{_PART}){{0,6}}/{_PART}(?:[-–]{_PART}){{0,6}})(?!\w)"
)
_SPACED = re.compile(rf"(?P<n>\d{{1,6}})\s(?P<symbol>{_PART}(?:[-–]{_PART})?/{_PART})(?!\w)")
_BY_YEAR = re.compile(r"(?P<n>\d{1,6})/(?P<year>(?:19|20)\d\d)(?![\d/])")
_BARE = re.compile(rf"{_SYMBOL}(?!\w)")
_BLANK = re.compile(rf"/\s?{_SYMBOL}(?!\w)")
_DATED = re.compile(r"\s*,?\s*(?:\((?=ngày))?(?:(?P<word>ngày)\s+)?(?=\d)")
_WRITTEN_DATE = re.compile(
    r"\s*,?\s*ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})"
)
_SENTENCE_END = frozenset((".", ";", "!", "?"))
_NOUNS_WITH_NUMBER = frozenset(
    (
        "định",
        "tư",
        "tri",
        "quyết",
        "luật",
        "lệnh",
        "thị",
        "hoạch",
        "báo",
        "cáo",
        "văn",
        "bản",
        "điện",
        "dẫn",
        "trình",
        "luận",
        "chế",
        "án",
    )
)


def document(line: Line, at: int, manner: Manner) -> Said | None:
    """A numbered document."""
    text, position = line.text, line.starts[at]
    match = _NUMBERED.match(text, position) or _PARTY.match(text, position)
    if match is None and line.key(at - 1) in ("số", ":"):
        match = _SPACED.match(text, position)
    if match is None:
        return _by_year(line, at, manner)
    symbol = explain(match["symbol"], manner.lexicon)
    if symbol is None:
        return None
    year = match.groupdict().get("year")
    if manner.options.mode == "literal":
        return Said(match.end(), _literal(match, year, manner))
    return _announced(line, at, match, symbol, manner)


def _by_year(line: Line, at: int, manner: Manner) -> Said | None:
    """Number and year without a symbol: "Luật 12/2021", "Nghị định số 49/2024"."""
    match = _BY_YEAR.match(line.text, line.starts[at])
    if match is None or not _noun_before(line, at):
        return None
    joint = "trên" if manner.options.mode == "literal" else "năm"
    year = manner.numerals.integer(match["year"])
    number = manner.numerals.named(match["n"])
    return Said(match.end(), f"{_number_word(line, at)}{number} {joint} {year}")


def _noun_before(line: Line, at: int) -> bool:
    before = line.before(at, 3)
    if before[-1:] == ("số",):
        before = before[:-1]
    return before[-1:] != () and (
        before[-1] in _NOUNS_WITH_NUMBER or before[-1] in ("nđ", "qđ", "tt", "nq", "ct", "cp")
    )


def _announced(line: Line, at: int, match: re.Match[str], symbol: Symbol, manner: Manner) -> Said:
    number = _number(match, manner)
    year = match.groupdict().get("year")
    end = match.end()
    said = _prefix(line, at, symbol) + number
    if year:
        over = ASSEMBLY.search(match["symbol"]) is not None
        said += f" {'trên' if over else 'năm'} {manner.numerals.integer(year)}"
    named = _names(line, at, end, symbol.kind) or line.key(at - 2) in _ABBREVIATED
    named = named or line.key(at - 2) in _NOUNS_WITH_NUMBER
    named = named or _abbreviated(line, at, match["symbol"])
    if symbol.kind and not named and line.key(at - 1) in ("số", ":"):
        said += f", {symbol.kind[0].lower()}{symbol.kind[1:]}"
    assembly = symbol.issuer.startswith("Quốc hội khóa")
    if assembly and not _issuer_follows(line, end, symbol.issuer, at):
        said += f", {symbol.issuer}"
    dated, end = _date_after(line, end, manner)
    said += ("," if assembly and dated else "") + dated
    if symbol.issuer and not assembly and not _issuer_follows(line, end, symbol.issuer, at):
        said += f" của {symbol.issuer}"
    doubt: DoubtKind | None = "unknown_capitals" if symbol.unknown else None
    return Said(end, said, doubt)


def _abbreviated(line: Line, at: int, symbol: str) -> bool:
    """Whether the kind was written short a few words before ("NQ HĐND tỉnh số 45/NQ-HĐND")."""
    return re.split(r"[-–./]", symbol)[0].lower() in line.before(at, 8)


def _issuer_follows(line: Line, end: int, issuer: str, at: int) -> bool:
    """Whether the sentence says itself whose document this is."""
    return line.text[end : end + 6].split()[:1] == ["của"] or _names(line, at, end, issuer)


def _number(match: re.Match[str], manner: Manner) -> str:
    written = match["n"]
    digits = written.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    suffix = f" {spell(written[len(digits) :])}" if digits != written else ""
    return manner.numerals.named(digits) + suffix


def _prefix(line: Line, at: int, symbol: Symbol) -> str:
    """The word "số", and the type too when nothing before says what kind of document this is."""
    if line.key(at - 1) in ("số", ":", "№"):
        return ""
    if symbol.kind and not _type_before(line, at, symbol.kind):
        return f"{symbol.kind} số "
    return "số "


def _number_word(line: Line, at: int) -> str:
    return "" if line.key(at - 1) == "số" else "số "


def _type_before(line: Line, at: int, kind: str) -> bool:
    before = " ".join(line.before(at, 6))
    last = kind.lower().split()[-1]
    return kind.lower() in before or line.key(at - 1) == last or line.key(at - 1) in _ABBREVIATED


_ABBREVIATED = word_set(
    """
    nđ qđ tt nq ct kh cv tb bc hd cđ ttr kl qc đa ct hướng văn ttlt luật pl tri
    """
)


def _date_after(line: Line, end: int, manner: Manner) -> tuple[str, int]:
    """The date right after the number, so that the issuer can follow it."""
    written = _WRITTEN_DATE.match(line.text, end)
    if written is not None:
        numerals = manner.numerals
        day, month = numerals.day(int(written["d"])), numerals.month(int(written["m"]))
        year = numerals.integer(written["y"])
        return f" ngày {day} {month} năm {year}", written.end()
    gap = _DATED.match(line.text, end)
    if gap is None or "(" in gap[0]:
        return "", end
    at = bisect.bisect_left(line.starts, gap.end())
    said = date(line, at, manner)
    if said is None or said.doubt or "năm" not in said.text:
        return "", end
    lead = " ngày " if gap["word"] else " "
    return lead + said.text, said.end


def _literal(match: re.Match[str], year: str | None, manner: Manner) -> str:
    said = [_number(match, manner)]
    if year:
        said += ["trên", manner.numerals.integer(year)]
    symbol = re.split(r"\s?[-–./&]\s?", match["symbol"])
    letters = ", ".join(_spell_part(part, manner) for part in symbol)
    return " ".join([*said, "" if year else "trên", letters]).replace("  ", " ")


def _spell_part(part: str, manner: Manner) -> str:
    if part == "TTg":
        return "tê tê giê"
    letters = spell("".join(c for c in part if c.isalpha()))
    digits = "".join(c for c in part if c.isdigit())
    return f"{letters} {manner.numerals.integer(digits)}" if digits else letters


def _names(line: Line, at: int, end: int, name: str) -> bool:
    """Whether the sentence around the number says `name` itself."""
    keys = _sentence(line, at, end)
    wanted = [name.lower()]
    if name in _ALSO:
        wanted.append(_ALSO[name])
    return any(f" {word} " in keys for word in wanted)


_ALSO = {
    "Ủy ban nhân dân": "ubnd",
    "Hội đồng nhân dân": "hđnd",
    "Thủ tướng Chính phủ": "thủ tướng",
    "Trung ương": "ban chấp hành trung ương",
    "Bộ Chính trị": "bộ chính trị",
}


def _sentence(line: Line, at: int, end: int) -> str:
    words: list[str] = []
    for place in range(at - 1, max(-1, at - 26), -1):
        if line.keys[place] in _SENTENCE_END:
            break
        if not _in_symbol(line, place):
            words.insert(0, line.keys[place])
    after = at
    while after < len(line) and line.starts[after] < end:
        after += 1
    for place in range(after, min(len(line), after + 25)):
        if line.keys[place] in _SENTENCE_END:
            break
        if not _in_symbol(line, place):
            words.append(line.keys[place])
    return f" {' '.join(words)} "


def _in_symbol(line: Line, at: int) -> bool:
    """Whether token `at` belongs to the symbol of another document ("345/BC-UBND")."""
    return line.word(at - 1) in ("-", "/") and line.glued(at) and line.glued(at - 1)


def bare_symbol(line: Line, at: int, manner: Manner) -> Said | None:
    """A symbol without a number ("QĐ-TTg", "/TB-UBND")."""
    blank = line.words[at] == "/"
    match = (_BLANK if blank else _BARE).match(line.text, line.starts[at])
    if match is None or not re.search(r"[-–/]", match["symbol"]):
        return None
    symbol = explain(match["symbol"], manner.lexicon)
    if symbol is None or not symbol.kind or not symbol.issuer:
        return None
    if manner.options.mode == "literal":
        parts = re.split(r"\s?[-–./&]\s?", match["symbol"])
        return Said(match.end(), ", ".join(_spell_part(part, manner) for part in parts))
    named = blank and _type_before(line, at, symbol.kind)
    kind = "" if named else f"{symbol.kind} "
    return Said(match.end(), f"{kind}của {symbol.issuer}", "code" if blank else None)
