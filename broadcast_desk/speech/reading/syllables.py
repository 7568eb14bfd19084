"""Whether a word is a Vietnamese syllable, and whether a word is in capitals."""

from __future__ import annotations

import functools
import unicodedata

from broadcast_desk.speech.reading.word_sets import word_set

_ONSETS = [
    "ngh",
    "ng",
    "nh",
    "gh",
    "gi",
    "kh",
    "ph",
    "th",
    "tr",
    "ch",
    "qu",
    "b",
    "c",
    "d",
    "đ",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "x",
]
_RIMES = word_set(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e
    ec em en eng eo ep et ê êch êm ên ênh êp êt êu êc êng i ia ich iêc iêm iên iêng iêp iêt
    iêu im in inh ip it iu iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm
    oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ôông
    ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ uôc uôi uôm
    uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi
    ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh ych yt
    """
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPS = ("c", "ch", "p", "t")


@functools.lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case) could be one Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in decomposed if letter in _TONES]
    if len(tones) > 1 or not 0 < len(word) <= 7:
        return False
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if bare.endswith(_STOPS) and not bare.endswith(("gi",)) and tones and tones[0] in _OPEN_TONES:
        return False
    return _splits(bare)


_OPEN_TONES = frozenset("\u0300\u0303\u0309")
"""Tones a syllable ending in a stop never has."""


def _splits(bare: str) -> bool:
    if bare in _RIMES:
        return True
    for onset in _ONSETS:
        if bare.startswith(onset) and bare[len(onset) :] in _RIMES:
            return True
    return bare == "gi"


def has_marks(word: str) -> bool:
    """Whether `word` has a letter that is not plain ASCII."""
    return not word.isascii()


def is_capitals(word: str) -> bool:
    """Whether `word` is two or more letters, all capital."""
    return len(word) > 1 and word.isupper()
