"""What is done with copies of the data: make one, take it elsewhere, go back to one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from broadcast_desk.desk import restoring
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.settings import operations
from broadcast_desk.desk.settings.backups import BackupGroup, RestoreDialog
from broadcast_desk.desk.wording import moment_text
from broadcast_desk.station.errors import DeskError
from broadcast_desk.storage.backup import Backup, Copied


class Copies:
    """Does what the group of copies asks for."""

    def __init__(self, page: Page, backups: BackupGroup) -> None:
        self.page, self.tasks, self.backups = page, page.tasks, backups
        self.say_error = page.say_error
        backups.copy_asked.connect(self._make_copy)
        backups.copy_to_asked.connect(self._copy_to)
        backups.folder_chosen.connect(self._look_into)
        backups.restore_asked.connect(self.ask_restore)

    def look(self) -> None:
        """See which copies there are."""
        self.tasks.read(
            operations.copies, self.backups.show_copies, latest="copies", failed=self.say_error
        )

    def _make_copy(self) -> None:
        self.tasks.long(
            lambda rooms, _: operations.make_copy(rooms), self._on_copied, failed=self._not_copied
        )

    def _on_copied(self, made: Backup) -> None:
        words = translate("Settings", "Đã sao lưu lúc {moment}.")
        self.backups.outcome.say(words.format(moment=moment_text(made.at)), "well")
        self.look()

    def _copy_to(self, folder: Path) -> None:
        self.backups.outcome.say(translate("Settings", "Đang chép dữ liệu và âm thanh"))
        self.tasks.long(
            lambda rooms, _: operations.copy_to(rooms, folder),
            self._on_copied_to,
            failed=self._not_copied,
        )

    def _on_copied_to(self, copied: Copied) -> None:
        words = translate("Settings", "Đã chép ra {path}, {new} tệp âm thanh mới.")
        self.backups.outcome.say(
            words.format(path=copied.database.parent, new=copied.new_files), "well"
        )

    def _not_copied(self, error: DeskError) -> None:
        self.backups.outcome.say(words_of(error), "need")

    def _look_into(self, folder: Path) -> None:
        self.tasks.read(
            lambda _: operations.copies_in(folder),
            self._show_found,
            latest="folder",
            failed=self._not_copied,
        )

    def _show_found(self, found: tuple[Backup, ...]) -> None:
        self.ask_restore(found[0])

    def ask_restore(self, copy: Backup) -> RestoreDialog:
        """Say what going back means; the desk then closes, does it, and opens again."""
        dialog = RestoreDialog(self.page, copy)
        dialog.accepted.connect(partial(restoring.restore_and_reopen, copy.path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
