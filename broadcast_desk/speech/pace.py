"""How fast a voice speaks that nobody has measured: learnt from what it has spoken here."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import write_text

_REMEMBERED_S = 1800.0
"""Of speech; what is older counts less and less."""

_SLOWEST, _FASTEST = 4.0, 0.25


class Paces:
    """The paces of a station's voices, kept among what can be made again.

    A pace is what the estimate for the voice everyone is taken to be like is multiplied with.
    """

    def __init__(self, data: DataFolder) -> None:
        """The paces of one data folder."""
        self._path: Path = data.cache / "paces.json"

    def of(self, voice: str) -> float:
        """The pace of a voice; 1.0 while it has not spoken here."""
        estimated_s, spoken_s = self._kept().get(voice, (0.0, 0.0))
        return spoken_s / estimated_s if estimated_s > 0 else 1.0

    def learn(self, voice: str, estimated_s: float, spoken_s: float) -> None:
        """Take note of speech: how long it was estimated at a pace of 1.0, and how long it was.

        What cannot be kept, on a full disk, is learnt another time.
        """
        if estimated_s <= 0 or not _FASTEST <= spoken_s / estimated_s <= _SLOWEST:
            return
        kept = self._kept()
        before = kept.get(voice, (0.0, 0.0))
        share = min(1.0, _REMEMBERED_S / max(before[0], 1.0))
        kept[voice] = (before[0] * share + estimated_s, before[1] * share + spoken_s)
        with contextlib.suppress(StoreError):
            write_text(self._path, json.dumps(kept, sort_keys=True))

    def _kept(self) -> dict[str, tuple[float, float]]:
        try:
            facts = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(name): (float(one), float(two)) for name, (one, two) in facts.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
