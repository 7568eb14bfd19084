"""Weeks of five real stations, as domain research describes them; reviewed as diffs.

An Điền (Bình Dương, 2021), Vinh Thanh (Huế), Hòa Hiệp Bắc (Đà Nẵng, 2023), Liên Chiểu (Đà Nẵng,
2025), Tam Giang (2025). What the sources do not say (lengths, titles) is made up and marked "*".
"""

from __future__ import annotations

from datetime import date, time

import pytest

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.model import (
    OpeningItem,
    OverrunRule,
    RelayItem,
    Rules,
    SelectorItem,
    Slot,
)
from broadcast_desk.timetable.plan import LibraryView, plan_days
from broadcast_desk.timetable.wording import reason, tell, what_sounds
from tests.fakes.station_week import airable, slot

MONDAY = date(2026, 11, 23)
VOV = "https://vov.example/vov1"
PROVINCE = "https://tinh.example/phat-thanh"
DISTRICT = "https://huyen.example/phat-thanh"
NIGHT = (TimeSpan(time(20, 0), time(4, 30)),)

LIBRARY = [
    airable("NHAC-HIEU", 12, number=1, kind="signal", title="Nhạc hiệu*"),
    airable("NHAC-CAT", 3, number=2, kind="signal", title="Nhạc cắt*"),
    airable("LOI-XUONG", 8, number=3, kind="opening", title="Lời xướng*"),
    *(
        airable(f"TIN-{n:02d}", 75 + 13 * n, number=10 + n, title=f"Tin địa phương {n}*")
        for n in range(12)
    ),
    *(
        airable(f"ASEAN-{n}", 180 + 21 * n, number=40 + n, title=f"ASEAN {n}*",
                topic="events.anniversary", issuer="Trung tâm*")
        for n in range(4)
    ),
    airable("TB-TIEM", 40, number=60, kind="notice", title="Thông báo tiêm chủng*",
            valid_until=date(2026, 11, 25)),
    airable("TB-HOP", 35, number=61, kind="notice", title="Thông báo họp khu*",
            priority=Priority.PRIORITY),
    airable("HET-HAN", 90, number=62, kind="signal", title="Nhạc kết cũ, sắp hết hạn*",
            valid_until=date(2026, 11, 24)),
    airable("TAP-THE-DUC", 600, number=70, kind="music", title="Nhạc thể dục*"),
]  # fmt: skip


def everywhere(name: str, starts: str, *items: object, **fields: object) -> Slot:
    return slot(name, starts, *items, zones=(), **fields)


STATIONS: dict[str, tuple[Rules, list[Slot]]] = {
    "an-dien": (
        Rules(zones=("khu-1", "khu-2"), quiet_hours=NIGHT),
        [
            everywhere("sang", "05:00", RelayItem(VOV, 1800, "Thời sự VOV"), "NHAC-HIEU",
                       SelectorItem("newest-unaired", kind="bulletin", issuer="", count=2),
                       length_s=3600),
            everywhere("chieu", "17:00", "NHAC-HIEU", SelectorItem("rebroadcast", of="05:00"),
                       SelectorItem("notices"), length_s=1800),
        ],
    ),
    "vinh-thanh": (
        Rules(zones=("khu-1",), quiet_hours=NIGHT),
        [
            everywhere("tiep-am", "05:00", RelayItem(PROVINCE, 900, "Đài tỉnh"),
                       RelayItem(DISTRICT, 900, "Đài huyện*"), overrun_rule=OverrunRule.FINISH),
            everywhere("dia-phuong", "05:30", "NHAC-HIEU", OpeningItem("LOI-XUONG"),
                       SelectorItem("newest-unaired", kind="bulletin", count=5,
                                    between="NHAC-CAT"),
                       SelectorItem("notices"), length_s=1800, rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ],
    ),
    "hoa-hiep-bac": (
        Rules(zones=("to-1", "to-2", "to-3"), quiet_hours=NIGHT),
        [
            everywhere("vov", "04:45", RelayItem(VOV, 3600, "VOV"), length_s=3600),
            everywhere("quan", "05:30", RelayItem(PROVINCE, 1200, "Đài quận*")),
            everywhere("phuong", "05:45", "NHAC-HIEU", SelectorItem("rotate", rest_days=3, count=3),
                       length_s=900),
            slot("to-2-hop", "05:50", SelectorItem("notices"), zones=("to-2",),
                 priority=Priority.PRIORITY, rrule="FREQ=WEEKLY;BYDAY=TU"),
        ],
    ),
    "lien-chieu": (
        Rules(zones=("khu-1",), quiet_hours=(TimeSpan(time(20, 0), time(5, 30)),),
              max_sessions_per_day=2, max_session_s=3600),
        [
            everywhere("the-duc-cu", "04:45", "TAP-THE-DUC"),  # what residents complained about
            everywhere("sang", "05:30", RelayItem(VOV, 3000, "VOV"), "NHAC-HIEU",
                       SelectorItem("newest-unaired", topic="events"),
                       SelectorItem("notices"), length_s=3600),
            everywhere("trua", "11:00", SelectorItem("notices"), rrule="FREQ=WEEKLY;BYDAY=SA"),
            everywhere("chieu", "17:00", RelayItem(PROVINCE, 4200, "Đài thành phố*"),
                       overrun_rule=OverrunRule.PUSH),
        ],
    ),
    "tam-giang": (
        Rules(zones=tuple(f"thon-{n}" for n in range(1, 35)), quiet_hours=NIGHT,
              rest_weekdays=frozenset({6})),
        [
            everywhere("sang", "05:15", "NHAC-HIEU", SelectorItem("newest-unaired", count=3),
                       length_s=900, filler="TAP-THE-DUC"),
            everywhere("chieu", "17:15", RelayItem(PROVINCE, 1800, "Đài tỉnh*", "ASEAN-0"),
                       "HET-HAN", length_s=2400),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(STATIONS))
def test_the_week_of_a_station(name, reference):
    rules, slots = STATIONS[name]
    week = plan_days(slots, [], LibraryView(LIBRARY), MONDAY, 7, rules)
    reference(name, [told(plan, rules) for plan in week])


def told(plan, rules):
    return {
        "day": plan.day.isoformat(),
        "sounds": [line(cue, rules) for cue in plan.cues],
        "remarks": [("! " if r.serious else "") + tell(r) for r in plan.remarks],
    }


def line(cue, rules):
    zones = "*" if len(cue.zones) == len(rules.zones) else ",".join(cue.zones)
    span = f"{local(cue.starts_at):%H:%M:%S.%f}-{local(cue.ends_at):%H:%M:%S.%f}"
    fades = " (nhỏ dần)" if cue.fades else ""
    return f"{span} [{zones}] {what_sounds(cue)}{fades} <{cue.id}> {reason(cue)}"
