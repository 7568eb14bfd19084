"""What was missed while nobody was there says from when to when."""

import dataclasses
from datetime import timedelta

import pytest

from broadcast_desk.desk import i18n
from broadcast_desk.desk.logbook.operations import log_day
from broadcast_desk.desk.on_air.outages import Outage
from broadcast_desk.desk.on_air.outcome import result_text, short_reason
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.wording import words
from broadcast_desk.station.clock import to_text
from broadcast_desk.station.messages import catalogue

from .conftest import NOW, TODAY


def missed(rooms, at, reason="playout.missed_over"):
    data = {"title": "Ngày ASEAN", "zones": ["khu-1"], "reason": reason, "session_id": "s",
            "planned_at": to_text(at), "source": "recorded"}  # fmt: skip
    rooms.logbook.append(Fact(NOW, Kind.MISSED, f"a@{at}", data))


def test_a_miss_says_from_when_to_when_the_power_was_out(dressed, rooms):
    back = NOW - timedelta(hours=2)
    began = {"event": "started", "last_alive_at": (back - timedelta(minutes=23)).isoformat()}
    rooms.logbook.append(Fact(back, Kind.PLAYOUT, "", began))
    missed(rooms, back - timedelta(minutes=10))
    missed(rooms, back - timedelta(hours=3))
    inside, before = sorted(log_day(rooms, TODAY).airings, key=lambda a: a.planned_at, reverse=True)
    assert result_text(inside) == "Bỏ lỡ: mất điện hoặc máy tắt từ 05:37 đến 06:00"
    assert result_text(before) == "Bỏ lỡ: Máy không hoạt động trong suốt giờ phát"


def test_other_reasons_stay_what_they_are(dressed, rooms):
    back = NOW - timedelta(hours=2)
    began = {"event": "started", "last_alive_at": (back - timedelta(minutes=23)).isoformat()}
    rooms.logbook.append(Fact(back, Kind.PLAYOUT, "", began))
    missed(rooms, back - timedelta(minutes=10), "timetable.quiet")
    (airing,) = log_day(rooms, TODAY).airings
    assert result_text(airing) == "Bỏ lỡ: Rơi vào giờ yên lặng"
    assert result_text(dataclasses.replace(airing, reason="nobody.knows")).startswith("Bỏ lỡ: xem")


def test_an_outage_reaches_a_little_beyond_its_notes():
    outage = Outage(NOW, NOW + timedelta(minutes=20))
    assert outage.covers(NOW - timedelta(minutes=1))
    assert not outage.covers(NOW + timedelta(minutes=30))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_reason_is_shown_as_a_code(dressed, language):
    i18n.install(dressed, language)
    try:
        codes = {code for code in words("logbook")["reasons"] if code in catalogue()}
        shown = {code: short_reason(code) for code in codes}
        assert len(shown) > 25
        assert [code for code, text in shown.items() if code in text or "{" in text] == []
    finally:
        i18n.install(dressed, "vi")
