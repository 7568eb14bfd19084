"""The nouns of the audio room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SAMPLE_RATE_HZ = 48_000
"""Rate of everything in the media store and on the playout bus; mono throughout."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What ffmpeg's ebur128 says of a file (EBU R 128, ITU-R BS.1770)."""

    integrated_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class Mastered:
    """A finished FLAC (48 kHz, mono) on disk, not yet in the media store.

    Attributes:
        original: the untouched file it was made from, None when there is none.
    """

    path: Path
    duration_samples: int
    loudness: Loudness
    original: Path | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """Mastered audio in the media store.

    Attributes:
        sha256: hash of the FLAC file's bytes, and its name in `DataFolder.media`.
        original_sha256: hash of the untouched original in `DataFolder.originals`; "" if none.
        duration_samples: length at 48 kHz.
    """

    sha256: str
    duration_samples: int
    loudness_lufs: float
    true_peak_dbtp: float
    original_sha256: str = ""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.duration_samples / SAMPLE_RATE_HZ
