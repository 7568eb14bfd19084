"""Whether a text can be read as Vietnamese at all; what is not is asked about, never guessed."""

from __future__ import annotations

import re
import unicodedata

from broadcast_desk.station.encodings import to_vietnamese
from broadcast_desk.station.errors import SpeechError

MOST_WORDS = 20_000
"""About two hours of speech; more is not one bulletin."""

_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN_SHARE = 0.2
_OWN_LETTERS = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
"""Letters that of all Latin alphabets (nearly) only Vietnamese has."""

_MARKED_SHARE = 0.25
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|[aeiouy]{1,2})"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_SCRIPTS = {"CJK": "chinese", "HIRAGANA": "japanese", "KATAKANA": "japanese", "HANGUL": "korean"}


def check_speakable(text: str, *, force: bool = False) -> None:
    """Refuse a text that no Vietnamese voice should read.

    Args:
        text: as written, before the reader.
        force: a person has been asked and wants it spoken although it is not Vietnamese.

    Raises:
        SpeechError: "speech.nothing_to_say" (no letter, no digit), "speech.too_long",
            "speech.foreign_script", "speech.not_vietnamese"; `force` lets the last two pass.
    """
    words = len(text.split())
    if not any(letter.isalnum() for letter in text):
        raise SpeechError("speech.nothing_to_say")
    if words > MOST_WORDS:
        raise SpeechError("speech.too_long", words=words, most=MOST_WORDS)
    if force:
        return
    if foreign_script(text):
        raise SpeechError("speech.foreign_script")
    if not is_vietnamese(to_vietnamese(text)):
        raise SpeechError("speech.not_vietnamese")


def foreign_script(text: str) -> str:
    """The other script that a good part of the letters belongs to, e.g. "chinese"; "" if none."""
    letters = [letter for letter in text if letter.isalpha()]
    others: dict[str, int] = {}
    for letter in letters:
        if letter.isascii() or unicodedata.name(letter, "").startswith("LATIN"):
            continue
        name = unicodedata.name(letter, "UNKNOWN").split()[0]
        script = _SCRIPTS.get(name, name.lower())
        others[script] = others.get(script, 0) + 1
    if sum(others.values()) <= _FOREIGN_SHARE * len(letters):
        return ""
    return max(others, key=lambda script: others[script])


def is_vietnamese(text: str) -> bool:
    """Whether the words look Vietnamese; a text of digits and capital codes alone passes.

    A good part of Vietnamese words carries marks, many of them letters that no other language has.
    A short call without marks ("A lô, a lô") passes when every word is a possible syllable.
    """
    plain = unicodedata.normalize("NFC", text)
    words = [word.lower() for word in _LETTERS.findall(plain) if not _is_code(word)]
    if not words:
        return True
    marked = sum(1 for word in words if not word.isascii())
    if marked >= _MARKED_SHARE * len(words):
        return any(not _OWN_LETTERS.isdisjoint(word) for word in words) or _all_syllables(words)
    return len(words) <= 8 and _all_syllables(words)


def _is_code(word: str) -> bool:
    return word.isascii() and (len(word) == 1 or (word.isupper() and len(word) <= 5))


def _all_syllables(words: list[str]) -> bool:
    return all(_SYLLABLE.fullmatch(_bare(word)) for word in words)


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
