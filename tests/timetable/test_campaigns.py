"""Campaigns: before, during and after, every year, accepted and planned."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from broadcast_desk.storage import open_database
from broadcast_desk.timetable.campaigns import campaigns_between, events_of, propose
from broadcast_desk.timetable.plan import LibraryView, plan
from broadcast_desk.timetable.store import TimetableStore
from tests.fakes.station_week import RULES, airable

FILE = """
[[event]]
key = "leap"
vi = "Ngày 29 tháng 2"
en = "29 February"
day = "02-29"
before = 2
after = 1
topic = "events"
source = "x"

[[event]]
key = "once"
vi = "Hội nghị"
en = "Summit"
day = 2026-11-10
until = 2026-11-12
before = 3
topic = "economy"
source = "x"

[[event]]
key = "later"
vi = "Về sau"
en = "Later"
day = "11-11"
since = 2030
source = "x"
"""


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "lịch.toml"
    path.write_text(FILE, encoding="utf-8")
    return events_of(path)


@pytest.mark.parametrize(
    ("year", "day", "closes"),
    [(2027, date(2027, 2, 28), date(2027, 3, 1)), (2028, date(2028, 2, 29), date(2028, 3, 1)),
     (2100, date(2100, 2, 28), date(2100, 3, 1))],
)  # fmt: skip
def test_the_29th_of_february_is_kept_every_year(events, year, day, closes):
    (found,) = campaigns_between(events[:1], date(year, 1, 1), date(year, 12, 31))
    assert (found.first, found.opens, found.closes) == (day, day - timedelta(2), closes)


def test_phases_and_years(events):
    found = campaigns_between(events[1:], date(2026, 1, 1), date(2029, 12, 31))
    assert [c.event.key for c in found] == ["once"]
    (once,) = found
    phases = [once.phase(date(2026, 11, day)) for day in range(6, 14)]
    assert phases == ["", "before", "before", "before", "during", "during", "during", ""]
    (later,) = campaigns_between(events[2:], date(2030, 1, 1), date(2030, 12, 31))
    assert later.first == date(2030, 11, 11)


def test_a_campaign_that_opens_in_december_is_found_in_both_years(tmp_path):
    path = tmp_path / "x.toml"
    text = FILE.replace('"02-29"', '"01-01"').replace("before = 2", "before = 20")
    path.write_text(text, encoding="utf-8")
    found = campaigns_between(events_of(path)[:1], date(2026, 12, 20), date(2026, 12, 25))
    assert [c.first for c in found] == [date(2027, 1, 1)]


def test_what_is_proposed_can_be_accepted_and_sounds(events, tmp_path):
    (once,) = campaigns_between(events[1:2], date(2026, 11, 1), date(2026, 11, 30))
    library = LibraryView([airable(f"E{n}", topic="economy.trade") for n in range(3)])
    proposal = propose(once, library, (time(5, 45), time(17, 30)))
    assert proposal.programmes == 3
    assert [(s.valid_from.day, s.valid_until.day) for s in proposal.slots] == [
        (7, 9), (7, 9), (10, 12), (10, 12),
    ]  # fmt: skip
    store = TimetableStore(open_database(tmp_path / "station.db"))
    store.add_all(proposal.slots, "A", what="campaign")
    assert store.version() == 1
    found = plan(store.slots(), [], library, date(2026, 11, 7), RULES)
    sessions = [[c.content.code for c in found.cues if c.session_id == s] for s in
                dict.fromkeys(c.session_id for c in found.cues)]  # fmt: skip
    assert sorted(sessions[0]) == ["E0", "E1", "E2"]
    assert len(set(sessions[1])) == len(sessions[1]) == 2, "the evening repeats, each but once"
    store.undo("A")
    assert store.slots() == ()


def test_no_programme_of_the_topic_is_counted(events):
    (once,) = campaigns_between(events[1:2], date(2026, 11, 1), date(2026, 11, 30))
    assert propose(once, LibraryView([airable("X", topic="events")]), (time(6),)).programmes == 0


def test_the_shipped_calendar_has_the_days_the_plan_names():
    found = campaigns_between(events_of(), date(2027, 1, 1), date(2027, 12, 31))
    days = {(c.first.month, c.first.day) for c in found}
    assert {(8, 8), (7, 28)} <= days
    assert all(c.event.source and c.event.name_vi and c.event.name_en for c in found)
