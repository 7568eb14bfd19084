"""The chosen programme: its standing, its sound, its words, its history, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library.operations import Detail
from broadcast_desk.desk.library.standing import standing
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, IconLabel, line_of
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import Chip, label, restyle
from broadcast_desk.desk.widgets.player import AudioPanel
from broadcast_desk.desk.wording import kind_text, moment_text, topic_text
from broadcast_desk.library.model import Decision, State


class StandingCard(Card):
    """May this be aired, until when: the one thing that must be obvious."""

    def __init__(self) -> None:
        super().__init__(margin=1.5, spacing=0.5)
        self._icon = IconLabel("circle-check", "well_text", 24)
        self.head = label(role="strong", wrap=True)
        self.detail = label(wrap=True)
        words = QVBoxLayout()
        words.setSpacing(space(0.25))
        words.addWidget(self.head)
        words.addWidget(self.detail)
        line = line_of(self._icon, spacing=1.5)
        line.addLayout(words, 1)
        self.body.addLayout(line)

    def say(self, head: str, detail: str, tone: str) -> None:
        """Show the answer."""
        self.head.setText(head)
        self.detail.setText(detail)
        icons = {"well": ("circle-check", "well_text"), "need": ("circle-alert", "need_text")}
        self._icon.show_icon(*icons.get(tone, ("archive", "ink_muted")))
        restyle(self, tone=tone)
        for words in (self.head, self.detail):
            words.style().unpolish(words)
            words.style().polish(words)


class DetailPanel(Card):
    """One programme.

    Signals:
        act: what the person wants done: submit, approve, send_back, withdraw, archive, edit.
    """

    act = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(margin=2.5, spacing=1.5)
        self._today = today
        self._main_act: str = ""
        self._other_act: str = ""
        self.title = label(role="head", wrap=True)
        self.kind, self.topic = Chip(tone="accent"), Chip()
        self.standing = StandingCard()
        self.player = AudioPanel()
        self.text, self.reading, self.history = (QTextBrowser() for _ in range(3))
        self.main = Button("", look="primary")
        self.main.clicked.connect(lambda: self.act.emit(self._main_act))
        self.other = Button("")
        self.other.clicked.connect(lambda: self.act.emit(self._other_act))
        self.edit = Button(
            translate("Library", "Sửa"), lambda: self.act.emit("edit"), icon="pen-line"
        )
        self.put_away = Button(
            translate("Library", "Cất đi"),
            lambda: self.act.emit("archive"),
            icon="archive",
            look="quiet",
        )
        self._build()

    def _build(self) -> None:
        self.body.addWidget(self.title)
        self.body.addLayout(flow_of(self.kind, self.topic))
        self.body.addWidget(self.standing)
        self.body.addWidget(self.player)
        self.body.addLayout(self._build_tabs())
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(flow_of(self.main, self.other, self.edit, None, self.put_away))

    def _build_tabs(self) -> QVBoxLayout:
        self._stack = QStackedWidget()
        self._tabs = QButtonGroup(self)
        line = flow_of(spacing=0.5)
        names = (
            translate("Library", "Văn bản"),
            translate("Library", "Cách đọc"),
            translate("Library", "Quá trình"),
        )
        for number, (name, view) in enumerate(
            zip(names, (self.text, self.reading, self.history), strict=True)
        ):
            view.setProperty("plain", True)
            view.setAccessibleName(name)
            view.setMinimumHeight(space(14))
            self._stack.addWidget(view)
            tab = Button(name, look="quiet")
            tab.setCheckable(True)
            tab.setChecked(number == 0)
            self._tabs.addButton(tab, number)
            line.addWidget(tab)
        self._tabs.idClicked.connect(self._stack.setCurrentIndex)
        column = QVBoxLayout()
        column.addLayout(line)
        return column

    def show_detail(self, detail: Detail) -> None:
        """Show a programme."""
        version, draft = detail.version, detail.version.draft
        self.title.setText(draft.title)
        self.kind.say(kind_text(draft.kind), "accent")
        self.topic.say(topic_text(draft.topic))
        self.topic.setVisible(bool(draft.topic))
        answer = standing(version, detail.approval, self._today())
        self.standing.say(answer.head, _with_older(answer.detail, detail), answer.tone)
        self.player.show_audio(detail.audio_path, draft.audio.duration_s if draft.audio else 0.0)
        self.player.setVisible(detail.audio_path is not None)
        self.text.setPlainText(
            draft.text or translate("Library", "Bản này không có văn bản kèm theo.")
        )
        self.reading.setPlainText(draft.reading or translate("Library", "Chưa có cách đọc."))
        self.history.setPlainText(_history(detail))
        self._offer(version.state, has_audio=draft.audio is not None)

    def _offer(self, state: State, *, has_audio: bool) -> None:
        offers = {
            State.DRAFT: ("submit", translate("Library", "Gửi duyệt"), "send"),
            State.SUBMITTED: ("approve", translate("Library", "Duyệt…"), "badge-check"),
        }
        others = {
            State.SUBMITTED: ("send_back", translate("Library", "Trả lại…"), "undo-2"),
            State.APPROVED: ("withdraw", translate("Library", "Rút duyệt…"), "undo-2"),
        }
        self._main_act = _offer_on(self.main, offers.get(state))
        self._other_act = _offer_on(self.other, others.get(state))
        self.main.setEnabled(has_audio)
        self.put_away.setVisible(state is not State.ARCHIVED)


def _offer_on(button: Button, offer: tuple[str, str, str] | None) -> str:
    button.setVisible(offer is not None)
    if offer is None:
        return ""
    act, words, icon = offer
    button.setText(words)
    button.setAccessibleName(words)
    button.set_icon(icon)
    return act


def _with_older(words: str, detail: Detail) -> str:
    if detail.on_air is None:
        return words
    older = translate("Library", "Trong lúc đó bản {number} đã duyệt vẫn được phát.")
    return f"{words} {older.format(number=detail.on_air.number)}"


def _history(detail: Detail) -> str:
    draft = detail.version.draft
    facts = (
        (translate("Library", "Mã"), draft.code),
        (translate("Library", "Bản số"), str(detail.version.number)),
        (translate("Library", "Người soạn"), draft.author),
        (translate("Library", "Nguồn"), draft.source),
        (translate("Library", "Đơn vị phát hành"), draft.issuer),
        (translate("Library", "Giọng đọc"), draft.voice),
    )
    head = [f"{name}: {value}" for name, value in facts if value]
    return "\n".join([*head, "", *(_decision(decision) for decision in detail.decisions)]).strip()


def _decision(decision: Decision) -> str:
    words = {
        "submitted": translate("Library", "gửi duyệt"),
        "approved": translate("Library", "đã duyệt"),
        "sent_back": translate("Library", "đã trả lại"),
        "withdrawn": translate("Library", "đã rút duyệt"),
        "archived": translate("Library", "đã cất"),
    }.get(decision.what, decision.what)
    by = f", {decision.by}" if decision.by else ""
    why = f": {decision.why}" if decision.why else ""
    return f"{moment_text(decision.at)}{by}, {words}{why}"


def detail_place(panel: DetailPanel, empty: QWidget) -> QStackedWidget:
    """The panel, or what stands in its place while nothing is chosen."""
    place = QStackedWidget()
    place.addWidget(empty)
    place.addWidget(panel)
    return place
