"""How long a bulletin will take, told while it is being written, before any voice speaks it.

A voice gives every sound of a syllable its own time, and at another rate shortens some more than
others. `resources/voices/durations.tsv` holds those times, measured on each voice's own speech.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import soundfile

from broadcast_desk.audio import tunes
from broadcast_desk.speech.arrangement import Arrangement, Music
from broadcast_desk.speech.segments import USUAL, Pauses, Stretch, stretches
from broadcast_desk.station.paths import resources_folder

MEASURED_RATES = (0.5, 1.0, 2.0)
"""Rates at which the times of `durations.tsv` were measured; between them lie straight lines over
the reciprocal of the rate."""

LIKE_OTHERS = "espeak-vi-north"
"""The measured voice that one nobody has measured is taken to be like, until it has spoken."""

_Times = tuple[float, float, float]

_WORD = re.compile(r"[^\W\d_]+")
_INNER_PAUSE = re.compile(r"[,;:–—](?=\s)|\s-\s")
_JOINED = re.compile(r"\w-(?=\w)")
_DIGIT = re.compile(r"\d")
_TONES = {"\u0300": "à", "\u0301": "á", "\u0303": "ã", "\u0309": "ả", "\u0323": "ạ"}
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi(?=[aăâeêioôơuưy])|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvxfjwz])?"
    r"(.*?)(ch|ng|nh|[cmnpt])?"
)
_STOPS = ("c", "ch", "p", "t")
_ROUNDING_S = 0.05
"""A stretch is filled up to a whole tenth of a second: half of that on average."""


def estimate_s(
    spoken: str | Sequence[str],
    voice: str,
    rate: float = 1.0,
    *,
    pauses: Pauses = USUAL,
    pace: float = 1.0,
) -> float:
    """The estimated duration in seconds of spoken lines alone (the reading, not what is written).

    Args:
        spoken: the reading, as text or as lines.
        voice: name of the voice, e.g. "espeak-vi-north".
        rate: as given to the voice.
        pauses: of the programme template.
        pace: as `pace.of` knows it of a voice that is not in the table.
    """
    lines = spoken.split("\n") if isinstance(spoken, str) else spoken
    parts = stretches(lines, pauses)
    pauses_s = sum(part.pause_ms for part in parts) / 1000
    return speech_s(parts, voice, rate, pace) + pauses_s


def programme_s(whole: Arrangement, voice: str, rate: float = 1.0, pace: float = 1.0) -> float:
    """The estimated duration in seconds of a bulletin in its frame: words, pauses and music.

    Raises:
        AudioError: there is no tune of the frame's name.
    """
    seconds = speech_s(whole.stretches, voice, rate, pace)
    for part in whole.parts:
        seconds += part.pause_ms / 1000
        if isinstance(part, Music):
            seconds += _music_s(part.name)
        else:
            seconds += sum(stretch.pause_ms for stretch in part.stretches[:-1]) / 1000
    return seconds


def speech_s(parts: Iterable[Stretch], voice: str, rate: float = 1.0, pace: float = 1.0) -> float:
    """The estimated seconds of speech in stretches, without the pauses between them."""
    known = _times()
    times = known.get(voice)
    weights = _weights(rate) if times else (0.0, 1.0 / rate, 0.0)
    chosen = times or known[LIKE_OTHERS]
    spoken_s = 0.0
    for part in parts:
        counted = sounds(part.text)
        spoken_s += pace * sum(
            count * weight * time
            for sound, count in counted.items()
            for weight, time in zip(weights, chosen.get(sound, (0.0, 0.0, 0.0)), strict=True)
        )
        spoken_s += _ROUNDING_S
    return spoken_s


def is_measured(voice: str) -> bool:
    """Whether the times of this voice are in the table."""
    return voice in _times()


def sounds(text: str) -> Counter[str]:
    """What takes time in a stretch of spoken text, and how often it comes.

    "stretch" itself, "syllable", "pause" within it, "on:" the consonants a syllable begins with,
    "in:" its vowels, "off:" those it ends with, "tone:", "open" where an open syllable meets one
    that begins with a vowel, "end:" how the last one ends, "hyphen", "digit".
    """
    words = _WORD.findall(text.lower())
    found = Counter(sound for word in words for sound in _sounds_of(word))
    found["stretch"] = 1
    found["pause"] = len(_INNER_PAUSE.findall(text))
    found["hyphen"] = len(_JOINED.findall(text))
    found["digit"] = len(_DIGIT.findall(text))
    found["open"] = sum(
        "off:" in _sounds_of(before) and "on:" in _sounds_of(after)
        for before, after in itertools.pairwise(words)
    )
    if words:
        found[f"end:{_manner(words[-1])}"] = 1
    return found


@functools.lru_cache(maxsize=8192)
def _sounds_of(word: str) -> tuple[str, ...]:
    onset, vowels, coda, tone = _split(word)
    return ("syllable", f"on:{onset}", f"in:{vowels}", f"off:{coda}", f"tone:{tone}")


def _split(word: str) -> tuple[str, str, str, str]:
    """Initial consonants, vowels, final consonants, tone."""
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            letters.append(letter)
    found = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters)))
    assert found is not None  # every part may be empty, and the middle anything
    return found[1] or "", found[2], found[3] or "", tone


def _manner(word: str) -> str:
    coda = _split(word)[2]
    return "stop" if coda in _STOPS else "nasal" if coda else "vowel"


def _weights(rate: float) -> tuple[float, float, float]:
    """How much the times at each of `MEASURED_RATES` count at this rate."""
    slow, usual, fast = (1 / measured for measured in MEASURED_RATES)
    here = 1 / rate
    if here <= usual:
        part = (usual - here) / (usual - fast)
        return 0.0, 1 - part, part
    part = (here - usual) / (slow - usual)
    return part, 1 - part, 0.0


@functools.cache
def _times() -> dict[str, dict[str, _Times]]:
    """Voice, sound, and the seconds it takes at each of `MEASURED_RATES`."""
    table: dict[str, dict[str, _Times]] = {}
    path = resources_folder() / "voices" / "durations.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        voice, sound, slow, usual, fast = line.split("\t")
        times = (float(slow) / 1000, float(usual) / 1000, float(fast) / 1000)
        table.setdefault(voice, {})[sound] = times
    return table


@functools.cache
def _music_s(name: str) -> float:
    return float(soundfile.info(tunes.path(name)).duration)
