"""The operator's guide, in a window of its own beside the desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.paths import resources_folder

SUFFIX = ".md"


def chapters() -> tuple[Path, ...]:
    """The files of the guide, by name; none when it was not installed."""
    return tuple(sorted((resources_folder() / "guide").glob(f"*{SUFFIX}")))


def chapter_title(path: Path) -> str:
    """The first heading of a chapter; the file's name when it has none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem


class GuideDialog(QDialog):
    """Chapters at the left, the chosen one at the right; links between chapters work.

    Args:
        files: the chapters, in their order.
    """

    def __init__(self, parent: QWidget | None, files: tuple[Path, ...]) -> None:
        super().__init__(parent)
        self._files = files
        self.setWindowTitle(translate("Guide", "Hướng dẫn"))
        self.setModal(False)
        self.contents = QListWidget()
        self.contents.setAccessibleName(translate("Guide", "Các phần của hướng dẫn"))
        self.contents.addItems([chapter_title(path) for path in files])
        self.text = QTextBrowser()
        self.text.setAccessibleName(translate("Guide", "Nội dung hướng dẫn"))
        self.text.setOpenLinks(False)
        self.text.setFont(theme.font(17))
        self.text.document().setDocumentMargin(space(3))
        self.text.anchorClicked.connect(self._follow)
        self.contents.currentRowChanged.connect(self._show)
        self._build()
        self.resize(space(130), space(84))
        if files:
            self.contents.setCurrentRow(0)

    def _build(self) -> None:
        absent = label(
            translate(
                "Guide",
                "Bản cài đặt này chưa kèm hướng dẫn; cài lại từ bộ cài đầy đủ để có.",
            ),
            wrap=True,
        )
        absent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        book = QWidget()
        line = QHBoxLayout(book)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(space(2))
        self.contents.setFixedWidth(theme.current().px(space(34)))
        self.contents.setWordWrap(True)
        line.addWidget(self.contents)
        line.addWidget(self.text, 1)
        self._place = QStackedWidget()
        self._place.addWidget(book)
        self._place.addWidget(absent)
        self._place.setCurrentIndex(0 if self._files else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.addWidget(self._place)

    @property
    def absent(self) -> bool:
        """Whether there is no guide to read."""
        return self._place.currentIndex() == 1

    def _show(self, row: int) -> None:
        path = self._files[row]
        document = self.text.document()
        document.setBaseUrl(QUrl.fromLocalFile(str(path)))
        document.setDefaultFont(theme.font(17, QFont.Weight.Normal))
        self.text.setMarkdown(path.read_text(encoding="utf-8"))

    def _follow(self, address: QUrl) -> None:
        """Go to another chapter; nothing else is opened."""
        names = [path.name for path in self._files]
        if address.fileName() in names:
            self.contents.setCurrentRow(names.index(address.fileName()))
        elif address.hasFragment():
            self.text.scrollToAnchor(address.fragment())
