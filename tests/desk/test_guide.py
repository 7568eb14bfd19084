"""The operator's guide: chapters, links between them, and none at all."""

import pytest
from PySide6.QtCore import Qt, QUrl

from broadcast_desk.desk.frame.guide import GuideDialog
from broadcast_desk.desk.frame.rail import Entry, Rail


@pytest.fixture
def files(tmp_path):
    first, second = tmp_path / "1-mo-dau.md", tmp_path / "2-khan-cap.md"
    first.write_text("# Mở đầu\n\nXem [khẩn cấp](2-khan-cap.md).\n", encoding="utf-8")
    second.write_text("# Khẩn cấp\n\nKéo thanh trượt.\n", encoding="utf-8")
    return first, second


def test_chapters_are_listed_by_their_headings_and_links_lead_to_them(dressed, show, files):
    dialog = show(GuideDialog(None, files))
    assert [dialog.contents.item(n).text() for n in range(2)] == ["Mở đầu", "Khẩn cấp"]
    assert "Xem khẩn cấp." in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit(QUrl("2-khan-cap.md"))
    assert "Kéo thanh trượt." in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit(QUrl("https://example.org/"))
    assert dialog.contents.currentRow() == 1


def test_no_guide_is_said(dressed, show):
    assert show(GuideDialog(None, ())).absent


def test_the_rail_offers_the_guide(dressed, show, qtbot):
    rail = show(Rail((Entry("one", "Một", "radio"),)))
    with qtbot.waitSignal(rail.guide_asked):
        qtbot.mouseClick(rail.guide, Qt.MouseButton.LeftButton)
