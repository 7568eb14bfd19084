"""What is handed out: the spreadsheet, the paper to sign, and the times power is on."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.timetable import paper, sheet
from broadcast_desk.timetable.kinds import kinds_of
from broadcast_desk.timetable.model import RelayItem, SelectorItem
from broadcast_desk.timetable.plan import LibraryView, plan, plan_days
from broadcast_desk.timetable.power import power_spans, usual_of
from tests.fakes.station_week import RULES, airable, slot

MONDAY = date(2026, 11, 23)
SETTINGS = replace(
    StationSettings(),
    name="Đài truyền thanh xã Quan Lạn",
    commune="xã Quan Lạn",
    zones=(Zone("khu-1", "Cụm loa 1"), Zone("khu-2", "Cụm loa 2")),
)
VIEW = LibraryView(
    [
        airable("HIEU", 12, kind="signal", title="Nhạc hiệu"),
        airable("CAT", 3, kind="signal", title="Nhạc cắt"),
        *(airable(f"T{n}", 100, title=f"=Tin số {n}") for n in range(30)),
    ]
)
SLOTS = [
    slot("sáng", "05:30", "HIEU", RelayItem("https://vov.vn/1", 1800, "Thời sự VOV"),
         SelectorItem("newest-unaired", count=2, between="CAT")),
    slot("chiều", "17:00", "T0", "GONE", zones=("khu-2",), rrule="FREQ=WEEKLY;BYDAY=MO"),
]  # fmt: skip
WEEK = list(plan_days(SLOTS, [], VIEW, MONDAY, 7, RULES))


def text_of(path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not here")
    run = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return run.stdout.decode("utf-8")


def test_the_spreadsheet_holds_every_cue_and_remark_as_text(tmp_path):
    path = tmp_path / "tuần.xlsx"
    sheet.write(WEEK, SLOTS, path, SETTINGS)
    book = load_workbook(path)
    page, notes = book.worksheets
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(day.cues) for day in WEEK)
    assert rows[0][1:6] == ("05:30:00", "05:30:12", "sáng", "Nhạc hiệu", "Cụm loa 1, Cụm loa 2")
    titles = {cell.value: cell.data_type for cell in page["E"]}
    assert titles["=Tin số 0"] == "s", "a title that begins with = is no formula"
    told = [row[2] for row in notes.iter_rows(values_only=True)]
    assert any("GONE" in text for text in told)
    assert len(told) == sum(len(day.remarks) for day in WEEK)


def test_the_paper_says_the_week_and_where_to_sign(tmp_path):
    path = tmp_path / "tuần.pdf"
    paper.write(WEEK, path, SETTINGS, "vi", kinds_of(WEEK, VIEW))
    text = text_of(path)
    assert "ĐÀI TRUYỀN THANH XÃ QUAN LẠN" in text
    for plan_ in WEEK:
        assert f"ngày {plan_.day.day} tháng 11 năm 2026" in text
    assert text.count("Thời sự VOV") == 7
    assert "Nhạc cắt" not in text, "a sting is nothing to sign"
    assert "Cụm loa 2" in text
    assert "GONE" in text
    assert "đóng dấu" in text
    lines = [line for line in text.splitlines() if "Nhạc hiệu" in line]
    assert all("–" in line for line in lines)


def test_the_paper_of_a_silent_week(tmp_path):
    path = tmp_path / "tuần.pdf"
    paper.write(list(plan_days([], [], VIEW, MONDAY, 7, RULES)), path, SETTINGS, "en")
    assert text_of(path).count("Nothing is broadcast") == 7


def test_many_long_days_stay_on_their_pages(tmp_path):
    long = [slot("dài", "05:30", *[f"T{n}" for n in range(30)], "HIEU")]
    path = tmp_path / "tuần.pdf"
    paper.write(list(plan_days(long, [], VIEW, MONDAY, 7, RULES)), path, SETTINGS)
    text = text_of(path)
    assert text.count("=Tin số 29") == 7
    assert len([page for page in text.split("\f") if page.strip()]) in range(5, 11)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: paper.write(WEEK, path, SETTINGS),
        lambda path: sheet.write(WEEK, SLOTS, path, SETTINGS),
    ],
    ids=["paper", "sheet"],
)
def test_a_place_that_cannot_be_written_to(tmp_path, write):
    with pytest.raises(StoreError):
        write(tmp_path / "không có" / "tuần")
    assert list(tmp_path.iterdir()) == []


def test_power_is_on_around_the_sound_of_each_zone():
    day = plan([*SLOTS, slot("kề", "17:02:30", "T1", zones=("khu-2",))], [], VIEW, MONDAY, RULES)
    spans = power_spans(day, warm_up_s=60, cool_down_s=120)
    assert [(s.zone, f"{local(s.on_at):%H:%M:%S}", f"{local(s.off_at):%H:%M:%S}") for s in spans]
    first, *others = [s for s in spans if s.zone == "khu-2"]
    assert f"{local(first.on_at):%H:%M:%S}" == "05:29:00"
    assert first.off_at - timedelta(seconds=120) == max(
        c.ends_at for c in day.cues if c.slot_id == "sáng"
    )
    (evening,) = others
    assert f"{local(evening.on_at):%H:%M:%S}" == "16:59:00", "two sessions near make one span"
    assert len([s for s in spans if s.zone == "khu-1"]) == 1
    for one in day.cues:
        for zone in one.zones:
            assert any(
                s.zone == zone and s.on_at < one.starts_at < one.ends_at < s.off_at for s in spans
            )


def test_a_cue_that_wants_a_longer_warm_up_is_on_earlier():
    cold = slot("lạnh", "05:40", "T1", zones=("khu-1",), warm_up_s=900)
    day = plan([slot("sớm", "05:30", "T1", zones=("khu-1",)), cold], [], VIEW, MONDAY, RULES)
    (span,) = power_spans(day, warm_up_s=10, cool_down_s=0)
    assert f"{local(span.on_at):%H:%M:%S}" == "05:25:00"
    assert span.off_at == day.cues[-1].ends_at


@pytest.mark.parametrize(
    ("extra", "usual"),
    [
        ({}, (20, 30)),
        ({"power_warm_up_s": "45", "power_cool_down_s": "5"}, (45, 5)),
        ({"power_warm_up_s": "lâu", "power_cool_down_s": "-3"}, (20, 30)),
    ],
)
def test_the_stations_own_warm_up(extra, usual):
    assert usual_of(extra) == usual
