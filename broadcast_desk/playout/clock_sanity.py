"""Whether the computer's clock can be believed: by the program's age and by what the log lived.

A dead clock after a power cut shows 1970 or any past day; then nothing may begin. But the log can
be what is wrong: a clock that was ahead, a power cut, and a clock that is right again. What tells
the two apart is the log itself. Playout ran without a break from one entry to the next, unless it
was started or the clock was set in between; a time that it has lived through cannot come again,
and a clock that shows it is wrong. A time that the log jumped over was never lived: then it was the
jump that was wrong, and the clock is believed.

What the log cannot know can be said by others: the system, when a time server sets its clock; two
time servers of our own; a person, by name.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadcast_desk.logbook.model import Entry, Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.clock import from_text

BUILT_ON = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: this program did not exist then."""

TOLERANCE = timedelta(minutes=5)
"""A clock may lie so far before the newest log entry (a correction over the network)."""

FAR_AHEAD = timedelta(days=400)
"""No station is silent for so long and then goes on alone: somebody has to say that it is so."""

BEFORE_BUILD = "playout.clock_before_build"
BEFORE_LOG = "playout.clock_before_log"
FAR_AFTER_LOG = "playout.clock_far_ahead"
CODES = (BEFORE_BUILD, BEFORE_LOG, FAR_AFTER_LOG)

DOUBT = "clock_doubt"
"""Key of a fact's data: the message code of why the clock by which it was noted is not believed."""

MOST_WRONG = timedelta(days=3)
"""So much life a clock that was ahead may have put into the log; more than that is believed."""

LOOK_BACK = timedelta(days=9)
"""So far back the log is read when an engine starts."""

_NEIGHBOURS = timedelta(minutes=1)
"""Facts of one moment may be logged out of order by so much."""

_STARTS = frozenset({"started", "restarted"})


@dataclass(frozen=True, slots=True)
class Lived:
    """A span of time through which playout ran, by a clock that nobody set meanwhile."""

    first: datetime
    last: datetime


def lived(entries: Iterable[Entry]) -> tuple[Lived, ...]:
    """The spans that a log has lived through. Pure.

    Args:
        entries: in chain order.
    """
    spans: list[Lived] = []
    begins = True
    for entry in entries:
        fact = entry.fact
        if DOUBT in fact.data or fact.at < BUILT_ON:
            begins = True
            continue
        if _is_start(fact):
            _stretch(spans, _instant(fact.data.get("last_alive_at")), fact.at)
        back = bool(spans) and fact.at < spans[-1].last - _NEIGHBOURS
        if begins or back or _is_start(fact) or _is_step(fact):
            spans.append(Lived(fact.at, fact.at))
            begins = False
        else:
            _stretch(spans, fact.at, fact.at)
    return tuple(spans)


def _is_step(fact: Fact) -> bool:
    return fact.kind is Kind.ALARM and fact.data.get("reason") == "playout.clock_stepped"


def _is_start(fact: Fact) -> bool:
    return fact.kind is Kind.PLAYOUT and fact.data.get("event") in _STARTS


def _stretch(spans: list[Lived], last: datetime | None, most: datetime) -> None:
    """The last span went on until then."""
    if spans and last is not None and spans[-1].last < last <= most:
        spans[-1] = Lived(spans[-1].first, last)


class ClockSanity:
    """What is known of the clock at the start of an engine, and since.

    Args:
        last_entry_at: the newest entry that was logged by a clock that was believed; None: no log.
        spans: what the log has lived through, from some days before now on.
        earliest_at: the earliest instant that the log has seen.
    """

    def __init__(
        self,
        last_entry_at: datetime | None = None,
        spans: Iterable[Lived] = (),
        earliest_at: datetime | None = None,
    ) -> None:
        self._last_at = last_entry_at
        self._spans = tuple(spans)
        self._earliest_at = earliest_at

    def doubt(self, now: datetime) -> str:
        """Message code of why the clock cannot be believed, "" when it can."""
        if now < BUILT_ON:
            return BEFORE_BUILD
        last_at = self._last_at
        if last_at is None:
            return ""
        if now > last_at + FAR_AHEAD:
            return FAR_AFTER_LOG
        if now < last_at - TOLERANCE and not self._was_jumped_over(now):
            return BEFORE_LOG
        return ""

    def look(self, now: datetime) -> str:
        """The same, as time goes on.

        Once the clock is believed, what the log says of later times was noted by a wrong clock,
        and is no reason to doubt when they come.
        """
        code = self.doubt(now)
        if not code and self._last_at is not None and now < self._last_at:
            self._last_at = now
            self._spans = tuple(span for span in self._spans if span.last <= now)
        return code

    def confirm(self, now: datetime) -> bool:
        """Somebody who can know says that the clock is right; False when that cannot be."""
        if now < BUILT_ON:
            return False
        self._last_at, self._spans = now, ()
        return True

    def _was_jumped_over(self, now: datetime) -> bool:
        """Whether the log never lived at this time, though it lived before and a little after."""
        if self._earliest_at is None or now < self._earliest_at or not self._spans:
            return False
        if any(span.first - TOLERANCE <= now <= span.last for span in self._spans):
            return False
        after = [span.last - span.first for span in self._spans if span.first > now]
        return sum(after, timedelta(0)) <= MOST_WRONG


def of_log(
    logbook: Logbook, now: datetime
) -> tuple[ClockSanity, tuple[Entry, ...], datetime | None]:
    """What a log says of the clock; the entries that were read; the newest that is believed.

    Raises:
        StoreError: the log cannot be read.
    """
    believed = logbook.newest_believed()
    last = believed.fact.at if believed else None
    entries = tuple(logbook.entries(min(now, last or now) - LOOK_BACK))
    return ClockSanity(last, lived(entries), logbook.earliest_at(BUILT_ON)), entries, last


def set_by_network() -> bool:
    """Whether the operating system says that its clock follows a time server (Linux only)."""
    if sys.platform == "linux":
        try:
            timex = (ctypes.c_long * 64)()  # struct timex; all zero only asks
            state = int(ctypes.CDLL(None, use_errno=True).adjtimex(timex))
        except (OSError, AttributeError):
            return False
        return 0 <= state < _TIME_ERROR
    else:  # noqa: RET505  (the type checker reads it for one system at a time)
        return False


_TIME_ERROR = 5
"""What adjtimex(2) returns while the clock is not synchronised."""


def _instant(value: object) -> datetime | None:
    try:
        return from_text(str(value)) if value else None
    except ValueError:
        return None
