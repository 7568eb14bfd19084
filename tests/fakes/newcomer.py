"""A person who opens the desk for the first time, and does everything once, by real widgets.

Run as a program (`python -m tests.fakes.newcomer FOLDER`) it opens the real desk on an empty
folder, works through the steps and prints one line of JSON for each.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTime, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from broadcast_desk.desk.approve.page import ApprovePage
from broadcast_desk.desk.compose.page import ComposePage
from broadcast_desk.desk.first_start import FirstStartDialog
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.library.dialogs import ApproveDialog
from broadcast_desk.desk.logbook.page import LogbookPage
from broadcast_desk.desk.main import open_desk
from broadcast_desk.desk.settings.page import SettingsPage
from broadcast_desk.desk.timetable.editor import SlotDialog
from broadcast_desk.desk.timetable.page import TimetablePage
from broadcast_desk.logbook.model import Result
from broadcast_desk.station.clock import STATION_ZONE

LOOK_EVERY_MS = 30
PATIENCE_S = 25.0
CARD = "air"
"""The card the newcomer's loudspeakers hang on, as the sound server names it."""

SOON_S = 7
"""So soon the bulletin is put into the timetable; a newcomer would take the next minute."""

TEXT = (
    "Ngày 8 tháng 8 năm 1967, ASEAN được thành lập tại Băng Cốc, Thái Lan. "
    "Việt Nam gia nhập ngày 28 tháng 7 năm 1995."
)
Wait = Callable[[], object]
Steps = Generator[Wait, object, None]


def shown(kind: type[QWidget]) -> QWidget | None:
    """The window of a kind that is open, None while there is none."""
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
    )


def press(button: QWidget) -> None:
    """Press with the mouse what can be seen and pressed."""
    assert button.isVisible(), button
    assert button.isEnabled(), button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))


def write(field: QWidget, text: str) -> None:
    """Write as an input method does; Vietnamese is typed through one."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def choose(field: QComboBox, words: str) -> None:
    """Choose from a list by its words, with the keyboard."""
    field.setFocus()
    texts = [field.itemText(n) for n in range(field.count())]
    wanted = texts.index(
        next((t for t in texts if t == words), next(t for t in texts if words in t))
    )
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(wanted):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert words in field.currentText(), (words, field.currentText())


def button_of(parent: QWidget, words: str) -> QAbstractButton:
    """The visible button with these words."""
    buttons = [b for b in parent.findChildren(QAbstractButton) if b.isVisible()]
    found = [button for button in buttons if button.text() == words]
    assert found, (words, [button.text() for button in buttons])
    return found[0]


class Newcomer:
    """Takes one step after another on the desk's own thread."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._steps = self._live()
        self._wait: Wait = next(self._steps)
        self._since = time.monotonic()
        self._timer = QTimer(interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()
        self.failed = ""

    def _go_on(self) -> None:
        try:
            found = self._wait()
            if not found:
                assert time.monotonic() - self._since < PATIENCE_S, "nothing happened"
                return
            self._wait = self._steps.send(found)
            self._since = time.monotonic()
        except StopIteration:
            self._end()
        except Exception as error:  # noqa: BLE001  (whatever it is, the test must see it and end)
            self.failed = f"{type(error).__name__}: {error}"
            self._tell("failed", error=self.failed)
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        for window in QApplication.topLevelWidgets():
            window.close()
        QApplication.quit()

    def _tell(self, step: str, **facts: object) -> None:
        after_s = round(time.monotonic() - self._began, 1)
        print(json.dumps({"step": step, "after_s": after_s, **facts}), flush=True)

    def _live(self) -> Steps:
        first = yield lambda: shown(FirstStartDialog)
        assert isinstance(first, FirstStartDialog)
        write(first.name, "Đài truyền thanh xã Mới")
        write(first.commune, "xã Mới")
        write(first.operator, "Nguyễn Thị Mới")
        press(button_of(first, "Bắt đầu"))
        window = yield lambda: shown(MainWindow)
        assert isinstance(window, MainWindow)
        self._tell("station")
        yield lambda: window.rail.stop.isEnabled()  # playout, started by the desk, answers
        self._tell("playout")
        yield from self._open_hours(window)
        yield from self._choose_loudspeaker(window)
        yield from self._compose(window)
        yield from self._approve(window)
        yield from self._schedule(window)
        yield from self._hear_it(window)
        yield from self._read_logbook(window)

    def _go(self, window: MainWindow, name: str) -> QWidget:
        press(window.rail.button(name))
        return window.page(name)

    def _open_hours(self, window: MainWindow) -> Steps:
        """Whatever the hour of the test, this station is not in its quiet hours."""
        page = self._go(window, "timetable")
        assert isinstance(page, TimetablePage)
        yield lambda: page._week is not None
        press(button_of(page, "Quy định"))
        write(page.place.quiet, " ")
        press(button_of(page, "Xem sẽ đổi gì"))
        confirm = page.trial.confirm
        yield lambda: confirm.isVisible() and confirm._agreed.isVisible()
        press(confirm._agreed)
        write(confirm._name, "Nguyễn Thị Mới")
        yield lambda: page.trial.keep.isEnabled()
        press(page.trial.keep)
        yield lambda: page.message.isVisible() and not page.trial.isVisible()
        self._tell("hours")

    def _choose_loudspeaker(self, window: MainWindow) -> Steps:
        """The card that feeds the loudspeakers is chosen by its name, and heard."""
        page = self._go(window, "settings")
        assert isinstance(page, SettingsPage)
        yield lambda: page.station.name.text() == "Đài truyền thanh xã Mới"
        press(button_of(page, "Loa"))
        row = page.speakers.zones[0].ways.rows[0]
        choose(row.way, row.way.itemText(row.way.findData(f"card:{CARD}")))
        since = time.time()
        press(row.test)
        yield lambda: row.test.isEnabled() and "Đang" not in row.outcome.text
        self._tell("tone", said=row.outcome.text, since=since, at=time.time())
        press(page.keep)
        yield lambda: "Đã lưu" in page.message.text
        press(button_of(page, "Chạy lại bộ phát"))
        yield lambda: "đã chạy lại" in page.message.text
        yield lambda: window.strip.lamp.text() == "CHỜ PHÁT"
        self._tell("loudspeaker")

    def _compose(self, window: MainWindow) -> Steps:
        page = self._go(window, "compose")
        assert isinstance(page, ComposePage)
        write(page.title, "Ngày ASEAN")
        write(page.written, TEXT)
        yield lambda: "một nghìn chín trăm sáu mươi bảy" in page.spoken.toPlainText()
        self._tell("reading", text=page.spoken.toPlainText())
        yield lambda: page.status.voice.count() > 1
        choose(page.status.voice, "Giọng Bắc trong máy")
        yield lambda: page.status.main.isEnabled()
        press(button_of(page, "Tạo âm thanh"))
        yield lambda: page.status.main.isVisible() and page.status.main.text() == "Gửi duyệt"
        self._tell("spoken")
        player = page.status.player
        press(player.button)
        yield (
            lambda: (
                player._player is not None
                and player._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState
                and player._player.position() > 500
            )
        )
        self._tell("heard at the desk")
        press(player.button)
        press(button_of(page, "Gửi duyệt"))
        yield lambda: "Đã gửi duyệt" in page.message.text
        self._tell("submitted")

    def _approve(self, window: MainWindow) -> Steps:
        page = self._go(window, "approve")
        assert isinstance(page, ApprovePage)
        yield lambda: page.title.isVisible() and page.title.text() == "Ngày ASEAN"
        press(page.approve)
        dialog = yield lambda: shown(ApproveDialog)
        assert isinstance(dialog, ApproveDialog)
        assert dialog.name.currentText() == "Nguyễn Thị Mới"
        press(dialog.act)
        yield lambda: not window.rail.button("approve").badge.isVisible()
        self._tell("approved")

    def _schedule(self, window: MainWindow) -> Steps:
        page = self._go(window, "timetable")
        assert isinstance(page, TimetablePage)
        press(button_of(page, "Tuần"))
        yield lambda: page._week is not None and page._empty.isVisible() and page._week.airables
        press(page._empty.button)
        dialog = yield lambda: shown(SlotDialog)
        assert isinstance(dialog, SlotDialog)
        write(dialog.name, "Buổi đầu tiên")
        press(button_of(dialog, "Nội dung"))
        press(button_of(dialog, "Thêm vào buổi"))
        starts = datetime.now(STATION_ZONE) + timedelta(seconds=SOON_S)
        dialog.starts.setTime(QTime(starts.hour, starts.minute, starts.second))
        yield lambda: "Ngày ASEAN" in dialog.effect.text.text() and dialog.keep.isEnabled()
        press(dialog.keep)
        yield lambda: len(page.week.grid.blocks) > 0
        self._tell("scheduled", starts=f"{starts:%H:%M:%S}")

    def _hear_it(self, window: MainWindow) -> Steps:
        yield lambda: window.strip.lamp.text() == "ĐANG PHÁT"
        self._tell("on air", title=window.strip.now.whole_text(), at=time.time())
        yield lambda: window.strip.lamp.text() != "ĐANG PHÁT"
        self._tell("over", at=time.time())

    def _read_logbook(self, window: MainWindow) -> Steps:
        page = self._go(window, "logbook")
        assert isinstance(page, LogbookPage)
        yield lambda: any(row.result is Result.COMPLETE for row in page.model.rows)
        row = page.model.rows[0]
        self._tell("logbook", title=row.title, result=str(row.result))


def main() -> int:
    """Open the desk on an empty folder and let the newcomer work."""
    QApplication(sys.argv[:1])
    newcomer = Newcomer()
    status = open_desk(Path(sys.argv[1]), "vi")
    return 1 if newcomer.failed else status


if __name__ == "__main__":
    sys.exit(main())
