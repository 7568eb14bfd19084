"""The panel beside the week: one edit on trial, what it changes, and the button that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.edits import Edit
from broadcast_desk.desk.timetable.effects import ConfirmCard, EffectCard
from broadcast_desk.desk.timetable.operations import Change, Effect
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Message, clear, scrolled
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, Zone


@dataclass(frozen=True, slots=True)
class Option:
    """One way in which an edit can be meant.

    Attributes:
        words: "Chỉ lần này", "Mọi lần".
        edit: of the timetable; None when the rules of the place change.
        change: of the rules of the place.
        what: the kind of that change, as the timetable's own history calls it.
    """

    words: str
    edit: Edit | None = None
    change: Change | None = None
    what: str = "place"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a person did that is not kept yet.

    Attributes:
        words: what was done: "“Buổi sáng” thứ ba 24/11: 05:30 sang 06:00".
        options: at least one; the first is meant unless another is chosen.
        about: the day it is about.
        done: said when it was kept.
        reason: whether a reason can be given.
    """

    words: str
    options: tuple[Option, ...]
    about: date | None
    done: str
    reason: bool = False


class TrialPanel(Card):
    """One proposal.

    Signals:
        tried: an option, and the day it is about, to be asked what it changes.
        wanted: the proposal, the option meant, and who confirmed.
        dropped: the person does not want it.
    """

    tried = Signal(object, object)
    wanted = Signal(object, object, str)
    dropped = Signal()

    def __init__(self, operators: Sequence[Operator], today: Callable[[], date]) -> None:
        super().__init__(margin=2, spacing=1.25)
        self._today = today
        self._proposal: Proposal | None = None
        self._ready = False
        self.head = label(role="strong", wrap=True)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(0)
        self._group: QButtonGroup | None = None
        self.why = QLineEdit()
        self.why.setPlaceholderText(translate("Trial", "Lý do, nếu cần ghi lại"))
        self.why.setAccessibleName(translate("Trial", "Lý do"))
        self.effect = EffectCard()
        self.confirm = ConfirmCard(operators)
        self.trouble = Message()
        self.keep = Button(
            translate("Trial", "Giữ thay đổi"), self._keep, look="primary", icon="check"
        )
        self.drop = Button(translate("Trial", "Thôi"), self.dropped.emit)
        self.confirm.changed.connect(self._show_ready)
        self._build()
        self.hide()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(1.25))
        column.addWidget(label(translate("Trial", "Thử trước khi giữ"), "label"))
        column.addWidget(self.head)
        column.addLayout(self._choices)
        column.addWidget(self.why)
        column.addWidget(self.confirm)
        self.effect.setProperty("card", False)
        self.effect.body.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.effect)
        column.addStretch(1)
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self.trouble)
        self.body.addLayout(flow_of(None, self.drop, self.keep))

    @property
    def proposal(self) -> Proposal | None:
        """What is on trial."""
        return self._proposal

    def show_proposal(self, proposal: Proposal, zones: Sequence[Zone]) -> None:
        """Put something on trial."""
        chosen = self._chosen_words() if self._proposal else ""
        self._proposal = proposal
        self.head.setText(proposal.words)
        self.effect.show_zones(zones)
        self.why.setVisible(proposal.reason)
        self.trouble.hide()
        self._show_options(proposal.options, chosen)
        self.show()
        self._try()

    def _show_options(self, options: Sequence[Option], chosen: str) -> None:
        clear(self._choices)
        self._group = QButtonGroup(self)
        words = [option.words for option in options]
        wanted = words.index(chosen) if chosen in words else 0
        for number, option in enumerate(options):
            choice = QRadioButton(option.words)
            choice.setVisible(len(options) > 1)
            choice.setChecked(number == wanted)
            self._group.addButton(choice, number)
            self._choices.addWidget(choice)
        self._group.idToggled.connect(lambda _number, on: self._try() if on else None)

    def option(self) -> Option:
        """The option that is meant now."""
        assert self._proposal is not None
        assert self._group is not None
        return self._proposal.options[max(0, self._group.checkedId())]

    def choose(self, number: int) -> None:
        """Mean another option."""
        assert self._group is not None
        self._group.button(number).setChecked(True)

    def _chosen_words(self) -> str:
        return self.option().words if len(self._proposal.options if self._proposal else ()) else ""

    def _try(self) -> None:
        assert self._proposal is not None
        self._ready = False
        self.confirm.forget()
        self._show_ready()
        self.effect.say(translate("Trial", "Đang tính bảy ngày tới"))
        self.tried.emit(self.option(), self._proposal.about)

    def show_effect(self, effect: Effect, zones: Sequence[Zone]) -> None:
        """Show what it changes."""
        names = {zone.id: zone.name for zone in zones}
        self._ready = True
        self.confirm.ask([names.get(zone, zone) for zone in effect.needs], louder=effect.louder)
        self.effect.show_effect(effect, self._today())
        self._show_ready()

    def say_error(self, words: str) -> None:
        """Say why it cannot be kept."""
        self.effect.say()
        self.trouble.say(words, "need")

    def _show_ready(self) -> None:
        self.keep.setEnabled(self._ready and self.confirm.satisfied())

    def _keep(self) -> None:
        option = self.option()
        why = nfc(self.why.text()).strip()
        if option.edit is not None and why and not self.why.isHidden():
            option = Option(option.words, option.edit.because(why))
        self.wanted.emit(self._proposal, option, self.confirm.name())

    def close_trial(self) -> None:
        """Nothing is on trial any more."""
        self._proposal = None
        self.why.clear()
        self.confirm.forget()
        self.hide()
