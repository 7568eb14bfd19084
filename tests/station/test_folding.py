"""Normal form and search fold."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.station.folding import fold, nfc

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng bằng", "dong bang"),
        ("ĐỒNG BẰNG", "dong bang"),
        ("Nguyễn Văn Đạt", "nguyen van dat"),
        ("Ủy ban", "uy ban"),
        ("straße", "strasse"),
    ],
)
def test_marks_and_case_are_gone(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_folds_to_ascii(form: str) -> None:
    letters = "".join(vowel + tone for vowel in VOWELS + VOWELS.upper() for tone in TONES) + "đĐ"
    assert fold(unicodedata.normalize(form, letters)).isascii()  # type: ignore[arg-type]


@given(st.text())
def test_folding_does_not_depend_on_the_form(text: str) -> None:
    assert fold(nfc(text)) == fold(text)


@given(st.text())
def test_nfc_is_stable(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
