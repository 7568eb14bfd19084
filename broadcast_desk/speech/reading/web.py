"""Web and mail addresses: said label by label, always reported."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.numerals import spell_digits
from broadcast_desk.speech.reading.scanning import Manner, Said

_ENDINGS = "vn|com|net|org|gov|edu|info|asia|int|io|me|tv|us|ph|th|la|kh|mm|sg|my|id|bn|tl"
_ADDRESS = re.compile(
    rf"https?://[\w.-]{{1,80}}(?:/[\w./?=&%#-]{{0,200}})?|(?:https?://)?(?:[\w.+-]{{1,64}}@)?(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}(?:{_ENDINGS})(?![\w.]\w|\w)"
    r"(?:/[\w./?=&%#-]{0,200})?",
    re.ASCII | re.IGNORECASE,
)
_PIECE = re.compile(r"[A-Za-z]+|\d+|[.@/_:-]")
_SIGNS = {
    ".": "chấm",
    "@": "a còng",
    "/": "gạch chéo",
    "_": "gạch dưới",
    "-": "gạch ngang",
    ":": "",
}
_SPELLED = frozenset(("vn", "www", "tv", "us", "io"))
_SAID = {
    "com": "com",
    "org": "o-rờ-gờ",
    "gov": "gốp",
    "edu": "e-đu",
    "net": "nét",
    "gmail": "gờ-meo",
}
_INTRODUCED = frozenset(("chỉ", "website", "web", "trang", "cổng", "email", "mail", ":", "tại"))


def web_address(line: Line, at: int, manner: Manner) -> Said | None:
    """An address, introduced by "địa chỉ" where nothing else introduces it."""
    del manner
    match = _ADDRESS.match(line.text, line.starts[at])
    if match is None:
        return None
    written = match[0].rstrip(".")
    end = match.start() + len(written)
    bare = re.sub(r"^https?://", "", written).rstrip("/")
    said = " ".join(filter(None, (_say(piece) for piece in _PIECE.findall(bare))))
    lead = "" if _INTRODUCED & set(line.before(at, 3)) else "địa chỉ "
    return Said(end, lead + said, "address")


def _say(piece: str) -> str:
    if piece in _SIGNS:
        return _SIGNS[piece]
    if piece.isdigit():
        return spell_digits(piece)
    lower = piece.lower()
    if (
        lower in _SPELLED
        or (piece.isupper() and len(piece) < 5)
        or not re.search("[aeiouy]", lower)
    ):
        return spell(piece)
    return _SAID.get(lower, piece)
