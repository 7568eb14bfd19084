"""What the recording says: where each item really began in `on-air.wav`.

The recorder's sidecar gives the instant of sample 0; the item's own audio is found in the recording
by normalised cross-correlation, so the figure does not come from what playout believes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]

SEARCH_S = 1.5
"""How far from its planned start an item is looked for."""

TEMPLATE_S = 4.0
"""How much of the item's head is compared."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What went on air: mono samples at 48 kHz and the instant of the first one."""

    samples: Samples
    began_at: datetime

    def index_of(self, instant: datetime) -> int:
        """The sample at which `instant` fell."""
        return round((instant - self.began_at).total_seconds() * SAMPLE_RATE_HZ)

    def instant_of(self, index: int) -> datetime:
        """When sample `index` was on air."""
        return self.began_at + timedelta(seconds=index / SAMPLE_RATE_HZ)


def load_recording(path: Path) -> Recording:
    """The recording and its sidecar (`on-air.json` beside `on-air.wav`)."""
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Recording(samples[:, 0].copy(), datetime.fromisoformat(sidecar["sample_0_at"]))


@dataclass(frozen=True, slots=True)
class Found:
    """Where an item was found.

    Attributes:
        start_error_ms: measured start minus planned start.
        likeness: normalised correlation of the item's head, 1.0 is the same up to gain.
    """

    start_error_ms: float
    likeness: float


def find_item(recording: Recording, item: Path, planned_at: datetime) -> Found:
    """Find the head of `item` (a FLAC of the media store) around its planned start."""
    head, _ = soundfile.read(item, dtype="float32", frames=int(TEMPLATE_S * SAMPLE_RATE_HZ))
    expected = recording.index_of(planned_at)
    margin = int(SEARCH_S * SAMPLE_RATE_HZ)
    first = max(0, expected - margin)
    window = recording.samples[first : expected + margin + len(head)]
    if len(window) < len(head):
        return Found(float("nan"), 0.0)
    lag, likeness = _best_match(window, head)
    return Found((first + lag - expected) / SAMPLE_RATE_HZ * 1000, likeness)


def _best_match(window: Samples, head: Samples) -> tuple[int, float]:
    size = 1 << (len(window) + len(head) - 1).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(head, size))
    lags = len(window) - len(head) + 1
    products = np.fft.irfft(spectrum, size)[:lags]
    energy = np.concatenate([[0.0], np.cumsum(np.square(window, dtype=np.float64))])
    energies = energy[len(head) :] - energy[: -len(head)]
    norms = np.sqrt(np.maximum(energies[:lags], 1e-12)) * np.linalg.norm(head)
    likeness = products / np.maximum(norms, 1e-9)
    best = int(np.argmax(likeness))
    return best, float(likeness[best])


def find_onset(recording: Recording, planned_at: datetime, threshold: float = 0.003) -> Found:
    """Find where sound begins around `planned_at` after silence: for relays, whose audio is new."""
    expected = recording.index_of(planned_at)
    margin = int(SEARCH_S * SAMPLE_RATE_HZ)
    first = max(0, expected - margin)
    loud = np.flatnonzero(np.abs(recording.samples[first : expected + margin]) > threshold)
    if loud.size == 0:
        return Found(float("nan"), 0.0)
    return Found((first + int(loud[0]) - expected) / SAMPLE_RATE_HZ * 1000, 1.0)


def loudness_part(recording: Recording, start: datetime, length_s: float, target: Path) -> Path:
    """Cut a part of the recording into a file, for the loudness meter."""
    first = recording.index_of(start)
    part = recording.samples[first : first + round(length_s * SAMPLE_RATE_HZ)]
    soundfile.write(target, part, SAMPLE_RATE_HZ, subtype="PCM_24")
    return target
