"""The week's timetable as a spreadsheet (.xlsx)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import Language, say
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage.files import whole_file
from broadcast_desk.timetable.model import Cue, DayPlan, Slot, SlotId
from broadcast_desk.timetable.wording import in_words, reason, tell, what_sounds

_WIDTHS = (26, 10, 10, 24, 46, 22, 50)


def write(
    week: Sequence[DayPlan],
    slots: Iterable[Slot],
    path: Path,
    settings: StationSettings,
    language: Language = "vi",
) -> None:
    """Write the days' cues and remarks.

    Raises:
        StoreError: it could not be written.
    """
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = say("timetable.paper_title", language)[:31]
    names = {slot.id: slot.name for slot in slots}
    zones = {zone.id: zone.name for zone in settings.zones}
    _put(page, _heads(language), bold=True)
    for plan in week:
        for cue in plan.cues:
            _put(page, _row(plan, cue, names, zones, language))
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    notes = book.create_sheet(say("timetable.paper_remarks", language)[:31])
    for plan in week:
        for remark in plan.remarks:
            mark = "!" if remark.serious else ""
            _put(notes, (in_words(plan.day, language), mark, tell(remark, language)))
    notes.column_dimensions["A"].width, notes.column_dimensions["C"].width = 30, 120
    with whole_file(path) as temporary:
        book.save(temporary)


def _heads(language: Language) -> tuple[str, ...]:
    return tuple(
        say(f"timetable.sheet_{name}", language)
        for name in ("day", "from", "to", "slot", "what", "zones", "why")
    )


def _row(
    plan: DayPlan, cue: Cue, names: Mapping[SlotId, str], zones: dict[str, str],
    language: Language,
) -> tuple[str, ...]:  # fmt: skip
    return (
        in_words(plan.day, language),
        f"{local(cue.starts_at):%H:%M:%S}",
        f"{local(cue.ends_at):%H:%M:%S}",
        names.get(cue.slot_id, cue.slot_id),
        what_sounds(cue),
        ", ".join(zones.get(zone, zone) for zone in cue.zones),
        reason(cue, language),
    )


def _put(page: Worksheet, texts: Sequence[str], *, bold: bool = False) -> None:
    """One row of plain texts; a text that begins with "=" is a text too, not a formula."""
    row = page.max_row + 1 if page.cell(1, 1).value is not None else 1
    for column, text in enumerate(texts, start=1):
        cell = page.cell(row, column)
        cell.value = "".join(letter for letter in text if letter >= " ")
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", start_color="DDE6F0")
