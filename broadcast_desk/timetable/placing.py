"""Where the sessions of one zone come to lie on the day, and what gives way to what. Pure.

Sessions take their place by priority, then start, then id; what lies is never moved. So the rules
are few, and each that is applied is remarked:

1. Quiet hours, the cap on a session and its own hard end are never crossed (emergencies: only the
   last). A session that would begin in quiet hours does not sound.
2. A session of higher priority interrupts: what runs is faded out, what is left goes on after it.
3. Among equals the later session begins on time and the earlier gives way, by the earlier's
   overrun rule: cut, finish the running item, or push the later one.
4. Two equals at one instant, or a place that is taken: the one that comes later waits, by its
   missed rule: not at all, so many seconds, or as long as its own time lasts.
5. What belongs to a new day begins on time: nothing of the day before runs over it.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority
from broadcast_desk.timetable.choosing import Piece
from broadcast_desk.timetable.model import MissedRule, OverrunRule, Recorded, Relay, Remark, Rules
from broadcast_desk.timetable.sessions import DAY_SAMPLES, ENDLESS, Session, clock_text, remark

SPLINTER = SAMPLE_RATE_HZ
"""A piece that would be cut to less than this (one second) is left out."""

Spans = Sequence[tuple[int, int]]


class Laid(NamedTuple):
    """A piece in its place; start and end in samples from local midnight."""

    session: Session
    piece: Piece
    number: str
    start: int
    end: int

    @property
    def fades(self) -> bool:
        """Whether it ends before its content does."""
        return self.piece.cut or self.end - self.start < self.piece.length


@dataclass
class Ground:
    """The day of one zone while sessions take their places.

    Attributes:
        quiet: spans in which only an emergency sounds, in order.
        next_day: the first start of a session of the next day in this zone, ENDLESS for none.
        shut_after: whether a session may not run past midnight (the next day refuses its slot).
        taken: (start, end, whether it may push what follows), in order.
    """

    rules: Rules
    quiet: Spans
    next_day: int
    shut_after: Callable[[Session], bool]
    taken: list[tuple[int, int, bool]] = field(default_factory=list)
    begun: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def say(
        self, session: Session, code: str, /, *, serious: bool = False, **params: object
    ) -> None:
        """Remark on a session."""
        at = clock_text(session.start)
        self.remarks.append(remark(session.slot, code, serious=serious, at=at, more=params.items()))

    def holder(self, at: int) -> tuple[int, int, bool] | None:
        """What has taken an instant."""
        if not self.taken or at >= self.taken[-1][1]:
            return None
        place = bisect.bisect_right(self.taken, (at, ENDLESS, True)) - 1
        if place >= 0 and self.taken[place][1] > at:
            return self.taken[place]
        return None

    def next_taken(self, at: int) -> int:
        """The first start of what is taken at or after an instant."""
        if not self.taken or at > self.taken[-1][0]:
            return ENDLESS
        place = bisect.bisect_left(self.taken, (at, -1, False))
        return self.taken[place][0] if place < len(self.taken) else ENDLESS

    def in_quiet(self, at: int) -> bool:
        """Whether an instant lies in the quiet hours."""
        return any(start <= at < end for start, end in self.quiet)

    def next_quiet(self, at: int) -> int:
        """When the quiet hours next begin."""
        return next((start for start, _ in self.quiet if start > at), ENDLESS)


class _Bounds(NamedTuple):
    """Where a session may lie.

    Attributes:
        start: where it begins.
        soft: where its time is over; it may go beyond by its overrun rule.
        hard: where it ends whatever its rule.
        why_soft, why_hard: remark codes.
        pushing: it pushes what follows.
    """

    start: int
    soft: int
    hard: int
    why_soft: str
    why_hard: str
    pushing: bool


def place(
    sessions: Iterable[Session],
    pieces_of: Callable[[Session], Sequence[Piece]],
    filler_of: Callable[[Session], Recorded | None],
    ground: Ground,
) -> list[Laid]:
    """Lay the sessions of one zone; `ground.remarks` says what gave way to what.

    Args:
        sessions: those of the zone, in any order.
        pieces_of: what each session wants to sound.
        filler_of: what fills what is left of it.
        ground: the zone's day, empty.

    Returns:
        Pieces in their places, none over another.
    """
    ordered = sorted(sessions, key=lambda s: s.order)
    starts: dict[int, list[int]] = {}
    for session in sorted(ordered, key=lambda s: s.start):
        starts.setdefault(session.rank, []).append(session.start)
    laid: list[Laid] = []
    for session in ordered:
        laid += _session(session, pieces_of, filler_of, ground, starts[session.rank])
    return sorted(laid, key=lambda piece: piece.start)


def _session(
    session: Session,
    pieces_of: Callable[[Session], Sequence[Piece]],
    filler_of: Callable[[Session], Recorded | None],
    ground: Ground,
    equals: Sequence[int],
) -> list[Laid]:
    if not _admitted(session, ground):
        return []
    bounds = _bounds(session, ground, equals)
    if bounds is None:
        return []
    laid = _lay(session, pieces_of(session), bounds, ground)
    laid += _fill_up(session, filler_of(session), laid, bounds, ground)
    if laid:
        ground.begun += session.slot.priority is not Priority.EMERGENCY
        for piece in laid:
            bisect.insort(ground.taken, (piece.start, piece.end, bounds.pushing))
    return laid


def _admitted(session: Session, ground: Ground) -> bool:
    if session.slot.priority is Priority.EMERGENCY:
        return True
    if ground.in_quiet(session.start):
        ground.say(session, "session_in_quiet", serious=True)
        return False
    most = ground.rules.max_sessions_per_day
    if most and ground.begun >= most:
        ground.say(session, "too_many", serious=True, most=most)
        return False
    return True


def _bounds(session: Session, ground: Ground, equals: Sequence[int]) -> _Bounds | None:
    start, pushed = _first_free(session.start, ground)
    if start > session.start and not pushed and not _may_wait(session, start - session.start):
        ground.say(session, "place_taken", serious=True, until=clock_text(start))
        return None
    hard, why_hard = _hard_end(session, start, ground)
    if start >= hard:
        ground.say(session, why_hard, serious=True, until=clock_text(hard))
        return None
    if start > session.start:
        ground.say(session, "waits", until=clock_text(start))
    soft, why_soft = _soft_end(session, start, equals, pushed=pushed)
    rule = session.slot.overrun_rule
    return _Bounds(start, soft, hard, why_soft, why_hard, pushed or rule is not OverrunRule.CUT)


def _first_free(at: int, ground: Ground) -> tuple[int, bool]:
    """The first free instant, and whether all that stands before it pushes."""
    pushes = []
    while (held := ground.holder(at)) is not None:
        at = held[1]
        pushes.append(held[2])
    return at, bool(pushes) and all(pushes)


def _may_wait(session: Session, wait: int) -> bool:
    slot = session.slot
    if slot.missed_rule is MissedRule.SKIP:
        return False
    if slot.missed_rule is MissedRule.LATE:
        return wait <= slot.late_within_s * SAMPLE_RATE_HZ
    return session.length is None or wait < session.length


def _hard_end(session: Session, start: int, ground: Ground) -> tuple[int, str]:
    ends = [(start + DAY_SAMPLES, "day_over"), (ground.next_day, "new_day")]
    if session.slot.priority is not Priority.EMERGENCY:
        ends.append((ground.next_quiet(session.start), "until_quiet"))
        if ground.rules.max_session_s:
            cap = round(ground.rules.max_session_s * SAMPLE_RATE_HZ)
            ends.append((start + cap, "session_capped"))
        if ground.shut_after(session):
            ends.append((DAY_SAMPLES, "new_day"))
    return min(ends)


def _soft_end(
    session: Session, start: int, equals: Sequence[int], *, pushed: bool
) -> tuple[int, str]:
    begins = start if pushed else session.start
    end = ENDLESS if session.length is None else begins + session.length
    following = bisect.bisect_right(equals, max(session.start, start))
    if following < len(equals) and equals[following] < end:
        return equals[following], "until_next"
    return end, "slot_over"


def _lay(session: Session, pieces: Sequence[Piece], bounds: _Bounds, ground: Ground) -> list[Laid]:
    laid: list[Laid] = []
    at = bounds.start
    for piece in pieces:
        at = _one(session, piece, at, bounds, ground, laid)
    return laid


def _one(
    session: Session, piece: Piece, at: int, bounds: _Bounds, ground: Ground, laid: list[Laid]
) -> int:
    """Lay one piece from the first free instant on; returns where the next may begin."""
    rule = session.slot.overrun_rule
    at, _ = _first_free(at, ground)
    if at >= bounds.hard or (at >= bounds.soft and rule is not OverrunRule.PUSH):
        why = bounds.why_hard if at >= bounds.hard else bounds.why_soft
        ground.say(session, "left_out", serious=True, what=_name(piece), why=f"timetable.why_{why}")
        return at
    limit, why = _limit(session, bounds)
    wanted = at + piece.length
    interrupted = ground.next_taken(at)
    end = min(wanted, limit, interrupted)
    if end < wanted and end - at < SPLINTER:
        ground.say(
            session, "left_out", serious=True, what=_name(piece), why="timetable.why_splinter"
        )
        return end if end < limit else at
    laid.append(Laid(session, piece, _leg(piece, 0), at, end))
    if end < wanted:
        why = "interrupted" if end == interrupted else why
        ground.say(
            session, "cut", what=_name(piece), cut_at=clock_text(end), why=f"timetable.why_{why}"
        )
    if end == interrupted < wanted and isinstance(piece.content, Relay):
        return _go_on(session, piece, end, min(wanted, limit), ground, laid)
    return end


def _limit(session: Session, bounds: _Bounds) -> tuple[int, str]:
    rule = session.slot.overrun_rule
    soft = bounds.soft
    if rule is OverrunRule.FINISH and soft < ENDLESS:
        soft += round(session.slot.finish_within_s * SAMPLE_RATE_HZ)
    if rule is OverrunRule.PUSH or bounds.hard <= soft:
        return bounds.hard, bounds.why_hard
    return soft, bounds.why_soft


def _go_on(
    session: Session, piece: Piece, at: int, end: int, ground: Ground, laid: list[Laid]
) -> int:
    """A relay follows the clock: after an interruption it is heard again until its own end."""
    leg = 0
    while True:
        at, _ = _first_free(at, ground)
        until = min(end, ground.next_taken(at))
        if until - at < SPLINTER:
            if at >= end:
                return at
            at = until
            if until == end:
                return at
            continue
        leg += 1
        laid.append(Laid(session, piece, _leg(piece, leg), at, until))
        at = until


def _leg(piece: Piece, leg: int) -> str:
    return f"{piece.number}+{leg}" if leg else piece.number


def _name(piece: Piece) -> str:
    content = piece.content
    return content.code if isinstance(content, Recorded) else content.title


def _fill_up(
    session: Session,
    filler: Recorded | None,
    laid: Sequence[Laid],
    bounds: _Bounds,
    ground: Ground,
) -> list[Laid]:
    """Music, or silence on purpose, for what is left of a session's length."""
    if session.length is None:
        return []
    at = laid[-1].end if laid else bounds.start
    end = min(bounds.soft, bounds.hard)
    found: list[Laid] = []
    while filler is not None and laid and end - at >= SPLINTER:
        at, _ = _first_free(at, ground)
        until = min(end, at + filler.duration_samples, ground.next_taken(at))
        if until - at < SPLINTER:
            break
        number = f"f{len(found)}"
        piece = Piece(number, filler, filler.duration_samples, "timetable.because_filler")
        found.append(Laid(session, piece, number, at, until))
        at = until
    if end - at >= SPLINTER:
        left = (end - at) // SAMPLE_RATE_HZ
        ground.say(session, "silent", left_s=left, silent_from=clock_text(at))
    return found
