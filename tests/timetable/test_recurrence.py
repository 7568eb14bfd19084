"""Recurrence has dateutil's results; what is no rule is refused."""

from __future__ import annotations

import datetime as datetime_module
import random
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr

from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.recurrence import WEEKDAYS, occurs, parse

RULES = 1_000
DAYS = 800


def random_rule(chance: random.Random) -> str:
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.randint(1, 5)}")
    if chance.random() < 0.2:
        parts.append(f"WKST={chance.choice(WEEKDAYS)}")
    if chance.random() < 0.3:
        parts.append(f"BYMONTH={listed(chance, range(1, 13), 4)}")
    if chance.random() < 0.2:
        parts.append(f"BYMONTHDAY={listed(chance, [*range(1, 32), *range(-31, 0)], 4)}")
    if chance.random() < 0.5:
        parts.append(f"BYDAY={days(chance, frequency, 'BYMONTH=' in ';'.join(parts))}")
    if frequency == "YEARLY" and chance.random() < 0.2:
        parts.append(f"BYYEARDAY={listed(chance, [*range(1, 367), *range(-366, 0)], 8)}")
    if frequency == "YEARLY" and chance.random() < 0.2:
        parts.append(f"BYWEEKNO={listed(chance, [*range(1, 54), -1], 5)}")
    if len(parts) > 1 and "BY" in "".join(parts) and chance.random() < 0.2:
        parts.append(f"BYSETPOS={chance.choice([1, -1, 2, -2])}")
    if chance.random() < 0.2:
        parts.append(f"COUNT={chance.randint(1, 60)}")
    elif chance.random() < 0.3:
        parts.append(f"UNTIL={date(2024, 1, 1) + timedelta(chance.randint(0, 900)):%Y%m%d}")
    return ";".join(parts)


def listed(chance: random.Random, choices, most: int) -> str:
    return ",".join(str(n) for n in chance.sample(list(choices), chance.randint(1, most)))


def days(chance: random.Random, frequency: str, in_months: bool) -> str:
    chosen = chance.sample(WEEKDAYS, chance.randint(1, 4))
    if frequency in {"MONTHLY", "YEARLY"} and chance.random() < 0.6:
        most = 4 if frequency == "MONTHLY" or in_months else 51  # dateutil fails beyond
        return ",".join(f"{chance.choice([-1, 1]) * chance.randint(1, most)}{d}" for d in chosen)
    return ",".join(chosen)


def expected(rule: str, first: date, last: date) -> set[date]:
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001
    end = datetime(last.year, last.month, last.day, 23)  # noqa: DTZ001
    found = set()
    for moment in rrulestr(rule, dtstart=start):
        if moment > end:
            break
        found.add(moment.date())
    return found


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_random_rules_equal_dateutil(block, monkeypatch):
    monkeypatch.setattr(datetime_module, "MAXYEAR", 2029)  # where dateutil gives up a hopeless rule
    chance = random.Random(block)
    for _ in range(RULES // 10):
        rule = random_rule(chance)
        first = date(2023, 12, 25) + timedelta(chance.randint(0, 500))
        last = first + timedelta(DAYS)
        wanted = expected(rule, first, last)
        mine = {
            day for n in range(-3, DAYS + 1) if occurs(rule, first, day := first + timedelta(n))
        }
        assert mine == wanted, (rule, first)


def test_once_is_only_its_first_day():
    assert occurs("", date(2026, 2, 28), date(2026, 2, 28))
    assert not occurs("", date(2026, 2, 28), date(2026, 3, 1))


def test_the_last_working_day_of_the_month():
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    assert occurs(rule, date(2021, 1, 1), date(2026, 10, 30))
    assert not occurs(rule, date(2021, 1, 1), date(2026, 10, 31))


def test_an_end_in_utc_is_a_local_day():
    rule = "FREQ=DAILY;UNTIL=20261123T180000Z"  # 01:00 of the 24th here
    assert occurs(rule, date(2026, 1, 1), date(2026, 11, 24))
    assert not occurs(rule, date(2026, 1, 1), date(2026, 11, 25))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYSETPOS=9",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=3;BYMONTH=9",
    ],
)
def test_a_rule_that_never_matches_is_answered_at_once(rule):
    assert not any(
        occurs(rule, date(2021, 1, 1), date(2026, 1, 1) + timedelta(n)) for n in range(9)
    )


@pytest.mark.parametrize(
    "rule",
    ["mỗi ngày", "FREQ=", "FREQ=FORTNIGHTLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAY=XX",
     "FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;FREQ=DAILY", "BYDAY=MO",
     "FREQ=MONTHLY;BYDAY=0MO", "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;BYWEEKNO=3",
     "FREQ=DAILY;COUNT=x"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(InputError) as refused:
        parse(rule)
    assert refused.value.code == "timetable.rrule"


def test_more_than_once_a_day_is_refused():
    with pytest.raises(InputError) as refused:
        parse("FREQ=HOURLY")
    assert refused.value.code == "timetable.rrule_too_often"
