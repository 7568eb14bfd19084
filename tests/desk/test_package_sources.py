"""Sources and rules: keys, automatic approval, feeds and refusals, on a real station."""

from __future__ import annotations

import http.server
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QLabel, QPushButton

from broadcast_desk.audio import ffmpeg
from broadcast_desk.desk.library.dialogs import ReasonDialog
from broadcast_desk.desk.packages.page import PackagesPage
from broadcast_desk.desk.packages.source_dialogs import FeedDialog, RuleDialog
from broadcast_desk.library.model import Draft, Priority, State
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.packages.building import build
from broadcast_desk.packages.feed import Feeds
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, create_key
from broadcast_desk.packages.model import PackageRefusedError, Programme, SuggestedAiring

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
def package(tmp_path, key):
    """Packages of one programme, suggested for a time."""
    sound = tmp_path / "tone.mp3"
    done = ffmpeg.run(["-f", "lavfi", "-i", "sine=d=2", str(sound)])
    assert done.returncode == 0, done.stderr

    def make(serial: int, code: str, at: str, **about) -> Path:
        draft = Draft(title=f"Tin {code}", code=code, **about)
        item = Programme(draft, sound, airings=(SuggestedAiring(at=at),))
        return build([item], tmp_path / f"goi-{serial}.zip", key, serial, created_at=NOW)

    return make


@pytest.fixture
def take(rooms):
    return lambda path: import_package(
        path, rooms.library, rooms.media, Issuers(rooms.db), rooms.data, rooms.clock
    )


@pytest.fixture
def page(context, show):
    made = show(PackagesPage(context))
    press(made, "Nguồn và quy tắc")
    return made


def texts(page) -> str:
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def press(page, words: str) -> None:
    (button,) = [b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    button.click()


@pytest.fixture
def shown(qtbot, page):
    return lambda words, within_ms=WITHIN_MS: qtbot.waitUntil(
        lambda: words in texts(page) or words in page.message.text, timeout=within_ms
    )


def test_a_new_station_has_no_rules_and_says_what_that_means(page, shown):
    shown("mọi chương trình đều chờ người duyệt")
    shown("chưa gói nào được nhận")
    assert not [b for b in page.findChildren(QPushButton) if b.text() == "Thêm quy tắc"]


def test_a_rule_of_the_desk_approves_what_fits_it_and_nothing_else(
    rooms, trusted, page, shown, package, take
):
    shown(f"{CENTRE} · khóa {trusted.key_id} · Bà Lan đã gọi điện đối chiếu")
    press(page, "Thêm quy tắc")
    dialog = page.findChild(RuleDialog)
    assert not dialog.act.isEnabled()  # nobody stands for it
    dialog.topic.setCurrentIndex(dialog.topic.findData("economic"))
    dialog.limited.setChecked(True)
    dialog.first.setTime(QTime(18, 0))
    dialog.last.setTime(QTime(5, 0))
    dialog.by.setCurrentText("Trần Văn Duyệt")
    assert not dialog.act.isEnabled()  # a stretch that ends before it begins
    dialog.first.setTime(QTime(5, 0))
    dialog.last.setTime(QTime(18, 0))
    assert dialog.act.isEnabled()
    dialog.accept()
    shown("giờ phát gợi ý từ 05:00 đến trước 18:00: tự duyệt, người xếp lịch (Trần Văn Duyệt")
    fits = take(package(1, "A", "17:00", topic="economic.trade"))
    assert fits.approved == ("A",)
    assert rooms.library.newest("A").state is State.APPROVED
    assert not take(package(2, "B", "18:00", topic="economic.trade")).approved
    assert not take(package(3, "C", "17:00", topic="culture")).approved
    emergency = take(package(4, "D", "17:00", topic="economic.trade", priority=Priority.EMERGENCY))
    assert (emergency.approved, emergency.needs_person) == ((), ("D",))
    press(page, "Bỏ quy tắc")
    shown("mọi chương trình đều chờ người duyệt")
    assert AutoApprovals(rooms.db).all() == ()
    assert rooms.library.newest("A").state is State.APPROVED


def test_a_rule_that_schedules_says_so_and_dies_with_its_key(rooms, trusted, page, shown, package):
    shown(CENTRE)
    press(page, "Thêm quy tắc")
    dialog = page.findChild(RuleDialog)
    dialog.schedules.setChecked(True)
    dialog.by.setCurrentText("Trần Văn Duyệt")
    dialog.accept()
    shown("mọi chủ đề, giờ nào cũng được: tự duyệt và tự xếp lịch")
    press(page, "Thu hồi")
    dialog = page.findChild(ReasonDialog)
    dialog.name.setCurrentText("Trần Văn Duyệt")
    dialog.why.setPlainText("mất máy")
    dialog.accept()
    shown("Trần Văn Duyệt · mất máy")
    shown("quy tắc không còn tác dụng")


class FeedServer(http.server.ThreadingHTTPServer):
    """A centre's feed, with one package in it."""

    def __init__(self, package: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.package = package
        self.base = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: FeedServer

    def do_GET(self) -> None:
        body = (
            self.server.package.read_bytes()
            if self.path == "/goi.zip"
            else (
                '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item>'
                f'<guid>1</guid><title>Gói</title><enclosure url="{self.server.base}/goi.zip" '
                'type="application/zip"/></item></channel></rss>'
            ).encode()
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def served(package):
    server = FeedServer(package(1, "A", "17:00"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_feed_is_followed_looked_at_and_left(rooms, trusted, page, shown, served):
    shown("Nguồn tin trên mạng")
    press(page, "Thêm nguồn")
    dialog = page.findChild(FeedDialog)
    dialog.url.setText("trung tam")
    assert not dialog.act.isEnabled()
    dialog.url.setText(f"{served.base}/feed.xml")
    dialog.accept()
    shown("chưa xem lần nào")
    press(page, "Xem ngay")
    shown("Đã xem: 1 gói và bản ghi mới, 0 bị từ chối, 0 chưa được.", 60_000)
    assert [row.code for row in rooms.library.find()] == ["A"]
    shown("tốt")
    press(page, "Thôi theo dõi")
    shown("Những gì đã nhận vẫn còn")
    feeds = Feeds(rooms.library, rooms.media, Issuers(rooms.db), rooms.data, rooms.clock)
    assert feeds.all() == ()


def test_a_feed_that_does_not_answer_is_shown_with_its_next_try(page, shown):
    shown("Nguồn tin trên mạng")
    press(page, "Thêm nguồn")
    dialog = page.findChild(FeedDialog)
    dialog.url.setText("http://127.0.0.1:9/feed.xml")
    dialog.accept()
    shown("chưa xem lần nào")
    press(page, "Xem ngay")
    shown("1 chưa được", 60_000)
    shown("không được (1 lần liền), thử lại")


def test_what_was_refused_is_shown_with_reason_and_last_day(
    rooms, page, shown, package, take, context
):
    with pytest.raises(PackageRefusedError):
        take(package(1, "A", "17:00"))  # nobody is trusted
    press(page, "Trở lại các gói")
    press(page, "Nguồn và quy tắc")
    shown("goi-1.zip")
    shown("khóa lạ")
    last = (rooms.clock.now() + timedelta(days=30)).astimezone().strftime("%d/%m/%Y")
    shown(f"giữ đến {last}")


def test_the_stations_own_number_can_be_read_aloud(rooms, context, show, qtbot):
    own = create_key(rooms.data.keys, "Đài xã Thử")
    page = show(PackagesPage(context))
    press(page, "Nguồn và quy tắc")
    qtbot.waitUntil(lambda: own.fingerprint in texts(page), timeout=WITHIN_MS)
