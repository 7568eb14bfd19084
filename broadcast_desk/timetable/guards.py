"""What may sound when: the rules that both the plan and playout keep. Pure.

The plan obeys them so that a person sees early what will not sound; playout asks again before
anything sounds, so that no mistake in a timetable or a database can wake a village at 03:15.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.timetable.model import Cue, Mode, Recorded, Rules, SpecialDay
from broadcast_desk.timetable.place import place_rules_of

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a guard keeps a cue from sounding: a message code and its parameters as text."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def rules_of(settings: StationSettings) -> Rules:
    """The rules of a station: its settings and the rules of the place kept with them."""
    place = place_rules_of(settings)
    return Rules(
        zones=tuple(zone.id for zone in settings.zones),
        quiet_hours=settings.quiet_hours,
        zone_quiet_hours=place.zone_quiet_hours,
        max_sessions_per_day=settings.max_sessions_per_day,
        max_session_s=settings.max_session_minutes * 60.0,
        rest_weekdays=place.rest_weekdays,
        special_days=place.special_days,
        volumes=place.volumes,
        warm_ups=place.warm_ups,
        mourning_kinds=place.mourning_kinds,
        unreadable=place.unreadable,
    )


def quiet(rules: Rules, zone: str, instant: datetime) -> bool:
    """Whether the zone is in its quiet hours at the instant."""
    moment = local(instant).time()
    return any(span.contains(moment) for span in rules.quiet_of(zone))


def next_quiet(rules: Rules, zone: str, instant: datetime) -> datetime | None:
    """When the zone's quiet hours next begin (the instant itself in them); None without any."""
    if quiet(rules, zone, instant):
        return instant
    today = local(instant).date()
    starts = [
        datetime.combine(today + timedelta(days=days), span.start, STATION_ZONE).astimezone(UTC)
        for days in (0, 1)
        for span in rules.quiet_of(zone)
        if span.start != span.end
    ]
    return min((start for start in starts if start > instant), default=None)


@functools.lru_cache(maxsize=1024)
def quiet_seconds(spans: tuple[TimeSpan, ...], days: int = 2) -> tuple[tuple[float, float], ...]:
    """Quiet spans as seconds from local midnight, over so many days, merged and in order."""
    found = []
    for number in range(-1, days):
        for span in spans:
            start, end = _seconds(span.start), _seconds(span.end)
            if start == end:
                continue
            end += DAY_S if end < start else 0
            found.append((number * DAY_S + start, number * DAY_S + end))
    return _merged(found)


def _merged(spans: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if end <= 0:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((max(0.0, start), end))
    return tuple(merged)


def _seconds(moment: time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6


def day_refusal(rules: Rules, day: date, slot_id: str, priority: Priority) -> Refusal | None:
    """Why nothing of a slot may sound on a local day: special day, or the week's rest."""
    if priority is Priority.EMERGENCY:
        return None
    special = rules.special(day)
    if special is not None and _shuts(special, slot_id):
        return Refusal(f"timetable.special_{special.mode}", (("why", special.why),))
    if day.weekday() in rules.rest_weekdays and priority is Priority.NORMAL:
        return Refusal("timetable.rest_day")
    return None


def _shuts(special: SpecialDay, slot_id: str) -> bool:
    if special.mode is Mode.CHOSEN:
        return slot_id not in special.slots
    return special.mode is Mode.SILENT


def content_refusal(rules: Rules, day: date, code: str, kind: str) -> Refusal | None:
    """Why a programme may not sound on a local day: its kind, in mourning."""
    special = rules.special(day)
    if special is None or special.mode is not Mode.MOURNING:
        return None
    if kind in rules.mourning_kinds or (kind == "signal" and code != special.signal_code):
        return Refusal("timetable.mourning", (("kind", kind), ("code", code)))
    return None


def refusal(rules: Rules, cue: Cue, zone: str, at: datetime) -> Refusal | None:
    """Why the cue may not sound in the zone at the instant; None when it may.

    This is playout's question before a sound and at every tick. An emergency always may. Approval
    and validity are `Library.may_air`'s to say.

    Args:
        rules: of the station, read anew when its settings change.
        cue: what is about to sound or is sounding.
        zone: where.
        at: when, aware.
    """
    if cue.priority is Priority.EMERGENCY:
        return None
    if quiet(rules, zone, at):
        return Refusal("timetable.quiet", (("zone", zone), ("at", f"{local(at):%H:%M}")))
    day = local(at).date()
    refused = day_refusal(rules, day, cue.slot_id, cue.priority)
    if refused is None and isinstance(cue.content, Recorded):
        refused = content_refusal(rules, day, cue.content.code, cue.content.kind)
    return refused


def session_refusal(
    rules: Rules, priority: Priority, *, begun_today: int, sounding_s: float
) -> Refusal | None:
    """Why a session may not go on: too many in the zone today, or too long.

    Args:
        rules: of the station.
        priority: of the session.
        begun_today: sessions begun in the zone on this local day, this one included.
        sounding_s: how long this session has sounded, silences inside it included.
    """
    if priority is Priority.EMERGENCY:
        return None
    if rules.max_sessions_per_day and begun_today > rules.max_sessions_per_day:
        return Refusal("timetable.too_many", (("most", str(rules.max_sessions_per_day)),))
    if rules.max_session_s and sounding_s >= rules.max_session_s:
        return Refusal("timetable.session_too_long", (("most_s", f"{rules.max_session_s:g}"),))
    return None


def must_end_by(rules: Rules, cue: Cue, zone: str) -> datetime:
    """The latest instant at which the cue may sound in the zone: its end, or the quiet hours."""
    if cue.priority is Priority.EMERGENCY:
        return cue.ends_at
    silence = next_quiet(rules, zone, cue.starts_at)
    return cue.ends_at if silence is None else min(cue.ends_at, silence)
