"""The one table model, and Vietnamese order."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from broadcast_desk.desk.library.table import programme_model
from broadcast_desk.desk.logbook.table import airing_model
from broadcast_desk.desk.tables import Column, RowTableModel, VietnameseSortProxy

from .conftest import TODAY


@dataclass(frozen=True)
class Word:
    text: str
    size: int


def model_of(*rows):
    model = RowTableModel(
        (
            Column(lambda: "Chữ", lambda row: row.text),
            Column(lambda: "Cỡ", lambda row: str(row.size), sort_key=lambda row: row.size),
        )
    )
    model.set_rows(rows)
    return model


def test_the_model_keeps_qts_rules(qapp):
    model = model_of()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows((Word("a", 1), Word("b", 2)))
    model.set_rows(())
    model.set_rows((Word("c", 3),))
    assert model.rowCount() == 1
    del tester


def test_data_never_raises(qapp):
    model = model_of(Word("a", 1))
    assert model.data(model.index(0, 0)) == "a"
    assert model.data(model.index(5, 5)) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Chữ"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None


def test_words_are_sorted_as_in_a_vietnamese_dictionary(qapp):
    proxy = VietnameseSortProxy()
    proxy.setSourceModel(model_of(*(Word(w, 0) for w in ("Đồng", "Dừa", "Ấm", "Áo", "Bò", "an"))))
    proxy.sort(0)
    shown = [proxy.index(row, 0).data() for row in range(proxy.rowCount())]
    assert shown.index("Dừa") < shown.index("Đồng")
    assert shown.index("an") < shown.index("Áo") < shown.index("Bò")


def test_numbers_are_sorted_as_numbers(qapp):
    proxy = VietnameseSortProxy()
    proxy.setSourceModel(model_of(Word("a", 10), Word("b", 9)))
    proxy.sort(1)
    assert [proxy.index(row, 1).data() for row in range(2)] == ["9", "10"]


def test_the_library_model_keeps_qts_rules(dressed, rooms, add):
    add("Một")
    add("Hai", "draft")
    model = programme_model(lambda: TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows(rooms.library.find())
    assert [model.index(row, 1).data() for row in range(2)] == ["Nháp", "Được phát"]
    del tester


def test_the_logbook_model_keeps_qts_rules(dressed):
    model = airing_model(", ".join)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows(())
    assert model.columnCount() == 7
    del tester
