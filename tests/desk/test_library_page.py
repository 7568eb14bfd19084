"""Kho bản tin, with a real library behind it."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from broadcast_desk.desk.library.dialogs import ApproveDialog, ReasonDialog
from broadcast_desk.desk.library.page import LibraryPage
from broadcast_desk.desk.library.standing import standing
from broadcast_desk.library.model import State

from .conftest import TODAY, WITHIN_MS


def titles(page):
    return [row.title for row in page.model.rows]


def test_the_search_box_has_the_cursor_and_finds_without_marks(context, show, qtbot, add):
    add("Đồng bằng sông Cửu Long")
    add("Vịnh Hạ Long")
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WITHIN_MS)
    assert page.focusWidget() is page.search
    qtbot.keyClicks(page.search, "dong bang")
    qtbot.waitUntil(lambda: titles(page) == ["Đồng bằng sông Cửu Long"], timeout=WITHIN_MS)


def test_an_empty_library_says_what_to_do_first(context, show, qtbot):
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: page._list.currentWidget() is page._empty, timeout=WITHIN_MS)
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "compose"


def test_the_chosen_one_says_until_when_it_may_be_aired(context, show, qtbot, add):
    add("Ngày ASEAN")
    page = show(LibraryPage(context))
    head = page.panel.standing.head
    qtbot.waitUntil(lambda: "31/12/2026" in head.text(), timeout=WITHIN_MS)
    assert "12/GXN" in page.panel.standing.detail.text()
    assert page.panel.player.isVisible()
    qtbot.waitUntil(lambda: page.panel.player.waveform._peaks is not None, timeout=WITHIN_MS)


def test_submit_then_approve_with_a_name_and_a_paper_number(context, show, qtbot, rooms, add):
    version = add("Ngày ASEAN", "draft")
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: page.panel.main.isVisible(), timeout=WITHIN_MS)
    qtbot.mouseClick(page.panel.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: rooms.library.version(version.id).state is State.SUBMITTED, timeout=WITHIN_MS
    )
    qtbot.waitUntil(lambda: page.panel._main_act == "approve", timeout=WITHIN_MS)
    qtbot.mouseClick(page.panel.main, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ApproveDialog)
    dialog.name.setCurrentText("Trần Văn Duyệt")
    dialog.paper.setText("77/GXN-UBND")
    dialog.limited.setChecked(True)
    dialog.accept()
    qtbot.waitUntil(
        lambda: rooms.library.version(version.id).state is State.APPROVED, timeout=WITHIN_MS
    )
    approval = rooms.library.approval_of(version.id)
    assert approval.approved_by == "Trần Văn Duyệt"
    assert approval.paper_number == "77/GXN-UBND"
    assert approval.valid_until == TODAY + timedelta(days=183)


def test_nobody_approves_without_a_name(context, show, qtbot, add):
    add("Ngày ASEAN", "submitted")
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: page.panel._main_act == "approve", timeout=WITHIN_MS)
    page.panel.act.emit("approve")
    dialog = page.findChild(ApproveDialog)
    dialog.name.setCurrentText("  ")
    assert not dialog.act.isEnabled()
    dialog.reject()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_withdrawing_needs_a_reason_and_keeps_the_bulletin(context, show, qtbot, rooms, add):
    version = add("Ngày ASEAN")
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: page.panel._other_act == "withdraw", timeout=WITHIN_MS)
    page.panel.act.emit("withdraw")
    dialog = page.findChild(ReasonDialog)
    assert not dialog.act.isEnabled()
    dialog.name.setCurrentText("Trần Văn Duyệt")
    dialog.why.setPlainText("Số liệu đã cũ")
    assert dialog.act.isEnabled()
    dialog.accept()
    qtbot.waitUntil(
        lambda: rooms.library.version(version.id).state is State.SUBMITTED, timeout=WITHIN_MS
    )


def test_another_program_changed_the_library(context, show, qtbot, add):
    page = show(LibraryPage(context))
    qtbot.waitUntil(lambda: page._list.currentWidget() is page._empty, timeout=WITHIN_MS)
    add("Từ chương trình khác")
    context.changes.tell_everything()
    qtbot.waitUntil(lambda: titles(page) == ["Từ chương trình khác"], timeout=WITHIN_MS)


def test_standing_in_words(dressed, rooms, add):
    version = add("Bản có hạn")
    approval = rooms.library.approval_of(version.id)
    assert standing(version, approval, TODAY).tone == "well"
    late = standing(version, approval, date(2027, 1, 1))
    assert late.tone == "need"
    assert "hết hạn" in late.head
    draft = add("Bản nháp", "draft")
    assert standing(draft, None, TODAY).tone == "need"
