"""What should sound and does not, or does and should not: pure, asked again at every tick.

The plan is the truth. After a kill, a power cut, a sleep or a clock step the same questions are
asked again with the same answers: a cue whose instant is ahead is armed, one whose instant has
passed is joined, played late or marked missed by its own rule. Nothing that is settled comes back,
so there is never a backlog and nothing sounds twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority
from broadcast_desk.playout.settled import FAR
from broadcast_desk.timetable.model import Cue, MissedRule, Recorded

ARM_AHEAD = timedelta(seconds=60)
"""So long before its instant a cue is loaded, checked and armed."""

PROMPT = timedelta(seconds=2)
"""A cue that is noticed so late still counts as on time: it is joined, whatever its rule."""

WORTH_JOINING = timedelta(seconds=1)
"""When less than this is left of something, joining it makes no sense."""

STEP = timedelta(seconds=10)
"""A clock that steps by more than this moves what is on air; smaller steps are left to the end."""

OVERLAP = timedelta(milliseconds=100)
"""Cues that overlap by less than this are neighbours, not rivals."""

_RANK = {Priority.NORMAL: 0, Priority.PRIORITY: 1, Priority.EMERGENCY: 2}


class Phase(StrEnum):
    """How far an airing is."""

    ARMED = "armed"  # loaded or being loaded; silent
    ON_AIR = "on_air"
    ENDING = "ending"  # told to stop; its last samples are on their way


@dataclass(frozen=True, slots=True)
class Sounding:
    """An airing that the mixer has.

    Attributes:
        began_at: instant at which the first sample of the content was, or would have been, heard.
        until: instant at which it is over at the latest.
    """

    airing_id: str
    cue: Cue
    phase: Phase
    began_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Playing:
    """What is, was and may not be on air in one zone group.

    Attributes:
        sounding: by airing id.
        settled: airings that are over for good: heard, missed, refused, stopped.
        resumable: airings that were on air when playout died or an emergency came, and the instant
            at which their content began.
        stopped: an operator stopped everything; nothing sounds until it is resumed.
        emergency: an emergency holds the group.
        held: the clock cannot be believed; nothing new begins.
    """

    sounding: Mapping[str, Sounding] = field(default_factory=dict)
    settled: Set[str] = frozenset()
    resumable: Mapping[str, datetime] = field(default_factory=dict)
    stopped: bool = False
    emergency: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Let a cue sound.

    Attributes:
        at: instant at which its content begins (may lie behind: then it is joined).
        until: instant at which it is over at the latest.
        joined: it begins in its middle; late: it begins after its instant; resumed: again.
    """

    airing_id: str
    cue: Cue
    at: datetime
    until: datetime
    joined: bool = False
    late: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """End an airing. When `settle` is false it may be taken up again.

    Attributes:
        reason: message code.
        at: instant, None is now.
    """

    airing_id: str
    reason: str
    at: datetime | None = None
    settle: bool = True


@dataclass(frozen=True, slots=True)
class Miss:
    """A cue will not sound; `reason` is a message code."""

    airing_id: str
    cue: Cue
    reason: str


Action = Start | Stop | Miss


def airing_id(cue: Cue, group: str) -> str:
    """The airing of a cue in a zone group: the same however often the day is planned."""
    return f"{cue.id}@{group}"


def decide(
    cues: Iterable[Cue], playing: Playing, now: datetime, group: str = ""
) -> tuple[Action, ...]:
    """What to do in one zone group.

    Args:
        cues: what is planned for the group around now, of all days concerned.
        playing: what the mixer has, and what is settled.
        now: wall-clock instant.
        group: name of the zone group, part of the airing ids.

    Returns:
        Actions; carried out, they make the next answer empty.
    """
    planned = {airing_id(cue, group): cue for cue in sorted(cues, key=_turn)}
    actions: list[Action] = []
    busy = dict(playing.sounding)
    for known in playing.sounding.values():
        stop = _stop(known, planned.get(known.airing_id), playing, now)
        if stop is not None:
            actions.append(stop)
            del busy[known.airing_id]
    for name, cue in planned.items():
        if name in playing.settled or name in playing.sounding:
            continue
        action = _admit(name, cue, playing, now)
        if isinstance(action, Start):
            others = _in_the_way(action, busy.values())
            if any(_beats(other, action, now) for other in others):
                continue
            actions += [_displace(other, action) for other in others]
            for other in others:
                del busy[other.airing_id]
            busy[name] = Sounding(name, cue, Phase.ARMED, action.at, action.until)
        if action is not None:
            actions.append(action)
    return tuple(actions)


def _stop(known: Sounding, cue: Cue | None, playing: Playing, now: datetime) -> Stop | None:
    """Why something that sounds or is armed has to end."""
    if known.phase is Phase.ENDING:
        return None
    name, armed = known.airing_id, known.phase is Phase.ARMED
    if playing.stopped:
        return Stop(name, "playout.stopped_by_operator", settle=not armed)
    if playing.emergency:
        if known.cue.missed_rule is MissedRule.SKIP and not armed:
            return Stop(name, "playout.dropped_for_emergency")
        return Stop(name, "playout.emergency", settle=False)
    if cue is None:
        return Stop(name, "playout.plan_changed", settle=not armed)
    if _differs(cue, known.cue, armed=armed):
        return Stop(name, "playout.plan_changed", settle=False)
    if cue.ends_at < known.cue.ends_at and cue.ends_at < known.until - OVERLAP:
        return Stop(name, "playout.plan_changed", at=cue.ends_at)
    return _left_by_the_clock(known, playing, now)


def _left_by_the_clock(known: Sounding, playing: Playing, now: datetime) -> Stop | None:
    """Why something has to end because the clock was set."""
    ahead = known.began_at - now
    if known.phase is Phase.ARMED and ahead > 2 * ARM_AHEAD:
        return Stop(known.airing_id, "playout.clock_stepped", settle=False)
    if now > known.until + STEP:
        return Stop(known.airing_id, "playout.clock_stepped")
    if ahead > FAR and not playing.held:
        return Stop(known.airing_id, "playout.clock_stepped", settle=False)
    return None


def _differs(new: Cue, old: Cue, *, armed: bool) -> bool:
    if new.content != old.content:
        return True
    return armed and (new.starts_at, new.ends_at, new.volume, new.zones) != (
        old.starts_at,
        old.ends_at,
        old.volume,
        old.zones,
    )


def _admit(name: str, cue: Cue, playing: Playing, now: datetime) -> Start | Miss | None:
    """What becomes of a cue that is neither sounding nor settled."""
    if cue.starts_at - now > ARM_AHEAD:
        return None
    over = now >= cue.ends_at and not _may_be_late(cue, now)
    if playing.stopped:
        return Miss(name, cue, "playout.stopped_by_operator") if over else None
    if playing.emergency:
        return Miss(name, cue, "playout.emergency") if over else None
    if playing.held:
        return None
    if cue.starts_at > now:
        return Start(name, cue, cue.starts_at, cue.ends_at)
    began_at = playing.resumable.get(name)
    if began_at is not None:
        return _join(name, cue, began_at, now, resumed=True)
    lateness = now - cue.starts_at
    if lateness <= PROMPT or cue.missed_rule is MissedRule.JOIN:
        return _join(name, cue, cue.starts_at, now)
    if _may_be_late(cue, now):
        return Start(name, cue, now, now + (cue.ends_at - cue.starts_at), late=True)
    reason = (
        "playout.missed_skip" if cue.missed_rule is MissedRule.SKIP else "playout.missed_too_late"
    )
    return Miss(name, cue, reason)


def _join(
    name: str, cue: Cue, began_at: datetime, now: datetime, *, resumed: bool = False
) -> Start | Miss:
    """Take a cue up at the place where the wall clock says it is."""
    until = cue.ends_at + (began_at - cue.starts_at)
    if isinstance(cue.content, Recorded):
        until = min(until, began_at + content_length(cue.content))
    if until - now < WORTH_JOINING:
        return Miss(name, cue, "playout.missed_over")
    return Start(name, cue, began_at, until, joined=True, resumed=resumed)


def _may_be_late(cue: Cue, now: datetime) -> bool:
    return cue.missed_rule is MissedRule.LATE and now - cue.starts_at <= timedelta(
        seconds=cue.late_within_s
    )


def _in_the_way(action: Start, others: Iterable[Sounding]) -> list[Sounding]:
    return [
        other
        for other in others
        if other.began_at < action.until - OVERLAP and action.at < other.until - OVERLAP
    ]


def _turn(cue: Cue) -> tuple[datetime, int, str]:
    return cue.starts_at, -_RANK[cue.priority], cue.id


def _displace(other: Sounding, action: Start) -> Stop:
    """End what is in the way when its successor begins; what would begin later waits its turn."""
    if other.phase is Phase.ARMED and action.at <= other.began_at:
        return Stop(other.airing_id, "playout.displaced", settle=False)
    return Stop(other.airing_id, "playout.displaced", action.at)


def _beats(other: Sounding, action: Start, now: datetime) -> bool:
    """Whether what is there keeps its place: it ranks higher, or began later and is no younger."""
    mine, its = _RANK[action.cue.priority], _RANK[other.cue.priority]
    if mine != its:
        return its > mine
    return other.began_at >= action.at or (action.late and other.phase is not Phase.ARMED)


def content_length(content: Recorded) -> timedelta:
    """How long recorded content sounds."""
    return timedelta(seconds=content.duration_samples / SAMPLE_RATE_HZ)
