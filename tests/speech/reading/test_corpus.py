"""Every phrase of the reviewed table is read as it says."""

import pytest

from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from tests.speech.reading.corpus import is_right, phrases

KINDS = sorted({phrase.kind for phrase in phrases()})


@pytest.mark.parametrize("kind", KINDS)
def test_every_phrase_of_a_kind_is_read_right(kind):
    wrong = [
        f"{phrase.written}\n    got  {spoken}\n    want {' | '.join(phrase.spoken)}"
        for phrase in phrases()
        if phrase.kind == kind
        and not is_right(phrase, spoken := read(phrase.written, shipped()).text)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_is_large_and_says_nothing_twice():
    written = [phrase.written for phrase in phrases()]
    assert len(written) >= 450
    assert len(set(written)) == len(written)


def test_a_wrong_reading_is_noticed():
    phrase = next(p for p in phrases() if p.written == "Quyết định 146/QĐ-TTg")
    assert not is_right(phrase, "Quyết định một trăm bốn mươi sáu")
