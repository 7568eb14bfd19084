"""Suggested airings: seen, accepted into a real timetable, taken off again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.desk.packages.scheduling import Scheduling
from broadcast_desk.library.model import Draft, Priority
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.packages.building import Programme, SuggestedAiring, Withdrawal
from broadcast_desk.packages.records import notices
from broadcast_desk.packages.suggesting import next_instant
from broadcast_desk.station.clock import STATION_ZONE, SystemClock
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.storage.settings import save_settings
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import FixedItem, Slot, SlotId
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.store import TimetableStore
from broadcast_desk.timetable.view import LibraryView
from tests.packages.conftest import NOW

TODAY = date(2026, 8, 8)  # 05:30 there
NIGHT = StationSettings(quiet_hours=(TimeSpan(time(21), time(5)),), max_session_minutes=0)


class Desk:
    """A station, its timetable, and what the front ends do with suggestions."""

    def __init__(self, station):
        self.station = station
        self.timetable = TimetableStore(station.db, station.clock)
        self.scheduling = self.fresh()
        self.suggestions = self.scheduling.suggestions
        save_settings(station.db, NIGHT)

    def follow(self):
        return self.fresh().follow()

    def fresh(self) -> Scheduling:
        return Scheduling(self.station.library, self.station.db, self.station.clock)

    def accept_all(self, by="Chị Mai"):
        return [self.suggestions.accept(one, self.scheduling.put, by) for one in self.waiting()]

    def waiting(self) -> tuple:
        return self.suggestions.waiting()

    def aired(self, day: date = TODAY) -> list[tuple[str, str]]:
        """What the plan of a day airs: hour and code."""
        table = self.timetable.timetable()
        view = LibraryView(self.station.library.airables(), (), known_until=NOW)
        (plan,) = plan_days(table.slots, table.exceptions, view, day, 1, rules_of(NIGHT))
        return [
            (f"{cue.starts_at.astimezone(STATION_ZONE):%H:%M}", cue.content.code)
            for cue in plan.cues
        ]

    def approve(self, *codes: str) -> None:
        for code in codes:
            version = self.station.library.newest(code)
            self.station.library.submit(version.id)
            self.station.library.approve(version.id, by="Chủ tịch")


@pytest.fixture
def desk(trusting):
    return Desk(trusting)


@pytest.fixture
def wished(tones):
    def make(code: str, *airings: SuggestedAiring, **more: object) -> Programme:
        draft = Draft(title=f"Tin {code}", code=code, topic="economic", **more)
        return Programme(draft, audio=tones / "tone.mp3", airings=airings)

    return make


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=STATION_ZONE)


def at(text: str, on: date | None = TODAY) -> SuggestedAiring:
    return SuggestedAiring(on, text)


@pytest.mark.parametrize(
    ("wish", "first", "last", "found"),
    [
        (at("17:00"), None, None, moment(2026, 8, 8, 17, 0)),
        (at("05:00"), None, None, None),  # over
        (at("05:00", None), None, None, moment(2026, 8, 9, 5, 0)),
        (at("17:00", None), None, None, moment(2026, 8, 8, 17, 0)),
        (at("17:00", None), date(2026, 8, 20), None, moment(2026, 8, 20, 17, 0)),
        (at("05:00", None), None, TODAY, None),
        (at("17:00"), date(2026, 8, 9), None, None),
    ],
)
def test_when_a_wish_can_next_sound(wish, first, last, found):
    assert next_instant(wish, NOW, first, last) == found


def test_a_person_accepts_and_it_will_sound(desk, trusting, make, wished):
    trusting.take(make([wished("A", at("17:00"), at("18:00")), wished("B", at("", None))]))
    desk.approve("A", "B")
    assert [(one.code, one.wish.at) for one in desk.waiting()] == [
        ("A", "17:00"), ("A", "18:00"), ("B", ""),
    ]  # fmt: skip
    assert desk.follow()["scheduled"] == []  # no rule, nothing by itself
    first, second, unsaid = desk.waiting()
    slot = desk.suggestions.accept(first, desk.scheduling.put, "Chị Mai")
    assert desk.timetable.slot(slot).confirmed_by == ""
    assert desk.aired() == [("17:00", "A")]
    desk.suggestions.decline(second, "Chị Mai")
    with pytest.raises(InputError, match="suggestion_no_hour"):
        desk.suggestions.accept(unsaid, desk.scheduling.put, "Chị Mai")
    assert [one.code for one in desk.waiting()] == ["B"]


def test_what_is_taken_out_by_a_person_is_not_offered_again(desk, trusting, make, wished):
    trusting.take(make([wished("A", at("17:00"))]))
    desk.approve("A")
    (slot,) = desk.accept_all()
    desk.timetable.remove(slot, "Chị Mai")
    assert desk.waiting() == ()
    trusting.take(make([wished("A", at("17:00")), wished("C")]))
    assert desk.waiting() == ()


def test_nothing_that_is_there_is_silenced(desk, trusting, make, wished):
    trusting.take(make([wished("A", at("17:00")), wished("B", at("17:00"))]))
    desk.approve("A", "B")
    first, second = desk.waiting()
    desk.suggestions.accept(first, desk.scheduling.put, "Chị Mai")
    with pytest.raises(InputError, match="once_displaces"):
        desk.suggestions.accept(second, desk.scheduling.put, "Chị Mai")
    assert desk.aired() == [("17:00", "A")]
    assert [one.code for one in desk.waiting()] == ["B"]


def test_quiet_hours_need_a_person_and_still_rule(desk, trusting, make, wished):
    trusting.take(make([wished("A", at("22:00"))]))
    desk.approve("A")
    (one,) = desk.waiting()
    with pytest.raises(InputError, match="needs_confirmation"):
        desk.suggestions.accept(one, desk.scheduling.put, "Chị Mai")
    assert desk.timetable.slots() == ()
    slot = desk.suggestions.accept(
        one, lambda s, by: desk.scheduling.put(s, by, "Chủ tịch"), "Chị Mai"
    )
    assert desk.timetable.slot(slot).confirmed_by == "Chủ tịch"
    assert desk.aired() == []  # the guard lets nothing but an emergency sound


def test_unapproved_is_not_put_on_air(desk, trusting, make, wished):
    trusting.take(make([wished("A", at("17:00"))]))
    (one,) = desk.waiting()
    with pytest.raises(InputError):
        desk.suggestions.accept(one, desk.scheduling.put, "Chị Mai")
    assert desk.timetable.slots() == ()


# By rule


@pytest.fixture
def rule(trusting, key):
    def add(**more: object) -> None:
        AutoApprovals(trusting.db).add(key.key_id, "Chủ tịch", NOW - timedelta(1), **more)

    return add


def test_rules_schedule_what_they_cover_and_no_more(desk, trusting, make, wished, rule):
    rule(topic="economic", hours=(time(5), time(23)), schedules=True)
    trusting.take(
        make(
            [
                wished("A", at("17:00"), at("17:30")),
                wished("CLASH", at("17:00")),
                wished("NIGHT", at("22:00")),
                wished("LATE", at("23:30")),
                wished("URGENT", at("18:00"), priority=Priority.EMERGENCY),
                replace(
                    wished("COVID", at("18:00")),
                    draft=Draft(title="Tin COVID", code="COVID", topic="covid"),
                ),
            ]
        )
    )
    desk.approve("URGENT")
    assert sorted(desk.follow()["scheduled"]) == ["A", "A"]
    assert desk.aired() == [("17:00", "A"), ("17:30", "A")]
    assert all(slot.confirmed_by == "" for slot in desk.timetable.slots())
    told = {(n.code, n.params["code"]) for n in notices(trusting.db) if "schedul" in n.code}
    assert told == {
        ("package.notice_scheduled", "A"),
        ("package.notice_not_scheduled", "CLASH"),
        ("package.notice_not_scheduled", "NIGHT"),
    }
    count = len(notices(trusting.db))
    assert desk.follow()["scheduled"] == []
    assert len(notices(trusting.db)) == count  # told once
    waiting = {one.code: one.refused for one in desk.waiting()}
    assert waiting["NIGHT"] == "timetable.needs_confirmation"
    assert waiting["CLASH"]
    urgent = next(one for one in desk.waiting() if one.code == "URGENT")
    with pytest.raises(InputError, match="suggestion_emergency"):
        desk.suggestions.accept(urgent, desk.scheduling.put, "Chị Mai")


@pytest.mark.parametrize(
    "more",
    [
        {"schedules": False},
        {"schedules": True, "topic": "covid"},
        {"schedules": True, "hours": (time(5), time(17))},
    ],
)
def test_without_a_fitting_rule_nothing_is_scheduled(more, desk, trusting, make, wished, rule):
    rule(**more)
    trusting.take(make([wished("A", at("17:00"))]))
    if trusting.library.newest("A").state != "approved":
        desk.approve("A")
    assert desk.follow()["scheduled"] == []
    assert desk.timetable.slots() == ()


def test_a_rule_is_for_what_comes_after_it(desk, trusting, make, wished, key):
    trusting.take(make([wished("A", at("17:00"))]))
    desk.approve("A")
    later = NOW + timedelta(hours=1)
    AutoApprovals(trusting.db).add(key.key_id, "Chủ tịch", later, schedules=True)
    assert desk.follow()["scheduled"] == []


# Withdrawal


def test_a_withdrawn_programme_leaves_the_timetable_with_a_notice(
    desk, trusting, make, wished, rule
):
    rule(schedules=True)
    trusting.take(make([wished("A", at("17:00")), wished("B", at("18:00"))]))
    desk.follow()
    own = Slot(SlotId("own"), "Của xã", (), time(19), (FixedItem("A"),), valid_from=TODAY)
    desk.timetable.add(own, "Chị Mai")
    assert desk.aired() == [("17:00", "A"), ("18:00", "B"), ("19:00", "A")]
    trusting.take(make([], withdrawals=(Withdrawal("A", "sai số liệu"),)))
    assert desk.aired() == [("18:00", "B")]  # at once, whoever looks at the timetable
    assert len(desk.follow()["taken_off"]) == 1
    assert [slot.name for slot in desk.timetable.slots()] == ["Tin B", "Của xã"]
    told = [n for n in notices(trusting.db) if n.code == "package.notice_withdrawn"]
    assert [(n.params["code"], n.params["why"]) for n in told] == [("A", "sai số liệu")]
    assert desk.follow()["taken_off"] == []


def test_the_commands(desk, trusting, make, wished, capsys, monkeypatch):
    trusting.clock.instant = datetime(2030, 1, 1, tzinfo=STATION_ZONE)
    trusting.take(make([wished("A", at("17:00", None)), wished("B", at("18:00", None))]))
    desk.approve("A", "B")
    monkeypatch.setattr(SystemClock, "now", lambda _: moment(2030, 1, 1, 12, 0))
    data = ["--data", str(trusting.data.root)]
    assert run(["package", "suggestions", "--json", *data]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert sorted((f["code"], f["at"], f["state"]) for f in facts) == [
        ("A", "17:00", "approved"),
        ("B", "18:00", "approved"),
    ]  # fmt: skip  (the next 18:00 may come before the next 17:00)
    assert run(["package", "suggestions", "X", "--accept", *data]) == 1
    assert "X" in capsys.readouterr().err
    assert run(["package", "suggestions", "B", "--decline", *data]) == 0
    assert run(["package", "suggestions", "--accept", "--by", "Mai", "--json", *data]) == 0
    out = capsys.readouterr().out
    (fact,) = json.loads(out[out.index("[") :])
    assert desk.timetable.slot(fact["slot"]).items == (FixedItem("A"),)
    assert run(["package", "suggestions", *data]) == 0
    assert "Không có" in capsys.readouterr().out
    assert run(["package", "suggestions", "--accept", "--decline", *data]) == 2
