"""Guards stand between decide and the mixer: whatever the database says, these have the last word.

Nothing unapproved, changed, expired or out of hours can sound; nothing begins while the clock
cannot be believed. Only an emergency passes the quiet hours, and it carries a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from broadcast_desk.library.model import Priority
from broadcast_desk.playout.decide import Start
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.guards import (
    Refusal,
    content_refusal,
    day_refusal,
    next_quiet,
    quiet,
    refusal,
    session_refusal,
)
from broadcast_desk.timetable.model import Cue, Recorded, Relay, Rules


@dataclass(frozen=True, slots=True)
class Permit:
    """A guard's word that an airing may sound, up to an instant. Only this module makes any."""

    airing_id: str
    until: datetime


@dataclass
class Sessions:
    """The sessions that have sounded, by zone and local day, for the caps."""

    begun: dict[tuple[str, date], dict[str, datetime]] = field(default_factory=dict)

    def note(self, zones: Iterable[str], session_id: str, at: datetime) -> None:
        """Something of a session begins to sound."""
        for zone in zones:
            self.begun.setdefault((zone, local(at).date()), {}).setdefault(session_id, at)

    def standing(self, zone: str, session_id: str, at: datetime) -> tuple[int, datetime]:
        """Which session of the day this is in the zone, and when it began (`at` if it has not)."""
        known = self.begun.get((zone, local(at).date()), {})
        if session_id in known:
            return list(known).index(session_id) + 1, known[session_id]
        return len(known) + 1, at


def admit(
    start: Start,
    zones: Iterable[str],
    rules: Rules,
    sessions: Sessions,
    now: datetime,
    doubt: str = "",
) -> Permit | Refusal:
    """Whether a cue may sound in the zones, and how long.

    Args:
        start: what decide wants.
        zones: the cue's zones that the group feeds.
        rules: of the station, as they are now.
        sessions: what has sounded so far.
        now: wall-clock instant.
        doubt: message code of why that cannot be believed (`ClockSanity`).
    """
    if doubt:
        return Refusal(doubt)
    at = max(start.at, now)
    until = start.until
    for zone in zones:
        refused = _zone_refusal(start.cue, zone, rules, sessions, at)
        if refused is not None:
            return refused
        until = min(until, _limit(start.cue, zone, rules, sessions, at))
    if until <= at:
        return Refusal("playout.missed_over")
    return Permit(start.airing_id, until)


def judged(cue: Cue, confirmed_by: str) -> Cue:
    """A planned cue as the guards see it: an emergency only when a person has put their name to it.

    Args:
        cue: of the plan.
        confirmed_by: who confirmed its slot, "" for nobody.
    """
    if cue.priority is Priority.EMERGENCY and not confirmed_by.strip():
        return replace(cue, priority=Priority.PRIORITY)
    return cue


def fit_fallback(content: Relay, rules: Rules, at: datetime) -> Relay:
    """A relay without its fallback programme, when a guard keeps that from sounding on the day."""
    fallback = content.fallback
    if fallback is None:
        return content
    refused = content_refusal(rules, local(at).date(), fallback.code, fallback.kind)
    return content if refused is None else replace(content, fallback=None)


def still_allowed(cue: Cue, zones: Iterable[str], rules: Rules, now: datetime) -> Refusal | None:
    """Why something that sounds has to stop: the hours, or a special day that was just ordered."""
    for zone in zones:
        refused = refusal(rules, cue, zone, now)
        if refused is not None:
            return refused
    return None


def emergency_permit(airing_id: str, until: datetime, by: str) -> Permit:
    """The permit of an emergency: it passes everything, but not without a name.

    Raises:
        ValueError: nobody is named.
    """
    if not by.strip():
        raise ValueError("an emergency needs a name")
    return Permit(airing_id, until)


def microphone_permit(
    airing_id: str,
    zones: Iterable[str],
    rules: Rules,
    now: datetime,
    until: datetime,
    *,
    by: str,
    emergency: bool,
    doubt: str = "",
) -> Permit | Refusal:
    """Whether somebody may speak live in the zones now, and how long.

    Only an emergency passes quiet hours, rest days and special days; nobody speaks without a name.

    Args:
        airing_id: of the live voice.
        zones: where it would be heard.
        rules: of the station, as they are now.
        now: wall-clock instant.
        until: when it is over at the latest.
        by: who speaks or lets speak.
        emergency: whether it is one.
        doubt: message code of why the clock cannot be believed (`ClockSanity`).
    """
    if not by.strip():
        return Refusal("playout.no_name")
    if emergency:
        return emergency_permit(airing_id, until, by)
    if doubt:
        return Refusal(doubt)
    for zone in zones:
        if quiet(rules, zone, now):
            return Refusal("timetable.quiet", (("zone", zone), ("at", f"{local(now):%H:%M}")))
        refused = day_refusal(rules, local(now).date(), "", Priority.PRIORITY)
        if refused is not None:
            return refused
        silence = next_quiet(rules, zone, now)
        until = until if silence is None else min(until, silence)
    return Permit(airing_id, until)


def valid_offline(
    content: Recorded, airable: Mapping[str, date | None], at: datetime
) -> Refusal | None:
    """The approval check without the database, by what was airable when it could last be read.

    Args:
        content: what is to sound, or sounds.
        airable: content hash -> last local day it may be aired (None: open).
        at: when.
    """
    if content.content_sha256 not in airable:
        return Refusal("library.not_approved", (("code", content.code),))
    until = airable[content.content_sha256]
    if until is not None and local(at).date() > until:
        return Refusal("library.expired", (("code", content.code), ("day", f"{until:%d/%m/%Y}")))
    return None


def _zone_refusal(
    cue: Cue, zone: str, rules: Rules, sessions: Sessions, at: datetime
) -> Refusal | None:
    refused = refusal(rules, cue, zone, at)
    if refused is not None:
        return refused
    number, began = sessions.standing(zone, cue.session_id, at)
    return session_refusal(
        rules, cue.priority, begun_today=number, sounding_s=(at - began).total_seconds()
    )


def _limit(cue: Cue, zone: str, rules: Rules, sessions: Sessions, at: datetime) -> datetime:
    if cue.priority is Priority.EMERGENCY:
        return datetime.max.replace(tzinfo=UTC)
    limits = [datetime.max.replace(tzinfo=UTC)]
    silence = next_quiet(rules, zone, at)
    if silence is not None:
        limits.append(silence)
    if rules.max_session_s:
        _, began = sessions.standing(zone, cue.session_id, at)
        limits.append(began + timedelta(seconds=rules.max_session_s))
    return min(limits)
