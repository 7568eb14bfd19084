"""A slot's rule as an operator says it."""

from datetime import date, time

import pytest

from broadcast_desk.desk.timetable.sentences import slot_sentence
from broadcast_desk.timetable.model import FixedItem, RelayItem, SelectorItem, Slot, SlotId

from .conftest import SETTINGS


def a_slot(**changes):
    return Slot(SlotId("s1"), "Buổi sáng", (), time(5, 30), (FixedItem("BT-1"),), 600, **changes)


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("FREQ=DAILY", "Hằng ngày"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Từ thứ hai đến thứ sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Ngày 1, 15 hằng tháng"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Ngày cuối tháng"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Thứ Sáu cuối cùng hằng tháng"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2MO", "Thứ Hai thứ hai hằng tháng, cách 3 tháng một lần"),
        ("FREQ=DAILY;INTERVAL=3", "Cách 3 ngày một lần"),
        ("", "Một lần, ngày 01/01/2021"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "Mỗi Thứ 2, cách 2 tuần một lần"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "Theo lịch riêng"),
        ("FREQ=DAILY;COUNT=3", "Theo lịch riêng"),
    ],
)
def test_a_rule_in_words(dressed, rrule, words):
    sentence = slot_sentence(a_slot(rrule=rrule), SETTINGS.zones, {"BT-1": "Ngày ASEAN"})
    assert sentence.lower().startswith(words.lower())
    assert "“Ngày ASEAN”" in sentence
    assert "mọi cụm loa" in sentence


def test_the_last_day_is_said(dressed):
    sentence = slot_sentence(a_slot(valid_until=date(2026, 12, 31)), SETTINGS.zones, {})
    assert "đến hết 31/12/2026" in sentence


def test_every_kind_of_item_in_words(dressed):
    items = (
        RelayItem("http://x/y", 1800, "Thời sự"),
        SelectorItem("newest-unaired", topic="x", max_length_s=600),
        SelectorItem("rebroadcast", of="05:30"),
        SelectorItem("rotate", rest_days=3, kind="bulletin"),
        SelectorItem("notices"),
    )
    slot = Slot(SlotId("s"), "n", ("khu-2",), time(5), items)
    sentence = slot_sentence(slot, SETTINGS.zones, {})
    assert "tiếp sóng Thời sự trong 30 phút" in sentence
    assert "phát lại buổi 05:30 hôm trước" in sentence
    assert "dài nhất 10 phút" in sentence
    assert "loại Bản tin, không lặp trong 3 ngày" in sentence
    assert "Cụm loa khu 2" in sentence
