"""MP3 without gapless tags: how much silence the coder put around the sound.

An MP3 is longer than what went into it: decoder and encoder delay it, and its last frame is filled
up. LAME's header says by how much, and ffmpeg leaves that out. Where the header is missing (streams
that were recorded, files that were cut) the delay is that of nearly every encoder, and the end is
where the sound ends.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from mutagen import MutagenError
from mutagen.mp3 import MPEGInfo

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

_DELAY = 1105
"""Samples: 529 of the decoder and 576 of the encoder (LAME's technical FAQ)."""

_MOST_FILLED = 2 * 1152
"""Samples of the encoder's last frame, and of the one that brings out what it still held."""

_SILENT = 10 ** (-40 / 20)
"""Beside the loudest sample: what is cut off short rings on in the coder's last frame."""


def untagged_rate_hz(path: Path) -> int:
    """The sample rate of an MP3 whose header does not say how long its sound is; 0 for others."""
    try:
        with path.open("rb") as file:
            info = MPEGInfo(file)
            file.seek(info.frame_offset)
            head = file.read(256)
    except (MutagenError, OSError):
        return 0
    tagged = b"Xing" in head or b"Info" in head
    return int(info.sample_rate) if info.layer == 3 and not tagged else 0


def sound_within(samples: npt.NDArray[np.float32], rate_hz: int) -> tuple[int, int]:
    """The first sample of the sound in what was decoded, and the one after its last.

    Args:
        samples: decoded to 48 kHz, with the coder's delay and filling.
        rate_hz: the file's own.
    """
    longer = SAMPLE_RATE_HZ / rate_hz
    first = min(round(_DELAY * longer), len(samples) // 2)
    loudest = float(np.max(np.abs(samples), initial=0.0))
    filled = samples[max(first, len(samples) - round(_MOST_FILLED * longer)) :]
    sounding = np.flatnonzero(np.abs(filled) > _SILENT * loudest)
    silent = len(filled) - int(sounding[-1]) - 1 if len(sounding) else len(filled)
    return first, len(samples) - silent
