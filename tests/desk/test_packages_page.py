"""The packages page: what is dropped, plugged in, suggested and built, on a real station."""

from __future__ import annotations

import shutil
import warnings
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from broadcast_desk.audio import ffmpeg
from broadcast_desk.desk.library.dialogs import ReasonDialog
from broadcast_desk.desk.packages.build_dialogs import BuildDialog, KeyDialog
from broadcast_desk.desk.packages.dialogs import RecordingDialog, TrustDialog
from broadcast_desk.desk.packages.page import PackagesPage
from broadcast_desk.library.model import Draft, State
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.drives import Drive, offer
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, create_key
from broadcast_desk.packages.model import Programme, SuggestedAiring, Withdrawal
from broadcast_desk.packages.records import notices
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.clock import local

from .conftest import NOW, WITHIN_MS

CENTRE = "Trung tâm Thử"


@pytest.fixture
def key(tmp_path):
    return create_key(tmp_path / "key", CENTRE)


@pytest.fixture
def trusted(rooms, key):
    Issuers(rooms.db).trust(key.public_text, CENTRE, "Bà Lan", at=NOW)
    return key


@pytest.fixture
def sound(tmp_path) -> Path:
    """A recording as people name them: TCVN3 in its tag, a date in its name."""
    path = tmp_path / "BẢN TIN 20-11-2026.mp3"
    title = "title=B¶n tin c¸c n­íc ASEAN"
    done = ffmpeg.run(["-f", "lavfi", "-i", "sine=d=2", "-metadata", title, str(path)])
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def package(tmp_path, key, sound):
    def make(serial=1, *airings, code="TT-1", **more):
        draft = Draft(title="Chương trình của Trung tâm", code=code)
        programmes = [Programme(draft, sound, airings=airings)] if code else []
        target = tmp_path / f"goi-{serial}.zip"
        return build(programmes, target, key, serial, Particulars(**more), created_at=NOW)

    return make


@pytest.fixture
def take(rooms):
    def taken(path):
        return import_package(
            path, rooms.library, rooms.media, Issuers(rooms.db), rooms.data, rooms.clock
        )

    return taken


def texts(page) -> str:
    """All words on a page."""
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def press(page, words: str) -> None:
    """Press the button that says so."""
    buttons = [b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert buttons, (words, [b.text() for b in page.findChildren(QPushButton)])
    buttons[0].click()


def drop(page, *paths: Path) -> None:
    """Drag files over the page and let them go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    with_left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    middle = page.rect().center()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the other form is not offered
        enter = QDragEnterEvent(middle, copy, mime, with_left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(middle), copy, mime, with_left, none))


def shown(qtbot, page, words: str, within_ms: int = WITHIN_MS) -> None:
    qtbot.waitUntil(lambda: words in texts(page) or words in page.message.text, timeout=within_ms)


def test_a_dropped_package_is_checked_and_taken_by_its_button(
    context, show, qtbot, rooms, trusted, package
):
    page = show(PackagesPage(context))
    drop(page, package())
    shown(qtbot, page, "Nguyên vẹn, đúng chữ ký")
    assert rooms.library.find() == []
    press(page, "Nhận gói này")
    shown(qtbot, page, "Đã nhận", 60_000)
    assert [row.code for row in rooms.library.find()] == ["TT-1"]


def test_a_dropped_folder_and_what_is_no_package(context, show, qtbot, trusted, package, tmp_path):
    shutil.unpack_archive(package(), tmp_path / "open")
    junk = tmp_path / "thu.zip"
    junk.write_bytes(b"khong phai zip")
    page = show(PackagesPage(context))
    drop(page, tmp_path / "open/goi-1", junk)
    shown(qtbot, page, "Nguyên vẹn, đúng chữ ký")
    assert "Không nhận được" in texts(page)


def test_a_dropped_key_is_confirmed_by_its_number(context, show, qtbot, rooms, key, package):
    page = show(PackagesPage(context))
    drop(page, package(), key.path.with_suffix(".pub"))
    qtbot.waitUntil(lambda: page.findChild(TrustDialog) is not None, timeout=WITHIN_MS)
    shown(qtbot, page, "chưa tin cậy")
    dialog = page.findChild(TrustDialog)
    dialog.name.setText(CENTRE)
    dialog.heard.setText(key.fingerprint)
    dialog.by.setCurrentText("Nguyễn Thị Soạn")
    dialog.limited.setChecked(True)
    dialog.until.setDate(QDate(2027, 6, 30))
    dialog.accept()
    shown(qtbot, page, "Nguyên vẹn, đúng chữ ký")
    until = Issuers(rooms.db).find(key.key_id).valid_until
    assert local(until).strftime("%d/%m/%Y %H:%M") == "30/06/2027 23:59"
    press(page, "Nguồn và quy tắc")
    shown(qtbot, page, "Nguyễn Thị Soạn đã gọi điện đối chiếu · có giá trị đến 30/06/2027")
    press(page, "Thu hồi")
    dialog = page.findChild(ReasonDialog)
    dialog.name.setCurrentText("Trần Văn Duyệt")
    dialog.why.setPlainText("mất máy")
    dialog.accept()
    shown(qtbot, page, "đã thu hồi")
    press(page, "Trở lại các gói")
    shown(qtbot, page, "Không nhận được")
    assert Issuers(rooms.db).find(key.key_id).revoked_why == "Trần Văn Duyệt · mất máy"


def test_a_recording_is_corrected_before_it_is_kept(context, show, qtbot, rooms, sound):
    page = show(PackagesPage(context))
    drop(page, sound)
    shown(qtbot, page, "Bản tin các nước ASEAN")
    assert "20/11/2026" in texts(page)
    assert rooms.library.find() == []
    press(page, "Xem lại và nhận…")
    dialog = page.findChild(RecordingDialog)
    assert dialog.day.date() == QDate(2026, 11, 20)
    dialog.name.setText("Bản tin ASEAN số 3")
    dialog.day.setDate(QDate(2026, 11, 21))
    dialog.voice.setText("Cô Hoa")
    dialog.accept()
    shown(qtbot, page, "vào kho, mã", 60_000)
    (row,) = rooms.library.find()
    draft = rooms.library.newest(row.code).draft
    assert (draft.title, draft.produced_on, draft.voice) == (
        "Bản tin ASEAN số 3",
        date(2026, 11, 21),
        "Cô Hoa",
    )
    assert row.state is State.DRAFT
    qtbot.waitUntil(lambda: "Bản ghi thường" not in texts(page), timeout=WITHIN_MS)


def test_a_drive_is_looked_into_only_with_consent(
    context, show, qtbot, trusted, package, sound, tmp_path, rooms
):
    usb = tmp_path / "USB-XA"
    usb.mkdir()
    shutil.copy(package(), usb)
    shutil.copy(sound, usb)
    found = offer(Drive("/dev/sdz1", usb))
    page = show(PackagesPage(context))
    from broadcast_desk.desk.packages.operations import Plugged

    page._plugged(Plugged((found.drive,), (found,)))
    shown(qtbot, page, "USB USB-XA: 1 gói, 1 bản ghi")
    assert not page._chosen
    press(page, "Kiểm tra USB")
    shown(qtbot, page, "Nguyên vẹn, đúng chữ ký")
    shown(qtbot, page, "Bản ghi thường")
    assert rooms.library.find() == []
    page._plugged(Plugged((), ()))
    qtbot.waitUntil(lambda: "USB USB-XA" not in texts(page), timeout=WITHIN_MS)


def test_a_drive_that_nobody_wants_is_left_alone(context, show, qtbot, tmp_path, sound):
    from broadcast_desk.desk.packages.operations import Plugged

    found = offer(Drive("/dev/sdz1", sound.parent))
    page = show(PackagesPage(context))
    page._plugged(Plugged((found.drive,), (found,)))
    shown(qtbot, page, "bản ghi")
    press(page, "Bỏ qua")
    qtbot.waitUntil(lambda: not page._offers and not page._recordings, timeout=WITHIN_MS)
    page._plugged(Plugged((found.drive,), ()))  # still plugged in: not asked again
    assert not page._offers


def test_suggestions_are_put_into_the_timetable_or_skipped(
    context, show, qtbot, rooms, trusted, package, take
):
    today = date(2026, 11, 24)
    take(package(1, SuggestedAiring(today, "17:00"), SuggestedAiring(today, "18:00")))
    version = rooms.library.newest("TT-1")
    rooms.library.submit(version.id)
    rooms.library.approve(version.id, by="Trần Văn Duyệt")
    page = show(PackagesPage(context))
    shown(qtbot, page, "Giờ phát Trung tâm gợi ý")
    press(page, "Xếp vào lịch")
    shown(qtbot, page, "Đã xếp")
    (slot,) = rooms.timetable.slots()
    assert (f"{slot.starts:%H:%M}", slot.confirmed_by) == ("17:00", "")
    qtbot.waitUntil(
        lambda: "17:00" not in texts(page) and "18:00" in texts(page), timeout=WITHIN_MS
    )
    press(page, "Bỏ qua")
    qtbot.waitUntil(lambda: "gợi ý" not in texts(page), timeout=WITHIN_MS)
    assert len(rooms.timetable.slots()) == 1


def test_a_withdrawal_is_told_until_it_was_read(
    context, show, qtbot, rooms, trusted, package, take
):
    take(package(1))
    take(package(2, code="", withdrawals=(Withdrawal("TT-1", "sai số liệu"),)))
    page = show(PackagesPage(context))
    shown(qtbot, page, "sai số liệu")
    press(page, "Đã đọc")
    qtbot.waitUntil(lambda: "sai số liệu" not in texts(page), timeout=WITHIN_MS)
    assert notices(rooms.db) == ()


def test_a_package_is_built_step_by_step(context, show, qtbot, rooms, add, tmp_path):
    first, _ = add("Tin một"), add("Tin hai")
    page = show(PackagesPage(context))
    page.building.ask()
    qtbot.waitUntil(lambda: page.findChild(KeyDialog) is not None, timeout=WITHIN_MS)
    dialog = page.findChild(KeyDialog)
    dialog.password.setText("bí mật")
    dialog.accept()
    qtbot.waitUntil(lambda: page.findChild(BuildDialog) is not None, timeout=WITHIN_MS)
    asked = page.findChild(BuildDialog)
    assert asked.serial.value() == 26112401
    assert not asked.act.isEnabled()
    for row in range(asked.programmes.count()):
        item = asked.programmes.item(row)
        if item.data(Qt.ItemDataRole.UserRole) == first.draft.code:
            item.setCheckState(Qt.CheckState.Checked)
    assert asked.act.isEnabled()
    target = tmp_path / "goi-cho-thon.zip"
    asked.title.setText("Gói cho thôn")
    asked.password.setText("sai")
    page.building.write(target, asked.bench.key, asked.order())
    qtbot.waitUntil(lambda: bool(page.message.text), timeout=WITHIN_MS)
    assert not target.exists()
    asked.password.setText("bí mật")
    page.building.write(target, asked.bench.key, asked.order())
    shown(qtbot, page, "Đã lập gói goi-cho-thon.zip, 1 chương trình")
    found = verify(target, Issuers(rooms.db), NOW)
    assert found.contents.title == "Gói cho thôn"
    assert [p.draft.title for p in found.contents.programmes] == ["Tin một"]
    assert {p.code for p in found.problems} == {"package.unknown_key"}
    asked.reject()
    page.building.ask()
    qtbot.waitUntil(
        lambda: page.findChildren(BuildDialog)[-1].serial.value() == 26112402, timeout=WITHIN_MS
    )


def test_nothing_to_build_from_is_said(context, show, qtbot, rooms):
    create_key(rooms.data.keys, "Đài xã")
    page = show(PackagesPage(context))
    page.building.ask()
    qtbot.waitUntil(lambda: page.findChild(BuildDialog) is not None, timeout=WITHIN_MS)
    dialog = page.findChild(BuildDialog)
    assert "Chưa có chương trình nào được duyệt" in dialog.listed.text()
    assert not dialog.act.isEnabled()


def test_a_package_is_built_from_a_spreadsheet_with_what_is_taken_back(
    context, show, qtbot, rooms, sound, tmp_path
):
    create_key(rooms.data.keys, "Đài xã")
    good, bad = tmp_path / "ds.csv", tmp_path / "hong.csv"
    good.write_text(f"Mã,Tên,Tệp,Giờ phát\nB1,Tin một,{sound.name},05:30\n", encoding="utf-8")
    bad.write_text("Mã,Tên,Tệp\nB1,Tin một,khong-co.mp3\n", encoding="utf-8")
    page = show(PackagesPage(context))
    page.building.ask()
    qtbot.waitUntil(lambda: page.findChild(BuildDialog) is not None, timeout=WITHIN_MS)
    dialog = page.findChild(BuildDialog)
    page.building.read_list(dialog, bad)
    qtbot.waitUntil(lambda: "khong-co.mp3" in dialog.listed.text(), timeout=WITHIN_MS)
    assert not dialog.act.isEnabled()
    page.building.read_list(dialog, good)
    qtbot.waitUntil(lambda: "ds.csv: 1 chương trình" in dialog.listed.text(), timeout=WITHIN_MS)
    dialog.withdrawn.setText("A7; A9")
    dialog.why.setText("sai số liệu")
    dialog.limited.setChecked(True)
    dialog.until.setDate(QDate(2026, 12, 31))
    assert dialog.act.isEnabled()
    page.building.write(tmp_path / "goi.zip", dialog.bench.key, dialog.order())
    shown(qtbot, page, "Đã lập gói goi.zip, 1 chương trình", 30_000)
    contents = verify(tmp_path / "goi.zip", Issuers(rooms.db), NOW).contents
    (programme,) = contents.programmes
    assert (programme.draft.code, programme.airings[0].at) == ("B1", "05:30")
    assert contents.withdrawals == (
        Withdrawal("A7", "sai số liệu"),
        Withdrawal("A9", "sai số liệu"),
    )
    assert contents.valid_until == date(2026, 12, 31)
