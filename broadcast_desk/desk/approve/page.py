"""Duyệt: one item at a time, text and sound together, three buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.approve.changes import marked
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library import operations
from broadcast_desk.desk.library.dialogs import ApproveDialog, ReasonDialog
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Columns, EmptyState
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.desk.widgets.player import AudioPanel
from broadcast_desk.desk.wording import kind_text, moment_text, topic_text
from broadcast_desk.library.model import State, Version
from broadcast_desk.station.clock import local


@dataclass(frozen=True, slots=True)
class Waiting:
    """One version that waits, with the one that was approved before it.

    Attributes:
        codes: all that waits, oldest first.
    """

    codes: tuple[str, ...]
    version: Version | None
    before: Version | None
    audio_path: Path | None


def look(rooms: Rooms, wanted: str) -> Waiting:
    """What waits for approval, and the item `wanted` of it (else the oldest)."""
    rows = rooms.library.find(state=State.SUBMITTED, limit=operations.LIST_LIMIT)
    codes = tuple(row.code for row in reversed(rows))
    if not codes:
        return Waiting((), None, None, None)
    version = rooms.library.newest(wanted if wanted in codes else codes[0])
    older = rooms.library.versions(version.draft.code)
    before = next((v for v in older if v.state is State.APPROVED), None)
    audio = version.draft.audio
    return Waiting(codes, version, before, rooms.media.path(audio.sha256) if audio else None)


class ApprovePage(Page):
    """The queue."""

    shows = frozenset({Kind.PROGRAMMES, Kind.PACKAGES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: Waiting | None = None
        self._wanted = ""
        self.place = label(role="label")
        self.title = label(role="title", wrap=True)
        self.kind, self.topic = Chip(tone="accent"), Chip()
        self.facts = label(role="muted", wrap=True)
        self.player = AudioPanel()
        self.text, self.reading = QTextBrowser(), QTextBrowser()
        self.approve = Button(
            translate("Approve", "Duyệt"), self._approve, icon="badge-check", look="primary"
        )
        self.back = Button(translate("Approve", "Trả lại để sửa"), self._send_back, icon="undo-2")
        self.later = Button(
            translate("Approve", "Để sau"), self._next, icon="chevron-right", look="quiet"
        )
        self._build()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1.5))
        column.addWidget(self.place)
        column.addWidget(self.title)
        column.addLayout(flow_of(self.kind, self.topic))
        column.addWidget(self.facts)
        column.addWidget(self.player)
        columns = Columns(stack_below=700)
        for words, view in (
            (translate("Approve", "Văn bản"), self.text),
            (translate("Approve", "Loa sẽ đọc"), self.reading),
        ):
            part = Card(margin=2, spacing=1)
            view.setProperty("plain", True)
            view.setAccessibleName(words)
            part.body.addWidget(label(words, "label"))
            part.body.addWidget(view, 1)
            columns.add(part)
        column.addWidget(columns, 1)
        column.addLayout(flow_of(self.approve, self.back, None, self.later, spacing=1.5))
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "badge-check",
                translate("Approve", "Không còn bản nào chờ duyệt"),
                translate("Approve", "Bản tin được gửi duyệt sẽ hiện ở đây, mỗi lần một bản."),
                translate("Approve", "Xem kho bản tin"),
                lambda: self.asked.emit("library", None),
            )
        )
        self._stack.addWidget(inner)
        self.body.addWidget(self._stack, 1)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._approve)
        QShortcut(QKeySequence("Ctrl+Right"), self).activated.connect(self._next)

    @override
    def refresh(self) -> None:
        """Ask what waits."""
        wanted = self._wanted
        self.tasks.read(
            lambda rooms: look(rooms, wanted), self._show, latest="look", failed=self.say_error
        )

    def _show(self, waiting: Waiting) -> None:
        self._waiting = waiting
        version = waiting.version
        self._stack.setCurrentIndex(0 if version is None else 1)
        if version is None:
            return
        draft = version.draft
        number = waiting.codes.index(draft.code) + 1
        self.place.setText(
            translate("Approve", "{number} trong {count} bản chờ duyệt").format(
                number=number, count=len(waiting.codes)
            )
        )
        self.title.setText(draft.title)
        self.kind.say(kind_text(draft.kind), "accent")
        self.topic.say(topic_text(draft.topic))
        self.topic.setVisible(bool(draft.topic))
        self.facts.setText(_facts(version, waiting.before))
        self._show_words(version, waiting.before)
        self._show_sound(waiting)
        self.later.setVisible(len(waiting.codes) > 1)

    def _show_words(self, version: Version, before: Version | None) -> None:
        if before is not None and before.draft.text != version.draft.text:
            self.text.setHtml(marked(before.draft.text, version.draft.text, theme.current()))
        else:
            empty = translate("Approve", "Bản này chỉ có âm thanh, không có văn bản.")
            self.text.setPlainText(version.draft.text or empty)
        self.reading.setPlainText(version.draft.reading)

    def _show_sound(self, waiting: Waiting) -> None:
        path, version = waiting.audio_path, waiting.version
        assert version is not None
        audio = version.draft.audio
        self.player.show_audio(path, audio.duration_s if audio else 0.0)
        self.approve.setEnabled(path is not None)
        if path is not None:
            self.tasks.read(
                lambda _: operations.waveform(path),
                self.player.show_peaks,
                latest="waveform",
                failed=self.say_error,
            )

    # The three buttons

    def _approve(self) -> None:
        version = self._waiting.version if self._waiting else None
        if version is None:
            return
        dialog = ApproveDialog(
            self,
            version.draft.title,
            self.context.settings.operators,
            "",
            local(self.context.clock.now()).date(),
        )
        dialog.accepted.connect(lambda: self._approve_by(version, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _approve_by(self, version: Version, dialog: ApproveDialog) -> None:
        by, paper = dialog.name.currentText(), dialog.paper.text()
        until: date | None = dialog.valid_until
        self.tasks.write(
            lambda rooms: operations.approve(rooms, version.id, by, paper, until),
            partial(self._done, translate("Approve", "Đã duyệt “{title}”."), version),
            failed=self.say_error,
        )

    def _send_back(self) -> None:
        version = self._waiting.version if self._waiting else None
        if version is None:
            return
        words = (
            translate("Approve", "Trả lại cho người soạn"),
            translate("Approve", "Bản tin trở về nháp để sửa, chưa phát."),
            translate("Approve", "Trả lại"),
        )
        dialog = ReasonDialog(self, words, self.context.settings.operators, "")
        dialog.accepted.connect(lambda: self._send_back_by(version, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _send_back_by(self, version: Version, dialog: ReasonDialog) -> None:
        by, why = dialog.name.currentText(), dialog.why.toPlainText()
        self.tasks.write(
            lambda rooms: operations.send_back(rooms, version.id, by, why),
            partial(self._done, translate("Approve", "Đã trả lại “{title}”."), version),
            failed=self.say_error,
        )

    def _next(self) -> None:
        waiting = self._waiting
        if waiting is None or waiting.version is None:
            return
        at = waiting.codes.index(waiting.version.draft.code)
        self._wanted = waiting.codes[(at + 1) % len(waiting.codes)]
        self.refresh()

    def _done(self, said: str, version: Version, _code: str) -> None:
        self.player.stop()
        self.message.say(said.format(title=version.draft.title), "well")
        self.context.changes.tell(Kind.PROGRAMMES, by=self)
        self.refresh()


def _facts(version: Version, before: Version | None) -> str:
    draft = version.draft
    parts = [draft.code, moment_text(version.created_at)]
    if draft.author:
        parts.append(translate("Approve", "người soạn {name}").format(name=draft.author))
    if draft.source:
        parts.append(translate("Approve", "nguồn {source}").format(source=draft.source))
    if before is not None:
        words = translate(
            "Approve", "so với bản {number} đã duyệt: chữ thêm gạch dưới, chữ bỏ gạch ngang"
        )
        parts.append(words.format(number=before.number))
    return " · ".join(parts)
