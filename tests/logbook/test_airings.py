from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.logbook.airings import CRASHED, fold
from broadcast_desk.logbook.model import Airing, AiringKind, Entry, Fact, Kind, Result
from tests.logbook.conftest import MORNING, Told, playout


def folded(*facts: Fact, **known) -> tuple[Airing, ...]:
    entries = [Entry(n, fact, "", f"hash{n}") for n, fact in enumerate(facts, 1)]
    return fold(entries, **known)


def one(*facts: Fact, **known) -> Airing:
    (row,) = folded(*facts, **known)
    return row


def test_a_whole_airing():
    told = Told(volume=70, language="dao", issuer="Trung tâm")
    row = one(told.started(0.012), told.ended(300.012, duration_s=300.0))
    assert row.result is Result.COMPLETE
    assert row.start_error_ms == 12.0
    assert row.duration_s == 300.0
    assert row.kind is AiringKind.FIRST
    assert not row.local_production
    assert (row.volume, row.language, row.zones) == (70, "dao", ("khu-1",))
    assert row.entry_sha256 == "hash2"
    assert row.planned_end_at == MORNING + timedelta(seconds=300)


def test_duration_is_measured_when_playout_does_not_say():
    told = Told()
    assert one(told.started(), told.ended(250)).duration_s == 250.0


def test_still_sounding():
    row = one(Told().started())
    assert (row.result, row.ended_at) == (Result.ON_AIR, None)


def test_missed_refused_and_interrupted_keep_their_reasons():
    interrupted = Told("c")
    rows = folded(
        Told("a").missed("playout.off"),
        Told("b").refused("library.expired"),
        interrupted.started(1),
        interrupted.ended(60, "interrupted", reason="emergency"),
    )
    assert {(row.airing_id, row.result, row.reason) for row in rows} == {
        ("a", Result.MISSED, "playout.off"),
        ("b", Result.REFUSED, "library.expired"),
        ("c", Result.INTERRUPTED, "emergency"),
    }


def test_a_cue_refused_and_then_given_up_stays_refused():
    told = Told()
    assert one(told.refused("x"), told.missed("y")).result is Result.REFUSED
    assert one(told.missed("y"), told.refused("x")).reason == "x"


def test_a_cue_held_and_then_aired_is_aired():
    told = Told()
    row = one(told.refused("clock"), told.started(5), told.ended(305))
    assert (row.result, row.reason, row.start_error_ms) == (Result.COMPLETE, "", 5000.0)


def test_a_crash_closes_at_the_last_sign_of_life():
    told, alive = Told(), (MORNING + timedelta(seconds=90)).isoformat()
    row = one(told.started(), playout("started", 4000, last_alive_at=alive))
    assert (row.result, row.reason) == (Result.PARTIAL, CRASHED)
    assert row.duration_s == 90.0
    assert row.ended_at == MORNING + timedelta(seconds=90)


@pytest.mark.parametrize(("restart_s", "counted_s"), [(100, 100.0), (4000, 300.0)])
def test_a_crash_without_a_sign_counts_no_more_than_was_planned(restart_s, counted_s):
    row = one(Told().started(), playout("started", restart_s))
    assert (row.result, row.duration_s) == (Result.PARTIAL, counted_s)


def test_a_resumed_airing_is_one_row():
    told, alive = Told(), (MORNING + timedelta(seconds=100)).isoformat()
    row = one(
        told.started(),
        playout("started", 103, last_alive_at=alive),
        told.resumed(104),
        told.ended(304, duration_s=200.0),
    )
    assert row.resumed
    assert (row.result, row.duration_s, row.reason) == (Result.COMPLETE, 300.0, "")
    assert row.started_at == MORNING
    assert row.ended_at == MORNING + timedelta(seconds=304)


def test_resumed_without_a_playout_entry_in_between():
    told = Told()
    row = one(told.started(), told.resumed(100), told.ended(300, duration_s=200.0))
    assert (row.resumed, row.duration_s) == (True, 300.0)


def test_an_orderly_stop_closes_too_and_other_playout_news_do_not():
    told = Told()
    assert one(told.started(), playout("clock_stepped", 20)).result is Result.ON_AIR
    assert one(told.started(), playout("stopped", 20)).duration_s == 20.0


def test_first_then_rebroadcast_of_the_same_programme():
    evening = Told("b", planned=MORNING + timedelta(hours=11))
    rows = folded(Told().started(), Told().ended(9), evening.started(), evening.ended(9))
    assert [row.kind for row in rows] == [AiringKind.FIRST, AiringKind.REBROADCAST]


def test_two_zone_groups_at_once_are_both_first():
    rows = folded(Told("a@1").started(0.001), Told("a@2", zones=["khu-2"]).started(0.003))
    assert [row.kind for row in rows] == [AiringKind.FIRST, AiringKind.FIRST]


def test_history_makes_a_rebroadcast():
    known = {"BT001": MORNING - timedelta(days=400)}
    assert one(Told().started(), aired_before=known).kind is AiringKind.REBROADCAST


def test_a_missed_airing_does_not_make_the_next_a_rebroadcast():
    evening = Told("b", planned=MORNING + timedelta(hours=11))
    rows = folded(Told().missed(), evening.started())
    assert [row.kind for row in rows] == [AiringKind.FIRST, AiringKind.FIRST]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"source": "relay"}, AiringKind.RELAY),
        ({"source": "microphone"}, AiringKind.LIVE),
        ({"source": "microphone", "priority": "emergency"}, AiringKind.EMERGENCY),
        ({"priority": "emergency"}, AiringKind.EMERGENCY),
    ],
)
def test_kinds_by_source_and_priority(facts, kind):
    assert one(Told(**facts).started()).kind is kind


def test_local_production_is_what_the_station_issued_and_never_a_relay():
    assert one(Told(issuer="").started()).local_production
    assert not one(Told(issuer="VOV").started()).local_production
    assert not one(Told(source="relay").started()).local_production


def test_fallback_time_is_counted():
    told = Told(source="relay")
    row = one(
        told.started(),
        told.told(Kind.FALLBACK, 100),
        told.told(Kind.RETURNED, 130),
        told.told(Kind.FALLBACK, 280),
        told.ended(300),
    )
    assert row.fallback_s == 50.0
    assert row.duration_s == 300.0


def test_alarms_and_nameless_entries_are_no_airings():
    alarm = Told("a9").told(Kind.ALARM, 3, what="device")
    assert folded(alarm, playout("started", 0), Fact(MORNING, Kind.STOPPED, "", {})) == ()


def test_malformed_data_does_not_stop_the_fold():
    row = one(Told(planned_at="soon", zones=None, volume="loud", title=5).started())
    assert (row.planned_at, row.zones, row.volume, row.title) == (None, (), None, "")


steps = st.lists(
    st.tuples(
        st.sampled_from(["start", "resume", "end", "miss", "refuse", "fall", "back", "crash"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(1, 50),
    ),
    max_size=25,
)


def told_step(told: Told, step: str, at: int) -> Fact:
    match step:
        case "start":
            return told.started(at)
        case "resume":
            return told.resumed(at)
        case "end":
            return told.ended(at)
        case "miss":
            return told.missed(after_s=at)
        case "refuse":
            return told.refused()
    return told.told(Kind.FALLBACK if step == "fall" else Kind.RETURNED, at)


@given(steps)
def test_any_history_gives_one_sane_row_an_airing(told_steps):
    at, facts, mentioned = 0, [], set()
    for step, airing_id, pause in told_steps:
        at += pause
        told = Told(airing_id)
        if step == "crash":
            facts.append(playout("started", at))
            continue
        facts.append(told_step(told, step, at))
        if step in ("start", "resume", "end", "miss", "refuse"):
            mentioned.add(airing_id)
    rows = folded(*facts)
    assert {row.airing_id for row in rows} == mentioned
    assert len(rows) == len(mentioned)
    for row in rows:
        assert 0 <= row.duration_s <= at
        assert row.sounded or row.duration_s == 0
        assert not (row.sounded and row.result in (Result.MISSED, Result.REFUSED))
        assert (row.result is Result.ON_AIR) <= (row.ended_at is None)
