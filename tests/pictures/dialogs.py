"""How each dialog of the desk is opened, by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broadcast_desk.desk.approve.page import ApprovePage
from broadcast_desk.desk.first_start import FirstStartDialog, TroubleDialog
from broadcast_desk.desk.logbook.page import LogbookPage
from broadcast_desk.desk.timetable.page import TimetablePage
from broadcast_desk.station.errors import StoreError
from tests.pictures.album import Album


def dialogs(opened: Album) -> dict[str, Callable[[], object]]:
    """The deeds."""
    window = opened.window
    approve, logbook, timetable = (
        window.page(name) for name in ("approve", "logbook", "timetable")
    )
    assert isinstance(approve, ApprovePage)
    assert isinstance(logbook, LogbookPage)
    assert isinstance(timetable, TimetablePage)
    for page in ("approve", "timetable"):
        window.show_page(page)
        opened.settle()

    def session() -> object:
        return timetable.week.grid.blocks[0].session

    return {
        "first": lambda: FirstStartDialog(Path("/home/dai/BroadcastDesk")).open(),
        "trouble": lambda: TroubleDialog(
            StoreError("store.corrupt", path="/home/dai/station.db", reason="disk image")
        ).open(),
        "emergency": window.ask_emergency,
        "checkup": window.ask_checkup,
        "guide": window.show_guide,
        "approve": approve._approve,
        "send-back": approve._send_back,
        "report": logbook.ask_report,
        "slot": lambda: timetable.edit_slot(timetable._week.slots[0]),
        "move": lambda: timetable.deeds.ask_move(session()),
        "replace": lambda: timetable.deeds.ask_replace(session()),
        "special": timetable.ask_special,
    }
