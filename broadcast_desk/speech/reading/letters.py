"""Letters by their Vietnamese names: ADB is "a đê bê", G7 is "giê bảy", never "gờ"."""

from __future__ import annotations

_NAMES = dict(
    zip(
        "ABCDĐEGHIKLMNOPQRSTUVXYFJWZ",
        [
            "a",
            "bê",
            "xê",
            "đê",
            "đê",
            "e",
            "giê",
            "hát",
            "i",
            "ca",
            "e-lờ",
            "em",
            "en",
            "o",
            "pê",
            "quy",
            "e-rờ",
            "ét",
            "tê",
            "u",
            "vê",
            "ích-xì",
            "i-cờ-rét",
            "ép",
            "gi",
            "vê-kép",
            "dét",
        ],
        strict=True,
    )
)
_NAMES |= {"Ă": "á", "Â": "ớ", "Ê": "ê", "Ô": "ô", "Ơ": "ơ", "Ư": "ư", "W": "vê kép"}


def letter_name(letter: str) -> str:
    """The name of one letter; a letter Vietnamese does not have stays as it is."""
    return _NAMES.get(letter.upper(), letter)


def spell(word: str) -> str:
    """`word` letter by letter."""
    return " ".join(letter_name(letter) for letter in word)
