"""The timetable on paper and in files: the week to be signed, a spreadsheet, a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from broadcast_desk.desk.i18n import language, translate, words_of
from broadcast_desk.desk.on_air.day import library_view
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.timetable.edits import Edit
from broadcast_desk.desk.timetable.trial import Option, Proposal
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable import paper, sheet
from broadcast_desk.timetable.calendar_files import reading, writing
from broadcast_desk.timetable.calendar_files.reading import Problem
from broadcast_desk.timetable.checking import check_slot
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.kinds import kinds_of
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.plan import plan_days

WEEK = 7


@dataclass(frozen=True, slots=True)
class Brought:
    """What a calendar file would bring.

    Attributes:
        problems: what it holds that cannot become a slot.
    """

    name: str
    edit: Edit
    problems: tuple[Problem, ...]


def write(rooms: Rooms, first: date, path: Path) -> Path:
    """Write the week, as the suffix says: .pdf, .xlsx, or .ics for the whole timetable.

    Raises:
        StoreError: it could not be written.
    """
    settings, table = rooms.settings, rooms.timetable.timetable()
    if path.suffix == ".ics":
        now, version = rooms.clock.now(), rooms.timetable.version()
        writing.write(table, path, settings.name, now, version)
        return path
    view = library_view(rooms)
    week = tuple(plan_days(table.slots, table.exceptions, view, first, WEEK, rules_of(settings)))
    if path.suffix == ".xlsx":
        sheet.write(week, table.slots, path, settings, language())
    else:
        paper.write(week, path, settings, language(), kinds_of(week, view))
    return path


def bring(rooms: Rooms, path: Path) -> Brought:
    """What a calendar file would bring; nothing is stored.

    Raises:
        InputError: it is no calendar file.
        StoreError: it cannot be read.
    """
    found = reading.read(path)
    rules = rules_of(rooms.settings)
    good: list[Slot] = []
    problems = list(found.problems)
    for slot in found.slots:
        try:
            check_slot(slot, rules)
        except InputError as error:
            problems.append(Problem(slot.name, error))
        else:
            good.append(slot)
    known = {slot.id for slot in good}
    exceptions = tuple(e for e in found.exceptions if e.slot_id in known)
    return Brought(path.name, Edit(tuple(good), exceptions=exceptions, what="import"),
                   tuple(problems))  # fmt: skip


def proposal_of(brought: Brought) -> Proposal:
    """What was brought, to be tried.

    Raises:
        InputError: the file holds nothing that can be taken.
    """
    if not brought.edit.slots:
        reason = words_of(brought.problems[0].error) if brought.problems else "–"
        raise InputError("timetable.ics_file", name=brought.name, reason=reason)
    words = translate("TimetableFiles", "Nhận {n} khung giờ từ {name}").format(
        n=len(brought.edit.slots), name=brought.name
    )
    if brought.problems:
        more = translate("TimetableFiles", "{what}. {n} mục không nhận được: {why}")
        first = words_of(brought.problems[0].error)
        words = more.format(what=words, n=len(brought.problems), why=first)
    done = translate("TimetableFiles", "Đã nhận {n} khung giờ.").format(n=len(brought.edit.slots))
    about = min(slot.valid_from for slot in brought.edit.slots)
    return Proposal(words, (Option("", brought.edit),), about, done)


class FilesButton(Button):
    """A button whose menu writes the week to a file, or brings one in.

    Args:
        on_write: called with the path to write to.
        on_bring: called with the path to read.
    """

    def __init__(
        self, on_write: Callable[[Path], object], on_bring: Callable[[Path], object]
    ) -> None:
        super().__init__(translate("TimetableFiles", "In và xuất"), icon="file-text", look="quiet")
        self._on_write, self._on_bring = on_write, on_bring
        menu = QMenu(self)
        for words, suffix in (
            (translate("TimetableFiles", "In tuần này để ký duyệt (PDF)"), ".pdf"),
            (translate("TimetableFiles", "Bảng tính của tuần này (XLSX)"), ".xlsx"),
            (translate("TimetableFiles", "Cả lịch phát, cho lịch điện thoại (ICS)"), ".ics"),
        ):
            menu.addAction(words).triggered.connect(partial(self._ask_write, suffix))
        menu.addSeparator()
        words = translate("TimetableFiles", "Nhận khung giờ từ tệp lịch (ICS)")
        menu.addAction(words).triggered.connect(self._ask_bring)
        self.setMenu(menu)

    def _ask_write(self, suffix: str, _checked: bool = False) -> None:
        name = translate("TimetableFiles", "lich-phat")
        dialog = _dialog(self, translate("TimetableFiles", "Lưu lịch phát"), suffix)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{name}{suffix}")
        dialog.fileSelected.connect(lambda path: self._on_write(Path(path)))
        dialog.open()

    def _ask_bring(self, _checked: bool = False) -> None:
        dialog = _dialog(self, translate("TimetableFiles", "Chọn tệp lịch"), ".ics")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._on_bring(Path(path)))
        dialog.open()


def _dialog(parent: QWidget, head: str, suffix: str) -> QFileDialog:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, head, place)
    dialog.setNameFilter(f"*{suffix}")
    dialog.finished.connect(dialog.deleteLater)
    return dialog
