"""Nhật ký, Duyệt, Gói: each does its real thing."""

import shutil

import pytest
from PySide6.QtWidgets import QPushButton

from broadcast_desk.desk import theme
from broadcast_desk.desk.approve.changes import marked
from broadcast_desk.desk.approve.page import ApprovePage
from broadcast_desk.desk.library.dialogs import ApproveDialog
from broadcast_desk.desk.logbook.page import LogbookPage
from broadcast_desk.desk.packages.dialogs import TrustDialog
from broadcast_desk.desk.packages.page import PackagesPage
from broadcast_desk.library.model import Draft, State
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.packages.building import build
from broadcast_desk.packages.keys import Issuers, create_key
from broadcast_desk.packages.model import Programme

from .conftest import NOW, WITHIN_MS

# Nhật ký


def a_miss(rooms):
    data = {
        "title": "Ngày ASEAN", "zones": ["khu-1", "khu-2"], "reason": "playout.power_cut",
        "planned_at": NOW.isoformat(), "session_id": "s", "source": "recorded",
    }  # fmt: skip
    rooms.logbook.append(Fact(NOW, Kind.MISSED, "a@b", data))


def test_a_miss_can_be_seen_from_across_the_room(context, show, qtbot, rooms):
    a_miss(rooms)
    page = show(LogbookPage(context))
    qtbot.waitUntil(lambda: page.misses.count() == 1, timeout=WITHIN_MS)
    assert "1 trong 1" in page.sum.text()
    assert page.model.rows[0].title == "Ngày ASEAN"
    page.verify()
    qtbot.waitUntil(lambda: "nguyên vẹn" in page.message.text, timeout=WITHIN_MS)


def test_export_and_report(context, show, qtbot, rooms, tmp_path):
    a_miss(rooms)
    page = show(LogbookPage(context))
    page.export(tmp_path / "nhat-ky.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "nhat-ky.xlsx").exists(), timeout=WITHIN_MS)
    dialog = page.ask_report()
    assert dialog.year.value() == 2026
    page.report(dialog, tmp_path)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("bao-cao-*"))) == 3, timeout=60_000)
    dialog.reject()


def test_an_empty_day_is_said(context, show, qtbot, rooms):
    page = show(LogbookPage(context))
    qtbot.waitUntil(lambda: page._place.currentIndex() == 1, timeout=WITHIN_MS)


# Duyệt


def test_one_item_at_a_time_is_approved(context, show, qtbot, rooms, add):
    first, second = add("Một", "submitted"), add("Hai", "submitted")
    page = show(ApprovePage(context))
    qtbot.waitUntil(lambda: page.title.text() == "Một", timeout=WITHIN_MS)
    assert page.place.text() == "1 trong 2 bản chờ duyệt"
    page._next()
    qtbot.waitUntil(lambda: page.title.text() == "Hai", timeout=WITHIN_MS)
    page.approve.click()
    dialog = page.findChild(ApproveDialog)
    assert dialog.name.currentText() == "Trần Văn Duyệt"
    dialog.accept()
    qtbot.waitUntil(
        lambda: rooms.library.version(second.id).state is State.APPROVED, timeout=WITHIN_MS
    )
    qtbot.waitUntil(lambda: page.title.text() == "Một", timeout=WITHIN_MS)
    assert rooms.library.version(first.id).state is State.SUBMITTED


def test_nothing_waits(context, show, qtbot, rooms):
    page = show(ApprovePage(context))
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 0, timeout=WITHIN_MS)


def test_changes_are_marked_and_nothing_is_let_in_as_markup():
    html = marked("năm 2025 đẹp", "năm 2026 <b>đẹp</b>", theme.theme_named("light"))
    assert "line-through" in html
    assert ">2025<" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


# Gói của Trung tâm


@pytest.fixture
def package(rooms, tmp_path, add):
    key = create_key(tmp_path / "key", "Trung tâm Thử")
    audio = add("Nguồn").draft.audio
    programme = Programme(
        Draft(title="Chương trình của Trung tâm", code="TT-1"), rooms.media.path(audio.sha256)
    )
    return build([programme], tmp_path / "goi.zip", key, 1, created_at=NOW), key


def test_a_trusted_package_is_accepted_by_one_button(context, show, qtbot, rooms, data, package):
    path, key = package
    Issuers(rooms.db).trust(key.public_text, "Trung tâm Thử", "Nguyễn Thị Soạn", at=NOW)
    page = show(PackagesPage(context))
    page.look_at(path)
    qtbot.waitUntil(lambda: bool(page._chosen), timeout=WITHIN_MS)
    assert page._chosen[0].accepted, page._chosen[0].problems
    page.accept(path)
    qtbot.waitUntil(lambda: "Đã nhận" in page.message.text, timeout=60_000)
    assert rooms.library.find(state=State.DRAFT) or rooms.library.find(state=State.SUBMITTED)


def test_an_unknown_signature_cannot_be_accepted(context, show, qtbot, rooms, data, package):
    shutil.copy(package[0], data.inbox / "goi.zip")
    page = show(PackagesPage(context))
    qtbot.waitUntil(lambda: page.cards.count() == 1, timeout=WITHIN_MS)
    card = page.cards.itemAt(0).widget()
    assert not card.findChildren(QPushButton)


def test_a_key_is_trusted_only_by_the_number_heard(context, show, qtbot, rooms, package):
    key = package[1]
    page = show(PackagesPage(context))
    page.trusting.ask(key.public_text)
    dialog = page.findChild(TrustDialog)
    dialog.heard.setText("12345 12345 12345 12345 12345 12345")
    dialog.accept()
    qtbot.waitUntil(lambda: "không khớp" in page.message.text, timeout=WITHIN_MS)
    assert not Issuers(rooms.db).all()
    page.trusting.ask(key.public_text)
    dialog = page.findChildren(TrustDialog)[-1]
    dialog.heard.setText(key.fingerprint)
    dialog.accept()
    qtbot.waitUntil(lambda: len(Issuers(rooms.db).all()) == 1, timeout=WITHIN_MS)
