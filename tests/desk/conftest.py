"""A desk on a real station in a folder of its own: real library, speech, timetable and logbook."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import dataclasses
import gc
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QSettings

from broadcast_desk.audio.model import Audio, Loudness, Mastered
from broadcast_desk.desk import i18n, theme
from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import TaskRunner
from broadcast_desk.library.model import Draft, Version
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import Operator, StationSettings, Zone
from broadcast_desk.storage.settings import save_settings

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, 08:00 at the station
TODAY = date(2026, 11, 24)
WITHIN_MS = 20_000
UNAVOIDABLE = (
    "does not support propagateSizeHints",  # every window on the offscreen platform
    "pipewire",  # QtMultimedia looking for sound servers that are not there
    "pa_context_connect",
    "Using Qt multimedia",
    "does not support raise()",
    "No audio device detected",  # a player on a computer without a sound card
    "systemTrayWindowChanged",  # a tray icon on the offscreen platform
)


class StillClock:
    """A clock that stands still."""

    def now(self):
        return NOW

    def monotonic_s(self):
        return 0.0


def pytest_collection_modifyitems(items):
    """Let pass what the platform says and no test caused."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True))


@pytest.fixture(scope="session", autouse=True)
def _private_settings(tmp_path_factory):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    folder = tmp_path_factory.mktemp("qsettings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


@pytest.fixture(autouse=True)
def _collected_here(request):
    """Cycles that hold widgets are collected on this thread only, as in the desk itself."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def _clothes(qapp):
    i18n.install(qapp, "vi")
    theme.load_fonts()
    theme.apply(qapp, "light")
    gc.collect()
    gc.freeze()  # what is there by now stays, and need not be looked at after each test


@pytest.fixture
def dressed(qapp, _clothes):
    """The application in the desk's clothes, Vietnamese."""
    if theme.current() != theme.theme_named("light"):
        theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "station")
    folder.create()
    return folder


@pytest.fixture(scope="session")
def _station_file(tmp_path_factory):
    """The database of a station that was just set up."""
    folder = DataFolder(tmp_path_factory.mktemp("new") / "station")
    folder.create()
    made = Rooms(folder, StillClock())
    save_settings(made.db, SETTINGS)
    made.close()
    return folder.database


@pytest.fixture
def rooms(data, _station_file):
    """The rooms of the test's own thread, with a station in them."""
    shutil.copy(_station_file, data.database)
    made = Rooms(data, StillClock())
    yield made
    made.close()


SETTINGS = dataclasses.replace(
    StationSettings(),
    name="Đài truyền thanh xã Thử",
    zones=(Zone("khu-1", "Cụm loa khu 1"), Zone("khu-2", "Cụm loa khu 2")),
    operators=(Operator("Nguyễn Thị Soạn", ("writer",)), Operator("Trần Văn Duyệt", ("approver",))),
    voice_order=("espeak-vi-north",),
)


@pytest.fixture
def context(dressed, rooms, data, qtbot):
    tasks = TaskRunner(lambda: Rooms(data, StillClock()))
    yield Context(data, StillClock(), tasks, Changes(), SETTINGS, "Nguyễn Thị Soạn")
    tasks.close()


@pytest.fixture
def show(qtbot):
    """Show a widget and let it go at the end, after the work of its desk was stopped."""

    def shown(widget):
        qtbot.addWidget(widget, before_close_func=_end_work)
        widget.resize(1150, 700)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return shown


def _end_work(widget):
    if hasattr(widget, "context"):
        widget.context.tasks.close()


def keep_tone(rooms, folder: Path, seconds: float = 1.0) -> Audio:
    """Audio in the media store: a tone, as the audio room would leave it."""
    samples = round(seconds * 48_000)
    path = folder / "tone.flac"
    tone = 0.2 * np.sin(np.arange(samples) * 2 * np.pi * 440 / 48_000)
    soundfile.write(path, tone.astype(np.float32), 48_000, subtype="PCM_16")
    return rooms.media.keep(Mastered(path, samples, Loudness(-16.0, -1.5)))


@pytest.fixture
def add(rooms, tmp_path):
    """Put a bulletin into the library, as far on its way as wanted."""

    def added(title: str, state: str = "approved", **changes) -> Version:
        draft = Draft(title=title, text=f"{title}. Nội dung.", audio=keep_tone(rooms, tmp_path))
        version = rooms.library.add(dataclasses.replace(draft, **changes))
        if state in ("submitted", "approved"):
            rooms.library.submit(version.id)
        if state == "approved":
            rooms.library.approve(version.id, "Trần Văn Duyệt", "12/GXN", date(2026, 12, 31))
        return rooms.library.version(version.id)

    return added
