"""The reader: how much of the corpus it reads right, and how long 500 words take."""

from __future__ import annotations

import statistics
import time

from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from tests.speech.reading.corpus import is_right, phrases

ROUNDS = 15


def main() -> None:
    lexicon = shipped()
    corpus = phrases()
    right = sum(is_right(phrase, read(phrase.written, lexicon).text) for phrase in corpus)
    print(f"right readings: {right} of {len(corpus)} ({100 * right / len(corpus):.1f} %)")
    text = _text_of_500_words([phrase.written for phrase in corpus])
    times_ms = []
    for _ in range(ROUNDS):
        start = time.process_time()
        read(text, lexicon)
        times_ms.append((time.process_time() - start) * 1000)
    median_ms = statistics.median(times_ms)
    print(f"500 words: {median_ms:.1f} ms of processor time (median of {ROUNDS}), limit 20 ms")


def _text_of_500_words(lines: list[str]) -> str:
    """Phrases of every kind, far denser in numbers and abbreviations than a bulletin."""
    chosen: list[str] = []
    count = 0
    for line in lines[:: max(1, len(lines) // 100)]:
        chosen.append(line)
        count += len(line.split())
        if count >= 500:
            break
    return "\n".join(chosen)
