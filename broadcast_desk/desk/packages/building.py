"""Building a package in the desk: the station's key, what goes in, where it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.packages import build_operations as operations
from broadcast_desk.desk.packages.build_dialogs import BuildDialog, KeyDialog
from broadcast_desk.desk.packages.build_operations import Order
from broadcast_desk.desk.tasks import TaskScope
from broadcast_desk.packages.keys import Key
from broadcast_desk.packages.model import Programme
from broadcast_desk.station.clock import local

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
        today = local(self._page.context.clock.now()).date()
        dialog = BuildDialog(self._page, bench, today, self.ask_list)
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

    def ask_list(self, asked: BuildDialog) -> None:
        """Let the person choose a list; its recordings lie beside it."""
        dialog = QFileDialog(asked, translate("Packages", "Chọn bảng tính chương trình"))
        dialog.setNameFilter(translate("Packages", "Bảng tính (*.csv *.xlsx)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read_list(asked, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_list(self, asked: BuildDialog, path: Path) -> None:
        """Read a list into the dialog, or say there which line is not understood."""

        def told(programmes: tuple[Programme, ...]) -> None:
            asked.take_list(path, programmes)

        scope = TaskScope(self._page.context.tasks, asked)  # the answer goes with the dialog
        scope.long(lambda rooms, _: operations.read_listing(rooms, path), told, failed=asked.say)

    def ask_place(self, asked: BuildDialog) -> None:
        """Let the person choose where the package is written."""
        order, key = asked.order(), asked.bench.key
        assert key is not None
        dialog = QFileDialog(self._page, translate("Packages", "Lưu gói"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("Packages", "Gói phát thanh (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"goi-{order.serial}.zip")
        dialog.fileSelected.connect(lambda name: self.write(Path(name), key, order))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, target: Path, key: Path, order: Order) -> None:
        """Build and sign the package."""
        page = self._page

        def told(path: Path) -> None:
            words = translate("Packages", "Đã lập gói {name}, {n} chương trình, đã ký.")
            page.message.say(words.format(name=path.name, n=order.count), "well")

        page.tasks.long(
            lambda rooms, _: operations.build_package(rooms, order, target, key),
            told,
            failed=page.say_error,
        )
