"""What an audio file is, as `ffmpeg -i` tells it (imageio-ffmpeg ships no ffprobe)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from broadcast_desk.audio import ffmpeg
from broadcast_desk.station.errors import AudioError

PROBE_TIMEOUT_S = 20.0

_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_STREAM = re.compile(r"Stream #0:\d+.*?: Audio: ([\w.]+)(.*)")
_RATE = re.compile(r"(\d+) Hz")
_CHANNELS = re.compile(r"(mono|stereo|(\d+)\.(\d)|(\d+) channels)")
_TAG = re.compile(r"^\s+([A-Za-z][\w .-]{0,40}?)\s*: (.*)$")


@dataclass(frozen=True, slots=True)
class Probe:
    """What the file's headers say; nothing was decoded.

    Attributes:
        duration_s: 0.0 when the headers do not say.
        tags: title, artist ... in lower case.
    """

    duration_s: float
    rate_hz: int
    channels: int
    codec: str
    tags: dict[str, str] = field(default_factory=dict)


def probe(path: Path) -> Probe:
    """Look at the headers of a file.

    Raises:
        AudioError: there is no audio in it ("audio.not_audio") or it is not there
            ("audio.missing").
    """
    if not path.is_file():
        raise AudioError("audio.missing", name=path.name)
    done = ffmpeg.run(["-i", _plain(path)], PROBE_TIMEOUT_S)
    text = done.stderr.decode("utf-8", "replace")
    stream = _STREAM.search(text)
    if stream is None:
        raise AudioError("audio.not_audio", name=path.name)
    rate = _RATE.search(stream[2])
    return Probe(
        duration_s=_duration_s(text),
        rate_hz=int(rate[1]) if rate else 0,
        channels=_channels(stream[2]),
        codec=stream[1],
        tags=_tags(text),
    )


def input_arguments(path: Path) -> list[str]:
    """The ffmpeg arguments that open a local file and never anything on the network."""
    return ["-protocol_whitelist", "file,pipe", "-i", _plain(path)]


def _plain(path: Path) -> str:
    """`file:` keeps ffmpeg from taking "a:b.mp3" or "-x" for a protocol or an option."""
    return f"file:{path.absolute()}"


def _duration_s(text: str) -> float:
    found = _DURATION.search(text)
    if found is None:
        return 0.0
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])


def _channels(text: str) -> int:
    found = _CHANNELS.search(text)
    if found is None:
        return 0
    if found[1] in ("mono", "stereo"):
        return 1 if found[1] == "mono" else 2
    return int(found[4]) if found[4] else int(found[2]) + int(found[3])


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.strip() == "Metadata:":
            inside = True
        elif "Duration:" in line or "Stream #" in line:
            inside = False
        elif inside and (found := _TAG.match(line)):
            tags.setdefault(found[1].strip().lower(), found[2].strip())
    return tags
