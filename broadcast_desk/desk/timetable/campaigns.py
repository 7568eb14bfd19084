"""Campaigns: what the ASEAN calendar proposes before, during and after an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.on_air.day import library_view
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.edits import Edit
from broadcast_desk.desk.timetable.sentences import days_text
from broadcast_desk.desk.timetable.trial import Option
from broadcast_desk.desk.timetable.trial import Proposal as Trial
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, EmptyState, clear, line_of, rule
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.desk.wording import day_text, topic_text
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.campaigns import (
    Campaign,
    Proposal,
    campaigns_between,
    propose,
)
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.own_dates import known_events

LOOK_AHEAD = timedelta(days=120)
AFTER_SESSION_MIN = 20
"""A campaign's own sessions are proposed so long after each of the station's."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A campaign with its proposal.

    Attributes:
        accepted: its slots that are in the timetable already.
    """

    proposal: Proposal
    accepted: tuple[Slot, ...]

    @property
    def campaign(self) -> Campaign:
        """Of what occasion."""
        return self.proposal.campaign


def offers(rooms: Rooms) -> tuple[Offered, ...]:
    """The campaigns of the coming months; runs in a worker."""
    today = local(rooms.clock.now()).date()
    settings = rooms.settings
    view = library_view(rooms)
    known = {slot.id: slot for slot in rooms.timetable.slots()}
    starts = tuple(_later(at) for at in settings.session_times)
    found = []
    for campaign in campaigns_between(known_events(settings), today, today + LOOK_AHEAD):
        if campaign.closes < today:
            continue
        proposal = propose(campaign, view, starts)
        accepted = tuple(known[slot.id] for slot in proposal.slots if slot.id in known)
        found.append(Offered(proposal, accepted))
    return tuple(found)


def _later(at: time) -> time:
    minutes = min(24 * 60 - 1, at.hour * 60 + at.minute + AFTER_SESSION_MIN)
    return time(minutes // 60, minutes % 60)


class CampaignsTab(Card):
    """The coming campaigns, each with one button that accepts it.

    Signals:
        accepted: an `Offered` whose slots should enter the timetable.
        edit_asked: a slot of an accepted campaign that should be edited.
        proposed: an `Offered` whose effect should be seen first.
        write_asked: bulletins are missing; the page where they are written should open.
    """

    accepted = Signal(object)
    proposed = Signal(object)
    edit_asked = Signal(object)
    write_asked = Signal()

    def __init__(self) -> None:
        super().__init__(margin=2, spacing=1)
        self.body.addWidget(label(translate("Campaign", "Các đợt tuyên truyền sắp tới"), "strong"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self._empty = EmptyState(
            "calendar-days",
            translate("Campaign", "Bốn tháng tới không có đợt nào"),
            translate("Campaign", "Lịch ASEAN có ngày nào thì đợt tuyên truyền hiện ở đây."),
        )
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def show_offers(self, offered: Sequence[Offered], today: date) -> None:
        """Show them."""
        clear(self._lines)
        self._empty.setVisible(not offered)
        for number, one in enumerate(offered):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(one, today))

    def _line(self, offered: Offered, today: date) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, space(1.25), 0, space(1.25))
        column.setSpacing(space(0.5))
        head = line_of(spacing=1)
        head.addWidget(label(event_name(offered.campaign), "strong", wrap=True), 1)
        head.addWidget(_chip(offered, today))
        column.addLayout(head)
        column.addWidget(label(_sentence(offered), "muted", wrap=True))
        column.addLayout(self._buttons(offered))
        return made

    def _buttons(self, offered: Offered) -> QVBoxLayout:
        below = QVBoxLayout()
        line = flow_of(spacing=1)
        name = event_name(offered.campaign)
        if offered.accepted:
            for slot in offered.accepted:
                words = translate("Campaign", "Sửa {time}, {days}").format(
                    time=f"{slot.starts:%H:%M}", days=_span(slot)
                )
                button = Button(words, partial(self.edit_asked.emit, slot), icon="pen-line")
                line.addWidget(button)
        elif offered.proposal.programmes:
            words = translate("Campaign", "Nhận vào lịch")
            take = Button(words, partial(self.accepted.emit, offered), icon="check", look="primary")
            take.setAccessibleName(f"{words}: {name}")
            look = Button(
                translate("Campaign", "Xem sẽ đổi gì"),
                partial(self.proposed.emit, offered),
                icon="calendar-days",
            )
            look.setAccessibleName(f"{look.text()}: {name}")
            line.addWidget(take)
            line.addWidget(look)
        else:
            write = Button(
                translate("Campaign", "Soạn bản tin cho đợt này"),
                self.write_asked.emit,
                icon="square-pen",
            )
            write.setAccessibleName(f"{write.text()}: {name}")
            line.addWidget(write)
        below.addLayout(line)
        return below


def event_name(campaign: Campaign) -> str:
    """What the event is called."""
    return campaign.event.name_en if language() == "en" else campaign.event.name_vi


def trial_of(offered: Offered) -> Trial:
    """The campaign's slots as a proposal to be tried."""
    name = event_name(offered.campaign)
    words = translate("Campaign", "Nhận đợt “{name}” vào lịch").format(name=name)
    edit = Edit(slots=offered.proposal.slots, what="campaign")
    done = translate("Campaign", "Đã nhận đợt “{name}”: {n} khung giờ.").format(
        name=name, n=len(offered.proposal.slots)
    )
    return Trial(words, (Option("", edit),), offered.campaign.opens, done)


def _chip(offered: Offered, today: date) -> Chip:
    if offered.accepted:
        return Chip(translate("Campaign", "Đã trong lịch"), "well")
    phase = offered.campaign.phase(today)
    if phase:
        return Chip(translate("Campaign", "Đang trong đợt"), "need")
    days = (offered.campaign.opens - today).days
    return Chip(translate("Campaign", "Còn {n} ngày").format(n=days), "")


def _sentence(offered: Offered) -> str:
    campaign = offered.campaign
    day = day_text(campaign.first)
    if campaign.last != campaign.first:
        day = f"{day} – {day_text(campaign.last)}"
    starts = dict.fromkeys(f"{slot.starts:%H:%M}" for slot in offered.proposal.slots)
    said = translate(
        "Campaign", "Sự kiện {day}; phát từ {opens} đến {closes} lúc {times}. Chủ đề: {topic}."
    ).format(
        day=day,
        opens=day_text(campaign.opens),
        closes=day_text(campaign.closes),
        times=", ".join(starts),
        topic=topic_text(campaign.event.topic),
    )
    if offered.proposal.programmes:
        more = translate("Campaign", "Có {n} bản tin đã duyệt về chủ đề này.")
        return f"{said} {more.format(n=offered.proposal.programmes)}"
    return "{said} {more}".format(
        said=said,
        more=translate("Campaign", "Chưa có bản tin nào được duyệt về chủ đề này."),
    )


def _span(slot: Slot) -> str:
    last = slot.valid_until or slot.valid_from
    if not slot.rrule:
        return days_text(slot)
    return f"{slot.valid_from:%d/%m}–{last:%d/%m}"
