"""Soạn tin, with the real reader, the real voice and the real library."""

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from broadcast_desk.desk.compose.page import ComposePage
from broadcast_desk.desk.compose.status import Next
from broadcast_desk.desk.compose.words import spoken_places
from broadcast_desk.library.model import State
from broadcast_desk.speech.lexicon import LexiconStore, shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.station.encodings import TCVN3_LETTERS

from .conftest import WITHIN_MS

TEXT = "UBND xã thông báo lịch họp ngày 20/11/2026."


@pytest.fixture
def page(context, show):
    return show(ComposePage(context))


def to_tcvn3(text):
    return text.translate({ord(good): old for old, good in TCVN3_LETTERS.items()})


def write(page, qtbot, text):
    page.written.setPlainText(text)
    qtbot.waitUntil(
        lambda: len(page.sheet.reading.lines) == text.count("\n") + 1, timeout=WITHIN_MS
    )


def test_what_is_written_is_read_beside_it(page, qtbot):
    write(page, qtbot, TEXT)
    qtbot.waitUntil(
        lambda: "ủy ban nhân dân" in page.spoken.toPlainText().lower(), timeout=WITHIN_MS
    )
    assert page.status.next is Next.SPEAK
    assert "chữ" in page.status.length.text()


def test_nothing_written_offers_nothing(page):
    assert page.status.next is Next.WRITE
    assert not page.status.main.isEnabled()


def test_what_is_written_is_saved_by_itself(page, qtbot, rooms):
    write(page, qtbot, TEXT)
    qtbot.waitUntil(lambda: "Đã lưu" in page.status.saved.text(), timeout=WITHIN_MS)
    kept = rooms.library.newest(page.sheet.slip.code)
    assert kept.draft.text == TEXT
    assert kept.draft.title == TEXT[:80]


def test_speak_submit(page, qtbot, rooms):
    write(page, qtbot, TEXT)
    page.title.setText("Lịch họp")
    qtbot.mouseClick(page.status.main, Qt.MouseButton.LeftButton)
    assert page.status.next is Next.BUSY
    qtbot.waitUntil(lambda: page.status.next is Next.SUBMIT, timeout=60_000)
    made = rooms.library.newest(page.sheet.slip.code)
    assert made.draft.audio is not None
    assert rooms.media.verify(made.draft.audio.sha256)
    assert made.draft.ai_mark
    assert made.number == 1
    qtbot.mouseClick(page.status.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.next is Next.WAIT, timeout=WITHIN_MS)
    assert rooms.library.newest(made.draft.code).state is State.SUBMITTED


def test_speaking_shows_how_far_it_is_and_can_be_cancelled(page, qtbot, rooms):
    write(page, qtbot, "\n".join(f"Câu số {n}: bà con ra đồng sớm." for n in range(300)))
    voices = page.status.voice
    qtbot.waitUntil(lambda: voices.findData("espeak-vi-north") > 0, timeout=WITHIN_MS)
    voices.setCurrentIndex(voices.findData("espeak-vi-north"))
    parts = []
    page.status.show_progress, show = parts.append, page.status.show_progress
    qtbot.mouseClick(page.status.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(parts) > 3, timeout=60_000)
    page.status.show_progress = show
    assert parts == sorted(parts)
    page.status.cancelled.emit()
    qtbot.waitUntil(lambda: page.status.next is Next.SPEAK, timeout=60_000)
    assert "hủy" in page.message.text
    qtbot.waitUntil(lambda: "Đã lưu" in page.status.saved.text(), timeout=WITHIN_MS)
    kept = rooms.library.newest(page.sheet.slip.code).draft
    assert (kept.text, kept.audio) == (page.text, None)


@pytest.mark.parametrize("to", ["a new sheet", "another page"])
def test_what_is_written_while_it_is_spoken_is_kept_when_left(page, qtbot, rooms, to):
    write(page, qtbot, "\n".join(f"Câu số {n}: bà con ra đồng sớm." for n in range(40)))
    qtbot.mouseClick(page.status.main, Qt.MouseButton.LeftButton)
    assert page.status.next is Next.BUSY
    page.written.insertPlainText("Viết thêm lúc máy đang đọc. ")
    sheet, text = page.sheet, page.text
    if to == "a new sheet":
        page.start_new()
        assert page.text == ""
    else:
        page.hide()
        qtbot.waitUntil(
            lambda: any(
                rooms.library.newest(row.code).draft.text == text for row in rooms.library.find()
            ),
            timeout=WITHIN_MS,
        )
    qtbot.waitUntil(lambda: page.status.next is not Next.BUSY, timeout=60_000)
    qtbot.waitUntil(
        lambda: rooms.library.newest(sheet.slip.code).draft.text == text, timeout=WITHIN_MS
    )
    assert rooms.library.newest(sheet.slip.code).draft.audio is None, "the sound says less"


def test_a_changed_text_needs_new_sound(page, qtbot, rooms, add):
    version = add("Bản nháp", "draft")
    page.open_on(version.draft.code)
    qtbot.waitUntil(lambda: page.status.next is Next.SUBMIT, timeout=WITHIN_MS)
    page.written.insertPlainText("Thêm chữ. ")
    assert page.status.next is Next.SPEAK
    page.save()
    qtbot.waitUntil(
        lambda: rooms.library.newest(version.draft.code).draft.audio is None, timeout=WITHIN_MS
    )


def test_text_that_is_not_vietnamese_is_refused_in_one_line(page, qtbot, rooms):
    write(page, qtbot, "This is an English text and nothing else at all, spoken by nobody here.")
    qtbot.mouseClick(page.status.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.message.isVisible(), timeout=60_000)
    assert "\n" not in page.message.text
    assert page.status.next is Next.SPEAK
    assert all(row.duration_samples == 0 for row in rooms.library.find())
    (anyway,) = [b for b in page.message.findChildren(QPushButton) if b.text() == "Vẫn đọc"]
    qtbot.mouseClick(anyway, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.next is Next.SUBMIT, timeout=60_000)
    assert any(row.duration_samples > 0 for row in rooms.library.find())


def test_a_doubt_is_settled_into_the_lexicon(page, qtbot, rooms):
    write(page, qtbot, "Hội nghị ZXQV họp hôm nay.")
    qtbot.waitUntil(lambda: page.doubts.isVisible(), timeout=WITHIN_MS)
    assert page.sheet.reading.doubts[0].written == "ZXQV"
    page.doubts.spoken.setText("dét ích quy vê")
    qtbot.keyClick(page.doubts.spoken, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "dét ích quy vê" in page.spoken.toPlainText(), timeout=WITHIN_MS)
    assert not page.sheet.reading.doubts
    assert LexiconStore(rooms.db).entries()[0].written == "ZXQV"


def test_a_word_is_heard_before_it_is_settled(page, qtbot, rooms):
    write(page, qtbot, "Hội nghị ZXQV họp hôm nay.")
    qtbot.waitUntil(lambda: page.doubts.isVisible(), timeout=WITHIN_MS)
    page.doubts.spoken.setText("dét ích quy vê")
    heard = []
    page._hear = heard.append
    qtbot.mouseClick(page.doubts.hear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert 0.5 < soundfile.info(heard[0]).duration < 5
    assert not LexiconStore(rooms.db).entries()


def test_doubts_are_found_in_what_is_spoken():
    reading = read("Mã ABXZ rồi ABXZ.", shipped())
    places = spoken_places(reading)
    assert len(places) == len(reading.doubts) == 2
    assert all(places)
    assert places[0].end <= places[1].start


def test_columns_move_together(page, qtbot):
    write(page, qtbot, "\n".join(f"Dòng thứ {n}." for n in range(200)))
    qtbot.waitUntil(lambda: page.spoken.blockCount() == 200, timeout=WITHIN_MS)
    page.written.verticalScrollBar().setValue(120)
    assert page.spoken.firstVisibleBlock().blockNumber() == 120


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"not a document", "bị hỏng"),
        ("a.pdf", b"%PDF-1.4 cut", "bị hỏng"),
        ("a.txt", b"  \n ", "không có chữ"),
        ("a.exe", b"MZ", "loại tệp"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(page, qtbot, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    write(page, qtbot, TEXT)
    page.bring(path)
    qtbot.waitUntil(lambda: page.message.isVisible(), timeout=60_000)
    assert words in page.message.text
    assert page.text == TEXT


def test_a_file_in_an_old_encoding_is_converted_and_said(page, qtbot, tmp_path):
    path = tmp_path / "a.txt"
    text = "Kính gửi bà con nhân dân trong xã, ngày mai họp dân tại nhà văn hóa thôn."
    path.write_bytes(to_tcvn3(text).encode("latin-1"))
    page.bring(path)
    qtbot.waitUntil(lambda: page.text == text, timeout=60_000)
    assert "TCVN3" in page.message.text


def test_a_file_lands_on_a_new_sheet(page, qtbot, tmp_path):
    path = tmp_path / "Thông báo.txt"
    path.write_text("Xin chào bà con.", encoding="utf-8")
    page.bring(path)
    qtbot.waitUntil(lambda: page.text == "Xin chào bà con.", timeout=WITHIN_MS)
    assert page.title.text() == "Thông báo"
