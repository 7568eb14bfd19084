"""Text from before Unicode: TCVN3, VNI and mojibake turned into Vietnamese in NFC; pure tables.

For short texts (titles, file names) where no statistics help: of all readings of the text, the one
with the most Vietnamese syllables and the fewest impossible ones wins; a tie leaves it as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

TCVN3_LETTERS = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬­®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""TCVN 5712:1993 VN3 as it looks when opened as Latin-1, letter by letter."""

_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE = {
    "ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "æ": "ỉ", "Æ": "Ỉ",
    "ó": "ĩ", "Ó": "Ĩ", "ò": "ị", "Ò": "Ị", "î": "ỵ", "Î": "Ỵ",
}  # fmt: skip

_VNI_BASES = frozenset("aeouyöô")

_ONSET = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "uyê|uye|iêu|yêu|ươi|ươu|oai|oay|oeo|uây|uôi|uya|uyu|iê|yê|uô|ươ|ưa|ua|ia|oa|oă|oe|uâ|uê|uơ|uy|"
    "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|ưu|[aăâeêioôơuưy]"
)
_CODA = "ch|ng|nh|[cmnpt]"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MARKED = re.compile("[\u0300-\u036f]|đ")


def to_vietnamese(text: str) -> str:
    """`text` in NFC, read from whatever old encoding makes it Vietnamese.

    Knows NFD, TCVN3 (".VnTime" fonts), VNI, and UTF-8 that was taken for Latin-1 or Windows-1252.
    Text that is good already comes back unchanged.
    """
    own = unicodedata.normalize("NFC", text)
    if own.isascii():
        return own
    return max(dict.fromkeys([own, *_readings(own)]), key=_score)


def _readings(text: str) -> Iterator[str]:
    for encoding in ("latin-1", "cp1252"):
        try:
            yield unicodedata.normalize("NFC", text.encode(encoding).decode("utf-8"))
        except UnicodeError:
            continue
    if all(ord(letter) < 0x100 or letter.isspace() for letter in text):
        yield from_tcvn3(text)
        yield from_vni(text)


def from_tcvn3(text: str) -> str:
    """TCVN 5712:1993 VN3 bytes, as Latin-1 letters, in Unicode."""
    return unicodedata.normalize("NFC", "".join(TCVN3_LETTERS.get(c, c) for c in text))


def from_vni(text: str) -> str:
    """VNI for Windows, as Latin-1 letters, in Unicode."""
    return unicodedata.normalize("NFC", "".join(vni_pieces(text)))


def vni_pieces(text: str) -> list[str]:
    """What each letter of a VNI text stands for: a letter, or the marks of the one before it."""
    pieces: list[str] = []
    for index, letter in enumerate(text):
        marks = _VNI_MARKS.get(letter.lower())
        if marks is not None and index and text[index - 1].lower() in _VNI_BASES:
            pieces.append(marks)
        else:
            pieces.append(_VNI_ALONE.get(letter, letter))
    return pieces


def _score(text: str) -> int:
    """How Vietnamese a text looks: marked syllables count for it, impossible ones against it."""
    score = 0
    for word in re.findall(r"[^\W\d_]+", text):
        plain = unicodedata.normalize("NFD", word.lower())
        toneless = unicodedata.normalize("NFC", _TONES.sub("", plain))
        fits = len(_TONES.findall(plain)) <= 1 and _SYLLABLE.fullmatch(toneless) is not None
        if fits and _MARKED.search(plain):
            score += 2
        elif not fits and not word.isascii():
            score -= 3
    odd = sum(unicodedata.category(letter) in ("Sc", "So", "Cc", "Sk", "No") for letter in text)
    return score - 2 * odd
