"""Nothing is cut, too small for a finger or a raw code: every page, size and language."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk import i18n, theme
from broadcast_desk.desk.frame.tray import Tray
from broadcast_desk.desk.frame.window import MainWindow, pages
from broadcast_desk.desk.watch import Watcher
from tests.pictures.album import STATES
from tests.pictures.flaws import flaws

from .conftest import WITHIN_MS

NOT_OURS = ("SessionBlock", "TemplateCard/QLabel")
"""A session is as high as it is long, and has a list beside it; {name} is to be written there."""

GROUPS = ("speakers", "relays", "voices", "people", "rules", "alarms", "backups", "look")


DRESSES = ((1.0, "vi"), (2.0, "vi"), (2.0, "en"))


@pytest.fixture(params=DRESSES, ids=str)
def dress(request, dressed):
    scale, language = request.param
    i18n.install(dressed, language)
    theme.apply(dressed, "light", scale)
    yield scale
    i18n.install(dressed, "vi")
    theme.apply(dressed, "light")


@pytest.fixture
def window(dress, context, show, qtbot, add):
    add("Ngày ASEAN và một cái tên dài hơn bề ngang của bất cứ cột nào trong danh sách")
    add("Chờ duyệt", "submitted")
    made = show(MainWindow(context, Watcher(context.tasks, context.changes), Tray(available=False)))
    made.resize(1366, 768)
    return made


def seen(window, qtbot):
    qtbot.waitUntil(lambda: not window.context.tasks._asked, timeout=WITHIN_MS)
    for _ in range(4):  # until nothing moves any more
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [flaw for flaw in flaws(window) if not flaw.startswith(NOT_OURS)]


@pytest.mark.parametrize("name", [entry.name for entry, _ in pages() if entry.name != "timetable"])
def test_a_page_holds_what_it_shows(window, qtbot, name):
    window.show_page(name)
    assert seen(window, qtbot) == []
    for group in GROUPS if name == "settings" else ():
        window.open_on("settings", group)
        assert seen(window, qtbot) == []


@pytest.mark.parametrize("state", STATES)
def test_the_strip_holds_what_playout_says(window, qtbot, state):
    window._on_told(STATES[state])
    assert seen(window, qtbot) == []
