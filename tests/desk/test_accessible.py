"""Who cannot see the screen, or has no mouse, can use every page and dialog."""

import itertools
from datetime import time

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from broadcast_desk.checkup import checks
from broadcast_desk.desk.first_start import FirstStartDialog
from broadcast_desk.desk.frame.checkup import CheckupDialog
from broadcast_desk.desk.frame.emergency import EmergencyDialog
from broadcast_desk.desk.frame.guide import GuideDialog, chapters
from broadcast_desk.desk.frame.tray import Tray
from broadcast_desk.desk.frame.window import MainWindow, pages
from broadcast_desk.desk.library.dialogs import ApproveDialog, ReasonDialog
from broadcast_desk.desk.logbook.page import LogbookPage
from broadcast_desk.desk.timetable.page import TimetablePage
from broadcast_desk.desk.watch import Watcher
from broadcast_desk.timetable.model import FixedItem, Slot, SlotId

from .conftest import SETTINGS, TODAY, WITHIN_MS

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTextEdit,
)  # fmt: skip
INNER = (QAbstractSpinBox, QComboBox, QAbstractItemView)
"""Controls that contain others, which are not met on their own."""


def controls_of(parent: QWidget) -> list[QWidget]:
    """What a person meets: not what is inside of another control."""
    return [
        widget
        for widget in parent.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not widget.isHidden()
        and not widget.objectName().startswith("qt_")
        and not any(isinstance(above, INNER) for above in ancestors(widget))
        and not isinstance(widget.parent(), QAbstractSlider)
    ]


def ancestors(widget: QWidget):
    """The widgets a widget lies in."""
    while (widget := widget.parentWidget()) is not None:
        yield widget


def nameless(parent: QWidget) -> list[str]:
    """Controls that a screen reader has no words for."""
    found = []
    for widget in controls_of(parent):
        told = QAccessible.queryAccessibleInterface(widget)
        name = told.text(QAccessible.Text.Name) if told is not None else ""
        if not name.strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.fixture
def full(rooms, add):
    """Something on every page."""
    code = add("Ngày ASEAN").draft.code
    add("Chờ duyệt", "submitted")
    slot = Slot(SlotId("s1"), "Buổi chiều", (), time(15), (FixedItem(code),), 600.0)
    rooms.timetable.add(slot, "x")


@pytest.mark.parametrize("name", [entry.name for entry, _ in pages()])
def test_every_control_of_a_page_has_a_name(context, show, qtbot, full, name):
    window = show(
        MainWindow(context, Watcher(context.tasks, context.changes), Tray(available=False))
    )
    window.show_page(name)
    qtbot.waitUntil(lambda: not context.tasks._asked, timeout=WITHIN_MS)
    assert controls_of(window)
    assert nameless(window) == []


@pytest.fixture
def opened(context, show, qtbot, full, monkeypatch):
    """Opens a dialog by its name."""
    monkeypatch.setattr(checks, "NETWORK_PLACE", ("127.0.0.1", 9))  # nobody listens there

    def timetable():
        page = show(TimetablePage(context))
        qtbot.waitUntil(lambda: bool(page.week.grid.blocks), timeout=WITHIN_MS)
        return page, page.week.grid.blocks[0].session

    def asked(way):
        page, session = timetable()
        return way(page, session)

    parent = show(QWidget())
    words = ("Trả lại", "Vì sao", "Trả lại")
    ways = {
        "first": lambda: FirstStartDialog(context.data.root),
        "emergency": lambda: EmergencyDialog(None, context),
        "checkup": lambda: CheckupDialog(None, context),
        "guide": lambda: GuideDialog(None, chapters()),
        "approve": lambda: ApproveDialog(parent, "Tên", SETTINGS.operators, "", TODAY),
        "reason": lambda: ReasonDialog(parent, words, SETTINGS.operators, ""),
        "report": lambda: show(LogbookPage(context)).ask_report(),
        "slot": lambda: asked(lambda page, _: page.edit_slot(page._week.slots[0])),
        "move": lambda: asked(lambda page, session: page.deeds.ask_move(session)),
        "replace": lambda: asked(lambda page, session: page.deeds.ask_replace(session)),
        "order": lambda: asked(lambda page, session: page.deeds.ask_order((session, session))),
        "special": lambda: asked(lambda page, _: page.ask_special()),
    }

    def open_one(name):
        dialog = ways[name]()
        if dialog.parent() is None:
            qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not context.tasks._asked, timeout=WITHIN_MS)
        return dialog

    return open_one


DIALOGS = ["first", "emergency", "checkup", "guide", "approve", "reason", "report", "slot", "move",
           "replace", "order", "special"]  # fmt: skip


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name(opened, name):
    dialog = opened(name)
    assert controls_of(dialog)
    assert nameless(dialog) == []
    dialog.close()


def tab_chain(dialog: QWidget) -> list[QWidget]:
    """What the Tab key visits, in its order, from the first control on."""
    found, widget = [], dialog.nextInFocusChain()
    while widget is not dialog:
        inside = any(isinstance(above, INNER) for above in ancestors(widget))
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inside:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def height_of(widget: QWidget, dialog: QWidget) -> int:
    """Where it lies: its middle; of an area that holds other controls its upper edge."""
    holds = isinstance(widget, QScrollArea)
    point = widget.rect().topLeft() if holds else widget.rect().center()
    return widget.mapTo(dialog, point).y()


@pytest.mark.parametrize("name", [n for n in DIALOGS if n not in ("slot", "guide", "replace")])
def test_the_tab_key_goes_down_a_dialog(opened, name):
    dialog = opened(name)
    chain = tab_chain(dialog)
    tops = [height_of(widget, dialog) for widget in chain]
    assert len(chain) > 2
    rises = [(one, other) for one, other in itertools.pairwise(tops) if other < one - 12]
    assert not rises, [type(widget).__name__ for widget in chain]
    dialog.close()


def test_a_day_before_another_cannot_be_its_end(opened):
    dialog = opened("special")
    dialog.first.setDate(QDate(2027, 1, 5))
    assert dialog.special().last >= dialog.special().first
    dialog.close()
