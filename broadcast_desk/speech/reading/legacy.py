"""Texts from before Unicode: TCVN3 (".VnTime" fonts) and VNI, as they look when opened as Latin-1.

`station.encodings` holds the tables; here whole texts are recognised, by many signs together.
"""

from __future__ import annotations

import re
from typing import Literal

from broadcast_desk.station.encodings import TCVN3_LETTERS, vni_pieces

Encoding = Literal["TCVN3", "VNI"]

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
        return [(TCVN3_LETTERS.get(letter, letter), index) for index, letter in enumerate(line)]
    return [(mark, index) for index, piece in enumerate(vni_pieces(line)) for mark in piece]
