"""Kiểm tra máy, the tray, and the language: what stands around the pages."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from broadcast_desk.desk import i18n, main
from broadcast_desk.desk.air import AirStatus, Sounding
from broadcast_desk.desk.frame.checkup import CheckupDialog
from broadcast_desk.desk.frame.tray import KEEP_KEY, Tray
from broadcast_desk.desk.frame.window import MainWindow
from broadcast_desk.desk.reopening import LANGUAGE_KEY, REOPEN
from broadcast_desk.desk.settings.page import SettingsPage
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.desk.widgets.buttons import Button

from .conftest import NOW, WITHIN_MS


@pytest.fixture(autouse=True)
def _choices_forgotten():
    yield
    for key in (KEEP_KEY, LANGUAGE_KEY):
        QSettings().remove(key)


# Kiểm tra máy


def test_findings_that_need_a_person_come_first_and_lead_somewhere(context, show, qtbot, rooms):
    dialog = show(CheckupDialog(None, context))
    qtbot.waitUntil(lambda: len(dialog.findings) >= 9, timeout=WITHIN_MS)
    verdicts = [finding.verdict for finding in dialog.findings]
    assert verdicts == sorted(verdicts, key=("bad", "attention", "good").index)
    assert "việc cần xem" in dialog.sum.text()
    start = next(b for b in dialog.findChildren(Button) if b.text() == "Chạy bộ phát")
    with qtbot.waitSignal(dialog.start_asked):
        start.click()
    dialog.copy_text()
    assert "Dữ liệu nguyên vẹn" in QGuiApplication.clipboard().text()


def test_the_way_from_a_finding_closes_the_dialog(context, show, qtbot, rooms):
    dialog = show(CheckupDialog(None, context))
    qtbot.waitUntil(lambda: len(dialog.findings) >= 9, timeout=WITHIN_MS)
    way = next(b for b in dialog.findChildren(Button) if "trung tâm" in b.accessibleName().lower())
    with qtbot.waitSignal(dialog.asked) as asked:
        way.click()
    assert asked.args == ["packages"]
    assert not dialog.isVisible()


# The tray


def sounding(**changes):
    item = Sounding("Bản tin ASEAN sáng", ("khu-1",), NOW, None)
    return AirStatus(answers=True, sounding=(item,), **changes)


def test_the_icon_says_what_is_on_air_and_what_needs_a_person(dressed):
    tray = Tray(available=True)
    tray.tell(sounding())
    assert (tray.state, tray.icon.toolTip()) == ("air", "Đang phát: Bản tin ASEAN sáng")
    tray.tell(sounding(alarms=("Mất cạc",)))
    assert "1 việc cần xem" in tray.icon.toolTip()
    tray.tell(AirStatus(answers=True, alarms=("Mất cạc",)))
    assert tray.state == "alarm"
    tray.tell(AirStatus(answers=False))
    assert "không trả lời" in tray.icon.toolTip()
    tray.tell(AirStatus(answers=True))
    assert tray.state == "silent"
    tray.close()


def test_an_alarm_is_said_once(dressed, monkeypatch):
    said = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, *words: said.append(words))
    tray = Tray(available=True)
    for _ in range(3):
        tray.tell(AirStatus(answers=True, alarms=("Mất cạc",)))
    tray.tell(AirStatus(answers=True, alarms=("Mất cạc", "Hết đĩa")))
    assert [words[1] for words in said] == ["Mất cạc", "Hết đĩa"]
    tray.close()


def opened(context, show, *, available):
    return show(
        MainWindow(context, Watcher(context.tasks, context.changes), Tray(available=available))
    )


def test_a_closed_window_stays_in_the_tray_and_comes_back(context, show, qtbot, rooms):
    window = opened(context, show, available=True)
    closed = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    assert not window.isVisible()
    assert not closed
    window.tray.open_asked.emit()
    assert window.isVisible()
    window.tray.quit_asked.emit()
    assert not window.isVisible()
    assert closed


def test_without_a_tray_or_against_the_wish_a_window_just_closes(context, show, qtbot, rooms):
    window = opened(context, show, available=False)
    with qtbot.waitSignal(window.closed):
        window.close()
    QSettings().setValue(KEEP_KEY, "false")
    other = opened(context, show, available=True)
    with qtbot.waitSignal(other.closed):
        other.close()


# The language


def test_the_language_is_chosen_in_the_settings_and_holds_at_the_next_start(
    context, show, qtbot, rooms, monkeypatch
):
    page = show(SettingsPage(context))
    assert main.chosen_language("vi") == "vi"
    choice = page.look.language
    choice.setCurrentIndex(choice.findData("en"))
    choice.activated.emit(choice.currentIndex())
    assert main.chosen_language("vi") == "en"
    ended = []
    monkeypatch.setattr(QApplication, "exit", lambda code=0: ended.append(code))
    monkeypatch.setattr("broadcast_desk.desk.reopening.QCoreApplication.exit", ended.append)
    page.message._button.click()
    assert ended == [REOPEN]


def test_the_words_change_when_the_desk_opens_again(dressed):
    try:
        i18n.install(dressed, "en")
        assert i18n.translate("Rail", "Kho bản tin") == "Library"
        i18n.install(dressed, "vi")
        assert i18n.translate("Rail", "Kho bản tin") == "Kho bản tin"
    finally:
        i18n.install(dressed, "vi")
