from __future__ import annotations

import shutil
import unicodedata
from datetime import date

import openpyxl
import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.packages.lists import find_list, read_list
from broadcast_desk.station.errors import InputError

HEADINGS = [
    "Mã", "Tên chương trình", "Loại", "Chủ đề", "Mức độ ưu tiên", "Tệp âm thanh", "Hiệu lực đến",
    "Lịch phát gợi ý",
]  # fmt: skip
ROW = ["A1", "Bản tin số 1", "Thông báo", "Kinh tế", "Ưu tiên", "bản tin.mp3", "31/12/2026",
       "8/8/2026 05:30; 17:00"]  # fmt: skip


@pytest.fixture
def folder(tmp_path, tones):
    shutil.copy(tones / "tone.mp3", tmp_path / unicodedata.normalize("NFD", "bản tin.mp3"))
    return tmp_path


def write(folder, kind, rows):
    path = folder / f"ds.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path
    text = "\r\n".join(kind.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_text(text, encoding="utf-16" if kind == "\t" else "utf-8-sig")
    return path


@pytest.mark.parametrize("kind", [",", ";", "\t", "xlsx"])
def test_every_form_of_list(kind, folder):
    path = write(folder, kind, [HEADINGS, ROW, [""] * len(ROW)])
    assert find_list(folder) == path
    (programme,) = read_list(path)
    draft = programme.draft
    assert (draft.code, draft.title, draft.kind) == ("A1", "Bản tin số 1", "notice")
    assert (draft.topic, draft.priority) == ("economic", Priority.PRIORITY)
    assert draft.valid_until == date(2026, 12, 31)
    assert programme.audio.is_file()
    assert [(a.on, a.at, a.kind) for a in programme.airings] == [
        (date(2026, 8, 8), "05:30", "first"),
        (None, "17:00", "rebroadcast"),
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [(2, "Phim"), (3, "Bóng đá"), (4, "gấp"), (6, "31/2/2026"), (7, "25:00"), (7, "sáng")],
)
def test_what_is_not_understood_is_named_with_its_line(column, value, folder):
    row = [value if index == column else cell for index, cell in enumerate(ROW)]
    with pytest.raises(InputError) as error:
        read_list(write(folder, ",", [HEADINGS, ROW, row]))
    assert (error.value.code, error.value.params["row"]) == ("package.list_value", 3)
    assert error.value.params["value"] == value


@pytest.mark.parametrize("name", ["../ngoai.mp3", "khong-co.mp3", "/etc/passwd"])
def test_audio_is_only_looked_for_beside_the_list(name, folder):
    row = [name if cell == "bản tin.mp3" else cell for cell in ROW]
    (folder.parent / "ngoai.mp3").write_bytes(b"x")
    with pytest.raises(InputError):
        read_list(write(folder, ",", [HEADINGS, row]))


def test_lists_that_are_none(folder):
    with pytest.raises(InputError, match="list_form"):
        find_list(folder)
    with pytest.raises(InputError, match="list_columns"):
        read_list(write(folder, ",", [["Mã"], ["A1"]]))
    with pytest.raises(InputError, match="list_empty"):
        read_list(write(folder, ",", [HEADINGS]))
    (folder / "x.xlsx").write_bytes(b"khong phai bang tinh")
    with pytest.raises(InputError, match="list_form"):
        read_list(folder / "x.xlsx")
