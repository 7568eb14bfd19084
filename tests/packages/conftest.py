from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.audio import ffmpeg
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft
from broadcast_desk.packages.building import Particulars, Programme, build
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, Key, create_key
from broadcast_desk.packages.model import ImportReport
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database

NOW = datetime(2026, 8, 7, 22, 30, tzinfo=UTC)  # 05:30 on 8/8/2026 in Vietnam
CENTRE = "Trung tâm Truyền thông tỉnh"


class SetClock:
    def __init__(self, now: datetime = NOW) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def monotonic_s(self) -> float:
        return self.instant.timestamp()

    def pass_by(self, span: timedelta) -> None:
        self.instant += span


@dataclass
class Station:
    """A station with everything an import needs."""

    data: DataFolder
    db: Database
    library: Library
    media: MediaStore
    issuers: Issuers
    clock: SetClock

    def take(self, path: Path, **options: object) -> ImportReport:
        return import_package(
            path, self.library, self.media, self.issuers, self.data, self.clock, **options
        )

    def files(self) -> set[str]:
        """Everything in the data folder but the database and what refusals leave on purpose."""
        names = (p.relative_to(self.data.root).as_posix() for p in self.data.root.rglob("*"))
        passing = ("station.db", "quarantine", "run", "keys")
        return {n for n in names if not n.startswith(passing) and (self.data.root / n).is_file()}


def open_station(folder: Path, clock: SetClock | None = None) -> Station:
    data = DataFolder(folder)
    data.create()
    db = open_database(data.database)
    media = MediaStore(data)
    clock = clock or SetClock()
    return Station(data, db, Library(db, media, clock), media, Issuers(db), clock)


@pytest.fixture(scope="session")
def key(tmp_path_factory) -> Key:
    return create_key(tmp_path_factory.mktemp("centre"), CENTRE)


@pytest.fixture(scope="session")
def tones(tmp_path_factory) -> Path:
    """A folder with one tone as FLAC, MP3, WAV, OGG, M4A and WMA, and another as FLAC."""
    folder = tmp_path_factory.mktemp("tones")
    for name, hz in (("tone", 440), ("other", 660)):
        sound = 0.2 * np.sin(2 * np.pi * hz * np.arange(24_000) / 16_000)
        soundfile.write(folder / f"{name}.flac", sound, 16_000)
    for suffix in ("mp3", "wav", "ogg", "m4a", "wma"):
        done = ffmpeg.run(["-i", str(folder / "tone.flac"), str(folder / f"tone.{suffix}")])
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def station(tmp_path) -> Iterator[Station]:
    opened = open_station(tmp_path / "station")
    yield opened
    opened.db.conn.close()


@pytest.fixture
def trusting(station, key) -> Station:
    station.issuers.trust(key.public_text, CENTRE, "Bà Lan", at=NOW - timedelta(days=30))
    return station


def programmes(tones: Path, *codes: str, title: str = "Bản tin") -> list[Programme]:
    return [
        Programme(
            Draft(title=f"{title} {code}", code=code, topic="economic", text=f"Lời của {code}."),
            audio=tones / ("tone.mp3" if index % 2 == 0 else "other.flac"),
        )
        for index, code in enumerate(codes)
    ]


@pytest.fixture(scope="session")
def good_zip(tmp_path_factory, key, tones) -> Path:
    target = tmp_path_factory.mktemp("good") / "goi-1.zip"
    return build(programmes(tones, "A1", "A2"), target, key, 1, created_at=NOW)


@pytest.fixture(scope="session")
def good_bag(tmp_path_factory, key, tones) -> Path:
    target = tmp_path_factory.mktemp("good-bag") / "goi-1"
    return build(programmes(tones, "A1", "A2"), target, key, 1, created_at=NOW)


@pytest.fixture
def bag(good_bag, tmp_path) -> Path:
    """A copy of the good package as a folder, to be spoilt."""
    return Path(shutil.copytree(good_bag, tmp_path / "bag"))


@pytest.fixture
def make(tmp_path, key, tones):
    """Builds packages of serial numbers that count up."""
    serial = 0

    def build_one(given=None, *, number=None, suffix=".zip", **particulars) -> Path:
        nonlocal serial
        serial = number or serial + 1
        target = tmp_path / f"made-{serial}-{len(list(tmp_path.iterdir()))}{suffix}"
        chosen = programmes(tones, "A1", "A2") if given is None else given
        return build(chosen, target, key, serial, Particulars(**particulars), created_at=NOW)

    return build_one
