"""The estimated duration beside the true one: every seed bulletin, accent and usual rate.

The truth is the voice's own speech cut and filled up as rendering does it, with the same pauses.
Speech without punctuation and short calls, which a bulletin hardly holds, have rows of their own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.speech.duration import estimate_s
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.segments import stretches
from broadcast_desk.speech.speaking import trimmed
from broadcast_desk.speech.voices import Segment
from broadcast_desk.speech.voices.espeak import ACCENTS, EspeakVoice

RATES = (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0)
MOST = 0.1
ENDLESS = ("bà con nhân dân xã nhà ", "ngày mai họp dân ", "tiêm vắc-xin cho trẻ em ",
           "thông báo mất điện ", "nghỉ học ", "một hai ba bốn năm sáu bảy ")  # fmt: skip
CALLS = ("A lô, a lô!", "Xin chào bà con.", "Mời bà con họp.", "Cháy rừng!", "Mất điện.",
         "Nghỉ học ngày mai.", "Sơ tán ngay.", "Lũ về!")  # fmt: skip


def true_s(voice: EspeakVoice, lines: Sequence[str], rate: float) -> float:
    """What rendering makes of the lines: every stretch filled up to a tenth of a second."""
    parts = stretches(lines)
    spoken = (trimmed(voice.speak(Segment(part.text, rate))).duration_s for part in parts)
    return sum(math.ceil(10 * one - 1e-6) / 10 for one in spoken) + sum(
        part.pause_ms / 1000 for part in parts
    )


def main() -> None:
    """Print the table."""
    lexicon = shipped()
    groups = {
        "seed bulletins": [read(seed.draft.text, lexicon).lines for seed in seed_bulletins()],
        "without punctuation": [[words * 60] for words in ENDLESS],
        "short calls": [[call] for call in CALLS],
    }
    for accent in ACCENTS:
        voice = EspeakVoice(accent)
        for name, texts in groups.items():
            _row(voice, f"{voice.name}, {len(texts)} {name}", texts)
        voice.close()


def _row(voice: EspeakVoice, name: str, texts: Sequence[Sequence[str]]) -> None:
    print(name)
    for rate in RATES:
        off = [
            estimate_s(lines, voice.name, rate) / true_s(voice, lines, rate) - 1 for lines in texts
        ]
        worst = max(map(abs, off))
        verdict = "reached" if worst <= MOST else "MISSED"
        print(f"  rate {rate:4}  {min(off):+6.1%} to {max(off):+6.1%}  (at most 10 %: {verdict})")


if __name__ == "__main__":
    main()
