from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.logbook import statistics
from broadcast_desk.logbook.model import AiringKind, Result
from broadcast_desk.logbook.statistics import Tally
from tests.logbook.conftest import MORNING, Told


def told_day(logbook):
    first, again = Told("a"), Told("b", planned=MORNING + timedelta(hours=11))
    relay = Told("c", source="relay", code="", title="VOV1", topic="", issuer="VOV")
    cut = Told("d", code="BT2", topic="socio-cultural.health", issuer="Trung tâm", language="dao")
    gone = Told("e", code="BT3")
    logbook.append_all(
        [
            first.started(0.002), first.ended(300, duration_s=300.0),
            again.started(-0.004), again.ended(300, duration_s=300.0),
            relay.started(), relay.ended(900, duration_s=900.0),
            cut.started(), cut.ended(30, "interrupted", duration_s=30.0, reason="emergency"),
            gone.missed("playout.off"),
        ]
    )  # fmt: skip
    return logbook.airings()


def test_tallies(logbook):
    rows = told_day(logbook)
    kinds = statistics.by_kind(rows)
    assert kinds[AiringKind.FIRST] == Tally(2, 330.0)
    assert kinds[AiringKind.REBROADCAST] == Tally(1, 300.0)
    assert kinds[AiringKind.RELAY].minutes == 15.0
    assert kinds[AiringKind.LIVE] == Tally()
    assert statistics.total(rows) == Tally(4, 1530.0)
    assert statistics.local_production(rows) == Tally(2, 600.0)
    assert statistics.by_month(rows) == {"2026-11": Tally(4, 1530.0)}
    assert statistics.by_language(rows)["dao"] == Tally(1, 30.0)
    assert statistics.by_issuer(rows)["Trung tâm"] == Tally(1, 30.0)
    assert statistics.by_topic(rows)["economic.trade"] == Tally(2, 600.0)
    pillars = statistics.by_pillar(rows, {"economic.trade": "economic"})
    assert pillars == {"economic": Tally(2, 600.0), "": Tally(2, 930.0)}


def test_plan_against_truth(logbook):
    plan = statistics.against_plan(told_day(logbook))
    assert (plan.due, plan.complete, plan.partial, plan.missed, plan.refused) == (5, 3, 1, 1, 0)
    assert [row.result for row in plan.misses] == [Result.INTERRUPTED, Result.MISSED]
    assert plan.complete_percent == 60.0
    assert (plan.median_error_ms, plan.worst_error_ms) == (0.0, -4.0)


def test_nothing_due():
    plan = statistics.against_plan([])
    assert (plan.due, plan.complete_percent, plan.median_error_ms) == (0, None, None)


def test_a_month_is_a_local_month(logbook):
    new_year = MORNING.replace(year=2027, month=1, day=1, hour=0, minute=10)
    told = Told(planned=new_year)
    logbook.append_all([told.started(), told.ended(10)])
    assert list(statistics.by_month(logbook.airings())) == ["2027-01"]


def test_one_cue_in_two_zone_groups_is_one_broadcast(logbook):
    one, two = Told("a@1"), Told("a@2", zones=["khu-2"])
    logbook.append_all([one.started(), one.ended(300), two.started(), two.ended(20, "partial")])
    rows = logbook.airings()
    (merged,) = statistics.broadcasts(rows)
    assert set(merged.zones) == {"khu-1", "khu-2"}
    assert (merged.result, merged.duration_s) == (Result.PARTIAL, 300.0)
    assert statistics.by_zone(rows) == {"khu-1": Tally(1, 300.0), "khu-2": Tally(1, 20.0)}
    assert statistics.against_plan([merged]).due == 1


def test_different_cues_stay_apart(logbook):
    one, two = Told("a"), Told("b", planned=MORNING + timedelta(seconds=1))
    logbook.append_all([one.started(), two.started()])
    assert len(statistics.broadcasts(logbook.airings())) == 2


@given(st.lists(st.integers(0, 7_200_000), min_size=1, max_size=60))
def test_printed_minutes_add_up(lengths_ms):
    rounded = [6.0 * round(ms / 1000 / 6) for ms in lengths_ms]
    parts = [Tally(1, seconds).minutes for seconds in rounded]
    assert round(sum(parts), 1) == Tally(1, sum(rounded)).minutes
