"""Hôm nay: what will sound next, and is everything well?"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.air import AirStatus, confirm_clock
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.on_air.day import Block, Day, look
from broadcast_desk.desk.on_air.health import Health, health
from broadcast_desk.desk.on_air.outcome import away_text, outcome
from broadcast_desk.desk.on_air.ruler import RulerWidget
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import (
    Card,
    Columns,
    EmptyState,
    IconLabel,
    clear,
    line_of,
    rule,
    scrolled,
)
from broadcast_desk.desk.widgets.flow import Gap, flow_of
from broadcast_desk.desk.widgets.labels import Chip, ElidedLabel, FigureLabel, label
from broadcast_desk.desk.wording import clock_time, length_text, weekday_text, when_text
from broadcast_desk.station.clock import local

TICK_MS = 1000
DAY_S = 86_400


class OnAirPage(Page):
    """The day."""

    shows = frozenset(Kind)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._day: Day | None = None
        self._status: AirStatus | None = None
        self.head = label(role="title", wrap=True)
        self.sum = Chip()
        self.next = NextCard()
        self.ruler = RulerWidget()
        self.sessions = SessionList()
        self.health = HealthList()
        self.health.asked.connect(lambda name: self.asked.emit(name, None))
        self.health.clock_confirmed.connect(self.confirm_clock)
        self._build()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(2))
        head = line_of(spacing=2)
        head.addWidget(self.head, 1)
        head.addWidget(self.sum)
        column.addLayout(head)
        column.addWidget(self.next)
        ruler = Card(margin=1.5)
        ruler.body.addWidget(self.ruler)
        self._ruler_card = ruler
        column.addWidget(ruler)
        self._empty = EmptyState(
            "calendar-days",
            translate("OnAir", "Hôm nay chưa có gì trong lịch"),
            translate(
                "OnAir",
                "Xếp khung giờ đầu tiên, đài sẽ tự phát đúng giờ kể cả khi không có người trực.",
            ),
            translate("OnAir", "Xếp lịch phát"),
            lambda: self.asked.emit("timetable", None),
        )
        column.addWidget(self._empty)
        self._first = self._build_first_steps()
        column.addWidget(self._first)
        columns = Columns(stack_below=760)
        columns.add(self.sessions, 5)
        columns.add(self.health, 4)
        for part in (self._empty, self._first, self._ruler_card, self.next, self.sessions):
            part.hide()  # until the first answer
        column.addWidget(columns, 1)
        self.body.setContentsMargins(space(3), space(2), space(2), space(2))
        self.body.addWidget(scrolled(inner), 1)

    def _build_first_steps(self) -> QWidget:
        """What comes before the first slot, for who opens the desk for the first time."""
        made = QWidget()
        line = flow_of(None, spacing=1)
        steps = (
            (translate("OnAir", "1. Chọn loa, nghe tiếng thử"), "settings", "speakers"),
            (translate("OnAir", "2. Soạn bản tin"), "compose", None),
            (translate("OnAir", "3. Duyệt"), "approve", None),
            (translate("OnAir", "4. Xếp lịch phát"), "timetable", None),
        )
        for words, page, what in steps:
            line.addWidget(Button(words, partial(self.asked.emit, page, what), look="quiet"))
        line.addWidget(Gap())
        made.setLayout(line)
        return made

    @override
    def refresh(self) -> None:
        """Look at the day again."""
        today = local(self.context.clock.now()).date()
        self.tasks.read(
            lambda rooms: look(rooms, today), self._show_day, latest="day", failed=self.say_error
        )

    def tell(self, status: AirStatus) -> None:
        """Take playout's own word."""
        known = self._status
        self._status = status
        if known is None or known != status:
            self._show_moving()

    def _show_day(self, day: Day) -> None:
        self._day = day
        self.head.setText(translate("OnAir", "Hôm nay, {day}").format(day=weekday_text(day.day)))
        self._empty.setVisible(not day.has_slots)
        self._first.setVisible(not day.has_slots)
        self._ruler_card.setVisible(day.has_slots)
        self.sessions.setVisible(bool(day.blocks))
        self.ruler.show_day(day)
        self._show_moving()

    def _tick(self) -> None:
        if self._day is None or not self.isVisible():
            return
        now = self.context.clock.now()
        if local(now).date() != self._day.day:
            self.refresh()
        self.ruler.show_now(now)
        self.next.show_next(self._day, now)

    def confirm_clock(self) -> None:
        """Tell playout, in this person's name, that the computer's clock is right."""
        by = self.context.operator or translate("Window", "Người trực đài")
        self.tasks.write(
            lambda rooms: confirm_clock(rooms, by), lambda _: None, failed=self.say_error
        )

    def _show_moving(self) -> None:
        """Show everything that moves with the time or with playout's word."""
        if self._day is None:
            return
        now = self.context.clock.now()
        self.ruler.show_now(now)
        self.next.show_next(self._day, now)
        self.sessions.show_sessions(self._day, now)
        lines = health(self._day, self._status)
        self.health.show_lines(lines)
        needs = sum(1 for line in lines if line.tone == "need")
        if needs:
            self.sum.say(translate("OnAir", "{n} việc cần xem").format(n=needs), "need")
        else:
            self.sum.say(translate("OnAir", "Mọi việc đều ổn"), "well")


class NextCard(Card):
    """What will sound next: the first thing the eye meets."""

    def __init__(self) -> None:
        super().__init__(margin=2)
        self.when = FigureLabel("", "title")
        self.name = ElidedLabel(role="head")
        self.away = label(role="muted")
        self.items = label(role="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(space(0.25))
        words.addWidget(self.name)
        words.addWidget(self.items)
        line = line_of(spacing=3)
        small = label(translate("OnAir", "Tiếp theo"), "label")
        before = QVBoxLayout()
        before.setSpacing(0)
        before.addWidget(small)
        before.addWidget(self.when)
        before.addWidget(self.away)
        line.addLayout(before)
        line.addLayout(words, 1)
        self.body.addLayout(line)

    def show_next(self, day: Day, now: datetime) -> None:
        """Show the first session that has not begun."""
        coming = day.coming(now)
        self.setVisible(day.has_slots)
        if not coming:
            self.when.setText("–")
            self.name.setText(translate("OnAir", "Hết buổi phát trong lịch"))
            self.items.setText(
                translate("OnAir", "Bảy ngày tới chưa có buổi nào; xếp thêm ở Lịch phát.")
            )
            self.away.setText("")
            return
        starts_at = coming[0].starts_at
        when, away = when_text(starts_at, now), (starts_at - now).total_seconds()
        self.when.setText(when[0].upper() + when[1:])
        self.name.setText(coming[0].name)
        self.items.setText(_items_text(coming, day))
        self.away.setText(away_text(away) if away < DAY_S else "")
        self.away.setVisible(away < DAY_S)


def _items_text(coming: tuple[Block, ...], day: Day) -> str:
    zones = {block.zone for block in coming}
    everywhere = translate("OnAir", "Mọi cụm loa")
    names = ", ".join(zone.name for zone in day.zones if zone.id in zones)
    where = everywhere if len(zones) == len(day.zones) > 1 else names
    what = " · ".join(dict.fromkeys(title for _, title in coming[0].items))
    return f"{where}: {what}"


class SessionList(Card):
    """The sessions of the day, one line each."""

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=0)
        head = line_of()
        head.addStrut(theme.current().px(38))
        head.addWidget(label(translate("OnAir", "Các buổi trong ngày"), "strong"))
        self.body.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_sessions(self, day: Day, now: datetime) -> None:
        """Show them all."""
        clear(self._lines)
        seen: set[str] = set()
        for block in day.blocks:
            if block.session in seen:
                continue
            if seen:
                self._lines.addWidget(rule())
            seen.add(block.session)
            self._lines.addWidget(_session_line(block, now))


def _session_line(block: Block, now: datetime) -> QWidget:
    result = outcome(block, now)
    word, _, why = result.text.partition(": ")
    made = QWidget()
    made.setMinimumHeight(space(5.5))
    whole = QVBoxLayout(made)
    whole.setContentsMargins(0, space(0.5), 0, space(0.5))
    whole.setSpacing(0)
    line = line_of(spacing=1.5)
    line.addWidget(FigureLabel(clock_time(block.starts_at), "strong"))
    line.addWidget(ElidedLabel(block.name), 3)
    line.addWidget(
        FigureLabel(length_text((block.ends_at - block.starts_at).total_seconds()), "small")
    )
    line.addWidget(Chip(word, result.tone) if result.tone else label(word, "muted"))
    whole.addLayout(line)
    if why:
        whole.addWidget(label(why, "need", wrap=True))
    return made


class HealthList(Card):
    """A row of plain sentences.

    Signals:
        asked: the page where something can be done.
        clock_confirmed: a person says that the computer's clock is right.
    """

    asked = Signal(str)
    clock_confirmed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=1)
        head = line_of(spacing=1)
        head.addWidget(label(translate("OnAir", "Tình trạng"), "strong"), 1)
        check = translate("OnAir", "Kiểm tra máy")
        head.addWidget(Button(check, lambda: self.asked.emit("checkup"), look="quiet"))
        self.body.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(1))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._shown: tuple[Health, ...] = ()

    def show_lines(self, lines: tuple[Health, ...]) -> None:
        """Show the sentences."""
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._lines)
        icons = {"need": ("triangle-alert", "need"), "well": ("circle-check", "well")}
        for health_line in lines:
            row = line_of(spacing=1.5)
            row.addStrut(space(4))
            row.addWidget(IconLabel(*icons.get(health_line.tone, ("info", "ink_muted"))))
            row.addWidget(label(health_line.text, wrap=True), 1)
            if health_line.page:
                row.addWidget(self._go(health_line.page))
            if health_line.clock:
                row.addWidget(Button(translate("OnAir", "Giờ máy đúng"), self.clock_confirmed.emit))
            self._lines.addLayout(row)

    def _go(self, page: str) -> Button:
        return Button(translate("OnAir", "Xem"), lambda: self.asked.emit(page), look="quiet")
