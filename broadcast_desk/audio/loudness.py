"""Loudness as ffmpeg's ebur128 filter says it: the judge of everything that is mastered."""

from __future__ import annotations

import re
from pathlib import Path

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import Loudness
from broadcast_desk.audio.probe import input_arguments
from broadcast_desk.station.errors import AudioError

MEASURE_TIMEOUT_S = 600.0

_NUMBER = r"(-?inf|nan|-?\d+(?:\.\d+)?)"
_INTEGRATED = re.compile(rf"\bI:\s+{_NUMBER} LUFS")
_PEAK = re.compile(rf"\bPeak:\s+{_NUMBER} dBFS")


def measure(path: Path, *, timeout_s: float = MEASURE_TIMEOUT_S) -> Loudness:
    """Integrated loudness and true peak of a file (EBU R 128, ITU-R BS.1770-4).

    Silence, and anything shorter than 400 ms, measures -70 LUFS.

    Raises:
        AudioError: it cannot be decoded ("audio.not_audio") or takes too long.
    """
    if not path.is_file():
        raise AudioError("audio.missing", name=path.name)
    done = ffmpeg.run(
        [
            "-vn", "-sn", "-dn", *input_arguments(path), "-map", "0:a:0",
            "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-",
        ],
        timeout_s,
    )  # fmt: skip
    text = done.stderr.decode("utf-8", "replace")
    integrated, peak = _INTEGRATED.findall(text), _PEAK.findall(text)
    if done.returncode != 0 or not integrated or not peak:
        raise AudioError("audio.not_audio", name=path.name)
    return Loudness(max(_number(integrated[-1]), -70.0), max(_number(peak[-1]), -200.0))


def _number(text: str) -> float:
    return float("-inf") if text == "nan" else float(text)
