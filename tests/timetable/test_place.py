"""Rules of the place: presets, special days, and rules that cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pytest

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Mode, SpecialDay
from broadcast_desk.timetable.place import (
    KEPT,
    KEY,
    PlaceRules,
    apply_preset,
    place_rules_of,
    presets,
    with_place_rules,
    with_special_day,
    without_special_day,
)
from broadcast_desk.timetable.plan import LibraryView, plan
from broadcast_desk.timetable.wording import tell
from tests.fakes.station_week import airable, slot

DAY = date(2026, 11, 24)
MOURNING = SpecialDay(DAY, date(2026, 11, 26), Mode.MOURNING, (), "NHAC-TRAM", "Chủ tịch", "TB 1")
RULES = PlaceRules(
    preset="quang-ninh",
    zone_quiet_hours=(("khu-2", (TimeSpan(time(19, 0), time(6, 0)),)),),
    rest_weekdays=frozenset({6}),
    special_days=(MOURNING,),
    volumes=((TimeSpan(time(5, 0), time(6, 0)), 40),),
    mourning_kinds=frozenset({"music"}),
)


def test_what_is_kept_comes_back():
    assert place_rules_of(with_place_rules(StationSettings(), RULES)) == RULES


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_a_preset_sets_what_it_says_and_keeps_the_rest(preset):
    before = replace(StationSettings(), name="Đài xã", max_session_minutes=7)
    after = apply_preset(before, preset.key)
    after.check()
    assert after.name == "Đài xã"
    assert after.max_session_minutes == preset.settings.get("max_session_minutes", 7)
    assert rules_of(after).rest_weekdays == preset.rest_weekdays
    assert preset.source
    assert date.fromisoformat(preset.dated)


def test_a_preset_keeps_special_days():
    settings = apply_preset(with_special_day(StationSettings(), MOURNING), "ha-noi-noi-thanh")
    assert place_rules_of(settings).special_days == (MOURNING,)
    assert place_rules_of(settings).rest_weekdays == frozenset({5, 6})


def test_no_such_preset():
    with pytest.raises(InputError, match=r"timetable\.no_preset"):
        apply_preset(StationSettings(), "sao-hoa")


def test_special_days_come_and_go():
    settings = with_special_day(StationSettings(), MOURNING)
    assert rules_of(settings).special(DAY) == MOURNING
    settings = without_special_day(settings, DAY)
    assert rules_of(settings).special(DAY) is None
    with pytest.raises(InputError, match=r"timetable\.no_special"):
        without_special_day(settings, DAY)
    with pytest.raises(InputError, match=r"timetable\.special_backwards"):
        with_special_day(settings, replace(MOURNING, last=date(2026, 11, 1)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("{", (KEY,)),
        ("[]", (KEY,)),
        ("[" * 100_000, (KEY,)),
        ('{"special_days": [{"first": "hôm nay"}], "rest_weekdays": [6]}', ("special_days",)),
        ('{"volumes": [["5-6", 1]], "rest_weekdays": [6], "preset": "x"}', ("volumes",)),
        ('{"zone_quiet_hours": 5, "rest_weekdays": [6]}', ("zone_quiet_hours",)),
    ],
)
def test_rules_that_cannot_be_read_are_said_and_kept(text, parts):
    settings = replace(StationSettings(), extra={KEY: text})
    rules = rules_of(settings)
    assert rules.unreadable == parts
    assert rules.rest_weekdays == (frozenset() if parts == (KEY,) else frozenset({6}))
    found = plan([slot("a", "05:30", "P1")], [], LibraryView([airable("P1")]), DAY, rules)
    (said,) = [r for r in found.remarks if r.code == "timetable.place_unreadable"]
    assert said.serious
    assert parts[0] in tell(said)
    later = apply_preset(settings, "quang-ninh")
    assert later.extra[KEPT] == text, "what could not be read is not lost"
    assert rules_of(later).unreadable == ()


def test_readable_rules_say_nothing():
    settings = with_place_rules(StationSettings(), RULES)
    assert rules_of(settings).unreadable == ()
    assert KEPT not in with_place_rules(settings, PlaceRules()).extra
    assert json.loads(settings.extra[KEY])["rest_weekdays"] == [6]
