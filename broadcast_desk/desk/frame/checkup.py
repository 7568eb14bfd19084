"""Kiểm tra máy: what works on this computer, what to do about the rest, and the way there."""

from __future__ import annotations

import itertools
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from broadcast_desk.checkup.checks import Finding, Subject, examine, sound_cards
from broadcast_desk.desk import theme
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import language, translate, words_of
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import Task, TaskScope
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import IconLabel, clear, line_of, rule, scrolled
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.desk.wording import voice_text
from broadcast_desk.station.messages import say

_ICONS = {
    "good": ("circle-check", "well"),
    "attention": ("triangle-alert", "need"),
    "bad": ("octagon-x", "air_text"),
}
_PAGES = {"keys": "packages", "voices": "settings", "devices": "settings", "disk": "settings"}
"""Where something can be done about a finding that is not good."""


class CheckupDialog(QDialog):
    """The findings, one line each, those that need a person first.

    Signals:
        asked: the page where something can be done.
        start_asked: playout should be started.
    """

    asked = Signal(str)
    start_asked = Signal()

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(parent)
        self.context = context
        self.tasks = TaskScope(context.tasks, self)
        self.findings: tuple[Finding, ...] = ()
        self.setWindowTitle(translate("Checkup", "Kiểm tra máy"))
        self.sum = Chip()
        self.again = Button(translate("Checkup", "Kiểm tra lại"), self.look, icon="search")
        self.copy = Button(translate("Checkup", "Chép kết quả"), self.copy_text, icon="file-text")
        self.shut = Button(translate("Checkup", "Đóng"), self.reject, look="primary")
        self._lines = QVBoxLayout()
        self._build()
        self.look()

    def _build(self) -> None:
        scale = theme.current().scale
        self.resize(round(space(96) * min(scale, 1.3)), space(80))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(2))
        column.setSpacing(space(2))
        head = line_of(spacing=2)
        head.addWidget(label(translate("Checkup", "Kiểm tra máy"), "head"), 1)
        head.addWidget(self.sum)
        column.addLayout(head)
        inner = QWidget()
        self._lines.setSpacing(0)
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, space(1), 0)
        lines.addLayout(self._lines)
        lines.addStretch(1)
        column.addWidget(scrolled(inner), 1)
        column.addLayout(line_of(self.again, self.copy, None, self.shut))

    def look(self) -> None:
        """Look at everything again."""
        self.again.setEnabled(False)
        self.copy.setEnabled(False)
        self.sum.say(translate("Checkup", "Đang kiểm tra"))
        cards = sound_cards()

        def work(rooms: Rooms, _: Task) -> tuple[Finding, ...]:
            return tuple(examine(Subject(rooms.data, rooms.db, rooms.clock, rooms.settings, cards)))

        self.tasks.long(
            work,
            self._show,
            failed=lambda error: self.sum.say(words_of(error), "need"),
            finished=lambda: self.again.setEnabled(True),
        )

    def _show(self, findings: tuple[Finding, ...]) -> None:
        order = {"bad": 0, "attention": 1, "good": 2}
        self.findings = tuple(sorted(findings, key=lambda finding: order[finding.verdict]))
        clear(self._lines)
        stops: list[QWidget] = []
        for number, finding in enumerate(self.findings):
            if number:
                self._lines.addWidget(rule())
            line = self._line(finding)
            self._lines.addWidget(line)
            stops += line.findChildren(Button)
        for one, other in itertools.pairwise([*stops, self.again, self.copy, self.shut]):
            QWidget.setTabOrder(one, other)  # through the findings, then to the buttons below
        needs = sum(1 for finding in findings if finding.verdict != "good")
        if needs:
            self.sum.say(translate("Checkup", "{n} việc cần xem").format(n=needs), "need")
        else:
            self.sum.say(translate("Checkup", "Mọi thứ đều tốt"), "well")
        self.copy.setEnabled(True)

    def _line(self, finding: Finding) -> QWidget:
        made = QWidget()
        line = line_of(spacing=1.5)
        line.setContentsMargins(0, space(1), 0, space(1))
        made.setLayout(line)
        line.addWidget(IconLabel(*_ICONS[finding.verdict]), 0, Qt.AlignmentFlag.AlignTop)
        words = label(words_for(finding), wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(words, 1)
        way = self._way(finding) if finding.verdict != "good" else None
        if way is not None:
            way.setAccessibleName(f"{way.text()}: {words_for(finding)}")
            line.addWidget(way)
        return made

    def _way(self, finding: Finding) -> Button | None:
        """The button that leads to where something can be done."""
        if finding.check == "playout":
            return Button(translate("Checkup", "Chạy bộ phát"), self.start_asked.emit)
        page = _PAGES.get(finding.check)
        if page is None:
            return None
        return Button(translate("Checkup", "Xem"), partial(self._go, page))

    def _go(self, page: str) -> None:
        self.accept()
        self.asked.emit(page)

    def copy_text(self) -> None:
        """Put the findings on the clipboard, to be sent to whoever helps."""
        marks = {"good": "✓", "attention": "!", "bad": "✗"}
        lines = [f"{marks[found.verdict]} {words_for(found)}" for found in self.findings]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy.setText(translate("Checkup", "Đã chép"))


def words_for(finding: Finding) -> str:
    """What was found, and what to do."""
    if finding.code == "doctor.voices":
        names = ", ".join(voice_text(name) for name in str(finding.params["names"]).split(", "))
        return say(finding.code, language(), names=names)
    if finding.code == "doctor.no_playout":
        return translate("Checkup", "Bộ phát chưa chạy: loa sẽ im cho đến khi bộ phát chạy.")
    return say(finding.code, language(), **finding.params)
