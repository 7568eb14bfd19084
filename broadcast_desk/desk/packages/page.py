"""Gói của Trung tâm: each package a card, one button accepts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.packages import cards, operations
from broadcast_desk.desk.packages.building import Building
from broadcast_desk.desk.packages.dialogs import RecordingDialog
from broadcast_desk.desk.packages.sources import SourcesView
from broadcast_desk.desk.packages.trusting import Trusting
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.tasks import Task
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, EmptyState, clear, scrolled
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.packages.drives import Drive, Offer
from broadcast_desk.packages.local import Found
from broadcast_desk.packages.model import ImportReport, Verification
from broadcast_desk.packages.suggesting import Suggestion
from broadcast_desk.station.clock import local

DRIVES_EVERY_MS = 3000


class PackagesPage(Page):
    """The centre's packages."""

    shows = frozenset({Kind.PACKAGES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._chosen: list[Verification] = []
        self._recordings: list[Found] = []
        self._offers: list[Offer] = []
        self._drives: tuple[Drive, ...] = ()
        self._task: Task | None = None
        self.building = Building(self)
        self.trusting = Trusting(self)
        self.sources = SourcesView(self)
        self.cards = QVBoxLayout()
        self.lists = QVBoxLayout()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self._build()
        self.setAcceptDrops(True)
        self._watch = QTimer(self)
        self._watch.setInterval(DRIVES_EVERY_MS)
        self._watch.timeout.connect(self.look_for_drives)
        self._watch.start()

    def _build(self) -> None:
        title = label(translate("Packages", "Gói của Trung tâm"), "title", wrap=True)
        line = flow_of(title, None)
        line.addWidget(
            Button(
                translate("Packages", "Nguồn và quy tắc"), self.show_sources, icon="shield-check"
            )
        )
        line.addWidget(
            Button(translate("Packages", "Lập gói"), self.building.ask, icon="square-pen")
        )
        choose = translate("Packages", "Chọn gói")
        line.addWidget(Button(choose, self.ask_package, icon="package", look="primary"))
        self._views = QStackedWidget()
        mail = QWidget()
        whole = QVBoxLayout(mail)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space(2))
        whole.addLayout(line)
        whole.addWidget(self.progress)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(2))
        for part in (self.cards, self.lists):
            part.setSpacing(space(2))
        column.addLayout(self.cards)
        self._empty = EmptyState(
            "package",
            translate("Packages", "Không có gói nào đang chờ"),
            translate(
                "Packages",
                "Cắm USB, kéo gói thả vào đây, hoặc bấm “Chọn gói”. "
                "Chỉ gói do nơi gửi tin cậy ký mới được nhận.",
            ),
            choose,
            self.ask_package,
        )
        column.addWidget(self._empty)
        column.addLayout(self.lists)
        column.addStretch(1)
        self._empty.hide()  # until the first answer
        whole.addWidget(scrolled(inner), 1)
        self._views.addWidget(mail)
        self._views.addWidget(self.sources)
        self.body.addWidget(self._views, 1)

    def show_sources(self) -> None:
        """Show whom the station trusts, its rules, its feeds and what was refused."""
        self._views.setCurrentWidget(self.sources)
        self.sources.refresh()

    def show_mail(self) -> None:
        """Show what came in."""
        self._views.setCurrentIndex(0)
        self.refresh()

    @override
    def refresh(self) -> None:
        """Look at everything that came in."""
        self.tasks.read(operations.mail, self._show, latest="mail", failed=self.say_error)
        if self._views.currentWidget() is self.sources:
            self.sources.refresh()

    def _show(self, mail: operations.Mail) -> None:
        clear(self.cards)
        for card in self._waiting_cards(mail):
            self.cards.addWidget(card)
        self._empty.setVisible(not self.cards.count())
        clear(self.lists)
        if mail.notices:
            self.lists.addWidget(cards.notices_card(mail.notices, partial(self._seen, mail)))
        if mail.suggestions:
            card = cards.suggestions_card(mail.suggestions, self.schedule, self.decline)
            self.lists.addWidget(card)
        if mail.imported or mail.refused:
            self.lists.addWidget(cards.history_card(mail.imported, mail.refused))

    def _waiting_cards(self, mail: operations.Mail) -> list[Card]:
        made = [
            cards.offer_card(
                offer, partial(self.look_into, offer), partial(self._drop_offer, offer)
            )
            for offer in self._offers
        ]
        chosen = {found.path for found in self._chosen}
        packages = (*self._chosen, *(f for f in mail.waiting if f.path not in chosen))
        made += [cards.package_card(f, partial(self.accept, f.path)) for f in packages]
        for recording in self._recordings:
            keep, drop = partial(self.ask_about, recording), partial(self._drop, recording)
            made.append(cards.recording_card(recording, keep, drop))
        return made

    # What a person brings

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped; nothing is taken in yet."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.look_at(*paths)

    def ask_package(self) -> None:
        """Let the person choose package files or recordings."""
        dialog = QFileDialog(self, translate("Packages", "Chọn gói phát thanh"))
        dialog.setNameFilters(
            [
                translate(
                    "Packages",
                    "Gói và bản ghi (*.zip *.mp3 *.m4a *.wav *.ogg *.flac *.wma *.pub)",
                ),
                translate("Packages", "Mọi tệp (*)"),
            ]
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.look_at(*map(Path, names)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look_at(self, *paths: Path) -> None:
        """Check packages and recordings and show their cards; nothing is taken in yet."""
        self.tasks.long(
            lambda rooms, _: operations.look_at(rooms, paths), self._looked, failed=self.say_error
        )

    def _looked(self, looked: operations.Looked) -> None:
        paths = {found.path for found in looked.packages}
        self._chosen = [*looked.packages, *(f for f in self._chosen if f.path not in paths)]
        sounds = {found.path for found in looked.recordings}
        kept = (found for found in self._recordings if found.path not in sounds)
        self._recordings = [*looked.recordings, *kept]
        if looked.errors:
            self.say_error(looked.errors[0])
        for text in looked.keys:
            self.trusting.ask(text)
        self.refresh()

    # USB drives

    def look_for_drives(self) -> None:
        """Look whether a drive was plugged in or pulled."""
        if not self.isVisible():
            return
        known = self._drives
        self.tasks.read(
            lambda rooms: operations.plugged_in(rooms, known), self._plugged, latest="drives"
        )

    def _plugged(self, plugged: operations.Plugged) -> None:
        if plugged.drives == self._drives:
            return
        self._drives = plugged.drives
        there = [offer for offer in self._offers if offer.drive in plugged.drives]
        self._offers = [*plugged.offers, *there]
        self.refresh()

    def look_into(self, offer: Offer) -> None:
        """A person agreed: check what is on the drive."""
        self._drop_offer(offer)
        self.look_at(*offer.packages, *offer.recordings)

    def _drop_offer(self, offer: Offer) -> None:
        self._offers = [other for other in self._offers if other != offer]
        self.refresh()

    # Packages

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
        self.context.changes.tell(Kind.PACKAGES, Kind.PROGRAMMES, Kind.TIMETABLE, by=self)
        self.refresh()

    # Recordings

    def ask_about(self, found: Found) -> None:
        """Show what could be worked out about a recording, to be corrected."""
        today = local(self.context.clock.now()).date()
        dialog = RecordingDialog(self, found, today)
        dialog.accepted.connect(lambda: self._keep(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, dialog: RecordingDialog) -> None:
        found, (title, day, voice) = dialog.found, dialog.answers()

        def told(code: str) -> None:
            self._drop(found)
            words = translate("Packages", "Đã nhận “{title}” vào kho, mã {code}, chưa duyệt.")
            self.message.say(words.format(title=title, code=code), "well")
            self.context.changes.tell(Kind.PROGRAMMES, by=self)

        self.tasks.long(
            lambda rooms, _: operations.keep_recording(rooms, found.path, title, day, voice),
            told,
            failed=self.say_error,
        )

    def _drop(self, found: Found) -> None:
        self._recordings = [other for other in self._recordings if other != found]
        self.refresh()

    # Suggested airings and notices

    def schedule(self, suggestion: Suggestion) -> None:
        """Put a suggested airing into the timetable."""
        by = self.context.operator
        words = translate("Packages", "Đã xếp “{title}” vào lịch.").format(title=suggestion.title)

        def told(_: str) -> None:
            self.message.say(words, "well")
            self.context.changes.tell(Kind.TIMETABLE, by=self)
            self.refresh()

        self.tasks.write(
            lambda rooms: operations.schedule(rooms, suggestion, by), told, failed=self.say_error
        )

    def decline(self, suggestion: Suggestion) -> None:
        """Do not offer a suggested airing again."""
        by = self.context.operator
        self.tasks.write(
            lambda rooms: operations.decline(rooms, suggestion, by),
            lambda _: self.refresh(),
            failed=self.say_error,
        )

    def _seen(self, mail: operations.Mail) -> None:
        self.tasks.write(
            lambda rooms: operations.seen(rooms, mail.notices),
            lambda _: self.refresh(),
            failed=self.say_error,
        )

    def check_again(self) -> None:
        """Check the chosen packages anew, now that other keys are trusted."""
        again, self._chosen = self._chosen, []
        if again:
            self.look_at(*(found.path for found in again))
        self.refresh()
