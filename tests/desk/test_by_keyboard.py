"""Stop, emergency and microphone by the keyboard alone; and nothing blinks without a reason."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from broadcast_desk.desk import air
from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.frame.emergency import EmergencyDialog
from broadcast_desk.desk.frame.tray import Tray
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.desk.widgets.slide import SlideToConfirm
from tests.pictures.album import STATES

from .conftest import WITHIN_MS
from .test_accessible import tab_chain


@pytest.fixture
def window(context, show, qtbot, add):
    add("Cảnh báo lũ")
    made = show(MainWindow(context, Watcher(context.tasks, context.changes), Tray(available=False)))
    made.resize(1366, 768)
    made._on_told(STATES["quiet"])
    qtbot.waitUntil(lambda: not context.tasks._asked, timeout=WITHIN_MS)
    return made


def said(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told is not None else ""


def test_the_tab_key_reaches_stop_and_emergency_on_every_page(window):
    for entry, _ in window._made:
        window.show_page(entry.name)
        chain = tab_chain(window)
        assert window.rail.stop in chain, entry.name
        assert window.rail.emergency in chain, entry.name
        pages = [chain.index(window.rail.button(e.name)) for e, _ in window._made]
        assert pages == sorted(pages), entry.name


def test_the_space_bar_must_be_held_to_stop(window, qtbot):
    heard = []
    window.rail.stop_held.disconnect()
    window.rail.stop_held.connect(lambda: heard.append(1))
    window.rail.stop.setFocus()
    QTest.keyClick(window.rail.stop, Qt.Key.Key_Space)
    assert not heard
    QTest.keyPress(window.rail.stop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(heard), timeout=WITHIN_MS)
    QTest.keyRelease(window.rail.stop, Qt.Key.Key_Space)
    assert heard == [1]


def test_an_emergency_by_the_keyboard_needs_two_different_movements(
    context, show, qtbot, add, monkeypatch
):
    version = add("Cảnh báo lũ")
    ordered = []
    armed = air.Armed("token", "Cảnh báo lũ", version.draft.code, 64.0)
    monkeypatch.setattr(air, "arm", lambda *_: armed)
    monkeypatch.setattr(
        air, "confirm", lambda _rooms, token, by, zones: ordered.append((token, by))
    )
    dialog = show(EmergencyDialog(None, context))
    qtbot.waitUntil(lambda: dialog.ready.isEnabled(), timeout=WITHIN_MS)
    QTest.keyClick(dialog.ready, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.slide.isEnabled(), timeout=WITHIN_MS)
    assert dialog.slide in tab_chain(dialog)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):  # the first movement again is not the second
        QTest.keyClick(dialog.slide, key)
    assert not ordered
    for _ in range(20):
        QTest.keyClick(dialog.slide, Qt.Key.Key_Right)
    assert not ordered
    QTest.keyClick(dialog.slide, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(ordered), timeout=WITHIN_MS)
    assert ordered == [("token", "Nguyễn Thị Soạn")]


def test_the_slide_draws_its_words_beside_the_knob(dressed, show):
    slide = show(SlideToConfirm("Kéo sang phải để phát ngay"))
    slide.resize(300, 112)
    slide.grab()
    assert said(slide) == "Kéo sang phải để phát ngay"


def test_a_screen_reader_hears_what_waits_and_what_needs_a_person(window):
    window.rail.show_number("approve", 3)
    assert said(window.rail.button("approve")) == "Duyệt, 3 việc chờ"
    window._on_told(STATES["on-air"])
    assert "1 việc" in said(window.strip.alarms)


def test_playout_that_does_not_answer_is_red_words_and_one_button(window):
    window._on_told(AirStatus(answers=False))
    assert window.strip.lamp.text() == "BỘ PHÁT KHÔNG TRẢ LỜI"
    assert window.strip.lamp.property("tone") == "alarm"
    buttons = [b for b in window.strip.findChildren(type(window.strip.start)) if b.isVisible()]
    assert buttons == [window.strip.start]
    assert not window.rail.stop.isEnabled()


@pytest.mark.parametrize("state", STATES)
def test_nothing_blinks(window, qtbot, state):
    """What is shown stays shown from one look at the clock to the next."""
    window._on_told(STATES[state])
    QApplication.processEvents()
    seen = [visible(window)]
    for timer in window.strip.findChildren(QTimer) + window.findChildren(QTimer):
        if timer.isActive() and not timer.isSingleShot():
            timer.timeout.emit()
            QApplication.processEvents()
            seen.append(visible(window))
    assert all(one == seen[0] for one in seen)


def visible(window) -> list[tuple[str, str]]:
    parts = (*window.strip.findChildren(QWidget), *window.rail.findChildren(QWidget))
    return [(type(part).__name__, str(part.property("tone"))) for part in parts if part.isVisible()]
