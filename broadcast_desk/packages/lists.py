"""A list of programmes as people keep it: CSV or XLSX with one line a programme."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

from broadcast_desk.library.kinds import fields, kinds
from broadcast_desk.library.model import Draft
from broadcast_desk.library.topics import topics
from broadcast_desk.packages.model import Programme, SuggestedAiring, priority_of
from broadcast_desk.packages.names import shown
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import fold, nfc

_COLUMNS = {
    "code": ("mã", "mã chương trình", "code"),
    "title": ("tên", "tên chương trình", "tên bản tin", "tiêu đề", "title"),
    "kind": ("loại", "kind"),
    "topic": ("chủ đề", "chủ đề asean", "topic"),
    "field": ("lĩnh vực", "field"),
    "language": ("tiếng", "ngôn ngữ", "language"),
    "priority": ("mức độ ưu tiên", "ưu tiên", "mức ưu tiên", "priority"),
    "text": ("nội dung", "lời", "văn bản", "text"),
    "reading": ("văn bản đọc", "reading"),
    "source": ("nguồn", "source"),
    "document_number": ("số văn bản", "số ký hiệu", "document number"),
    "author": ("tác giả", "author"),
    "voice": ("người đọc", "giọng đọc", "voice"),
    "audio": ("tệp âm thanh", "tệp", "âm thanh", "audio", "file"),
    "produced_on": ("ngày sản xuất", "produced on"),
    "valid_from": ("hiệu lực từ", "từ ngày", "valid from"),
    "valid_until": ("hiệu lực đến", "đến ngày", "valid until"),
    "rights": ("bản quyền", "rights"),
    "note": ("ghi chú", "note"),
    "airings": ("lịch phát gợi ý", "giờ phát", "airings"),
}
_HEADINGS = {fold(name): key for key, names in _COLUMNS.items() for name in (*names, key)}
_DATES = frozenset({"produced_on", "valid_from", "valid_until"})
_PRIORITIES = {
    "": "", "thong thuong": "normal", "normal": "normal", "uu tien": "priority",
    "priority": "priority", "khan cap": "emergency", "emergency": "emergency",
}  # fmt: skip
MAX_ROWS = 2_000


def read_list(path: Path) -> tuple[Programme, ...]:
    """The programmes of a CSV or XLSX list; audio files are looked for beside the list.

    Headings are Vietnamese or English, in any order and with or without marks; "tên" is needed.
    Suggested airings: "05:30; 17:00" or "8/8/2026 05:30".

    Raises:
        InputError: the list cannot be read, or a value in it is not understood (with its line).
    """
    rows = _rows(path)
    if not rows:
        raise InputError("package.list_empty", name=path.name)
    keys = [_HEADINGS.get(fold(str(cell).strip().replace("_", " "))) for cell in rows[0]]
    if "title" not in keys:
        raise InputError("package.list_columns", name=path.name, column="tên")
    programmes = tuple(
        _programme(path.parent, number, dict(zip(keys, row, strict=False)))
        for number, row in enumerate(rows[1:], 2)
        if any(str(cell).strip() for cell in row)
    )
    if not programmes:
        raise InputError("package.list_empty", name=path.name)
    return programmes


def find_list(folder: Path) -> Path:
    """The one list in a folder of recordings.

    Raises:
        InputError: there is none.
    """
    for suffix in (".xlsx", ".csv"):
        found = [path for path in sorted(folder.glob(f"*{suffix}")) if path.name[0] not in "~."]
        if found:
            return found[0]
    raise InputError("package.list_form", name=folder.name)


def _rows(path: Path) -> list[Sequence[object]]:
    try:
        if path.suffix.lower() == ".xlsx":
            return list(_sheet(path))[:MAX_ROWS]
        return _csv(path.read_bytes())[:MAX_ROWS]
    except (OSError, UnicodeError, csv.Error, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("package.list_form", name=path.name) from error


def _sheet(path: Path) -> Iterator[Sequence[object]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=60, values_only=True):
            yield ["" if cell is None else cell for cell in row]
    finally:
        book.close()


def _csv(raw: bytes) -> list[Sequence[object]]:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = raw.decode(encoding)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _programme(folder: Path, number: int, cells: dict[str | None, object]) -> Programme:
    texts = {
        key: nfc(str(value)).strip()
        for key, value in cells.items()
        if key and key not in _DATES and str(value).strip()
    }
    days = {key: _day(cells[key], number, key) for key in _DATES if str(cells.get(key, "")).strip()}
    audio = texts.pop("audio", "")
    airings = tuple(_airings(texts.pop("airings", ""), number))
    priority = texts.pop("priority", "")
    if fold(priority) not in _PRIORITIES:
        raise _not_understood(number, "priority", priority)
    for key, known in (("kind", _kinds()), ("topic", _topics()), ("field", _fields())):
        if key in texts:
            texts[key] = _choice(texts[key], known, number, key)
    return Programme(
        draft=Draft(
            title=texts.pop("title", ""),
            **texts,  # type: ignore[arg-type]  # the remaining columns are all text fields
            **days,  # type: ignore[arg-type]  # these are all dates
            priority=priority_of(_PRIORITIES[fold(priority)]),
        ),
        audio=_beside(folder, audio, number) if audio else None,
        airings=airings,
    )


def _beside(folder: Path, name: str, number: int) -> Path:
    """The file of that name, whichever Unicode form the disk uses; never outside the folder."""
    wanted = folder / name
    if not wanted.resolve().is_relative_to(folder.resolve()):
        raise _not_understood(number, "audio", name)
    if wanted.is_file():
        return wanted
    for path in wanted.parent.glob("*"):
        if nfc(path.name) == nfc(wanted.name):
            return path
    raise InputError("package.audio_missing", name=shown(name))


def _kinds() -> dict[str, str]:
    return {fold(name): kind.key for kind in kinds() for name in (kind.key, kind.name_vi)}


def _topics() -> dict[str, str]:
    return {fold(name): topic.key for topic in topics() for name in (topic.key, topic.name_vi)}


def _fields() -> dict[str, str]:
    return {fold(name): known.key for known in fields() for name in (known.key, known.name_vi)}


def _choice(value: str, known: dict[str, str], number: int, column: str) -> str:
    if fold(value) not in known:
        raise _not_understood(number, column, value)
    return known[fold(value)]


def _day(value: object, number: int, column: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    vietnamese = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if vietnamese:
            return date(int(vietnamese[3]), int(vietnamese[2]), int(vietnamese[1]))
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise _not_understood(number, column, text) from error


def _airings(text: str, number: int) -> Iterator[SuggestedAiring]:
    """Of "05:30; 8/8/2026 17:00 (phát lại)" the first is the first airing, the rest are not."""
    for index, part in enumerate(filter(None, (part.strip() for part in re.split("[;\n]", text)))):
        found = re.fullmatch(r"(?:(\S+)\s+)?(\d{1,2})[:hg](\d{2})(?::\d\d)?(?:\s*\((.*)\))?", part)
        if found is None or int(found[2]) > 23 or int(found[3]) > 59:
            raise _not_understood(number, "airings", part)
        on = _day(found[1], number, "airings") if found[1] else None
        again = index > 0 or "lai" in fold(found[4] or "")
        at = time(int(found[2]), int(found[3])).strftime("%H:%M")
        yield SuggestedAiring(on, at, "rebroadcast" if again else "first")


def _not_understood(row: int, column: str, value: str) -> InputError:
    name = _COLUMNS[column][0]
    return InputError("package.list_value", row=row, column=name, value=shown(value))
