"""Small real stations on disk: a database, approved tones, slots in the timetable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Loudness, Mastered
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, Version
from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import Database, open_database
from broadcast_desk.storage.settings import save_settings
from broadcast_desk.timetable.model import FixedItem, Item, Slot, SlotId
from broadcast_desk.timetable.store import TimetableStore

DAY = date(2026, 11, 24)
QUIET = StationSettings()


def tone(hz: float, length_s: float, level: float = 0.5) -> np.ndarray:
    """A sine that is loud from its very first sample to its last."""
    index = np.arange(round(length_s * SAMPLE_RATE_HZ))
    return (level * np.cos(2 * np.pi * hz * index / SAMPLE_RATE_HZ)).astype(np.float32)


class MadeStation:
    """A station in a folder of its own, with the means to fill it."""

    def __init__(
        self, root: Path, settings: StationSettings = QUIET, clock: Clock | None = None
    ) -> None:
        self.data = DataFolder(root)
        self.data.create()
        self.db: Database = open_database(self.data.database)
        self.media = MediaStore(self.data)
        self.library = Library(self.db, self.media, clock or SystemClock())
        self.timetable = TimetableStore(self.db)
        save_settings(self.db, settings)

    def programme(
        self, code: str, samples: np.ndarray, *, kind: str = "bulletin", approved: bool = True
    ) -> Version:
        """A programme with these samples, approved unless it is not to be."""
        path = self.data.staging / f"{code}.flac"
        soundfile.write(path, samples, SAMPLE_RATE_HZ, subtype="PCM_16")
        audio = self.media.keep(Mastered(path, len(samples), Loudness(-16.0, -1.0)))
        draft = Draft(title=f"Bản tin {code}", code=code, kind=kind, text=code, audio=audio)
        version = self.library.add(draft)
        self.library.submit(version.id)
        if approved:
            self.library.approve(version.id, by="Trưởng đài")
        return self.library.version(version.id)

    def slot(self, slot_id: str, starts: time, items: Sequence[Item | str], **more: object) -> Slot:
        """A daily slot of these items (a text is a programme's code)."""
        made = tuple(FixedItem(item) if isinstance(item, str) else item for item in items)
        slot = Slot(SlotId(slot_id), slot_id, (), starts, made, **more)  # type: ignore[arg-type]
        self.timetable.add(slot, by="Trực đài", confirmed_by="Trực đài")
        return slot
