"""How long a text will take, told while it is being written, before any voice speaks it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadcast_desk.speech.segments import stretches

_WORD = re.compile(r"[^\W_]+")
_INNER_PAUSE = re.compile(r"[,;:–—](?=\s)|\s-\s")


def estimate_s(spoken: str | Sequence[str], voice: str, rate: float = 1.0) -> float:
    """The estimated duration in seconds of spoken lines (the reading, not the written text).

    Without tune and stings. Fitted to each voice's own speech; within 10 % for a bulletin.

    Args:
        spoken: the reading, as text or as lines.
        voice: name of the voice, e.g. "espeak-vi-north".
        rate: as given to the voice.
    """
    lines = spoken.split("\n") if isinstance(spoken, str) else spoken
    parts = stretches(lines)
    if not parts:
        return 0.0
    per_word, per_letter, per_pause, per_part = _costs(voice)
    speech_s = sum(
        per_word * len(words)
        + per_letter * sum(map(len, words))
        + per_pause * len(_INNER_PAUSE.findall(part.text))
        + per_part
        for part in parts
        if (words := _WORD.findall(part.text)) is not None
    )
    pauses_s = sum(part.pause_ms for part in parts) / 1000
    return speech_s / rate + pauses_s


def _costs(voice: str) -> tuple[float, float, float, float]:
    for prefix, costs in _COSTS.items():
        if voice.startswith(prefix):
            return costs
    return _COSTS["espeak-vi-north"]


_COSTS = {
    "espeak-vi-north": (0.1352, 0.0189, 0.2597, 0.2252),
    "espeak-vi-central": (0.1220, 0.0219, 0.2846, 0.2690),
    "espeak-vi-south": (0.1253, 0.0237, 0.2814, 0.2540),
}
"""Per voice: seconds a word, a letter, a comma, and a stretch, by least squares over the 261
stretches of the seed bulletins at rate 1.0. Other voices are taken to be like the first: nobody has
measured them yet."""
