"""The estimate against the voices themselves."""

import dataclasses
import math

import pytest

from broadcast_desk.audio import tunes
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.speech.arrangement import arranged, frame_of
from broadcast_desk.speech.duration import estimate_s, programme_s, sounds
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.pace import Paces
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.segments import Pauses, stretches
from broadcast_desk.speech.speaking import trimmed
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.voices import Segment
from broadcast_desk.speech.voices.espeak import ACCENTS, EspeakVoice

RATE = 48_000


@pytest.fixture(params=ACCENTS)
def voice(request):
    made = EspeakVoice(request.param)
    yield made
    made.close()


def true_s(voice, lines, rate):
    """What rendering makes of the lines: every stretch filled up to a tenth of a second."""
    parts = stretches(lines)
    spoken = [trimmed(voice.speak(Segment(part.text, rate))).duration_s for part in parts]
    return sum(math.ceil(10 * one - 1e-6) / 10 for one in spoken) + sum(
        part.pause_ms / 1000 for part in parts
    )


@pytest.mark.parametrize("rate", [0.7, 1.0, 1.4, 2.0])
def test_bulletins_take_as_long_as_was_said(voice, rate):
    for seed in seed_bulletins()[round(10 * rate) % 4 :: 7]:
        lines = read(seed.draft.text, shipped()).lines
        said = estimate_s(lines, voice.name, rate)
        assert said == pytest.approx(true_s(voice, lines, rate), rel=0.06)


@pytest.mark.parametrize("rate", [0.5, 1.0, 1.6])
@pytest.mark.parametrize(
    "words", ["bà con nhân dân xã nhà ", "thông báo mất điện ", "nghỉ học ", "một hai ba bốn năm "]
)
def test_words_without_end_and_without_punctuation(voice, words, rate):
    lines = [words * 60]
    assert estimate_s(lines, voice.name, rate) == pytest.approx(true_s(voice, lines, rate), rel=0.1)


@pytest.mark.parametrize("rate", [0.7, 1.0, 2.0])
@pytest.mark.parametrize(
    "call", ["A lô, a lô!", "Mời bà con họp.", "Cháy rừng!", "Mất điện.", "Sơ tán ngay."]
)
def test_short_calls(voice, call, rate):
    assert estimate_s(call, voice.name, rate) == pytest.approx(true_s(voice, [call], rate), rel=0.1)


def test_a_syllable_is_taken_apart():
    found = sounds("Giữa trường, quanh ghềnh A-sê-an.")
    assert found["syllable"] == 7
    assert (found["on:gi"], found["on:tr"], found["on:qu"], found["on:gh"]) == (1, 1, 1, 1)
    assert (found["in:ưa"], found["off:ng"], found["off:nh"], found["tone:à"]) == (1, 1, 2, 2)
    assert (found["pause"], found["hyphen"], found["end:nasal"]) == (1, 2, 1)


def test_the_estimate_knows_frame_items_and_pauses(rendered, offline_settings):
    frame = Template(
        tune=tunes.names()[0],
        opening="Đây là {name}.",
        sting=tunes.STING,
        closing="Xin chào bà con.",
        closing_tune=tunes.names()[1],
        pauses=Pauses(sentence_ms=1500, paragraph_ms=2500, item_ms=4000, tune_ms=3000),
    )
    text = "Tin thứ nhất. Về mùa màng.\nXã họp sáng mai.\n---\nTin thứ hai về trường học."
    done = rendered(text, template=frame)
    truth = done.mastered.duration_samples / RATE
    assert done.estimated_s == pytest.approx(truth, rel=0.03)
    whole = arranged(
        text,
        read(text, shipped()),
        frame_of(offline_settings, frame),
        offline_settings,
        shipped(),
    )
    assert programme_s(whole, done.voice) == done.estimated_s
    shorter = dataclasses.replace(frame, pauses=Pauses())
    again = rendered(text, template=shorter, work="b")
    less = done.estimated_s - again.estimated_s
    assert less == pytest.approx(truth - again.mastered.duration_samples / RATE, abs=0.02)
    assert less == pytest.approx(1.1 + 1.8 + 4 * 3.3 + 2.6, abs=0.02)


def test_nothing_takes_no_time():
    assert estimate_s("", "espeak-vi-north") == 0
    assert estimate_s("… !!!\n😀", "espeak-vi-north") == 0


def test_a_voice_that_nobody_measured_is_learnt_from_what_it_speaks(data):
    paces = Paces(data)
    text = ["Kính thưa bà con nhân dân trong xã."]
    assert paces.of("gtts") == 1.0
    paces.learn("gtts", 100, 140)
    assert Paces(data).of("gtts") == pytest.approx(1.4)
    before = estimate_s(text, "gtts") - 0.05 - 0.7
    assert estimate_s(text, "gtts", pace=1.4) - 0.75 == pytest.approx(1.4 * before)
    assert estimate_s(text, "gtts", 2.0) - 0.75 == pytest.approx(before / 2)
    for _ in range(40):
        paces.learn("gtts", 300, 240)
    assert paces.of("gtts") == pytest.approx(0.8, abs=0.02)
    paces.learn("gtts", 100, 100_000)  # no voice is so slow
    assert paces.of("gtts") == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("kept", ["", "[]", '{"gtts": 3}', '{"gtts": [0, 0]}', "\0"])
def test_damaged_paces_are_forgotten(data, kept):
    (data.cache / "paces.json").write_text(kept, encoding="utf-8")
    assert Paces(data).of("gtts") == 1.0
    Paces(data).learn("gtts", 10, 12)
    assert Paces(data).of("gtts") == pytest.approx(1.2)
