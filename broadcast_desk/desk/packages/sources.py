"""The view of sources and rules: whom we trust, what needs no person, feeds, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.packages import source_cards, source_operations
from broadcast_desk.desk.packages.source_dialogs import FeedDialog, RuleDialog
from broadcast_desk.desk.packages.source_operations import Sources
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import clear, scrolled
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.packages.feed import FeedReport
from broadcast_desk.packages.rule_store import AutoApproval

if TYPE_CHECKING:
    from broadcast_desk.desk.packages.page import PackagesPage


class SourcesView(QWidget):
    """What the packages page shows behind its button; it works through that page."""

    def __init__(self, page: PackagesPage) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        line = flow_of(label(translate("Packages", "Nguồn và quy tắc"), "title", wrap=True), None)
        back = translate("Packages", "Trở lại các gói")
        line.addWidget(Button(back, page.show_mail, icon="chevron-left"))
        column.addLayout(line)
        inner = QWidget()
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, space(1), 0)
        self._cards.setSpacing(space(2))
        column.addWidget(scrolled(inner), 1)

    def refresh(self) -> None:
        """Look again."""
        page = self._page
        page.tasks.read(
            source_operations.sources, self._show, latest="sources", failed=page.say_error
        )

    def _show(self, sources: Sources) -> None:
        page = self._page
        now = page.context.clock.now()
        clear(self._cards)
        made = [
            source_cards.issuers_card(
                sources.issuers, now, page.trusting.ask_key, page.trusting.ask_revoke
            ),
            source_cards.rules_card(
                sources.rules,
                sources.issuers,
                (lambda: self.ask_rule(sources)) if sources.trusted else None,
                self.remove_rule,
            ),
            source_cards.feeds_card(sources.feeds, self.ask_feed, self.poll, self.remove_feed),
            source_cards.quarantine_card(sources.refused),
        ]
        if sources.own:
            made.insert(1, source_cards.own_keys_card(sources.own))
        for card in made:
            self._cards.addWidget(card)
        self._cards.addStretch(1)

    # Rules

    def ask_rule(self, sources: Sources) -> None:
        """Ask for a further rule."""
        dialog = RuleDialog(self._page, self._page.context, sources.trusted)

        def add() -> None:
            answers = dialog.answers()
            words = translate("Packages", "Đã đặt quy tắc.")
            self._write(lambda rooms: source_operations.add_rule(rooms, answers), words)

        dialog.accepted.connect(add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def remove_rule(self, rule: AutoApproval) -> None:
        """Drop a rule."""
        words = translate("Packages", "Đã bỏ quy tắc. Những gì đã duyệt vẫn giữ nguyên.")
        self._write(lambda rooms: source_operations.remove_rule(rooms, rule), words)

    # Feeds

    def ask_feed(self) -> None:
        """Ask for the address of a feed."""
        dialog = FeedDialog(self._page)

        def add() -> None:
            url = dialog.address()
            words = translate("Packages", "Từ nay theo dõi nguồn này.")
            self._write(lambda rooms: source_operations.add_feed(rooms, url), words)

        dialog.accepted.connect(add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def remove_feed(self, url: str) -> None:
        """Stop following a feed."""
        words = translate("Packages", "Thôi theo dõi nguồn này. Những gì đã nhận vẫn còn.")
        self._write(lambda rooms: source_operations.remove_feed(rooms, url), words)

    def poll(self) -> None:
        """Look at every feed now."""
        page = self._page
        page.message.say(translate("Packages", "Đang xem các nguồn tin…"))
        page.tasks.long(
            lambda rooms, _: source_operations.poll(rooms), self._polled, failed=page.say_error
        )

    def _polled(self, report: FeedReport) -> None:
        words = translate(
            "Packages",
            "Đã xem: {new} gói và bản ghi mới, {refused} bị từ chối, {failed} chưa được.",
        ).format(
            new=len(report.imported) + len(report.local),
            refused=len(report.refused),
            failed=len(report.failed),
        )
        self._page.message.say(words, "need" if report.failed or report.refused else "well")
        tell = self._page.context.changes.tell
        tell(Kind.PACKAGES, Kind.PROGRAMMES, Kind.TIMETABLE, by=self._page)
        self._page.refresh()

    def _write(self, work: Callable[[Rooms], None], words: str) -> None:
        page = self._page

        def told(_: None) -> None:
            page.message.say(words, "well")
            self.refresh()

        page.tasks.write(work, told, failed=page.say_error)
