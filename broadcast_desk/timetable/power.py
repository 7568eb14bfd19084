"""When amplifiers and transmitters must be on: the sound of each zone, with warm-up and rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast_desk.timetable.model import DayPlan


@dataclass(frozen=True, slots=True)
class PowerSpan:
    """A span in which a zone's power is on."""

    zone: str
    on_at: datetime
    off_at: datetime


def power_spans(plan: DayPlan, lead_s: float = 60.0, lag_s: float = 120.0) -> tuple[PowerSpan, ...]:
    """The spans of every zone; spans that touch become one.

    Args:
        plan: of the day.
        lead_s: how long before the first sound power is on.
        lag_s: how long after the last sound power stays on.
    """
    lead, lag = timedelta(seconds=lead_s), timedelta(seconds=lag_s)
    spans: dict[str, list[PowerSpan]] = {}
    for cue in plan.cues:
        for zone in cue.zones:
            known = spans.setdefault(zone, [])
            on_at, off_at = cue.starts_at - lead, cue.ends_at + lag
            if known and on_at <= known[-1].off_at:
                known[-1] = PowerSpan(zone, known[-1].on_at, max(off_at, known[-1].off_at))
            else:
                known.append(PowerSpan(zone, on_at, off_at))
    return tuple(span for zone in sorted(spans) for span in spans[zone])
