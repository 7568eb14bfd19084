"""`decide` by itself: pure questions, checked with plans nobody would think of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast_desk.library.model import Priority
from broadcast_desk.playout.decide import (
    ARM_AHEAD,
    PROMPT,
    WORTH_JOINING,
    Miss,
    Phase,
    Playing,
    Sounding,
    Start,
    Stop,
    airing_id,
    decide,
)
from broadcast_desk.timetable.model import Cue, CueId, MissedRule, Recorded, SlotId

T = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
RATE = 48_000


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def cue(name: str, at_s: float, length_s: float = 60.0, **more: object) -> Cue:
    content = Recorded(1, 1, name, name, "c" * 64, "a" * 64, round(length_s * RATE))
    made = Cue(
        CueId(name), SlotId("s"), "s/1", ("z",), T + seconds(at_s), T + seconds(at_s + length_s),
        content, Priority.NORMAL, MissedRule.JOIN, 300.0, None, "timetable.planned",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_cue_is_armed_ahead_and_only_then() -> None:
    one = cue("a", 0)
    assert decide([one], Playing(), T - ARM_AHEAD - seconds(1)) == ()
    (start,) = decide([one], Playing(), T - ARM_AHEAD)
    assert isinstance(start, Start)
    assert (start.at, start.joined, start.late) == (T, False, False)


def test_what_is_armed_asks_for_nothing_more() -> None:
    one = cue("a", 0)
    sounding = Sounding("a@", one, Phase.ARMED, one.starts_at, one.ends_at)
    assert decide([one], Playing({"a@": sounding}), T - seconds(5)) == ()


def test_what_is_settled_never_comes_back() -> None:
    one = cue("a", 0)
    for at_s in (-50, -1, 0, 1, 30, 59, 61, 4000):
        assert decide([one], Playing(settled=frozenset({"a@"})), T + seconds(at_s)) == ()


def test_rules_for_what_was_missed() -> None:
    now = T + seconds(20)
    join, skip = cue("j", 0), cue("s", 0, missed_rule=MissedRule.SKIP)
    late = cue("l", 0, missed_rule=MissedRule.LATE, late_within_s=30.0)
    gone = cue("g", 0, missed_rule=MissedRule.LATE, late_within_s=10.0)
    assert [type(decide([c], Playing(), now)[0]) for c in (join, skip, late, gone)] == [
        Start, Miss, Start, Miss,
    ]  # fmt: skip
    (joined,) = decide([join], Playing(), now)
    (whole,) = decide([late], Playing(), now)
    assert isinstance(joined, Start)
    assert isinstance(whole, Start)
    assert (joined.at, joined.joined) == (T, True)
    assert (whole.at, whole.late, whole.until - whole.at) == (now, True, seconds(60))


def test_a_cue_noticed_a_moment_late_is_joined_whatever_its_rule() -> None:
    (start,) = decide([cue("s", 0, missed_rule=MissedRule.SKIP)], Playing(), T + seconds(1.5))
    assert isinstance(start, Start)


def test_what_was_on_air_when_playout_died_is_resumed_at_its_place() -> None:
    one = cue("a", 0, missed_rule=MissedRule.SKIP)
    (start,) = decide([one], Playing(resumable={"a@": T}), T + seconds(40))
    assert isinstance(start, Start)
    assert (start.at, start.resumed) == (T, True)


def test_the_end_of_something_is_not_worth_joining() -> None:
    (miss,) = decide([cue("a", 0)], Playing(), T + seconds(59.5))
    assert isinstance(miss, Miss)


def test_stop_and_emergency_and_a_doubted_clock_start_nothing() -> None:
    one = cue("a", 0)
    for playing in (Playing(stopped=True), Playing(emergency=True), Playing(held=True)):
        assert decide([one], playing, T + seconds(1)) == ()


def test_an_emergency_interrupts_but_does_not_settle() -> None:
    one = cue("a", 0)
    sounding = Sounding("a@", one, Phase.ON_AIR, T, one.ends_at)
    (stop,) = decide([one], Playing({"a@": sounding}, emergency=True), T + seconds(5))
    assert stop == Stop("a@", "playout.emergency", settle=False)


def test_after_an_emergency_the_skip_rule_does_not_come_back() -> None:
    one = cue("a", 0, missed_rule=MissedRule.SKIP)
    sounding = Sounding("a@", one, Phase.ON_AIR, T, one.ends_at)
    (stop,) = decide([one], Playing({"a@": sounding}, emergency=True), T + seconds(5))
    assert stop == Stop("a@", "playout.dropped_for_emergency", settle=True)
    armed = Sounding("a@", one, Phase.ARMED, T, one.ends_at)
    (stop,) = decide([one], Playing({"a@": armed}, emergency=True), T - seconds(5))
    assert stop == Stop("a@", "playout.emergency", settle=False)


def test_a_successor_ends_its_predecessor_at_its_own_start() -> None:
    long, following = cue("a", 0, 100), cue("b", 60)
    sounding = Sounding("a@", long, Phase.ON_AIR, T, long.ends_at)
    stop, start = decide([long, following], Playing({"a@": sounding}), T + seconds(30))
    assert stop == Stop("a@", "playout.displaced", at=following.starts_at)
    assert isinstance(start, Start)


CUES = st.lists(
    st.builds(
        cue,
        st.uuids().map(str),
        st.integers(-4000, 4000),
        st.integers(1, 900).map(float),
        priority=st.sampled_from(list(Priority)[:2]),
        missed_rule=st.sampled_from(list(MissedRule)),
        late_within_s=st.sampled_from([0.0, 60.0, 600.0]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(CUES, st.lists(st.integers(-3000, 3000), min_size=1, max_size=25))
def test_whatever_the_clock_does_nothing_begins_twice_and_answers_settle(
    cues: list[Cue], instants: list[int]
) -> None:
    playing = Playing()
    begun: list[str] = []
    for at_s in instants:
        now = T + seconds(at_s)
        for _ in range(6):
            actions = decide(cues, playing, now)
            if not actions:
                break
            begun += [a.airing_id for a in actions if isinstance(a, Start) and a.at <= now]
            playing = carried_out(playing, actions, now)
        assert decide(cues, playing, now) == ()
        playing = ended(playing, now)
    assert len(begun) == len(set(begun))


@settings(max_examples=200, deadline=None)
@given(CUES, st.integers(-4000, 4000))
def test_whoever_comes_late_does_by_the_rule_and_never_plays_a_backlog(
    cues: list[Cue], at_s: int
) -> None:
    now = T + seconds(at_s)
    actions = decide(cues, Playing(), now)
    by_id = {airing_id(one, ""): one for one in cues}
    began = [action for action in actions if isinstance(action, Start) and action.at <= now]
    displaced = {a.airing_id for a in actions if isinstance(a, Stop) and (a.at or now) <= now}
    assert len([action for action in began if action.airing_id not in displaced]) <= 1
    for action in began:
        one = by_id[action.airing_id]
        late = now - one.starts_at
        if late <= PROMPT or one.missed_rule is MissedRule.JOIN:
            assert action.at == one.starts_at, "joined where it would be"
            assert action.until <= one.ends_at
        else:
            assert one.missed_rule is MissedRule.LATE
            assert late <= seconds(one.late_within_s)
            assert action.until - action.at <= one.ends_at - one.starts_at
    for action in actions:
        if isinstance(action, Miss):
            assert now > action.cue.starts_at, "nothing is missed ahead of its time"
            assert action.cue.missed_rule is not MissedRule.LATE or now - action.cue.starts_at > (
                seconds(action.cue.late_within_s)
            ) or now > action.cue.ends_at - WORTH_JOINING  # fmt: skip


BOUNDARIES = [
    datetime(2028, 2, 28, 17, tzinfo=UTC),  # 29 February begins here
    datetime(2027, 12, 31, 17, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
]


@settings(max_examples=100, deadline=None)
@given(CUES, st.integers(-4000, 4000), st.sampled_from(BOUNDARIES))
def test_no_day_is_another_than_any_other(cues: list[Cue], at_s: int, day: datetime) -> None:
    shift = day - T
    moved = [
        replace(one, starts_at=one.starts_at + shift, ends_at=one.ends_at + shift) for one in cues
    ]
    here = decide(cues, Playing(), T + seconds(at_s))
    there = decide(moved, Playing(), T + seconds(at_s) + shift)
    assert [(type(a), a.airing_id) for a in here] == [(type(a), a.airing_id) for a in there]
    for one, other in zip(here, there, strict=True):
        if isinstance(one, Start) and isinstance(other, Start):
            assert (one.at + shift, one.until + shift) == (other.at, other.until)


def carried_out(playing: Playing, actions: tuple[object, ...], now: datetime) -> Playing:
    """What a mixer without delay would make of actions."""
    sounding, settled = dict(playing.sounding), set(playing.settled)
    for action in actions:
        if isinstance(action, Miss):
            settled.add(action.airing_id)
        elif isinstance(action, Stop):
            known = sounding[action.airing_id]
            if action.at is not None and action.at > now:
                sounding[action.airing_id] = replace(known, until=action.at)
                continue
            del sounding[action.airing_id]
            if action.settle or known.phase is Phase.ON_AIR:
                settled.add(action.airing_id)
        elif isinstance(action, Start):
            phase = Phase.ON_AIR if action.at <= now else Phase.ARMED
            sounding[action.airing_id] = Sounding(
                action.airing_id, action.cue, phase, action.at, action.until
            )
    return replace(playing, sounding=sounding, settled=frozenset(settled))


def ended(playing: Playing, now: datetime) -> Playing:
    """Time has come to `now`: what began is on air, what is over is settled."""
    sounding, settled = {}, set(playing.settled)
    for name, known in playing.sounding.items():
        if known.until <= now:
            settled.add(name)
        else:
            phase = Phase.ON_AIR if known.began_at <= now else known.phase
            sounding[name] = replace(known, phase=phase)
    return replace(playing, sounding=sounding, settled=frozenset(settled))


def test_airing_ids_tell_zone_groups_apart() -> None:
    assert airing_id(cue("a", 0), "khu-1") != airing_id(cue("a", 0), "khu-2")
