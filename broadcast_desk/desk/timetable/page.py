"""Lịch phát: the week to drag and stretch, and what every change would do before it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import language, translate, words_of
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable import campaigns, files, menu, operations, special
from broadcast_desk.desk.timetable.ahead import AheadCard
from broadcast_desk.desk.timetable.campaigns import CampaignsTab, Offered
from broadcast_desk.desk.timetable.deeds import OccurrenceDeeds
from broadcast_desk.desk.timetable.editor import SlotDialog
from broadcast_desk.desk.timetable.edits import Edit
from broadcast_desk.desk.timetable.files import Brought, FilesButton
from broadcast_desk.desk.timetable.place import PlaceTab
from broadcast_desk.desk.timetable.sessions import clashes
from broadcast_desk.desk.timetable.slot_forms import SlotForms
from broadcast_desk.desk.timetable.slots import SlotsTab
from broadcast_desk.desk.timetable.special import SpecialDialog, SpecialTab
from broadcast_desk.desk.timetable.trial import Option, Proposal, TrialPanel
from broadcast_desk.desk.timetable.week import Tried, WeekView
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import EmptyState, scrolled
from broadcast_desk.desk.widgets.flow import Gap, flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import day_text
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.place import place_rules_of
from broadcast_desk.timetable.wording import edit_in_words

WEEK_TAB, SLOTS_TAB, SPECIAL_TAB, CAMPAIGNS_TAB, PLACE_TAB = range(5)
SIDE_PX = 340
BESIDE_FROM_PX = 1000
MOST_PX = 16_777_215


class TimetablePage(Page):
    """The timetable."""

    shows = frozenset({Kind.TIMETABLE, Kind.PROGRAMMES, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._first = operations.monday_of(self._today())
        self._week: operations.Week | None = None
        self._settings = context.settings
        self._much_ahead = False
        self.head = label(role="title")
        self.week = WeekView()
        self.slots = SlotsTab()
        self.special = SpecialTab()
        self.campaigns = CampaignsTab()
        self.place = PlaceTab()
        self.ahead = AheadCard()
        self.trial = TrialPanel(context.settings.operators, self._today)
        self.deeds = OccurrenceDeeds(self)
        self.forms = SlotForms(self)
        self.forms.kept.connect(self._done)
        self.deeds.edit_asked.connect(self.edit_slot)
        self.deeds.proposed.connect(self.propose)
        self.tabs = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._undo = Button(
            translate("Timetable", "Hoàn tác"), self._take_back, icon="undo-2", look="quiet"
        )
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        line = flow_of(self.head)
        line.addWidget(self._build_going())
        line.addWidget(Gap())
        line.addWidget(self._undo)
        line.addWidget(FilesButton(self.write_file, self.bring_file))
        add = translate("Timetable", "Thêm khung giờ")
        line.addWidget(Button(add, self.add_slot, icon="plus", look="primary"))
        self.body.addLayout(line)
        self.body.addLayout(self._build_tabs())
        self._empty = EmptyState(
            "calendar-days",
            translate("Timetable", "Lịch phát còn trống"),
            translate("Timetable", "Thêm khung giờ đầu tiên: mấy giờ, ở cụm loa nào, phát gì."),
            add,
            self.add_slot,
        )
        for part in (self.week, self.slots, self.special, self.campaigns, self.place):
            self._stack.addWidget(part if part is self.week else _in_area(part))
        self._stack.addWidget(self._empty)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.trial, 1)
        self._ahead_area = _in_area(self.ahead)
        side.addWidget(self._ahead_area, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(space(2))
        self._halves.addWidget(self._stack, 1)
        self._halves.addWidget(self._side)
        self.body.addLayout(self._halves, 1)
        self._undo.hide()
        self._side.hide()
        self.week.setMinimumHeight(space(40))

    def _build_going(self) -> QWidget:
        self._going = QWidget()
        line = QHBoxLayout(self._going)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        before = translate("Timetable", "Tuần trước")
        after = translate("Timetable", "Tuần sau")
        line.addWidget(
            Button("", partial(self._go, -1), icon="chevron-left", look="quiet", tip=before)
        )
        line.addWidget(Button(translate("Timetable", "Tuần này"), self._go_home, look="quiet"))
        line.addWidget(
            Button("", partial(self._go, 1), icon="chevron-right", look="quiet", tip=after)
        )
        return self._going

    def _build_tabs(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(space(0.5))
        flow = flow_of(spacing=0.5)
        for number, words in enumerate(
            (
                translate("Timetable", "Tuần"),
                translate("Timetable", "Khung giờ"),
                translate("Timetable", "Ngày đặc biệt"),
                translate("Timetable", "Đợt tuyên truyền"),
                translate("Timetable", "Quy định"),
            )
        ):
            button = Button(words, look="tab")
            button.setCheckable(True)
            self.tabs.addButton(button, number)
            flow.addWidget(button)
        self.tabs.button(WEEK_TAB).setChecked(True)
        line.addLayout(flow, 1)
        return line

    def _connect(self) -> None:
        self.tabs.idToggled.connect(lambda _number, on: self._show_tab() if on else None)
        self.week.opened.connect(lambda session: self.edit_slot(self.deeds.slot_of(session)))
        self.week.menu_asked.connect(self.deeds.show_menu)
        self.week.tried.connect(self._on_tried)
        self.week.untried.connect(self.drop_trial)
        self.slots.edit_asked.connect(self.edit_slot)
        self.slots.remove_asked.connect(lambda slot: self.propose(menu.removed(slot)))
        self.special.proposed.connect(self.propose)
        self.special.add_asked.connect(self.ask_special)
        self.place.proposed.connect(self.propose)
        self.place.failed.connect(self.say_error)
        self.campaigns.proposed.connect(lambda one: self.propose(campaigns.trial_of(one)))
        self.campaigns.accepted.connect(self.accept_campaign)
        self.campaigns.edit_asked.connect(self.edit_slot)
        self.campaigns.write_asked.connect(lambda: self.asked.emit("compose", None))
        self.ahead.slot_asked.connect(self._edit_by_id)
        self.ahead.order_asked.connect(self.deeds.ask_order)
        self.trial.tried.connect(self._try)
        self.trial.wanted.connect(self._keep)
        self.trial.dropped.connect(self.drop_trial)

    # Showing

    @override
    def refresh(self) -> None:
        """Plan the week again."""
        first = self._first
        self.tasks.read(
            lambda rooms: (operations.week(rooms, first), rooms.settings),
            self._on_week,
            latest="week",
            failed=self.say_error,
        )
        self.tasks.read(
            campaigns.offers,
            lambda offered: self.campaigns.show_offers(offered, self._today()),
            latest="campaigns",
            failed=self.say_error,
        )

    def _on_week(self, told: tuple[operations.Week, StationSettings]) -> None:
        week, self._settings = told
        self._week = week
        self.deeds.show_week(week)
        self.forms.show_week(week)
        last = week.first + timedelta(days=6)
        self.head.setText(
            translate("Timetable", "{first} đến {last}").format(
                first=f"{week.first:%d/%m}", last=day_text(last)
            )
        )
        self.week.show_week(week, self.context.clock.now())
        self.slots.show_slots(week)
        self.special.show_days(place_rules_of(self._settings).special_days, week.slots)
        if self.trial.proposal is None:
            self.place.show_settings(self._settings)
        clashing = [group for day in week.days for group in clashes(day)]
        self.ahead.show_ahead(week.ahead, clashing, self._today())
        self._much_ahead = bool(week.ahead or clashing)
        self._undo.setVisible(week.can_undo)
        self._show_tab()

    def show_tab(self, number: int) -> None:
        """Go to a part of the page."""
        self.tabs.button(number).setChecked(True)

    def _show_tab(self) -> None:
        number = self.tabs.checkedId()
        nothing = self._week is not None and not self._week.slots
        empty = nothing and number in (WEEK_TAB, SLOTS_TAB) and self.trial.proposal is None
        self._stack.setCurrentIndex(self._stack.count() - 1 if empty else number)
        self._going.setVisible(number == WEEK_TAB and not empty)
        trying = self.trial.proposal is not None
        ahead = self._much_ahead and number == WEEK_TAB
        self._ahead_area.setVisible(ahead and not trying)
        self._side.setVisible(trying or ahead)
        self._place_side()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel where there is room for it."""
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        """The panel beside the week; where that is too narrow, above what is tried."""
        dress = theme.current()
        trying = self.trial.proposal is not None
        if self.width() >= dress.px(BESIDE_FROM_PX):
            self._halves.setDirection(QBoxLayout.Direction.LeftToRight)
            self._side.setFixedWidth(dress.px(SIDE_PX))
            self._side.setMinimumHeight(0)
        else:
            way = QBoxLayout.Direction
            self._halves.setDirection(way.BottomToTop if trying else way.TopToBottom)
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(MOST_PX)
            self._side.setMinimumHeight(dress.px(SIDE_PX) if trying else 0)

    # Trying and keeping

    def propose(self, proposal: Proposal) -> None:
        """Put a change on trial: its effect is shown, nothing is kept yet."""
        if self._week is None:
            return
        self.message.hide()
        self.trial.show_proposal(proposal, self._week.zones)
        self._show_tab()

    def drop_trial(self) -> None:
        """Take a trial back."""
        self.trial.close_trial()
        self.week.grid.forget()
        self.place.show_settings(self._settings)
        self._show_tab()

    def _on_tried(self, tried: Tried) -> None:
        if self._week is not None:
            day = self._week.first + timedelta(days=tried.day)
            slot = self.deeds.slot_of(tried.session)
            self.propose(menu.put(slot, tried, day, self.deeds.other_items(tried.session)))

    def _try(self, option: Option, about: date | None) -> None:
        edit, change = option.edit, option.change
        if edit is not None:
            work = partial(operations.effect, edit=edit, about=about)
        else:
            assert change is not None
            work = partial(operations.effect_of_rules, change=change, about=about)
        self.tasks.read(
            work, self._on_effect, latest="trial",
            failed=lambda error: self.trial.say_error(words_of(error)),
        )  # fmt: skip

    def _on_effect(self, effect: operations.Effect) -> None:
        if self._week is not None and self.trial.proposal is not None:
            self.trial.show_effect(effect, self._week.zones)

    def _keep(self, proposal: Proposal, option: Option, confirmed_by: str) -> None:
        if option.edit is not None:
            self._keep_edit(option.edit, proposal.done, confirmed_by)
        elif option.change is not None:
            self._keep_rules(option.change, option.what, proposal.done, confirmed_by)

    def _keep_edit(self, edit: Edit, done: str, confirmed_by: str) -> None:
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.keep(rooms, edit, by, confirmed_by),
            lambda _: self._done(done),
            failed=lambda error: self.trial.say_error(words_of(error)),
        )

    def _keep_rules(
        self, change: operations.Change, what: str, done: str, confirmed_by: str
    ) -> None:
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.keep_rules(rooms, change, what, by, confirmed_by),
            lambda _: self._done(done),
            failed=lambda error: self.trial.say_error(words_of(error)),
        )

    def _take_back(self) -> None:
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.undo(rooms, by),
            self._undone,
            failed=self.say_error,
        )

    def _undone(self, what: str) -> None:
        self.trial.close_trial()
        words = translate("Timetable", "Đã hoàn tác: {what}.")
        self.message.say(words.format(what=edit_in_words(what, language())), "well")
        self.context.changes.tell(Kind.SETTINGS, Kind.TIMETABLE, by=self)
        self.refresh()

    def _done(self, words: str) -> None:
        self.trial.close_trial()
        back = translate("Timetable", "Hoàn tác")
        self.message.say(words, "well", button=back, action=self._take_back)
        self.context.changes.tell(Kind.SETTINGS, Kind.TIMETABLE, by=self)
        self.refresh()

    # Special days and campaigns

    def ask_special(self) -> SpecialDialog | None:
        """Open the form for a special day."""
        if self._week is None:
            return None
        dialog = SpecialDialog(
            self,
            self._week,
            self.context.settings.operators,
            self.context.operator,
            self._today(),
        )
        dialog.accepted.connect(lambda: self.propose(special.with_day(dialog.special())))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def accept_campaign(self, offered: Offered) -> None:
        """Take a campaign into the timetable at once; where it touches quiet hours, on trial."""
        trial = campaigns.trial_of(offered)
        edit = trial.options[0].edit
        assert edit is not None
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.keep(rooms, edit, by),
            lambda _: self._done(trial.done),
            failed=lambda _error: self.propose(trial),
        )

    # Slots

    def add_slot(self) -> None:
        """Open the form for a new slot."""
        self.edit_slot(None)

    def edit_slot(self, slot: Slot | None) -> SlotDialog | None:
        """Open the form for a slot."""
        return self.forms.open(slot, self._today())

    def _edit_by_id(self, slot_id: str) -> None:
        self.forms.open_by_id(slot_id, self._today())

    @override
    def open_on(self, what: object) -> None:
        """Edit the slot another page names by its id, a new one ("new"), or the rules ("place")."""
        if what == "new":
            self.add_slot()
        elif what == "place":
            self.tabs.button(PLACE_TAB).click()
        elif isinstance(what, str):
            self._edit_by_id(what)

    # Files

    def write_file(self, path: Path) -> None:
        """Write the week that is shown."""
        first = self._first
        self.tasks.long(
            lambda rooms, _: files.write(rooms, first, path),
            lambda written: self.message.say(
                translate("Timetable", "Đã ghi {path}.").format(path=written),
                "well",
                button=translate("Timetable", "Mở"),
                action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(written))),
            ),
            failed=self.say_error,
        )

    def bring_file(self, path: Path) -> None:
        """Put what a calendar file holds on trial."""
        self.tasks.long(
            lambda rooms, _: files.bring(rooms, path), self._on_brought, failed=self.say_error
        )

    def _on_brought(self, brought: Brought) -> None:
        try:
            self.propose(files.proposal_of(brought))
        except InputError as error:
            self.say_error(error)

    # Weeks

    def _go(self, weeks: int) -> None:
        self._first += timedelta(weeks=weeks)
        self.drop_trial()
        self.refresh()

    def _go_home(self) -> None:
        self._first = operations.monday_of(self._today())
        self.drop_trial()
        self.refresh()

    def _today(self) -> date:
        return local(self.context.clock.now()).date()


def _in_area(part: QWidget) -> QScrollArea:
    """A part in an area that scrolls; the part keeps its own ground."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, space(0.5), 0)
    column.addWidget(part)
    column.addStretch(1)
    return scrolled(inner)
