"""Settings that cannot work are refused; quiet hours cross midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, TimeSpan, Zone


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "settings.empty", "name"),
        ({"zones": ()}, "settings.empty", "zones"),
        ({"zones": (Zone("a", "A"), Zone("a", "B"))}, "settings.duplicate_zone", "zones"),
        ({"zones": (Zone("a", "A", volume=101),)}, "settings.volume", "zones"),
        ({"zones": (Zone("a", "A", volume=-1),)}, "settings.volume", "zones"),
    ],
)
def test_what_cannot_work_is_refused(changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        replace(StationSettings(), **changes).check()  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.params["field"]) == (code, field)


def test_the_defaults_work() -> None:
    StationSettings().check()


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("19:59:59", False),
        ("20:00", True),
        ("23:59", True),
        ("00:00", True),
        ("04:59:59", True),
        ("05:00", False),
        ("11:30", True),
        ("13:29", True),
        ("13:30", False),
    ],
)
def test_default_quiet_hours(moment: str, quiet: bool) -> None:
    assert StationSettings().is_quiet(time.fromisoformat(moment)) is quiet


def test_a_span_within_a_day_has_an_inclusive_start_and_exclusive_end() -> None:
    span = TimeSpan(time(11), time(12))
    assert [span.contains(time(h)) for h in (10, 11, 12)] == [False, True, False]
