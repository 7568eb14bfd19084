from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Audio, Loudness, Mastered
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def monotonic_s(self) -> float:
        return self.instant.timestamp()

    def pass_by(self, span: timedelta) -> None:
        self.instant += span


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 8, 7, 22, 30, tzinfo=UTC))  # 05:30 on 8/8/2026 in Vietnam


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "station")
    folder.create()
    return folder


@pytest.fixture
def db(data: DataFolder) -> Database:
    return open_database(data.database)


@pytest.fixture
def media(data: DataFolder) -> MediaStore:
    return MediaStore(data)


@pytest.fixture
def library(db: Database, media: MediaStore, clock: SetClock) -> Library:
    return Library(db, media, clock)


@pytest.fixture
def mastered(tmp_path: Path) -> Callable[..., Mastered]:
    """Makes a one-second tone; another `hz` is other audio."""

    def make(hz: float = 440.0, original: Path | None = None) -> Mastered:
        path = tmp_path / f"tone-{hz}.flac"
        tone = 0.1 * np.sin(2 * np.pi * hz * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
        soundfile.write(path, tone, SAMPLE_RATE_HZ)
        return Mastered(path, SAMPLE_RATE_HZ, Loudness(-16.0, -1.5), original)

    return make


@pytest.fixture
def audio(media: MediaStore, mastered: Callable[..., Mastered]) -> Audio:
    return media.keep(mastered())
