"""What the log tells of a clock: neither a wrong hour nor days of silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from broadcast_desk.logbook.model import Entry, Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout import facts
from broadcast_desk.playout.clock_sanity import (
    BEFORE_BUILD,
    BEFORE_LOG,
    BUILT_ON,
    DOUBT,
    FAR_AFTER_LOG,
    ClockSanity,
    Lived,
    lived,
    of_log,
)
from broadcast_desk.playout.records import Records
from broadcast_desk.station.clock import STATION_ZONE, from_text
from tests.fakes.airtime import HandClock
from tests.fakes.stations import MadeStation

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=STATION_ZONE).astimezone(UTC)


def started(at: datetime, alive: datetime | None = None) -> Fact:
    more = {"last_alive_at": alive.isoformat()} if alive else {}
    return facts.playout(at, "started", **more)


def stepped(at: datetime) -> Fact:
    return facts.alarm(at, "playout.clock_stepped", seconds="x")


def note(at: datetime, **data: str) -> Fact:
    return Fact(at, Kind.ALARM, "", {"reason": "x", **data})


def chained(*given: Fact) -> list[Entry]:
    return [Entry(number, fact, "", "") for number, fact in enumerate(given, 1)]


def sanity(*given: Fact) -> ClockSanity:
    believed = [fact for fact in given if DOUBT not in fact.data]
    return ClockSanity(believed[-1].at, lived(chained(*given)), believed[0].at)


def test_a_run_lives_through_everything_between_its_entries() -> None:
    spans = lived(chained(started(NOON), note(NOON + HOUR), started(NOON + DAY, NOON + 3 * HOUR)))
    assert spans == (Lived(NOON, NOON + 3 * HOUR), Lived(NOON + DAY, NOON + DAY))


def test_a_step_and_a_clock_in_doubt_break_it() -> None:
    spans = lived(
        chained(
            started(NOON), note(NOON + HOUR), stepped(NOON + DAY), note(NOON + DAY + HOUR),
            note(datetime(1970, 1, 1, tzinfo=UTC)), note(NOON + 2 * HOUR, clock_doubt="x"),
            note(NOON + 3 * HOUR), note(NOON + 4 * HOUR),
        )
    )  # fmt: skip
    assert spans == (
        Lived(NOON, NOON + HOUR), Lived(NOON + DAY, NOON + DAY + HOUR),
        Lived(NOON + 3 * HOUR, NOON + 4 * HOUR),
    )  # fmt: skip


def test_a_clock_that_was_ahead_a_power_cut_and_a_right_clock() -> None:
    ahead = (
        started(NOON),
        note(NOON + HOUR),
        stepped(NOON + DAY + HOUR),
        note(NOON + DAY + 3 * HOUR),
    )
    known = sanity(*ahead)
    assert known.doubt(NOON + 4 * HOUR) == ""
    known.look(NOON + 4 * HOUR)
    for hours in range(4, 60):  # and it goes on when the times come that the wrong clock had shown
        assert known.look(NOON + hours * HOUR) == ""


def test_a_time_that_was_lived_through_does_not_come_again() -> None:
    known = sanity(
        started(NOON), note(NOON + 2 * DAY), stepped(NOON + 9 * DAY), note(NOON + 9 * DAY)
    )
    assert known.doubt(NOON + DAY) == BEFORE_LOG
    assert known.doubt(NOON - 3 * DAY) == BEFORE_LOG, "before the log began"


def test_days_of_life_are_not_thrown_away_for_one_reading_of_the_clock() -> None:
    gap = NOON + 2 * HOUR
    days = [note(NOON + (1 + n) * DAY) for n in range(5)]
    assert sanity(started(NOON), started(NOON + DAY), *days).doubt(gap) == BEFORE_LOG


def test_a_computer_without_a_clock_of_its_own_shows_its_last_hour_again() -> None:
    cut = NOON + 5 * HOUR
    known = sanity(started(NOON), note(cut))
    assert known.doubt(cut - timedelta(minutes=40)) == BEFORE_LOG
    assert known.doubt(cut - timedelta(minutes=3)) == ""


def test_before_the_program_and_more_than_a_year_on() -> None:
    known = sanity(started(NOON))
    assert known.doubt(datetime(1970, 1, 1, tzinfo=UTC)) == BEFORE_BUILD
    assert known.doubt(NOON + 399 * DAY) == ""
    assert known.doubt(NOON + 401 * DAY) == FAR_AFTER_LOG
    assert ClockSanity().doubt(NOON + 3000 * DAY) == "", "a station that begins"


def test_a_person_may_say_that_it_is_right_unless_that_cannot_be() -> None:
    known = sanity(started(NOON), note(NOON + 2 * DAY))
    assert known.doubt(NOON + DAY) == BEFORE_LOG
    assert known.confirm(NOON + DAY)
    assert known.look(NOON + DAY + HOUR) == ""
    assert not known.confirm(BUILT_ON - DAY)


@pytest.fixture
def records(station: MadeStation) -> Iterator[Records]:
    made = Records(station.data, HandClock(NOON), lambda _: None, lambda _: None)
    yield made
    made._db.conn.close()


def test_facts_of_a_clock_in_doubt_say_so_and_do_not_count(
    station: MadeStation, records: Records
) -> None:
    clock = records._clock
    assert isinstance(clock, HandClock)
    records.history(NOON)
    records.first_brief()
    records.log(started(clock.now()))
    clock.advance(60)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    clock.step((epoch - clock.now()).total_seconds())
    clock.advance(30)
    records.log(note(clock.now()))
    records.work()
    logbook = Logbook(station.db)
    fact = logbook.newest(1)[0].fact
    assert fact.data[DOUBT] == BEFORE_BUILD
    assert fact.at == NOON + timedelta(seconds=90), "as a clock that was right before would show"
    assert from_text(fact.data["clock_showed"]) == epoch + timedelta(seconds=30)
    believed = logbook.newest_believed()
    assert believed is not None
    assert believed.fact.at == NOON
    assert of_log(logbook, NOON - HOUR)[0].doubt(NOON - HOUR) == BEFORE_LOG
