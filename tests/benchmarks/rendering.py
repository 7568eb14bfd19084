"""A bulletin of 500 words to mastered FLAC, beside `espeak-ng` and two-pass `ffmpeg loudnorm`.

All times are wall clock of the same run on the same text, the best of several. Ours contains
reading the text, the pauses between sentences, the voice's process, mastering for horns, tags and
a FLAC of the unshaped voice beside the mastered one.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.loudness import measure
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.rendering import Rendered, render
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings

WORDS = 500
ROUNDS = 5
MOST_OF_RAW_TOOLS = 0.6
MOST_OF_FIRST = 0.25

_STATION = StationSettings(voice_order=("espeak-vi-north",))


def bulletin() -> str:
    """500 words of the seed bulletins."""
    lines: list[str] = []
    left = WORDS
    for seed in seed_bulletins():
        for line in seed.draft.text.split("\n"):
            words = line.split()[:left]
            left -= len(words)
            lines.append(" ".join(words))
            if left == 0:
                return "\n".join(lines)
    raise AssertionError("not enough seed bulletins")


def changed(text: str, number: int) -> str:
    """The text with one sentence changed, each time another way."""
    words = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")[number % 8]
    return re.sub(r"\. ", f", {words} lần. ", text, count=1)


def raw_tools(text: str, folder: Path) -> float:
    """Seconds that espeak-ng to WAV and two passes of loudnorm to FLAC take on the same reading."""
    spoken, wav, out = folder / "spoken.txt", folder / "raw.wav", folder / "raw.flac"
    spoken.write_text(text, encoding="utf-8")
    began = time.perf_counter()
    subprocess.run(["espeak-ng", "-v", "vi", "-f", spoken, "-w", wav], check=True)
    target = "loudnorm=I=-16:TP=-1:LRA=11"
    command = [ffmpeg.executable(), "-hide_banner", "-nostdin", "-y", "-i", str(wav)]
    first = subprocess.run(
        [*command, "-af", f"{target}:print_format=json", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(first.stderr[first.stderr.rindex("{") : first.stderr.rindex("}") + 1])
    second = (
        f"{target}:measured_I={found['input_i']}:measured_TP={found['input_tp']}"
        f":measured_LRA={found['input_lra']}:measured_thresh={found['input_thresh']}"
        f":offset={found['target_offset']}"
    )
    subprocess.run(
        [*command, "-af", second, "-ar", "48000", "-ac", "1", str(out)],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - began


def ours(text: str, data: DataFolder, folder: Path) -> tuple[float, Rendered]:
    """Seconds that `render` takes, and what it made."""
    began = time.perf_counter()
    done = render(text, settings=_STATION, data=data, lexicon=shipped(), work=folder)
    return time.perf_counter() - began, done


def main() -> None:
    """Print the table."""
    text = bulletin()
    reading = read(text, shipped()).text
    raw, first, second = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name), DataFolder(Path(name) / "data")
        data.create()
        ours(text, data, folder)  # load what is loaded once
        for number in range(ROUNDS):
            raw.append(raw_tools(reading, folder))
            shutil.rmtree(data.cache / "segments")
            seconds, done = ours(text, data, folder)
            first.append(seconds)
            second.append(ours(changed(text, number), data, folder)[0])
        done = ours(text, data, folder)[1]
        heard = measure(done.mastered.path)
    truth = done.mastered.duration_samples / 48_000
    estimate = done.estimated_s
    print(f"{len(text.split())} words, {truth:.0f} s of speech; best of {ROUNDS}")
    _row("espeak-ng + two-pass loudnorm", min(raw), "")
    _row("ours, first render", min(first), _ratio(first, raw, MOST_OF_RAW_TOOLS, "raw tools"))
    _row("ours, one sentence changed", min(second), _ratio(second, first, MOST_OF_FIRST, "first"))
    _row("  the same, against the raw tools", min(second), _ratio(second, raw, 0.6, "raw tools"))
    print(f"loudness {heard.integrated_lufs:.1f} LUFS, true peak {heard.true_peak_dbtp:.1f} dBTP")
    print(f"duration estimated {estimate:.1f} s, was {truth:.1f} s ({estimate / truth - 1:+.1%})")


def _row(name: str, seconds: float, note: str) -> None:
    print(f"{name:34} {seconds:6.2f} s  {note}")


def _ratio(ours_s: list[float], theirs_s: list[float], most: float, of: str) -> str:
    ratio = min(ours_s) / min(theirs_s)
    verdict = "reached" if ratio <= most else "MISSED"
    return f"{ratio:.2f} of {of} (at most {most}: {verdict})"
