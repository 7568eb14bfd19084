"""The weekly timetable on paper (PDF, A4) for the commune's leader to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import Language, say
from broadcast_desk.station.paths import resources_folder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage.files import whole_file
from broadcast_desk.timetable.kinds import PlannedKind
from broadcast_desk.timetable.model import Cue, CueId, DayPlan, Recorded, Relay, Remark
from broadcast_desk.timetable.wording import in_words, tell, what_sounds

FONT = "BeVietnamPro"
INK, FAINT, SHADE = (20, 24, 31), (96, 104, 117), (232, 237, 243)
MOST_REMARKS = 12
ROW_MM, HEAD_MM = 6.4, 14.0
DAYS_OF_A_WEEK = 7
UNTOLD = frozenset({"signal", "opening"})
"""Kinds of programme that are neither new nor repeated, only part of every session."""
_WIDTHS = (18, 19, 84, 23, 36)


class _Sheet(FPDF):
    """A4 pages with a number at the foot."""

    def __init__(self, language: Language) -> None:
        super().__init__(format="A4")
        self._language = language
        folder = resources_folder() / "fonts"
        self.add_font(FONT, "", folder / "BeVietnamPro_400Regular.ttf")
        self.add_font(FONT, "B", folder / "BeVietnamPro_600SemiBold.ttf")
        self.set_margins(15, 14, 15)
        self.set_auto_page_break(auto=True, margin=16)
        self.set_text_color(*INK)

    def close_fonts(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-12)
        self.set_font(FONT, "", 8)
        self.set_text_color(*FAINT)
        self.cell(0, 5, say("timetable.paper_page", self._language, page=self.page_no()), align="C")
        self.set_text_color(*INK)

    def line_of(self, text: str, size: float, style: str = "", align: str = "L") -> None:
        """One line of text across the page."""
        self.set_font(FONT, style, size)
        self.multi_cell(0, size * 0.5, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def write(
    week: Sequence[DayPlan],
    path: Path,
    settings: StationSettings,
    language: Language = "vi",
    kinds: Mapping[CueId, PlannedKind] | None = None,
) -> None:
    """Write the paper.

    Args:
        week: the days in order.
        path: where.
        settings: who the station is.
        language: of the words.
        kinds: of the airings (`kinds.kinds_of`); without it, only relays are told apart.

    Raises:
        StoreError: it could not be written.
    """
    sheet = _Sheet(language)
    sheet.add_page()
    _head(sheet, week, settings, language)
    zones = {zone.id: zone.name for zone in settings.zones}
    for plan in week:
        _day(sheet, plan, zones, language, kinds or {})
    _remarks(sheet, week, language)
    _signatures(sheet, week, settings, language)
    try:
        with whole_file(path) as temporary:
            sheet.output(str(temporary))
    finally:
        sheet.close_fonts()


def _head(
    sheet: _Sheet, week: Sequence[DayPlan], settings: StationSettings, language: Language
) -> None:
    """Body and station at the left, the nation's name and motto at the right.

    As papers of the administration begin: Nghị định 30/2020/NĐ-CP, phụ lục I.
    """
    half, top = sheet.epw / 2, sheet.get_y()
    body = (
        say("timetable.paper_body", language, commune=settings.commune) if settings.commune else ""
    )
    _middle(sheet, sheet.l_margin, half, [(body.upper(), ""), (settings.name.upper(), "B")])
    left = sheet.get_y()
    sheet.set_y(top)
    nation, motto = (say(f"timetable.paper_{name}", language) for name in ("nation", "motto"))
    _middle(sheet, sheet.l_margin + half, half, [(nation, "B"), (motto, "B")])
    sheet.set_y(max(left, sheet.get_y()) + 7)
    sheet.line_of(say("timetable.paper_title", language), 16, "B", "C")
    if week:
        first, last = week[0].day, week[-1].day
        span = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        sheet.line_of(say("timetable.paper_span", language, **span), 11, "", "C")
    sheet.ln(3)


def _middle(sheet: _Sheet, left: float, width: float, lines: Sequence[tuple[str, str]]) -> None:
    """Lines in the middle of a column, a short rule below."""
    for text, style in lines:
        if text:
            sheet.set_x(left)
            sheet.set_font(FONT, style, 9.5)
            sheet.multi_cell(width, 4.8, text, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    middle, y = left + width / 2, sheet.get_y() + 1
    sheet.set_draw_color(*INK)
    sheet.line(middle - 15, y, middle + 15, y)


def _day(
    sheet: _Sheet,
    plan: DayPlan,
    zones: Mapping[str, str],
    language: Language,
    kinds: Mapping[CueId, PlannedKind],
) -> None:
    rows = list(_rows(plan.cues, zones, language, kinds))
    whole = HEAD_MM + ROW_MM * len(rows)
    if sheet.will_page_break(whole if whole < sheet.eph / 2 else 28):
        sheet.add_page()
    words = in_words(plan.day, language)
    sheet.line_of(words[0].upper() + words[1:], 11, "B")
    sheet.ln(0.5)
    if not plan.cues:
        sheet.line_of(say("timetable.paper_silent_day", language), 9.5)
        sheet.ln(3)
        return
    sheet.set_font(FONT, "", 9)
    sheet.set_draw_color(150, 158, 170)
    head = FontFace(emphasis="BOLD", fill_color=SHADE)
    with sheet.table(
        col_widths=_WIDTHS, headings_style=head, line_height=4.8, padding=(0.8, 1.2),
        text_align="LEFT",
    ) as table:  # fmt: skip
        heads = ("time", "length", "what", "kind", "zones")
        table.row([say(f"timetable.paper_{name}", language) for name in heads])
        for row in rows:
            table.row(row)
    sheet.ln(3)


def _rows(
    cues: Sequence[Cue],
    zones: Mapping[str, str],
    language: Language,
    kinds: Mapping[CueId, PlannedKind],
) -> Iterator[tuple[str, ...]]:
    for cue in cues:
        if cue.because == "timetable.because_sting":
            continue  # a few seconds between two programmes: nothing to sign
        seconds = round((cue.ends_at - cue.starts_at).total_seconds())
        everywhere = len(cue.zones) == len(zones)
        yield (
            f"{local(cue.starts_at):%H:%M:%S}",
            f"{seconds // 60}:{seconds % 60:02d}",
            what_sounds(cue),
            _kind_text(cue, kinds, language),
            say("timetable.paper_everywhere", language)
            if everywhere
            else ", ".join(zones.get(zone, zone) for zone in cue.zones),
        )


def _kind_text(cue: Cue, kinds: Mapping[CueId, PlannedKind], language: Language) -> str:
    if isinstance(cue.content, Recorded) and cue.content.kind in UNTOLD:
        return "–"
    return say(f"timetable.kind_{_kind(cue, kinds)}", language)


def _kind(cue: Cue, kinds: Mapping[CueId, PlannedKind]) -> str:
    if cue.id in kinds:
        return str(kinds[cue.id])
    if cue.priority is Priority.EMERGENCY:
        return "emergency"
    return "relay" if isinstance(cue.content, Relay) else "recorded"


def _remarks(sheet: _Sheet, week: Sequence[DayPlan], language: Language) -> None:
    told = list(_serious(week, language))
    if not told:
        return
    if sheet.will_page_break(HEAD_MM + ROW_MM * min(len(told), MOST_REMARKS)):
        sheet.add_page()
    sheet.line_of(say("timetable.paper_remarks", language), 11, "B")
    for line in told[:MOST_REMARKS]:
        sheet.line_of(f"– {line}", 9)
    if len(told) > MOST_REMARKS:
        sheet.line_of(f"… (+{len(told) - MOST_REMARKS})", 9)
    sheet.ln(3)


def _serious(week: Iterable[DayPlan], language: Language) -> Iterator[str]:
    """Each serious remark once, with the days on which it holds."""
    found: list[tuple[Remark, DayPlan]] = [
        (remark, plan) for plan in week for remark in plan.remarks if remark.serious
    ]
    for line, group in groupby(
        sorted(((tell(remark, language), plan.day) for remark, plan in found)), key=lambda p: p[0]
    ):
        held = list(dict.fromkeys(day for _, day in group))
        days = ", ".join(f"{day:%d/%m}" for day in held)
        if len(held) == DAYS_OF_A_WEEK:
            days = say("timetable.paper_every_day", language)
        yield f"{line.rstrip('.')} ({days})."


def _signatures(
    sheet: _Sheet, week: Sequence[DayPlan], settings: StationSettings, language: Language
) -> None:
    if sheet.will_page_break(50):
        sheet.add_page()
    year = week[-1].day.year if week else ""
    place = settings.commune or settings.province
    sheet.ln(2)
    sheet.line_of(say("timetable.paper_place_date", language, place=place, year=year), 9.5, "", "R")
    sheet.ln(1)
    half = sheet.epw / 2
    for name, style, size in (("paper_maker", "B", 10), ("paper_sign", "", 9)):
        other = {"paper_maker": "paper_leader", "paper_sign": "paper_seal"}[name]
        sheet.set_font(FONT, style, size)
        sheet.cell(half, 6, say(f"timetable.{name}", language), align="C")
        sheet.cell(
            half, 6, say(f"timetable.{other}", language), align="C",
            new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip
    sheet.ln(26)
