"""The symbol of a document in its parts: what kind it is and whose (KH-UBND, QĐ-TTg, QH15).

The type and the issuer come from the lexicon (cues `@loại` and `@cơ quan`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.reading.compounds import compound
from broadcast_desk.speech.reading.numerals import Numerals

ASSEMBLY = re.compile(r"QH(\d{1,2})$")
"""The National Assembly and its term."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a symbol stands for: the kind of document, who issued it, and a part nobody explains."""

    kind: str
    issuer: str
    unknown: str


def explain(symbol: str, lexicon: Lexicon) -> Symbol | None:
    """What the parts of a symbol stand for; None when nothing in it is known."""
    parts = re.split(r"\s?[-–./]\s?", symbol)
    if len(parts) == 1:
        parts = _run_together(symbol, lexicon)
    kind = lexicon.role("@loại", parts[0])
    rest = parts[1:] if kind else parts
    issuers, unknown = [], []
    for part in rest:
        issuer = issuer_name(part, lexicon)
        if issuer and (part not in _LAST_ALONE or part == parts[-1]):
            issuers.append(issuer)
        else:
            unknown.append(part)
    if not kind and not issuers:
        return None
    if kind or len(issuers) == len(rest):
        return Symbol(kind, _joined(issuers, symbol), "" if issuers or not rest else unknown[0])
    return Symbol("", issuers[0] if issuers else "", "")


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


_LAST_ALONE = frozenset(("CP",))
"""Issuers who stand at the end of a symbol; before something else the letters are a place's."""

_SCHOOL = re.compile(r"(THCS|THPT|MN|TH)[A-ZĐ]{2,4}$")
"""A school by its level and the initials of its name."""

_TOGETHER = re.compile(r"L[TN]\b|PH\b|/")


def issuer_name(part: str, lexicon: Lexicon) -> str:
    """The body an abbreviation in a document's symbol stands for; empty when unknown."""
    assembly = ASSEMBLY.match(part)
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
