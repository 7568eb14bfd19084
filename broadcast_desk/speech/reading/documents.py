"""Document numbers: 159/KH-UBND, 49/2024/NĐ-CP, 134/2025/QH15, 57-NQ/TW.

An announcer says the number and whose document it is; literally, it is read sign by sign. The
type and the issuer of a symbol come from the lexicon (cues `@loại` and `@cơ quan`).
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.compounds import compound
from broadcast_desk.speech.reading.dates import date
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.numerals import Numerals
from broadcast_desk.speech.reading.scanning import Manner, Said
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
_ASSEMBLY = re.compile(r"QH(\d{1,2})$")
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


@dataclass(frozen=True, slots=True)
class _Symbol:
    kind: str
    issuer: str
    unknown: str


def document(line: Line, at: int, manner: Manner) -> Said | None:
    """A numbered document."""
    text, position = line.text, line.starts[at]
    match = _NUMBERED.match(text, position) or _PARTY.match(text, position)
    if match is None and line.key(at - 1) in ("số", ":"):
        match = _SPACED.match(text, position)
    if match is None:
        return _by_year(line, at, manner)
    symbol = _explain(match["symbol"], manner.lexicon)
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


def _announced(line: Line, at: int, match: re.Match[str], symbol: _Symbol, manner: Manner) -> Said:
    number = _number(match, manner)
    year = match.groupdict().get("year")
    end = match.end()
    said = _prefix(line, at, symbol) + number
    if year:
        over = _ASSEMBLY.search(match["symbol"]) is not None
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


def _prefix(line: Line, at: int, symbol: _Symbol) -> str:
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


def _explain(symbol: str, lexicon: Lexicon) -> _Symbol | None:
    """What the parts of a symbol stand for; None when nothing in it is known."""
    parts = re.split(r"\s?[-–./]\s?", symbol)
    if len(parts) == 1:
        parts = _run_together(symbol, lexicon)
    kind = lexicon.role("@loại", parts[0])
    rest = parts[1:] if kind else parts
    issuers, unknown = [], []
    for part in rest:
        issuer = issuer_name(part, lexicon)
        if issuer:
            issuers.append(issuer)
        else:
            unknown.append(part)
    if not kind and not issuers:
        return None
    if kind or len(issuers) == len(rest):
        return _Symbol(kind, _joined(issuers, symbol), "" if issuers or not rest else unknown[0])
    return _Symbol("", issuers[0] if issuers else "", "")


def _run_together(symbol: str, lexicon: Lexicon) -> list[str]:
    """A symbol whose dash was lost ("QĐUBND"), in its two parts."""
    for cut in (2, 3, 4):
        kind, rest = symbol[:cut], symbol[cut:]
        if len(rest) > 1 and lexicon.role("@loại", kind) and lexicon.role("@cơ quan", rest):
            return [kind, rest]
    return [symbol]


def _joined(issuers: list[str], symbol: str) -> str:
    together = _TOGETHER.search(symbol) is not None
    if not together or len(issuers) < 2:
        return issuers[0] if issuers else ""
    return f"{', '.join(issuers[:-1])} và {issuers[-1]}"


_SCHOOL = re.compile(r"(THCS|THPT|MN|TH)[A-ZĐ]{2,4}$")
"""A school by its level and the initials of its name."""

_TOGETHER = re.compile(r"L[TN]\b|PH\b|/")


def issuer_name(part: str, lexicon: Lexicon) -> str:
    """The body an abbreviation in a document's symbol stands for; empty when unknown."""
    assembly = _ASSEMBLY.match(part)
    if assembly is not None:
        return f"Quốc hội khóa {Numerals().integer(assembly[1])}"
    known = lexicon.role("@cơ quan", part) or lexicon.plain(part) or compound(part, lexicon)
    if _is_body(known):
        return known[:1].upper() + known[1:]
    if known[:1].isupper():
        return known if known.startswith(_BODIES) else f"Phòng {known}"
    school = _SCHOOL.match(part)
    if school is not None:
        return issuer_name(school[1], lexicon)
    for suffix, owner in (("TU", "Tỉnh ủy"), ("TW", "Trung ương"), ("TƯ", "Trung ương")):
        body = lexicon.plain(part[:-2]) if part.endswith(suffix) and len(part) > 3 else ""
        if body[:1].isupper():
            return f"{body} {owner}"
    numbered = re.fullmatch(r"(\D+)(\d+)", part)
    if numbered is not None:
        body = issuer_name(numbered[1], lexicon)
        term = " khóa" if body.endswith("Quốc hội") else ""
        return f"{body}{term} {Numerals().integer(numbered[2])}" if body else ""
    ministry = lexicon.plain("B" + part[1:]) if part[0] == "S" and len(part) > 1 else ""
    return f"Sở {ministry[3:]}" if ministry.startswith("Bộ ") else ""


_BODIES = (
    "Ủy", "Hội", "Bộ", "Sở", "Ban", "Chi", "Trung", "Văn phòng", "Công", "Đảng", "Mặt", "Phòng",
    "Cục", "Tòa", "Viện", "Đài", "Đoàn", "Liên", "Kho", "Ngân", "Bảo", "Trạm", "Tỉnh", "Huyện",
    "Thành", "Thị ủy", "Quốc", "Chính", "Thủ", "Tổng", "Tập", "Chủ", "Thanh tra", "Kiểm", "Quản",
    "Khí", "Dự", "Điện", "Thường vụ", "Y tế", "Cảnh", "Hợp",
)  # fmt: skip


def _is_body(name: str) -> bool:
    return name[:1].upper() + name[1:] != name and name.startswith(_SMALL_BODIES)


_SMALL_BODIES = (
    "trường ",
    "trung tâm ",
    "ban ",
    "hội ",
    "chi cục ",
    "văn phòng ",
    "chi nhánh ",
    "công đoàn",
    "hợp tác xã",
    "công ty",
    "trạm ",
    "đài ",
)


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
    symbol = _explain(match["symbol"], manner.lexicon)
    if symbol is None or not symbol.kind or not symbol.issuer:
        return None
    if manner.options.mode == "literal":
        parts = re.split(r"\s?[-–./&]\s?", match["symbol"])
        return Said(match.end(), ", ".join(_spell_part(part, manner) for part in parts))
    named = blank and _type_before(line, at, symbol.kind)
    kind = "" if named else f"{symbol.kind} "
    return Said(match.end(), f"{kind}của {symbol.issuer}", "code" if blank else None)
