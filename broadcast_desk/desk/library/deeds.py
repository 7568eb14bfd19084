"""What is done with the chosen programme: submit, approve, send back, withdraw, put away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog

from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library import operations
from broadcast_desk.desk.library.dialogs import ApproveDialog, ReasonDialog
from broadcast_desk.desk.page import Page
from broadcast_desk.library.model import Version


class LibraryDeeds:
    """Asks what must be asked, does it, and says on the page what came of it."""

    def __init__(self, page: Page, today: Callable[[], date]) -> None:
        self.page, self.context, self.tasks = page, page.context, page.tasks
        self._today = today

    def do(self, act: str, version: Version) -> None:
        """Do what a button of the chosen programme asks for."""
        doings = {
            "submit": self._submit,
            "approve": self._approve,
            "send_back": self._send_back,
            "withdraw": self._withdraw,
            "archive": self._archive,
            "edit": self._edit,
        }
        doings[act](version)

    def _edit(self, version: Version) -> None:
        self.page.asked.emit("compose", version.draft.code)

    def _submit(self, version: Version) -> None:
        by = self.context.operator or version.draft.author
        self.tasks.write(
            lambda rooms: operations.submit(rooms, version.id, by),
            partial(self._done, translate("Library", "Đã gửi duyệt “{title}”."), version),
            failed=self.page.say_error,
        )

    def _approve(self, version: Version) -> None:
        dialog = ApproveDialog(
            self.page,
            version.draft.title,
            self.context.settings.operators,
            self.context.operator,
            self._today(),
        )
        dialog.accepted.connect(lambda: self._approve_by(version, dialog))
        _open(dialog)

    def _approve_by(self, version: Version, dialog: ApproveDialog) -> None:
        by, paper = dialog.name.currentText(), dialog.paper.text()
        until = dialog.valid_until
        self.tasks.write(
            lambda rooms: operations.approve(rooms, version.id, by, paper, until),
            partial(
                self._done,
                translate("Library", "Đã duyệt “{title}”: xếp lịch phát được ngay."),
                version,
            ),
            failed=self.page.say_error,
        )

    def _send_back(self, version: Version) -> None:
        words = (
            translate("Library", "Trả lại cho người soạn"),
            translate("Library", "Bản tin trở về nháp để sửa, chưa phát."),
            translate("Library", "Trả lại"),
        )
        self._with_reason(
            version, words, operations.send_back, translate("Library", "Đã trả lại “{title}”.")
        )

    def _withdraw(self, version: Version) -> None:
        words = (
            translate("Library", "Rút duyệt"),
            translate(
                "Library",
                "Bản tin sẽ không phát nữa, kể cả khi đã có trong lịch, "
                "cho đến khi được duyệt lại.",
            ),
            translate("Library", "Rút duyệt"),
        )
        self._with_reason(
            version, words, operations.withdraw, translate("Library", "Đã rút duyệt “{title}”.")
        )

    def _with_reason(
        self,
        version: Version,
        words: tuple[str, str, str],
        operation: operations.Decide,
        said: str,
    ) -> None:
        dialog = ReasonDialog(
            self.page, words, self.context.settings.operators, self.context.operator
        )

        def decide() -> None:
            by, why = dialog.name.currentText(), dialog.why.toPlainText()
            self.tasks.write(
                lambda rooms: operation(rooms, version.id, by, why),
                partial(self._done, said, version),
                failed=self.page.say_error,
            )

        dialog.accepted.connect(decide)
        _open(dialog)

    def _archive(self, version: Version) -> None:
        code, by = version.draft.code, self.context.operator
        self.tasks.write(
            lambda rooms: operations.archive(rooms, code, by),
            partial(
                self._done,
                translate("Library", "Đã cất “{title}”: không phát nữa, vẫn còn trong kho."),
                version,
            ),
            failed=self.page.say_error,
        )

    def _done(self, said: str, version: Version, _code: str) -> None:
        self.page.message.say(said.format(title=version.draft.title), "well")
        self.context.changes.tell(Kind.PROGRAMMES, by=self.page)
        self.page.refresh()


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
