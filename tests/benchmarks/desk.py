"""The desk with 10,000 bulletins and a year's log: pages opened, a search typed letter by letter.

Beside it: one look of the bare library store, the least a page could take.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk.frame.window import pages
from broadcast_desk.desk.library.page import LibraryPage
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.settings import save_settings
from broadcast_desk.timetable.model import Rule, SelectorItem, Slot, SlotId
from tests.benchmarks.library import fill
from tests.fakes.logbook_year import facts_of_days
from tests.pictures.album import Album, Look, album
from tests.pictures.lived_in import SETTINGS, StillClock

BULLETINS = 10_000
LOG_DAYS = 365
TYPED = "quang ninh asean"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        data = _fill(Path(folder) / "station")
        with album(data, Look()) as opened:
            _open_pages(opened)
            _type(opened)
        rooms = Rooms(data, StillClock())
        took = _timed(lambda: rooms.library.find(TYPED, limit=300))
        print(f"{'the bare store: one search':<50} {took:8.1f} ms")
        rooms.close()


def _fill(root: Path) -> DataFolder:
    data = DataFolder(root)
    data.create()
    rooms = Rooms(data, StillClock())
    save_settings(rooms.db, SETTINGS)
    fill(rooms.db, BULLETINS)
    rooms.logbook.append_all(list(facts_of_days(date(2025, 11, 24), LOG_DAYS)))
    every = (SelectorItem(str(Rule.ROTATE), count=2),)
    for hour in (6, 11, 17):
        slot = Slot(SlotId(f"{hour}"), f"Buổi {hour} giờ", (), time_of_day(hour), every, 900.0)
        rooms.timetable.add(slot, "x", "x")
    rooms.close()
    return data


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _open_pages(opened: Album) -> None:
    for entry, _ in pages():
        first = _timed(lambda name=entry.name: _turn(opened, name))
        _turn(opened, "settings" if entry.name != "settings" else "library")
        again = _timed(lambda name=entry.name: _turn(opened, name))
        print(f"{f'page {entry.name}: first, again':<50} {first:8.1f} {again:8.1f} ms")


def _turn(opened: Album, name: str) -> None:
    """Show the page and wait until its questions are answered and drawn."""
    opened.window.show_page(name)
    opened.window.grab()
    _answered(opened)
    opened.window.grab()


def _answered(opened: Album) -> None:
    while opened._tasks._asked:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def _type(opened: Album) -> None:
    """Type into the search: how long each key holds the window, and until the list is right."""
    opened.window.show_page("library")
    _answered(opened)
    page = opened.window.page("library")
    assert isinstance(page, LibraryPage)
    held = []
    for letter in TYPED:
        held.append(_timed(lambda letter=letter: _key(page, letter)))
    last = time.perf_counter()
    while page._typed.isActive() or opened._tasks._asked:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    settled = (time.perf_counter() - last) * 1000
    middle = sorted(held)[len(held) // 2]
    print(f"{'a key held the window: median, worst':<50} {middle:8.1f} {max(held):8.1f} ms")
    print(f"{'from the last key to the list (150 ms of it waiting)':<50} {settled:8.1f} ms")


def _key(page: LibraryPage, letter: str) -> None:
    QTest.keyClicks(page.search, letter)
    QApplication.processEvents()


if __name__ == "__main__":
    main()
