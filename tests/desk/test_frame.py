"""Strip, rail and window; stop and emergency with their second movements."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from broadcast_desk.desk.air import AirStatus, Coming, Sounding
from broadcast_desk.desk.frame.emergency import EmergencyDialog
from broadcast_desk.desk.frame.rail import Entry, Rail
from broadcast_desk.desk.frame.strip import Strip, next_text
from broadcast_desk.desk.frame.window import MainWindow, pages
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.desk.widgets.labels import FigureLabel
from broadcast_desk.desk.widgets.slide import SlideToConfirm
from broadcast_desk.storage import writing

from .conftest import NOW, WITHIN_MS

ENTRY = (Entry("one", "Một", "radio"),)


@pytest.fixture
def strip(dressed, show, rooms):
    return show(Strip(rooms.clock))


def sounding(**changes):
    item = Sounding(
        "Bản tin ASEAN sáng", ("khu-1",), NOW - timedelta(seconds=30), NOW + timedelta(seconds=192)
    )
    return AirStatus(answers=True, sounding=(item,), **changes)


def test_the_strip_says_in_words_that_playout_does_not_answer(strip, qtbot):
    strip.tell(AirStatus(answers=False))
    assert "KHÔNG TRẢ LỜI" in strip.lamp.text()
    assert strip.start.isVisible()
    with qtbot.waitSignal(strip.start_asked):
        qtbot.mouseClick(strip.start, Qt.MouseButton.LeftButton)


def test_the_strip_claims_nothing_before_playout_spoke(strip):
    assert strip.lamp.text() == "ĐANG HỎI"
    assert not strip.start.isVisible()


def test_the_strip_on_air(strip):
    strip.tell(
        sounding(coming=(Coming("Tiếp sóng", (), NOW + timedelta(minutes=11)),), alarms=("x",))
    )
    assert strip.lamp.text() == "ĐANG PHÁT"
    assert strip.lamp.property("tone") == "air"
    assert strip.left.text() == "còn 03:12"
    assert "08:11" in strip.next.whole_text()
    assert strip.alarms.isVisible()
    assert not strip.start.isVisible()


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (2, "Tiếp: Tin lúc 10:00"),
        (0.5, "Tiếp: Tin lúc 08:30 (sau 30 phút)"),
        (21.5, "Tiếp: Tin, ngày mai 05:30"),
        (45.5, "Tiếp: Tin, thứ năm 26/11 05:30"),
    ],
)
def test_the_strip_says_the_day_when_it_is_not_today(dressed, hours, words):
    coming = Coming("Tin", (), NOW + timedelta(hours=hours))
    assert next_text(coming, NOW) == words


def test_the_strip_never_shows_red_without_sound(strip):
    strip.tell(AirStatus(answers=True))
    assert strip.lamp.property("tone") != "air"


def test_figures_stand_still(dressed, show):
    clock = show(FigureLabel("11:11:11", "clock"))
    width = clock.sizeHint().width()
    clock.setText("00:00:00")
    assert clock.sizeHint().width() == width


def test_stop_must_be_held(dressed, show, qtbot):
    rail = show(Rail(ENTRY))
    heard = []
    rail.stop_held.connect(lambda: heard.append(1))
    qtbot.mouseClick(rail.stop, Qt.MouseButton.LeftButton)
    assert not heard
    qtbot.mousePress(rail.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(heard), timeout=WITHIN_MS)
    qtbot.mouseRelease(rail.stop, Qt.MouseButton.LeftButton)
    assert heard == [1]


def test_after_stopping_the_same_button_resumes(dressed, show, qtbot):
    rail = show(Rail(ENTRY))
    rail.tell(AirStatus(answers=True, stopped_by="Lan"))
    assert rail.stop.text() == "Phát lại theo lịch"
    with qtbot.waitSignal(rail.resume_held, timeout=WITHIN_MS):
        qtbot.mousePress(rail.stop, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(rail.stop, Qt.MouseButton.LeftButton)


def test_the_slide_counts_only_at_its_end(dressed, show, qtbot):
    slide = show(SlideToConfirm("Kéo"))
    heard = []
    slide.confirmed.connect(lambda: heard.append(1))
    grip = slide._knob().center().toPoint()
    for reach in (slide.width() // 2, slide.width() + 50):
        qtbot.mousePress(slide, Qt.MouseButton.LeftButton, pos=grip)
        qtbot.mouseMove(slide, QPoint(reach, grip.y()))
        qtbot.mouseRelease(slide, Qt.MouseButton.LeftButton, pos=QPoint(reach, grip.y()))
        if reach < slide.width():
            assert not heard
            assert slide.place == 0.0
    assert heard == [1]


def test_the_slide_can_be_moved_by_keys(dressed, show, qtbot):
    slide = show(SlideToConfirm("Kéo"))
    qtbot.keyClick(slide, Qt.Key.Key_Return)
    for _ in range(20):
        qtbot.keyClick(slide, Qt.Key.Key_Right)
    with qtbot.waitSignal(slide.confirmed):
        qtbot.keyClick(slide, Qt.Key.Key_Return)


def test_an_emergency_without_playout_says_so(context, show, qtbot, add):
    add("Lũ quét")
    dialog = show(EmergencyDialog(None, context))
    qtbot.waitUntil(lambda: dialog.ready.isEnabled(), timeout=WITHIN_MS)
    assert not dialog.slide.isEnabled()
    dialog.ready.click()
    qtbot.waitUntil(lambda: dialog.message.isVisible(), timeout=WITHIN_MS)
    assert not dialog.slide.isEnabled()
    dialog.by.setCurrentText("")
    assert not dialog.ready.isEnabled()


def test_the_zones_of_an_emergency_are_chosen(context, show, qtbot, add):
    add("Lũ quét")
    dialog = show(EmergencyDialog(None, context))
    qtbot.waitUntil(lambda: dialog.ready.isEnabled(), timeout=WITHIN_MS)
    assert dialog.zones() == ()
    dialog.places[0].setChecked(False)
    assert dialog.zones() == ("khu-2",)
    dialog.places[1].setChecked(False)
    assert not dialog.ready.isEnabled()


def test_a_live_emergency_needs_both_movements_and_playout(context, show, qtbot, rooms):
    dialog = show(EmergencyDialog(None, context))
    dialog.ways.button(1).setChecked(True)
    assert not dialog.slide.isEnabled()
    dialog.ready.click()
    assert dialog.slide.isEnabled()
    dialog.minutes.setValue(3)
    assert not dialog.slide.isEnabled(), "what was made ready is no longer what is chosen"
    dialog.ready.click()
    for _ in range(20):
        qtbot.keyClick(dialog.slide, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.slide, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.message.property("tone") == "need", timeout=WITHIN_MS)
    assert not dialog.slide.isEnabled()


@pytest.fixture
def window(context, show):
    watcher = Watcher(context.tasks, context.changes)
    made = show(MainWindow(context, watcher))
    watcher.look()
    yield made
    watcher.stop()


def test_every_page_opens_and_shows_itself(window, qtbot, add):
    add("Ngày ASEAN", "submitted")
    for entry, _ in pages():
        qtbot.mouseClick(window.rail.button(entry.name), Qt.MouseButton.LeftButton)
        assert window.page(entry.name).isVisible()
        assert window.rail.button(entry.name).isChecked()
        window.grab()
    window.context.changes.tell_everything()
    badge = window.rail.button("approve").badge
    qtbot.waitUntil(lambda: badge.text() == "1", timeout=WITHIN_MS)


def test_every_thing_that_can_be_pressed_has_a_name(window, qtbot):
    for name in ("on_air", "library", "compose", "approve", "timetable", "logbook"):
        window.show_page(name)
        page = window.page(name)
        nameless = [
            (name, widget)
            for kind in (QAbstractButton, QComboBox, QLineEdit)
            for widget in page.findChildren(kind)
            if widget.isVisibleTo(page)
            and not (widget.accessibleName() or widget.objectName().startswith("qt_"))
            and not isinstance(widget.parent(), QComboBox)
            and not getattr(widget, "text", str)()
        ]
        assert not [
            w
            for w in nameless
            if type(w[1]).__name__ not in ("QTableCornerButton", "QAbstractButton", "QToolButton")
        ]


def test_the_window_says_when_playout_is_silent(window, qtbot):
    qtbot.waitUntil(lambda: "KHÔNG TRẢ LỜI" in window.strip.lamp.text(), timeout=WITHIN_MS)


def test_a_crash_is_one_calm_line(window, tmp_path):
    window.say_crash(tmp_path / "crash.txt")
    assert "crash.txt" in window.message.text
    assert "Traceback" not in window.message.text


def test_another_programs_write_is_noticed(context, qtbot, rooms):
    watcher = Watcher(context.tasks, context.changes)
    told = []
    watcher.told.connect(told.append)
    watcher.look()
    qtbot.waitUntil(lambda: bool(told), timeout=WITHIN_MS)
    with (
        qtbot.waitSignal(context.changes.changed, timeout=WITHIN_MS),
        writing(rooms.db) as connection,
    ):
        connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('x', '1')")
    watcher.stop()
