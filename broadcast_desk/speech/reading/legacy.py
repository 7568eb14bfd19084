"""Texts from before Unicode: TCVN3 (".VnTime" fonts) and VNI, as they look when opened as Latin-1.

The tables are those of the TCVN 5712:1993 VN3 and VNI for Windows code pages.
"""

from __future__ import annotations

import re
from typing import Literal

Encoding = Literal["TCVN3", "VNI"]

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬­®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE = {
    "ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "ì": "ì", "í": "í", "æ": "ỉ",
    "ó": "ĩ", "ò": "ị", "î": "ỵ", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ", "Ì": "Ì", "Í": "Í",
}  # fmt: skip
_VNI_BASES = frozenset("aeouyAEOUYöÖôÔ")

_TCVN3_PAIRS = re.compile("[a-zA-Z][µ¶·¸¹»¼½¾¨©ª«¬®ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞß][a-z]?|[®§][a-zµ-þ]")
_VNI_PAIRS = re.compile("[aeouyAEOUYöôÖÔ][øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË]")
_UNICODE_ONLY = re.compile("[ăđơưẠ-ỹĂĐƠƯ]")


def detect(text: str) -> Encoding | None:
    """The legacy encoding of `text`, or None.

    Decided on many signs together: letters that Unicode Vietnamese always has are missing, and
    letter pairs that only the legacy font makes are frequent.
    """
    sample = text[:20000]
    tcvn3 = len(_TCVN3_ODD.findall(sample))
    vni = len(_VNI_PAIRS.findall(sample))
    if tcvn3 < 3 and vni < 4:
        return None
    letters = sum(letter.isalpha() for letter in sample)
    if letters < 8 or len(_UNICODE_ONLY.findall(sample)) * 50 > letters:
        return None
    if tcvn3 >= 3 and tcvn3 * 20 >= letters and len(_TCVN3_PAIRS.findall(sample)) >= 2:
        return "TCVN3" if tcvn3 >= vni else "VNI"
    return "VNI" if vni >= 4 and vni * 12 >= letters else None


_TCVN3_ODD = re.compile("[µ¶·¸¹»¼½¾®§¨©ª«¬¦¡¢£¤¥ÆÇÎÏÐÑÖ×ØÜÝÞß]")


def convert(line: str, encoding: Encoding) -> list[tuple[str, int]]:
    """The characters of `line` in Unicode, each with the index it came from."""
    if encoding == "TCVN3":
        return [(_TCVN3.get(letter, letter), index) for index, letter in enumerate(line)]
    return _from_vni(line)


def _from_vni(line: str) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    for index, letter in enumerate(line):
        previous = line[index - 1] if index else ""
        if previous in _VNI_BASES and letter.lower() in _VNI_MARKS:
            pieces.extend((mark, index) for mark in _VNI_MARKS[letter.lower()])
        else:
            pieces.append((_VNI_ALONE.get(letter, letter), index))
    return pieces
