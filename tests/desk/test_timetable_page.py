"""Lịch phát: dragged and stretched, tried before it is kept, named when out of hours, undone."""

import dataclasses
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt, QTime
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk.on_air import day
from broadcast_desk.desk.timetable import operations
from broadcast_desk.desk.timetable.campaigns import offers
from broadcast_desk.desk.timetable.operations import monday_of
from broadcast_desk.desk.timetable.page import (
    CAMPAIGNS_TAB,
    PLACE_TAB,
    SPECIAL_TAB,
    TimetablePage,
)
from broadcast_desk.desk.timetable.recurrence_form import RecurrenceForm
from broadcast_desk.desk.timetable.sessions import Standing
from broadcast_desk.library.model import Priority
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Mode,
    SelectorItem,
    Slot,
    SlotId,
)
from broadcast_desk.timetable.place import place_rules_of
from broadcast_desk.timetable.wording import tell

from .conftest import SETTINGS, TODAY, WITHIN_MS

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))


def a_slot(code, at=time(15, 0), **changes):
    whole = {"id": SlotId("s1"), "name": "Buổi chiều", "length_s": 1800.0, **changes}
    return Slot(zones=(), starts=at, items=(FixedItem(code),), **whole)


@pytest.fixture
def store(rooms):
    return rooms.timetable


@pytest.fixture
def page(context, show, qtbot, store, add):
    """The page with one daily slot at 15:00 in it."""
    store.add(a_slot(add("Ngày ASEAN").draft.code), "x")
    made = show(TimetablePage(context))
    qtbot.waitUntil(lambda: len(made.week.grid.blocks) == 7, timeout=WITHIN_MS)
    return made


def block_on(page, day):
    return next(block for block in page.week.grid.blocks if block.session.of == day)


def drag(block, by: QPoint, at: QPoint | None = None):
    """The mouse takes a block, moves in small steps and lets go."""
    place = at or QPoint(block.width() // 2, block.height() // 2)
    grid, start = block.parentWidget(), block.mapTo(block.parentWidget(), place)
    QTest.mousePress(block, Qt.MouseButton.LeftButton, pos=place)
    for step in range(1, 9):
        QTest.mouseMove(block, block.mapFrom(grid, start + by * step / 8))
        QApplication.processEvents()
    QTest.mouseRelease(block, Qt.MouseButton.LeftButton, pos=block.mapFrom(grid, start + by))


def ready(page, qtbot):
    qtbot.waitUntil(lambda: "Đang tính" not in page.trial.effect.text.text(), timeout=WITHIN_MS)


def kept(page, qtbot):
    ready(page, qtbot)
    assert page.trial.keep.isEnabled()
    page.trial.keep.click()
    qtbot.waitUntil(lambda: page.trial.proposal is None, timeout=WITHIN_MS)


# Dragging


def test_one_occurrence_is_dragged_to_another_time_and_day(page, qtbot, store):
    block = block_on(page, TUESDAY)
    hour, column = page.week.grid.ruler.y_of(60), page.week.grid.ruler.column(0)[1]
    drag(block, QPoint(round(column), round(hour)))
    assert "thứ ba 24/11/2026 15:00 sang thứ tư 25/11/2026 16:00" in page.trial.head.text()
    ready(page, qtbot)
    said = page.trial.effect.text.text()
    assert "+ 16:00 Ngày ASEAN" in said
    assert "<s>15:00 Ngày ASEAN</s>" in said
    assert not store.exceptions(), "nothing may be kept before the button"
    kept(page, qtbot)
    exception = store.exceptions()[0]
    assert (exception.day, exception.to_day, exception.to_time) == (TUESDAY, WEDNESDAY, time(16, 0))


def test_all_occurrences_are_moved_when_that_is_meant(page, qtbot, store):
    drag(block_on(page, TUESDAY), QPoint(0, round(page.week.grid.ruler.y_of(30))))
    page.trial.choose(1)
    kept(page, qtbot)
    assert store.slots()[0].starts == time(15, 30)
    assert not store.exceptions()


def test_a_daily_slot_cannot_be_moved_to_another_day_for_good(page, qtbot):
    drag(block_on(page, TUESDAY), QPoint(round(page.week.grid.ruler.column(0)[1]), 0))
    assert len(page.trial.proposal.options) == 1


def test_the_lower_edge_is_stretched(page, qtbot, store):
    block = block_on(page, TUESDAY)
    edge = QPoint(block.width() // 2, block.height() - 2)
    drag(block, QPoint(0, round(page.week.grid.ruler.y_of(15))), at=edge)
    assert "45 phút" in page.trial.head.text()
    page.trial.choose(1)
    kept(page, qtbot)
    assert store.slots()[0].length_s == 45 * 60
    assert store.slots()[0].starts == time(15, 0)


def test_one_stretched_occurrence_stands_for_itself_and_one_undo_takes_it_back(page, qtbot, store):
    block = block_on(page, TUESDAY)
    page.week.grid.step(block, longer=30)
    kept(page, qtbot)
    own = next(slot for slot in store.slots() if slot.id != "s1")
    assert (own.rrule, own.valid_from, own.length_s) == ("", TUESDAY, 3600)
    assert store.exceptions()[0].kind is ExceptionKind.SKIP
    page._undo.click()
    qtbot.waitUntil(lambda: len(store.slots()) == 1, timeout=WITHIN_MS)
    assert not store.exceptions()


def test_a_drag_that_ends_where_it_began_changes_nothing(page):
    drag(block_on(page, TUESDAY), QPoint(0, 3))
    assert page.trial.proposal is None


def test_escape_takes_a_drag_back(page, qtbot, store):
    block = block_on(page, TUESDAY)
    drag(block, QPoint(0, round(page.week.grid.ruler.y_of(60))))
    QTest.keyClick(block, Qt.Key.Key_Escape)
    assert page.trial.proposal is None
    assert block.starts_min == 15 * 60
    assert not store.exceptions()


def test_the_keyboard_goes_moves_and_stretches(page, qtbot, store):
    block = block_on(page, TUESDAY)
    block.setFocus()
    QTest.keyClick(block, Qt.Key.Key_Right)
    assert page.focusWidget() is block_on(page, WEDNESDAY)
    QTest.keyClick(block, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(block, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(block, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(block, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert "25/11/2026 15:10" in page.trial.head.text()
    assert "25 phút" in page.trial.head.text()
    assert block.accessibleName().startswith("15:10")


def test_a_click_opens_the_editor(page):
    QTest.mouseClick(block_on(page, TUESDAY), Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if w.windowTitle() == "Sửa khung giờ")
    assert dialog.name.text() == "Buổi chiều"
    dialog.reject()


def test_out_of_hours_needs_the_second_name(page, qtbot, store):
    page.week.grid.step(block_on(page, TUESDAY), minutes=6 * 60)  # 21:00
    ready(page, qtbot)
    assert page.trial.confirm.asks
    assert not page.trial.keep.isEnabled()
    page.trial.confirm._name.setCurrentText("Trần Văn Duyệt")
    page.trial.confirm._agreed.setChecked(True)
    kept(page, qtbot)
    assert store.exceptions()[0].to_time == time(21, 0)


# Occurrences


def test_the_menu_offers_what_can_be_done(page, qtbot):
    block = block_on(page, TUESDAY)
    asked = []
    page.week.menu_asked.disconnect()
    page.week.menu_asked.connect(lambda session, place: asked.append(session))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(block, event)
    assert asked == [block.session]
    words = [action.text() for action in page.deeds.menu_of(block.session).actions()]
    assert "Bỏ lần này" in words
    assert "Trở lại như mọi lần" not in words
    assert "Xếp thứ tự bản tin ưu tiên" not in words


def chosen(page, session, words):
    menu = page.deeds.menu_of(session)
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_one_occurrence_is_skipped_with_a_reason_and_restored(page, qtbot, store):
    chosen(page, block_on(page, WEDNESDAY).session, "Bỏ lần này")
    page.trial.why.setText("Sửa loa")
    kept(page, qtbot)
    assert store.exceptions()[0].why == "Sửa loa"
    qtbot.waitUntil(
        lambda: block_on(page, WEDNESDAY).session.standing is Standing.SKIPPED, timeout=WITHIN_MS
    )
    chosen(page, block_on(page, WEDNESDAY).session, "Trở lại như mọi lần")
    kept(page, qtbot)
    assert not store.exceptions()


def test_one_occurrence_is_moved_by_its_form(page, qtbot, store):
    dialog = page.deeds.ask_move(block_on(page, TUESDAY).session)
    dialog._day.setDate(dialog._day.date().addDays(9))
    dialog._time.setTime(QTime(10, 15))
    dialog.accept()
    ready(page, qtbot)
    assert "+ 10:15 Ngày ASEAN" in page.trial.effect.text.text()
    kept(page, qtbot)
    exception = store.exceptions()[0]
    assert (exception.to_day, exception.to_time) == (date(2026, 12, 3), time(10, 15))


def test_one_occurrence_gets_other_contents(page, qtbot, store, add):
    other = add("Thông báo mất điện").draft.code
    page.refresh()
    qtbot.waitUntil(lambda: len(page._week.airables) == 2, timeout=WITHIN_MS)
    dialog = page.deeds.ask_replace(block_on(page, THURSDAY).session)
    dialog.items.set_items([FixedItem(other)])
    dialog.accept()
    kept(page, qtbot)
    assert store.exceptions()[0].items == (FixedItem(other),)
    qtbot.waitUntil(
        lambda: block_on(page, THURSDAY).session.differs is ExceptionKind.REPLACE,
        timeout=WITHIN_MS,
    )
    assert block_on(page, THURSDAY).session.items[0][1] == "Thông báo mất điện"


def test_clashing_priority_items_are_ordered_by_the_operator(page, qtbot, store, add):
    code = store.slots()[0].items[0].code
    for name, starts in (("mua", "Mưa lũ"), ("bien", "Cấm biển")):
        store.add(
            a_slot(
                code, time(10, 0), id=SlotId(name), name=starts, rrule="", length_s=600.0,
                valid_from=THURSDAY, priority=Priority.PRIORITY,
            ),
            "x",
        )  # fmt: skip
    page.refresh()
    qtbot.waitUntil(lambda: len(page.week.grid.blocks) == 9, timeout=WITHIN_MS)
    clashing = [b.session for b in page.week.grid.blocks if b.session.slot_id in ("mua", "bien")]
    dialog = page.deeds.ask_order(tuple(clashing))
    assert [session.slot_id for session in dialog.order()] == ["bien", "mua"]
    dialog.raise_one(1)
    dialog.accept()
    kept(page, qtbot)
    moved = {e.slot_id: e.to_time for e in store.exceptions()}
    assert moved == {"bien": time(10, 10)}


def test_a_slot_is_taken_out_after_its_effect_and_back_by_one_click(page, qtbot, store):
    chosen(page, block_on(page, TUESDAY).session, "Bỏ khung giờ khỏi lịch")
    ready(page, qtbot)
    assert "<s>15:00 Ngày ASEAN</s>" in page.trial.effect.text.text()
    kept(page, qtbot)
    assert not store.slots()
    page.message._button.click()
    qtbot.waitUntil(lambda: len(store.slots()) == 1, timeout=WITHIN_MS)


def test_what_will_be_missing_is_said_today(page, qtbot, store):
    store.add(a_slot("KHONG-CO", time(16, 0), id=SlotId("s2"), name="Thiếu bài"), "x")
    page.refresh()
    qtbot.waitUntil(page.ahead.isVisible, timeout=WITHIN_MS)
    empty = [b for b in page.week.grid.blocks if b.session.slot_id == "s2"]
    assert {block.session.standing for block in empty} == {Standing.EMPTY}


@pytest.mark.parametrize(("state", "said"), [("submitted", "chờ duyệt"), ("draft", "bản nháp")])
def test_what_is_not_approved_yet_is_told_from_what_is_not_there(rooms, add, state, said):
    waiting = add("Tin mới", state).draft.code
    for number, code in enumerate((waiting, "KHONG-CO")):
        rooms.timetable.add(a_slot(code, time(16 + number, 0), id=SlotId(f"w{number}")), "x")
    for remarks in (operations.week(rooms, monday_of(TODAY)).ahead, day.look(rooms, TODAY).ahead):
        told = {remark.slot_id: tell(remark) for _, remark in remarks}
        assert f"{waiting} chưa được duyệt" in told["w0"]
        assert said in told["w0"].lower()
        assert "KHONG-CO" in told["w1"]
        assert "duyệt" not in told["w1"].split("KHONG-CO")[0]


# Special days, rules, campaigns


def test_mourning_is_laid_down_with_its_effect_and_taken_back(page, qtbot, rooms, store, add):
    music = add("Ca khúc", kind="music").draft.code
    store.add(a_slot(music, time(9, 0), id=SlotId("nhac"), name="Ca nhạc"), "x")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.week.grid.blocks) == 14, timeout=WITHIN_MS)
    page.show_tab(SPECIAL_TAB)
    dialog = page.ask_special()
    dialog.first.setDate(dialog.first.date().addDays(1))
    dialog.why.setText("Thông báo số 45/TB-UBND")
    dialog.by.setCurrentText("Trần Văn Duyệt")
    dialog.accept()
    ready(page, qtbot)
    assert "<s>09:00 Ca khúc</s>" in page.trial.effect.text.text()
    kept(page, qtbot)
    special = place_rules_of(load_settings(rooms.db)).special_days[0]
    assert (special.first, special.mode, special.by) == (WEDNESDAY, Mode.MOURNING, "Trần Văn Duyệt")
    page.message._button.click()
    qtbot.waitUntil(
        lambda: not place_rules_of(load_settings(rooms.db)).special_days, timeout=WITHIN_MS
    )


def test_a_preset_is_tried_and_then_holds(page, qtbot, rooms):
    page.show_tab(PLACE_TAB)
    preset = next(button for button in page.place.findChildren(type(page._undo))
                  if "nội thành" in button.accessibleName())  # fmt: skip
    preset.click()
    kept(page, qtbot)
    settings = load_settings(rooms.db)
    assert settings.max_session_minutes == 15
    assert place_rules_of(settings).rest_weekdays == {5, 6}
    page.message.hide()
    page._undo.click()
    qtbot.waitUntil(
        lambda: load_settings(rooms.db).max_session_minutes == SETTINGS.max_session_minutes,
        timeout=WITHIN_MS,
    )
    qtbot.waitUntil(
        lambda: "theo bộ quy định mẫu ha-noi-noi-thanh" in page.message.text, timeout=WITHIN_MS
    )
    assert not place_rules_of(load_settings(rooms.db)).rest_weekdays


def test_shorter_quiet_hours_are_kept_only_under_a_name(page, qtbot, rooms):
    page.show_tab(PLACE_TAB)
    page.place.quiet.setText("20:00-03:00; 11:30-13:30")
    page.place.propose_own()
    ready(page, qtbot)
    qtbot.waitUntil(lambda: page.trial.confirm.asks, timeout=WITHIN_MS)
    assert "Cụm loa khu 1, Cụm loa khu 2" in page.trial.confirm._text.text()
    assert not page.trial.keep.isEnabled()
    page.trial.confirm._agreed.setChecked(True)
    page.trial.confirm._name.setCurrentText("Trần Văn Duyệt")
    kept(page, qtbot)
    assert load_settings(rooms.db).quiet_hours[0].end == time(3)


def test_own_rules_are_written_in_the_fields(page, qtbot, rooms):
    page.show_tab(PLACE_TAB)
    page.place.sessions.setValue(3)
    page.place.rest[6].setChecked(True)
    page.place.volumes.setText("05:00-06:00 60")
    page.place.warm_ups.setText("04:30-06:00 180")
    page.place._zone_fields[1][1].setText("19:00-05:30; 11:30-13:30")
    page.place.propose_own()
    kept(page, qtbot)
    settings = load_settings(rooms.db)
    place = place_rules_of(settings)
    assert settings.max_sessions_per_day == 3
    assert place.rest_weekdays == {6}
    assert place.volumes[0][1] == 60
    assert [seconds for _, seconds in place.warm_ups] == [180]
    assert place.zone_quiet_hours[0][0] == "khu-2"


@pytest.mark.parametrize("written", ["25:00-26:00", "05:00", "05:00-06:00 130", "hai giờ"])
def test_rules_that_cannot_be_read_are_refused(page, qtbot, written):
    page.place.volumes.setText(written)
    page.place.propose_own()
    assert page.message.isVisible()
    assert page.trial.proposal is None


def test_a_campaign_is_accepted_with_one_click_and_can_be_edited(page, qtbot, rooms, store, add):
    topic = next(one for one in offers(rooms) if one.campaign.event.topic).campaign.event.topic
    add("Bài về sự kiện", topic=topic)
    page.refresh()
    page.show_tab(CAMPAIGNS_TAB)

    def accepting():
        return [b for b in page.campaigns.findChildren(type(page._undo))
                if b.text() == "Nhận vào lịch" and b.isVisible()]  # fmt: skip

    qtbot.waitUntil(lambda: bool(accepting()), timeout=WITHIN_MS)
    accepting()[0].click()
    qtbot.waitUntil(lambda: len(store.slots()) > 1, timeout=WITHIN_MS)
    assert store.edits(1)[0].what.startswith("campaign")
    qtbot.waitUntil(
        lambda: any(
            b.text().startswith("Sửa ") for b in page.campaigns.findChildren(type(page._undo))
        ),
        timeout=WITHIN_MS,
    )
    page._undo.click()
    qtbot.waitUntil(lambda: len(store.slots()) == 1, timeout=WITHIN_MS)


# Files


@pytest.mark.parametrize(("name", "begins"), [("a.pdf", b"%PDF"), ("a.xlsx", b"PK"),
                                              ("a.ics", b"BEGIN:VCALENDAR")])  # fmt: skip
def test_the_week_is_written_for_the_leader_and_for_programs(page, qtbot, tmp_path, name, begins):
    page.write_file(tmp_path / name)
    qtbot.waitUntil(lambda: name in page.message.text, timeout=WITHIN_MS)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_calendar_file_is_tried_and_then_taken(page, qtbot, store, tmp_path):
    page.write_file(tmp_path / "a.ics")
    qtbot.waitUntil(lambda: "a.ics" in page.message.text, timeout=WITHIN_MS)
    text = (tmp_path / "a.ics").read_text(encoding="utf-8")
    (tmp_path / "b.ics").write_text(text.replace("Buổi chiều", "Buổi khác"), encoding="utf-8")
    page.bring_file(tmp_path / "b.ics")
    qtbot.waitUntil(lambda: page.trial.proposal is not None, timeout=WITHIN_MS)
    assert "1 khung giờ từ b.ics" in page.trial.head.text()
    assert len(store.slots()) == 1
    kept(page, qtbot)
    assert store.edits(1)[0].what.startswith("import")


def test_a_file_that_is_no_calendar_is_said(page, qtbot, tmp_path):
    (tmp_path / "x.ics").write_text("không phải lịch", encoding="utf-8")
    page.bring_file(tmp_path / "x.ics")
    qtbot.waitUntil(lambda: "x.ics" in page.message.text, timeout=WITHIN_MS)
    assert page.trial.proposal is None


# The form


def open_form(context, show, qtbot, slot=None):
    page = show(TimetablePage(context))
    qtbot.waitUntil(lambda: page._week is not None, timeout=WITHIN_MS)
    return page, page.edit_slot(slot)


def test_a_slot_is_added_with_its_effect_shown(context, show, qtbot, rooms, add):
    add("Ngày ASEAN")
    _, dialog = open_form(context, show, qtbot)
    dialog.name.setText("Buổi sáng")
    assert not dialog.keep.isEnabled()
    dialog.items._add()
    dialog._try()
    qtbot.waitUntil(lambda: "Ngày ASEAN" in dialog.effect.text.text(), timeout=WITHIN_MS)
    assert dialog.keep.isEnabled()
    assert not dialog.confirm.isVisible()
    dialog.keep.click()
    qtbot.waitUntil(lambda: len(rooms.timetable.slots()) == 1, timeout=WITHIN_MS)
    assert rooms.timetable.slots()[0].starts == time(5, 30)


def test_a_slot_at_three_needs_a_second_name(context, show, qtbot, rooms, add):
    add("Ngày ASEAN")
    _, dialog = open_form(context, show, qtbot)
    dialog.name.setText("Ba giờ sáng")
    dialog.starts.setTime(QTime(3, 0))
    dialog.items._add()
    dialog._try()
    qtbot.waitUntil(dialog.confirm.isVisible, timeout=WITHIN_MS)
    assert not dialog.keep.isEnabled()
    dialog.confirm._name.setCurrentText("Trần Văn Duyệt")
    assert not dialog.keep.isEnabled()
    dialog.confirm._agreed.setChecked(True)
    assert dialog.keep.isEnabled()
    dialog.keep.click()
    qtbot.waitUntil(lambda: len(rooms.timetable.slots()) == 1, timeout=WITHIN_MS)
    assert rooms.timetable.slots()[0].confirmed_by == "Trần Văn Duyệt"


def test_the_selectors_that_a_station_asks_for_can_be_chosen(context, show, qtbot, add):
    """The centre's newest on economy; yesterday's 17:00; ASEAN in turn; notices by priority."""
    add("Bản tin Trung tâm", issuer="Trung tâm")
    _, dialog = open_form(context, show, qtbot)
    items = dialog.items

    def choose(box, value):
        box.setCurrentIndex(box.findData(value))
        assert box.currentData() == value

    newest, rotate, again = items.newest, items.rotate, items.again
    choose(newest.topic, "economic")
    newest.minutes.setValue(10)
    newest.more.setChecked(True)
    choose(newest.issuer, "Trung tâm")
    assert newest.item() == SelectorItem(
        "newest-unaired", topic="economic", issuer="Trung tâm", max_length_s=600.0
    )
    choose(rotate.topic, "asean")
    rotate.rest.setValue(3)
    assert rotate.item() == SelectorItem("rotate", topic="asean", rest_days=3)
    assert items.notices.item() == SelectorItem("notices", count=0)
    again.of.setTime(QTime(17, 0))
    assert (again.item().of, again.item().days_back) == ("17:00", 1)


def test_every_rule_of_a_slot_can_be_chosen(context, show, qtbot, rooms, add):
    add("Ngày ASEAN")
    _, dialog = open_form(context, show, qtbot)
    dialog.name.setText("Ưu tiên")
    rules = dialog.rules
    rules.priority.setCurrentIndex(1)
    rules.missed.setCurrentIndex(1)
    rules.late.setValue(20)
    rules.overrun.setCurrentIndex(1)
    rules.finish.setValue(3)
    rules.volume.setValue(70)
    rules.warm_up.setValue(120)
    items = dialog.items
    items.kind.setCurrentIndex(3)
    items.rotate.minutes.setValue(10)
    items.rotate.rest.setValue(3)
    items.rotate.more.setChecked(True)
    items.rotate.kind.setCurrentIndex(1)
    items._add()
    items.kind.setCurrentIndex(0)
    items._add()
    items._raise(1)
    dialog._try()
    dialog.keep.click()
    qtbot.waitUntil(lambda: len(rooms.timetable.slots()) == 1, timeout=WITHIN_MS)
    slot = rooms.timetable.slots()[0]
    assert (slot.priority, slot.missed_rule, slot.late_within_s) == ("priority", "late", 1200)
    assert (slot.overrun_rule, slot.finish_within_s, slot.volume) == ("finish", 180, 70)
    assert slot.warm_up_s == 120.0
    assert isinstance(slot.items[0], FixedItem)
    assert slot.items[1] == SelectorItem("rotate", kind="bulletin", max_length_s=600.0, rest_days=3)


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
        "FREQ=YEARLY",
        "",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=DAILY;COUNT=10",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231",
        "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=8",
    ],
)
def test_a_rule_comes_out_of_the_form_as_it_went_in(dressed, show, rrule):
    until = date(2027, 6, 30) if rrule else None
    slot = a_slot("BT-1", rrule=rrule, valid_from=TODAY, valid_until=until)
    form = show(RecurrenceForm(date(2026, 1, 1)))
    form.show_slot(slot)
    assert (form.rrule(), form.valid_from(), form.valid_until()) == (rrule, TODAY, until)


def test_a_slot_comes_out_of_the_form_as_it_went_in(context, show, qtbot, rooms, add):
    code = add("Ngày ASEAN").draft.code
    slot = a_slot(
        code,
        time(15, 0, 30),
        length_s=630.0,
        note="Ghi chú",
        overrun_rule="push",
        volume=55,
        warm_up_s=45.0,
    )
    stored = rooms.timetable.add(slot, "x")
    _, dialog = open_form(context, show, qtbot, stored)
    assert dialog.slot() == stored
    dialog.reject()


def test_a_running_order_fills_the_slot(context, show, qtbot, rooms, add):
    add("Ngày ASEAN")
    _, dialog = open_form(context, show, qtbot)
    titles = [order.title for order in dialog.items._orders]
    dialog.items.orders.setCurrentIndex(titles.index("Chuyên mục ASEAN"))
    dialog.items.use_order()
    assert len(dialog.items.items()) == 3
    dialog.items.set_items([])
    dialog.items.orders.setCurrentIndex(titles.index("Tiếp sóng rồi bản tin địa phương"))
    dialog.items.use_order()
    assert not dialog.items.trouble.isHidden()
    assert not dialog.items.items()


def test_sessions_of_single_zones_stand_side_by_side(context, show, qtbot, rooms, add):
    save_settings(rooms.db, SETTINGS)
    code = add("Ngày ASEAN").draft.code
    for zone in ("khu-1", "khu-2"):
        slot = dataclasses.replace(a_slot(code), id=SlotId(zone), zones=(zone,))
        rooms.timetable.add(slot, "x")
    page = show(TimetablePage(context))
    qtbot.waitUntil(lambda: len(page.week.grid.blocks) == 14, timeout=WITHIN_MS)
    one, other = page.week.grid.blocks[:2]
    assert not one.geometry().intersects(other.geometry())
