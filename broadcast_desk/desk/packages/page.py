"""Gói của Trung tâm: each package a card, one button accepts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.dialogs import FormDialog, name_field
from broadcast_desk.desk.packages import operations
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.tasks import Task
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import (
    Card,
    EmptyState,
    IconLabel,
    clear,
    line_of,
    rule,
    scrolled,
)
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.desk.wording import day_text, moment_text, reason_text, size_text
from broadcast_desk.packages.model import Contents, ImportReport, Issuer, Verification
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.station.folding import nfc

MOST_TITLES = 6


class PackagesPage(Page):
    """The centre's packages."""

    shows = frozenset({Kind.PACKAGES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._chosen: list[Verification] = []
        self._task: Task | None = None
        self.cards = QVBoxLayout()
        self.done = QVBoxLayout()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self._build()

    def _build(self) -> None:
        title = label(translate("Packages", "Gói của Trung tâm"), "title", wrap=True)
        line = flow_of(title, None)
        line.addWidget(
            Button(translate("Packages", "Thêm nơi gửi tin cậy"), self.ask_key, icon="shield-check")
        )
        choose = translate("Packages", "Chọn gói")
        line.addWidget(Button(choose, self.ask_package, icon="package", look="primary"))
        self.body.addLayout(line)
        self.body.addWidget(self.progress)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(2))
        self.cards.setSpacing(space(2))
        column.addLayout(self.cards)
        self._empty = EmptyState(
            "package",
            translate("Packages", "Không có gói nào đang chờ"),
            translate(
                "Packages",
                "Cắm USB hoặc tải gói về rồi bấm “Chọn gói”. "
                "Chỉ gói do nơi gửi tin cậy ký mới được nhận.",
            ),
            choose,
            self.ask_package,
        )
        column.addWidget(self._empty)
        self._history = Card(margin=2, spacing=0)
        self._history.body.addWidget(
            label(translate("Packages", "Đã nhận và đã từ chối"), "strong")
        )
        self._history.body.addLayout(self.done)
        column.addWidget(self._history)
        column.addStretch(1)
        self._empty.hide()  # until the first answer
        self._history.hide()
        self.body.addWidget(scrolled(inner), 1)

    @override
    def refresh(self) -> None:
        """Look at everything that came in."""
        self.tasks.read(operations.mail, self._show, latest="mail", failed=self.say_error)

    def _show(self, mail: operations.Mail) -> None:
        clear(self.cards)
        waiting = [*self._chosen, *mail.waiting]
        for verification in waiting:
            self.cards.addWidget(self._card(verification))
        self._empty.setVisible(not waiting)
        clear(self.done)
        lines = [
            (
                "package-check",
                "well",
                translate(
                    "Packages", "{title}, số {serial}, {issuer}: đã nhận {n} chương trình lúc {at}"
                ).format(
                    title=package.title,
                    serial=package.serial,
                    issuer=package.issuer,
                    n=package.programmes,
                    at=moment_text(package.imported_at),
                ),
            )
            for package in mail.imported
        ]
        lines += [
            ("package-x", "need", f"{refused.name}: {_reasons(refused)}")
            for refused in mail.refused
        ]
        for number, (icon, tone, words) in enumerate(lines):
            if number:
                self.done.addWidget(rule())
            row = line_of(IconLabel(icon, tone), spacing=1.5)
            row.setContentsMargins(0, space(1), 0, space(1))
            row.addWidget(label(words, wrap=True), 1)
            self.done.addLayout(row)
        self._history.setVisible(bool(lines))

    def _card(self, found: Verification) -> Card:
        card = Card(margin=2.5, spacing=1)
        contents = found.contents
        title = contents.title if contents and contents.title else found.path.name
        head = line_of(spacing=1.5)
        head.addWidget(label(title, "head", wrap=True), 1)
        head.addWidget(_verdict(found))
        card.body.addLayout(head)
        card.body.addWidget(label(_who(found), wrap=True))
        if contents is not None:
            card.body.addWidget(label(_what(contents, found), "muted", wrap=True))
        for problem in found.problems:
            row = line_of(IconLabel("circle-alert", "need"), spacing=1)
            row.addWidget(label(reason_text(problem.code, **problem.params), wrap=True), 1)
            card.body.addLayout(row)
        if found.accepted and not found.already_imported:
            accept = Button(
                translate("Packages", "Nhận gói này"),
                partial(self.accept, found.path),
                icon="package-check",
                look="primary",
            )
            card.body.addLayout(line_of(accept, None))
        return card

    # Doing

    def ask_package(self) -> None:
        """Let the person choose a package file."""
        dialog = QFileDialog(self, translate("Packages", "Chọn gói phát thanh"))
        dialog.setNameFilter(translate("Packages", "Gói phát thanh (*.zip)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look_at(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look_at(self, path: Path) -> None:
        """Check a package and show its card; nothing is taken in yet."""

        def told(found: Verification) -> None:
            self._chosen = [found, *(f for f in self._chosen if f.path != found.path)]
            self.refresh()

        self.tasks.long(
            lambda rooms, _: operations.look_at(rooms, path), told, failed=self.say_error
        )

    def accept(self, path: Path) -> None:
        """Take a package in."""
        if self._task is not None:
            return
        by = self.context.operator
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self.progress.show()
        self._task = self.tasks.long(
            lambda rooms, task: operations.accept(rooms, task, path, by),
            partial(self._on_accepted, path),
            failed=self.say_error,
            progressed=lambda part: self.progress.setValue(round(part * 100)),
            finished=self._on_over,
        )

    def _on_over(self) -> None:
        self._task = None
        self.progress.hide()
        self.refresh()

    def _on_accepted(self, path: Path, report: ImportReport) -> None:
        self._chosen = [found for found in self._chosen if found.path != path]
        self.message.say(
            translate(
                "Packages",
                "Đã nhận “{title}”: {n} chương trình mới, "
                "{approved} đã duyệt theo quy định của đài.",
            ).format(title=report.title, n=len(report.accepted), approved=len(report.approved)),
            "well",
            button=translate("Packages", "Đi duyệt"),
            action=lambda: self.asked.emit("approve", None),
        )
        self.context.changes.tell(Kind.PACKAGES, Kind.PROGRAMMES, by=self)
        self.refresh()

    def ask_key(self) -> None:
        """Let the person choose the public key of an issuer."""
        dialog = QFileDialog(self, translate("Packages", "Chọn tệp khóa công khai của nơi gửi"))
        dialog.setNameFilter(translate("Packages", "Khóa công khai (*.pub)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.trust_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def trust_file(self, path: Path) -> None:
        """Read a key file and ask who it is."""
        self.tasks.read(lambda _: operations.key_text(path), self._ask_trust, failed=self.say_error)

    def _ask_trust(self, text: str) -> None:
        dialog = TrustDialog(self, self.context, text)
        dialog.accepted.connect(lambda: self._trust(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _trust(self, dialog: TrustDialog) -> None:
        text, name, by, heard = dialog.answers()

        def told(issuer: Issuer) -> None:
            words = translate("Packages", "Từ nay nhận gói do “{name}” ký.")
            self.message.say(words.format(name=issuer.name), "well")
            self._check_again()

        self.tasks.write(
            lambda rooms: operations.trust(rooms, text, name, by, heard),
            told,
            failed=lambda error: self.message.say(words_of(error), "need"),
        )

    def _check_again(self) -> None:
        """Check the chosen packages anew, now that more is trusted."""
        again, self._chosen = self._chosen, []
        for found in again:
            self.look_at(found.path)
        self.refresh()


class TrustDialog(FormDialog):
    """Whose key this is: its number is compared over the telephone, not clicked away."""

    def __init__(self, parent: QWidget, context: Context, text: str) -> None:
        super().__init__(
            parent,
            translate("Packages", "Tin cậy một nơi gửi"),
            translate(
                "Packages",
                "Gọi điện cho nơi gửi theo số quen biết, nhờ họ đọc sáu nhóm số của khóa, "
                "rồi gõ lại đúng những gì nghe được.",
            ),
            translate("Packages", "Tin cậy khóa này"),
            "shield-check",
        )
        self._text = text
        self.name = QLineEdit(context.settings.centre_name)
        self.heard = QLineEdit()
        self.heard.setPlaceholderText("00000 00000 00000 00000 00000 00000")
        self.by = name_field(context.settings.operators, "operator", context.operator)
        self.add_field(translate("Packages", "Tên nơi gửi"), self.name)
        self.add_field(translate("Packages", "Sáu nhóm số nghe qua điện thoại"), self.heard)
        self.add_field(translate("Packages", "Người gọi điện"), self.by)
        self.finish()
        for field in (self.name, self.heard):
            field.textChanged.connect(self._check)
        self.by.editTextChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        filled = (self.name.text(), self.heard.text(), self.by.currentText())
        self.act.setEnabled(all(part.strip() for part in filled))

    def answers(self) -> tuple[str, str, str, str]:
        """Key, name, who confirmed, what was heard."""
        return (
            self._text,
            nfc(self.name.text()).strip(),
            nfc(self.by.currentText()).strip(),
            self.heard.text(),
        )


def _reasons(refused: Refused) -> str:
    said = [reason_text(problem.code, **problem.params) for problem in refused.problems]
    return "; ".join(said)


def _verdict(found: Verification) -> Chip:
    if found.already_imported:
        return Chip(translate("Packages", "Đã nhận trước đây"))
    if found.accepted:
        return Chip(translate("Packages", "Nguyên vẹn, đúng chữ ký"), "well")
    return Chip(translate("Packages", "Không nhận được"), "need")


def _who(found: Verification) -> str:
    if found.issuer is not None:
        words = translate("Packages", "Do {name} ký, số {serial}.")
        serial = found.contents.serial if found.contents else "?"
        return words.format(name=found.issuer.name, serial=serial)
    if found.key_id:
        return translate("Packages", "Ký bằng khóa {key} mà đài chưa tin cậy.").format(
            key=found.key_id
        )
    return translate("Packages", "Không có chữ ký.")


def _what(contents: Contents, found: Verification) -> str:
    titles = [programme.draft.title for programme in contents.programmes]
    shown = "; ".join(titles[:MOST_TITLES])
    if len(titles) > MOST_TITLES:
        shown += "; …"
    parts = [
        translate("Packages", "{n} chương trình: {titles}").format(n=len(titles), titles=shown),
        size_text(found.bag.size_bytes) if found.bag else "",
    ]
    if contents.valid_until is not None:
        parts.append(
            translate("Packages", "có giá trị đến {day}").format(day=day_text(contents.valid_until))
        )
    if contents.withdrawals:
        parts.append(translate("Packages", "rút lại {n}").format(n=len(contents.withdrawals)))
    wishes = [a.at for programme in contents.programmes for a in programme.airings if a.at]
    if wishes:
        parts.append(
            translate("Packages", "đề nghị phát lúc {times}").format(
                times=", ".join(sorted(set(wishes)))
            )
        )
    return " · ".join(part for part in parts if part)
