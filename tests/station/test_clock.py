"""Instants as stored and as people see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.station.clock import ShiftedClock, SystemClock, from_text, local, to_text

instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
    datetime(2100, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-9.5))]),
)


@given(instants)
def test_an_instant_comes_back(instant: datetime) -> None:
    assert from_text(to_text(instant)) == instant


@given(instants, instants)
def test_stored_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)


def test_a_naive_instant_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_text(datetime(2026, 1, 1))  # noqa: DTZ001  (that is the point)


def test_people_see_vietnam_time() -> None:
    assert local(datetime(2026, 8, 7, 22, 30, tzinfo=UTC)).isoformat() == (
        "2026-08-08T05:30:00+07:00"
    )


def test_a_shifted_clock_runs_at_the_same_pace() -> None:
    shifted, real = ShiftedClock(timedelta(days=-3)), SystemClock()
    assert abs(real.now() - shifted.now() - timedelta(days=3)) < timedelta(seconds=5)
    first = shifted.monotonic_s()
    assert shifted.monotonic_s() >= first
    assert real.now().tzinfo is not None
