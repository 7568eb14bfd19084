"""Measure how long every sound takes each eSpeak voice, and write the table the estimate uses.

`python -m tests.benchmarks._durations` after a change of voice or version. Least squares over the
spoken column of the reader's corpus; the seed bulletins stay out, as the estimate's judges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from broadcast_desk.speech.duration import MEASURED_RATES, sounds
from broadcast_desk.speech.segments import stretches
from broadcast_desk.speech.speaking import trimmed
from broadcast_desk.speech.voices import Segment
from broadcast_desk.speech.voices.espeak import ACCENTS, EspeakVoice
from broadcast_desk.station.paths import resources_folder
from tests.speech.reading.corpus import phrases

STRETCHES = 3000
FEWEST = 4
_FREE = ("syllable", "stretch", "pause")


def main() -> None:
    """Write `resources/voices/durations.tsv`."""
    texts = _texts()
    counted = [sounds(text) for text in texts]
    often = Counter(sound for one in counted for sound in one)
    names = sorted(sound for sound, count in often.items() if count >= FEWEST)
    rows = ["voice\tsound\t" + "\t".join(f"ms at {rate:g}" for rate in MEASURED_RATES)]
    for accent in ACCENTS:
        voice = EspeakVoice(accent)
        found = [_fitted(counted, names, _spoken_s(voice, texts, rate)) for rate in MEASURED_RATES]
        voice.close()
        for name, *times in zip(names, *found, strict=True):
            rows.append("\t".join([voice.name, name, *(f"{1000 * time:.1f}" for time in times)]))
    path = resources_folder() / "voices" / "durations.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")


def _texts() -> list[str]:
    """Stretches from all over the corpus, the same ones every time."""
    every = [part.text for phrase in phrases() for part in stretches([phrase.spoken[0]])]
    return every[:: max(1, len(every) // STRETCHES)]


def _spoken_s(voice: EspeakVoice, texts: Sequence[str], rate: float) -> list[float]:
    return [trimmed(voice.speak(Segment(text, rate))).duration_s for text in texts]


def _fitted(
    counted: Sequence[Counter[str]], names: Sequence[str], spoken_s: list[float]
) -> list[float]:
    """Seconds a sound, rare ones held near nothing."""
    found = np.array([[one[name] for name in names] for one in counted], float)
    seconds = np.array(spoken_s)
    weight = 1 / np.sqrt(0.1 + seconds)
    held = np.diag([1e-6 if name in _FREE else 1.0 for name in names])
    weighted = found * weight[:, None]
    solved = np.linalg.solve(weighted.T @ weighted + held, weighted.T @ (seconds * weight))
    return [float(one) for one in solved]


if __name__ == "__main__":
    main()
