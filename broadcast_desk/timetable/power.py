"""When amplifiers and transmitters must be on: the sound of each zone, with warm-up and rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast_desk.timetable.model import DayPlan

WARM_UP_S, COOL_DOWN_S = 20, 30
MOST_WARM_UP_S = 3_600
"""An amplifier that is on for longer before a sound is on for nothing."""


@dataclass(frozen=True, slots=True)
class PowerSpan:
    """A span in which a zone's power is on."""

    zone: str
    on_at: datetime
    off_at: datetime


def usual_of(extra: Mapping[str, str]) -> tuple[int, int]:
    """The station's own warm-up and cool-down in seconds.

    Args:
        extra: the station's further settings, of which `power_warm_up_s` and `power_cool_down_s`
            count; what is no number has its default.
    """
    return (
        _seconds(extra.get("power_warm_up_s", ""), WARM_UP_S),
        _seconds(extra.get("power_cool_down_s", ""), COOL_DOWN_S),
    )


def _seconds(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else usual


def power_spans(
    plan: DayPlan, warm_up_s: float = WARM_UP_S, cool_down_s: float = COOL_DOWN_S
) -> tuple[PowerSpan, ...]:
    """The spans of every zone; spans that touch become one.

    Args:
        plan: of the day.
        warm_up_s: how long before a sound power is on, unless its cue says otherwise.
        cool_down_s: how long after the last sound power stays on.
    """
    rest = timedelta(seconds=cool_down_s)
    wanted = sorted(
        (zone, cue.starts_at - timedelta(seconds=_warm_up(cue.warm_up_s, warm_up_s)), cue.ends_at)
        for cue in plan.cues
        for zone in cue.zones
    )
    spans: list[PowerSpan] = []
    for zone, on_at, ends_at in wanted:
        last = spans[-1] if spans else None
        if last is not None and last.zone == zone and on_at <= last.off_at:
            spans[-1] = PowerSpan(zone, last.on_at, max(last.off_at, ends_at + rest))
        else:
            spans.append(PowerSpan(zone, on_at, ends_at + rest))
    return tuple(spans)


def _warm_up(own: float | None, usual: float) -> float:
    return usual if own is None else own
