"""Opening and closing the desk, and what it says when it cannot open."""

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk import main
from broadcast_desk.desk.changes import Changes
from broadcast_desk.desk.compose.page import ComposePage
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.crash import CrashHook
from broadcast_desk.desk.first_start import FirstStartDialog, TroubleDialog
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.launching import SingleDesk
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import TaskRunner
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.library.model import Priority
from broadcast_desk.playout.control import ControlClient
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import PlayoutError, StoreError
from broadcast_desk.station.paths import DataFolder

from .conftest import SETTINGS, WITHIN_MS, StillClock


def test_the_first_start_asks_who_we_are(dressed, show):
    dialog = show(FirstStartDialog(DataFolder("x").root))
    dialog.name.setText("  Đài truyền thanh xã Quan Lạn ")
    dialog.operator.setText("Lê Thị Trực")
    made = dialog.settings()
    assert made.name == "Đài truyền thanh xã Quan Lạn"
    assert made.operators[0].name == "Lê Thị Trực"
    made.check()
    dialog.name.setText(" ")
    assert not dialog._begin.isEnabled()


def test_a_database_of_a_newer_version_is_said_and_left_alone(dressed, show, data, rooms):
    rooms.db.conn.execute("PRAGMA user_version = 9999")
    rooms.close()
    with pytest.raises(StoreError) as refused:
        main._enter(data)
    assert refused.value.code == "store.newer"
    dialog = show(TroubleDialog(refused.value))
    assert "9999" in dialog.message.text
    assert "\n" not in dialog.message.text


@pytest.fixture
def locked_folder():
    """A folder that this process may not write to, also when it is root."""
    folder = Path(tempfile.mkdtemp(prefix="broadcast-desk-test-"))
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.rmdir()


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such mode")
def test_a_read_only_folder_is_said(dressed, locked_folder):
    with pytest.raises(StoreError) as refused:
        main._enter(DataFolder(locked_folder / "station"))
    assert refused.value.code == "store.read_only"


def test_a_place_that_is_no_folder_is_said(dressed, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError):
        main._enter(DataFolder(tmp_path / "file" / "station"))


def test_a_full_disk_is_said_and_what_is_written_stays(dressed, show, qtbot, data, rooms):
    """SQLite's own limit of pages stands for the full disk: the same error, from the same place."""

    def full() -> Rooms:
        made = Rooms(data, StillClock())
        pages = made.db.execute("PRAGMA page_count").fetchone()[0]
        made.db.execute(f"PRAGMA max_page_count = {pages}")
        return made

    tasks = TaskRunner(full)
    page = show(ComposePage(Context(data, StillClock(), tasks, Changes(), SETTINGS)))
    text = "Bản tin dài. " * 20_000
    page.written.setPlainText(text)
    page.save()
    qtbot.waitUntil(lambda: page.message.isVisible(), timeout=WITHIN_MS)
    assert "đầy" in page.message.text
    assert "Chưa lưu được" in page.status.saved.text()
    assert page.text == text
    assert not rooms.library.find()
    tasks.close()


def test_there_is_one_desk_a_folder(qapp, tmp_path, qtbot):
    first, second = SingleDesk(tmp_path), SingleDesk(tmp_path)
    assert first.take()
    with qtbot.waitSignal(first.called, timeout=WITHIN_MS):
        assert not second.take()
    other = SingleDesk(tmp_path / "other")
    assert other.take()
    other.close()
    first.close()
    assert second.take()
    second.close()


def test_a_crash_is_kept_in_a_file_and_announced(qapp, tmp_path, qtbot):
    hook = CrashHook(tmp_path)
    before = sys.excepthook, threading.excepthook
    hook.install()
    try:
        with qtbot.waitSignal(hook.crashed, timeout=WITHIN_MS) as told:
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
    finally:
        hook.remove()
        sys.excepthook, threading.excepthook = before
    assert "ZeroDivisionError" in told.args[0].read_text(encoding="utf-8")


@pytest.fixture
def left_alone(data):
    """Ends the playout that a desk left running, and nothing else."""
    yield
    for process in psutil.process_iter(["cmdline"]):
        if str(data.root) in (process.info["cmdline"] or []):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


@pytest.mark.usefixtures("left_alone")
def test_the_desk_starts_playout_and_closing_it_never_stops_it(qapp, data, rooms, qtbot):
    rooms.close()
    hooks = sys.excepthook, threading.excepthook
    seen = []

    def close_when_it_answers():
        try:
            seen.append(ControlClient(data).state().pid)
        except PlayoutError:
            return
        for window in QApplication.topLevelWidgets():
            window.close()

    timer = QTimer()
    timer.setInterval(300)
    timer.timeout.connect(close_when_it_answers)
    timer.start()
    QTimer.singleShot(60_000, QApplication.quit)
    status = main.open_desk(data.root, "vi")
    timer.stop()
    sys.excepthook, threading.excepthook = hooks
    assert status == 0
    assert ControlClient(data).state().pid == seen[-1]


def test_open_desk_refuses_in_words_and_not_with_a_traceback(data, rooms):
    rooms.db.conn.execute("PRAGMA user_version = 9999")
    rooms.close()
    script = (
        "import sys, pathlib\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from broadcast_desk.desk import main\n"
        "app = main.make_application('vi')\n"
        "QTimer.singleShot(500, lambda: app.activeModalWidget().reject())\n"
        "sys.exit(main.open_desk(pathlib.Path(sys.argv[1]), 'vi'))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(data.root)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_chosen_operator_is_one_of_the_station(dressed):
    assert main.chosen_operator(SETTINGS) == "Nguyễn Thị Soạn"


@pytest.mark.usefixtures("left_alone")
def test_stop_resume_and_an_emergency_with_the_real_playout(
    dressed, show, qtbot, data, rooms, add, tmp_path
):
    add("Lũ quét", priority=Priority.EMERGENCY)
    tasks = TaskRunner(lambda: Rooms(data, SystemClock()))
    context = Context(data, SystemClock(), tasks, Changes(), SETTINGS, "Nguyễn Thị Soạn")
    watcher = Watcher(tasks, context.changes)
    window = show(MainWindow(context, watcher))
    told = []
    watcher.told.connect(told.append)
    watcher.look()
    window.start_playout()
    qtbot.waitUntil(lambda: bool(told) and told[-1].answers, timeout=60_000)
    window.stop_all()
    qtbot.waitUntil(lambda: told[-1].stopped_by == "Nguyễn Thị Soạn", timeout=WITHIN_MS)
    assert "ĐÃ DỪNG" in window.strip.lamp.text()
    window.resume()
    qtbot.waitUntil(lambda: not told[-1].stopped_by, timeout=WITHIN_MS)
    dialog = window.ask_emergency()
    qtbot.waitUntil(lambda: dialog.ready.isEnabled(), timeout=WITHIN_MS)
    dialog.times.setValue(5)
    dialog.ready.click()
    qtbot.waitUntil(lambda: dialog.message.isVisible(), timeout=60_000)
    assert dialog.slide.isEnabled(), dialog.message.text
    for _ in range(20):
        qtbot.keyClick(dialog.slide, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.slide, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told[-1].emergency, timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: window.strip.lamp.text() == "KHẨN CẤP", timeout=WITHIN_MS)
    assert window.rail.emergency.text() == "Dừng khẩn cấp"
    window.end_emergency()
    qtbot.waitUntil(lambda: not told[-1].emergency, timeout=WITHIN_MS)
    watcher.stop()
    tasks.close()
