from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from broadcast_desk.logbook import export
from broadcast_desk.logbook.heads import read_head, write_head
from broadcast_desk.logbook.model import Head
from broadcast_desk.station.errors import InputError, StoreError
from tests.logbook.conftest import Told


def read_back(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_one_row_an_airing_in_local_time(logbook, tmp_path):
    whole, gone = Told(title="Tin về Đông Timor", by="Lan"), Told("b", code="BT2")
    entries = logbook.append_all(
        [whole.started(0.012), whole.ended(300.5), gone.missed("logbook.crashed")]
    )
    rows = read_back(export.write_csv(logbook.airings(), tmp_path / "nhat-ky.csv"))
    assert len(rows) == 2
    first, second = rows
    assert first["Tên chương trình"] == "Tin về Đông Timor"
    assert (first["Ngày"], first["Giờ dự kiến"]) == ("23/11/2026", "05:30:00.000")
    assert (first["Giờ phát thực tế"], first["Lệch giờ (ms)"]) == ("05:30:00.012", "12.0")
    assert (first["Hình thức"], first["Kết quả"]) == ("phát mới", "đủ")
    assert first["Tự sản xuất"] == "có"
    assert first["SHA-256 nhật ký"] == entries[1].entry_sha256
    assert (second["Kết quả"], second["Lý do"]) == ("bỏ lỡ", "Mất điện hoặc máy dừng đột ngột")
    assert second["Giờ phát thực tế"] == ""


def test_xlsx_has_the_same_cells_and_numbers_are_numbers(year_logbook, tmp_path):
    rows = year_logbook.airings()
    told = read_back(export.write_csv(rows, tmp_path / "a.csv"))
    book = load_workbook(export.write_xlsx(rows, tmp_path / "a.xlsx"))
    sheet = book.active
    head, *body = sheet.iter_rows(values_only=True)
    assert list(head) == list(told[0])
    assert len(body) == len(told) == len(rows)
    for row, line in zip(body, told, strict=True):
        for cell, text in zip(row, line.values(), strict=True):
            number = isinstance(cell, int | float)
            assert (cell == float(text)) if number else ((cell or "") == text)
    assert isinstance(body[0][head.index("Thời lượng (giây)")], int | float)
    assert sheet.freeze_panes == "A2"


def test_a_title_is_never_a_formula(logbook, tmp_path):
    told = Told(title='=HYPERLINK("http://x")')
    logbook.append_all([told.started(), told.ended(3)])
    (row,) = read_back(export.write_csv(logbook.airings(), tmp_path / "a.csv"))
    assert row["Tên chương trình"].startswith("'=")
    sheet = load_workbook(export.write_xlsx(logbook.airings(), tmp_path / "a.xlsx")).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("write", [export.write_csv, export.write_xlsx])
def test_same_airings_same_bytes(year_logbook, tmp_path, write):
    rows = year_logbook.airings()
    one, two = (write(rows, tmp_path / name).read_bytes() for name in ("1.x", "2.x"))
    assert one == two


def test_an_empty_logbook_exports_its_headings(tmp_path):
    assert read_back(export.write_csv([], tmp_path / "a.csv")) == []
    assert load_workbook(export.write_xlsx([], tmp_path / "a.xlsx")).active.max_row == 1


def test_a_file_open_elsewhere_is_said_and_kept(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    target.write_text("old", encoding="utf-8")

    def refuse(self: Path, other: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(other))

    monkeypatch.setattr(Path, "replace", refuse)  # what Windows does while Excel holds it
    with pytest.raises(StoreError) as caught:
        export.write_csv([], target)
    assert caught.value.code == "logbook.file_open"
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError):
        export.write_csv([], tmp_path / "f" / "a.csv")


def test_a_head_goes_out_and_comes_back(tmp_path):
    head = Head(12, "ab" * 32)
    assert read_head(str(write_head(head, tmp_path / "x.head.json"))) == head
    assert read_head(f"12:{'AB' * 32}") == head


@pytest.mark.parametrize("text", ["12", "x:y", "12:abc", "no-such-file.json"])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(InputError) as caught:
        read_head(text)
    assert caught.value.code == "logbook.head_form"
