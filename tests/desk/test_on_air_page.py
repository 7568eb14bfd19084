"""Hôm nay, with a real plan and a real logbook."""

import itertools
from datetime import time, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPushButton

from broadcast_desk.desk.air import AirStatus, status_of
from broadcast_desk.desk.on_air.day import day_plan, look
from broadcast_desk.desk.on_air.health import health
from broadcast_desk.desk.on_air.outcome import outcome
from broadcast_desk.desk.on_air.page import OnAirPage
from broadcast_desk.desk.on_air.ruler import cluster_texts
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout.control import Alarm, PlayoutState
from broadcast_desk.timetable.model import FixedItem, Slot, SlotId

from .conftest import NOW, SETTINGS, TODAY, WITHIN_MS


@pytest.fixture
def morning(rooms, add):
    """A session that is over (05:30) and one that is to come (17:00)."""
    version = add("Ngày ASEAN")
    for slot_id, at in (("s1", time(5, 30)), ("s2", time(17, 0))):
        slot = Slot(
            SlotId(slot_id), f"Buổi {at:%H:%M}", (), at, (FixedItem(version.draft.code),), 600
        )
        rooms.timetable.add(slot, "Nguyễn Thị Soạn")
    return version


def missed(rooms, reason="playout.power_cut"):
    cue = day_plan(rooms, TODAY).cues[0]
    data = {
        "title": cue.content.title, "zones": list(cue.zones), "reason": reason,
        "planned_at": cue.starts_at.isoformat(), "planned_end": cue.ends_at.isoformat(),
        "slot_id": "s1", "session_id": cue.session_id, "source": "recorded",
    }  # fmt: skip
    rooms.logbook.append(
        Fact(cue.starts_at + timedelta(minutes=5), Kind.MISSED, f"{cue.id}@x", data)
    )


def test_what_will_sound_next(context, show, qtbot, morning):
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page.next.when.text() == "17:00", timeout=WITHIN_MS)
    assert page.next.name.whole_text() == "Buổi 17:00"
    assert "9 giờ" in page.next.away.text()
    assert "Mọi cụm loa" in page.next.items.text()


def test_the_day_is_said_when_what_comes_next_is_not_today(context, show, qtbot, rooms, add):
    code = add("Ngày ASEAN").draft.code
    slot = Slot(SlotId("s1"), "Buổi sáng", (), time(5, 30), (FixedItem(code),), 600)
    rooms.timetable.add(slot, "x")
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page.next.when.text() == "Ngày mai 05:30", timeout=WITHIN_MS)
    assert "21 giờ 30 phút" in page.next.away.text()
    assert "Mọi cụm loa: Ngày ASEAN" in page.next.items.text()


def test_next_thursday_is_said_with_its_date(context, show, qtbot, rooms, add):
    code = add("Ngày ASEAN").draft.code
    rule = "FREQ=WEEKLY;BYDAY=TH"
    rooms.timetable.add(
        Slot(SlotId("s1"), "Thứ năm", (), time(5, 30), (FixedItem(code),), 600, rrule=rule), "x"
    )
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page.next.when.text() == "Thứ năm 26/11 05:30", timeout=WITHIN_MS)
    assert not page.next.away.isVisible()


def test_nothing_in_the_week_to_come_is_said(context, show, qtbot, rooms, add):
    code = add("Ngày ASEAN").draft.code
    at = time(5, 30)
    once = Slot(
        SlotId("s1"), "Một lần", (), at, (FixedItem(code),), 600, rrule="", valid_from=TODAY
    )
    rooms.timetable.add(once, "x")
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page.next.when.text() == "–", timeout=WITHIN_MS)
    assert "Bảy ngày tới" in page.next.items.text()


@pytest.fixture
def crowded(context, show, qtbot, rooms, add):
    """Three sessions of a second each within one minute, and one twelve minutes later."""
    code = add("Ngày ASEAN").draft.code
    for number, at in enumerate((time(17), time(17, 0, 10), time(17, 0, 20), time(17, 12))):
        slot = Slot(SlotId(f"s{number}"), f"Buổi {number}", (), at, (FixedItem(code),), 5)
        rooms.timetable.add(slot, "x")
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page._day is not None, timeout=WITHIN_MS)
    return page.ruler


def test_sessions_of_seconds_in_one_minute_can_each_be_pressed(crowded):
    places = [bar.place for bar in crowded._bars("khu-1")]
    sessions = [bar.block.session for bar in crowded._bars("khu-1")]
    assert len(places) == 4
    for one, next_one in itertools.pairwise(places):
        assert one.right() < next_one.left()
    assert [crowded.block_at(place.center()).session for place in places] == sessions
    crowded.grab()


def test_what_stands_close_shares_one_label(crowded):
    clusters = crowded._clusters(crowded._bars("khu-1"))
    blocks = [[bar.block for bar in cluster] for cluster in clusters]
    assert cluster_texts(blocks[0])[0] == "17:00–17:12 · 4 buổi"
    assert cluster_texts(blocks[0][:3])[0] == "17:00 · 3 buổi"
    assert cluster_texts(blocks[0])[-1] == "17:00"
    below = crowded._bars("khu-1")[0].place.bottomLeft() + QPointF(4, 12)
    assert all(f"Buổi {number}" in crowded.text_at(below) for number in range(4))


def test_an_empty_day_says_what_to_do_first(context, show, qtbot, rooms):
    page = show(OnAirPage(context))
    qtbot.waitUntil(page._empty.isVisible, timeout=WITHIN_MS)
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "timetable"


def test_silent_playout_needs_a_person(context, show, qtbot, morning):
    page = show(OnAirPage(context))
    page.tell(AirStatus(answers=False))
    qtbot.waitUntil(lambda: "cần xem" in page.sum.text(), timeout=WITHIN_MS)


def test_a_miss_is_a_sentence_with_its_reason(rooms, morning):
    missed(rooms)
    day = look(rooms, TODAY)
    lines = health(day, AirStatus(answers=True))
    assert lines[0].tone == "need"
    assert "Bỏ lỡ" in lines[0].text
    block = next(block for block in day.blocks if block.slot_id == "s1")
    assert outcome(block, NOW).tone == "need"


def test_a_session_that_left_no_trace_is_not_called_well(rooms, morning):
    block = next(b for b in look(rooms, TODAY).blocks if b.slot_id == "s1")
    assert outcome(block, NOW).tone == "need"
    assert outcome(block, block.starts_at - timedelta(hours=2)).text == "sau 2 giờ"


def test_blocks_are_chosen_by_mouse_and_keys(context, show, qtbot, morning):
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page._day is not None, timeout=WITHIN_MS)
    ruler = page.ruler
    block = page._day.blocks[0]
    place = ruler.bar_of(block.session).center()
    assert ruler.block_at(place).session == block.session
    with qtbot.waitSignal(ruler.chosen) as chosen:
        qtbot.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert chosen.args == [block.session]
    with qtbot.waitSignal(ruler.chosen) as chosen:
        qtbot.keyClick(ruler, Qt.Key.Key_Right)
    assert chosen.args[0] != block.session
    ruler.grab()


def test_quiet_hours_and_late_sessions_fit_on_the_ruler(context, show, qtbot, rooms, morning):
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page._day is not None, timeout=WITHIN_MS)
    assert page.ruler._hours() == (4, 22)
    assert page._day.quiet["khu-1"] == SETTINGS.quiet_hours


def test_playouts_state_in_the_desks_words():
    state = PlayoutState(pid=1, started_at=NOW, now=NOW, plan_version=1, stopped_by="Lan")
    status = status_of(state, SETTINGS.zones)
    assert status.answers
    assert status.stopped_by == "Lan"
    assert status.sounding == ()


def test_a_clock_in_doubt_can_be_called_right(context, show, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "broadcast_desk.desk.on_air.page.confirm_clock", lambda _, by: asked.append(by)
    )
    state = PlayoutState(
        1,
        NOW,
        NOW,
        1,
        alarms=(Alarm("playout.clock_before_log", NOW), Alarm("playout.no_card", NOW)),
    )
    status = status_of(state, SETTINGS.zones)
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page._day is not None, timeout=WITHIN_MS)
    page.tell(status)
    (button,) = [b for b in page.health.findChildren(QPushButton) if b.text() == "Giờ máy đúng"]
    button.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=WITHIN_MS)
    assert asked == [context.operator]


def test_an_empty_station_says_what_comes_first(context, show, qtbot, rooms):
    page = show(OnAirPage(context))
    qtbot.waitUntil(lambda: page._first.isVisible(), timeout=WITHIN_MS)
    first = page._first.findChildren(QPushButton)[0]
    with qtbot.waitSignal(page.asked) as asked:
        first.click()
    assert asked.args == ["settings", "speakers"]
