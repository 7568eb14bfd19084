"""Building a package in the desk: the station's key, what goes in, where it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.packages import operations
from broadcast_desk.desk.packages.dialogs import BuildDialog, KeyDialog
from broadcast_desk.packages.keys import Key

if TYPE_CHECKING:
    from broadcast_desk.desk.packages.page import PackagesPage


class Building:
    """The way from the button to the written package; each step asks the next."""

    def __init__(self, page: PackagesPage) -> None:
        self._page = page

    def ask(self) -> None:
        """Look what there is to build from, then ask for a key or for the contents."""
        page = self._page
        page.tasks.read(operations.workbench, self._ask_for, failed=page.say_error)

    def _ask_for(self, bench: operations.Workbench) -> None:
        if bench.key is None:
            self._ask_key()
            return
        if not bench.programmes:
            words = translate("Packages", "Chưa có chương trình nào được duyệt để đưa vào gói.")
            self._page.message.say(words, "need")
            return
        dialog = BuildDialog(self._page, bench)
        dialog.accepted.connect(lambda: self.ask_place(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_key(self) -> None:
        page = self._page
        dialog = KeyDialog(page, page.context)

        def told(key: Key) -> None:
            words = translate("Packages", "Đã tạo khóa. Số để đọc qua điện thoại: {number}")
            page.message.say(words.format(number=key.fingerprint), "well")
            self.ask()

        def make() -> None:
            name, password = dialog.answers()
            page.tasks.write(
                lambda rooms: operations.make_key(rooms, name, password),
                told,
                failed=page.say_error,
            )

        dialog.accepted.connect(make)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_place(self, asked: BuildDialog) -> None:
        """Let the person choose where the package is written."""
        chosen = (asked.codes(), asked.title.text(), asked.serial.value(), asked.password.text())
        key = asked.bench.key
        assert key is not None
        dialog = QFileDialog(self._page, translate("Packages", "Lưu gói"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("Packages", "Gói phát thanh (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"goi-{asked.serial.value()}.zip")
        dialog.fileSelected.connect(lambda name: self.write(Path(name), key, *chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(
        self,
        target: Path,
        key: Path,
        codes: tuple[str, ...],
        title: str,
        serial: int,
        password: str,
    ) -> None:
        """Build and sign the package."""
        page = self._page

        def told(path: Path) -> None:
            words = translate("Packages", "Đã lập gói {name}, {n} chương trình, đã ký.")
            page.message.say(words.format(name=path.name, n=len(codes)), "well")

        page.tasks.long(
            lambda rooms, _: operations.build_package(
                rooms, codes, target, key, password, serial, title
            ),
            told,
            failed=page.say_error,
        )
