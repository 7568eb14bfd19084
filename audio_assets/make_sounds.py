"""Make every sound of this folder anew: `python audio_assets/make_sounds.py`.

All sounds are computed here from nothing (the spoken notice by eSpeak NG), so that nobody else has
rights in them; CC0, see LICENCES.md. The script also rewrites the table of that file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from broadcast_desk.audio.encoding import write_flac
from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.mastering import master
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.audio.probe import probe

Samples = npt.NDArray[np.float32]

FOLDER = Path(__file__).parent
NOTICE_WORDS = "Chương trình phát thanh tạm thời gián đoạn. Mời bà con chờ trong ít phút."

_SCALE = {"D4": 293.66, "E4": 329.63, "G4": 392.0, "A4": 440.0, "B4": 493.88, "D5": 587.33,
          "E5": 659.26, "G5": 783.99, "A5": 880.0, "B5": 987.77, "D6": 1174.66}  # fmt: skip
"""Five tones, as in much of the country's folk music: sol la si re mi."""

_BELL = ((1.0, 1.0, 1.0), (2.0, 0.45, 0.7), (2.76, 0.3, 0.45), (4.07, 0.15, 0.3), (5.4, 0.1, 0.2))
_BAMBOO = ((1.0, 1.0, 0.5), (3.93, 0.35, 0.16), (9.3, 0.12, 0.07))
"""Partials: ratio to the tone, strength, how long they ring."""

Note = tuple[float, str, float]
"""Start in seconds, tone, strength."""

DAWN: Sequence[Note] = (
    (0.0, "G4", 0.9), (0.45, "A4", 0.8), (0.9, "D5", 1.0), (1.8, "B4", 0.8), (2.25, "A4", 0.7),
    (2.7, "G4", 0.9), (3.6, "D5", 0.9), (4.05, "E5", 0.9), (4.5, "G5", 1.0), (5.4, "D5", 0.9),
    (5.4, "G4", 0.7),
)  # fmt: skip
FIELDS: Sequence[Note] = (
    (0.0, "D5", 0.9), (0.3, "E5", 0.8), (0.6, "G5", 0.9), (1.2, "E5", 0.8), (1.5, "D5", 0.8),
    (1.8, "B4", 0.9), (2.4, "A4", 0.8), (2.7, "B4", 0.8), (3.0, "D5", 1.0), (3.9, "G4", 0.8),
    (4.2, "B4", 0.8), (4.5, "D5", 0.9), (4.8, "G5", 1.0), (4.8, "G4", 0.6),
)  # fmt: skip
STING: Sequence[Note] = ((0.0, "D5", 0.8), (0.14, "G5", 0.9), (0.28, "B5", 1.0))
CHIME: Sequence[Note] = ((0.0, "B4", 0.9), (0.5, "G4", 0.9))


def strike(tone: str, strength: float, partials: Sequence[tuple[float, float, float]]) -> Samples:
    """One struck tone of three seconds."""
    time_s = np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    sound = np.zeros_like(time_s)
    for ratio, level, ring_s in partials:
        beating = 1 + 0.06 * np.sin(2 * np.pi * 4.3 * time_s)
        wave = np.sin(2 * np.pi * _SCALE[tone] * ratio * time_s)
        sound += level * wave * beating * np.exp(-time_s / ring_s)
    attack = np.minimum(time_s / 0.004, 1.0)
    return np.asarray(strength * attack * sound, np.float32)


def tune(
    notes: Sequence[Note], length_s: float, partials: Sequence[tuple[float, float, float]]
) -> Samples:
    """The notes over each other, with a little room around them, faded at the end."""
    sound = np.zeros(int(length_s * SAMPLE_RATE_HZ) + 3 * SAMPLE_RATE_HZ, np.float32)
    for start_s, tone, strength in notes:
        struck = strike(tone, strength, partials)
        at = int(start_s * SAMPLE_RATE_HZ)
        sound[at : at + len(struck)] += struck
    for delay_s, level in ((0.031, 0.25), (0.047, 0.2), (0.083, 0.14), (0.127, 0.1)):
        at = int(delay_s * SAMPLE_RATE_HZ)
        sound[at:] += level * sound[:-at]
    sound = sound[: int(length_s * SAMPLE_RATE_HZ)]
    fade = int(0.8 * min(1.0, length_s / 3) * SAMPLE_RATE_HZ)
    sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
    return sound / np.abs(sound).max() * np.float32(0.5)


def alert() -> Samples:
    """Two rising pairs of strong tones: heard through wind, and unlike any tune."""
    beats = []
    for low, high in (("G4", "D5"), ("A4", "E5"), ("G4", "D5"), ("A4", "E5")):
        length = int(0.42 * SAMPLE_RATE_HZ)
        both = strike(low, 0.8, _BELL)[:length] + strike(high, 0.9, _BELL)[:length]
        beats.append(both * np.minimum(np.arange(length)[::-1] / 2000, 1).astype(np.float32))
    tail = strike("D5", 1.0, _BELL)[:SAMPLE_RATE_HZ]
    sound = np.concatenate([*beats, tail * np.linspace(1, 0, len(tail), dtype=np.float32)])
    return sound / np.abs(sound).max() * np.float32(0.5)


def notice() -> Samples:
    """A chime, then the spoken sentence."""
    from broadcast_desk.audio.mastering import shape
    from broadcast_desk.speech.voices.espeak import EspeakVoice
    from broadcast_desk.speech.voices.protocol import Segment

    voice = EspeakVoice("north")
    try:
        spoken = voice.speak(Segment(NOTICE_WORDS, rate=0.9))
    finally:
        voice.close()
    words = shape(spoken.samples.astype(np.float32) / 32768, spoken.rate_hz).samples
    return np.concatenate([tune(CHIME, 2.2, _BELL), words])


def main() -> None:
    """Write all files and the table."""
    sounds = {
        "nhac-hieu-1-binh-minh": tune(DAWN, 8.0, _BELL),
        "nhac-hieu-2-dong-lua": tune(FIELDS, 7.0, (*_BAMBOO, *_BELL[:2])),
        "nhac-cat": tune(STING, 1.5, _BELL),
        "bao-dong": alert(),
        "thong-bao-du-phong": notice(),
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, samples in sounds.items():
            raw, target = Path(folder) / "raw.flac", FOLDER / f"{name}.flac"
            write_flac(raw, [samples])
            master(raw, target, preset="none", tags={"LICENSE": "CC0-1.0", "TITLE": name})
            heard = measure(target)
            rows.append(
                f"| {target.name} | {probe(target).duration_s:.1f} "
                f"| {heard.integrated_lufs:.1f} | {heard.true_peak_dbtp:.1f} |"
            )
    table = FOLDER / "LICENCES.md"
    head, _, _ = table.read_text(encoding="utf-8").partition("| file |")
    lines = ["| file | seconds | LUFS | dBTP |", "|---|---|---|---|", *rows]
    table.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
