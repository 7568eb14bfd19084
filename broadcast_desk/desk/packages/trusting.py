"""Trusting a key in the desk, after its number was heard, and revoking one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.dialogs import ReasonDialog
from broadcast_desk.desk.packages import operations
from broadcast_desk.desk.packages.dialogs import TrustDialog
from broadcast_desk.packages.model import Issuer

if TYPE_CHECKING:
    from broadcast_desk.desk.packages.page import PackagesPage


class Trusting:
    """The ways from a button to a key that is trusted, or not any more."""

    def __init__(self, page: PackagesPage) -> None:
        self._page = page

    def ask_key(self) -> None:
        """Let the person choose the public key of an issuer."""
        dialog = QFileDialog(
            self._page, translate("Packages", "Chọn tệp khóa công khai của nơi gửi")
        )
        dialog.setNameFilter(translate("Packages", "Khóa công khai (*.pub)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._page.look_at(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask(self, text: str) -> None:
        """Ask for the number that was heard of this key."""
        dialog = TrustDialog(self._page, self._page.context, text)
        dialog.accepted.connect(lambda: self._trust(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _trust(self, dialog: TrustDialog) -> None:
        heard = dialog.answers()

        def told(issuer: Issuer) -> None:
            words = translate("Packages", "Từ nay nhận gói do “{name}” ký.")
            self._page.message.say(words.format(name=issuer.name), "well")
            self._page.check_again()

        self._page.tasks.write(
            lambda rooms: operations.trust(rooms, heard),
            told,
            failed=lambda error: self._page.message.say(words_of(error), "need"),
        )

    def ask_revoke(self, issuer: Issuer) -> None:
        """Ask who revokes a key and why."""
        words = (
            translate("Packages", "Thu hồi khóa"),
            translate(
                "Packages", "Từ nay gói ký bằng khóa này của “{name}” không được nhận nữa."
            ).format(name=issuer.name),
            translate("Packages", "Thu hồi khóa này"),
        )
        operators = self._page.context.settings.operators
        dialog = ReasonDialog(self._page, words, operators, self._page.context.operator)

        def revoke() -> None:
            by, why = dialog.name.currentText().strip(), dialog.why.toPlainText().strip()
            self._page.tasks.write(
                lambda rooms: operations.revoke(rooms, issuer.key_id, by, why),
                lambda _: self._page.check_again(),
                failed=self._page.say_error,
            )

        dialog.accepted.connect(revoke)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
