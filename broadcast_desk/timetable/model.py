"""The nouns of the timetable: slot, item, cue, day plan. Pure values, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from broadcast_desk.library.model import Priority

SlotId = NewType("SlotId", str)
CueId = NewType("CueId", str)


class MissedRule(StrEnum):
    """What to do with a cue whose instant has passed (NETIA: None / TimeSync / NextItem)."""

    SKIP = "skip"  # mark missed
    JOIN = "join"  # join in progress, at the place the wall clock says
    LATE = "late"  # play whole if not more than `late_within_s` late


class OverrunRule(StrEnum):
    """What to do when a session is longer than its slot."""

    CUT = "cut"  # fade out at the end
    FINISH = "finish"  # let the running item finish, up to `finish_within_s`
    PUSH = "push"  # let everything finish and push what follows


@dataclass(frozen=True, slots=True)
class FixedItem:
    """A programme by code: its newest approved version on the day."""

    code: str
    max_length_s: float | None = None


@dataclass(frozen=True, slots=True)
class RelayItem:
    """A live relay with an end; `fallback_code` is aired while the source is silent or gone."""

    url: str
    length_s: float
    title: str = ""
    fallback_code: str = ""


@dataclass(frozen=True, slots=True)
class SelectorItem:
    """Chooses a programme on the day.

    Attributes:
        rule: "newest-unaired", "rebroadcast", "rotate", "notices".
        topic, field, kind, issuer: filters, "" is any.
        max_length_s: longest that fits, None is any.
        rest_days: not aired within so many days (rotate).
        of: local time of yesterday's session to repeat (rebroadcast), "HH:MM".
    """

    rule: str
    topic: str = ""
    field: str = ""
    kind: str = ""
    issuer: str = ""
    max_length_s: float | None = None
    rest_days: int = 0
    of: str = ""


Item = FixedItem | RelayItem | SelectorItem


@dataclass(frozen=True, slots=True)
class Slot:
    """A khung giờ: recurs; each occurrence is a session.

    Attributes:
        starts: local time of day.
        length_s: longest length of the session, None is until done.
        rrule: RFC 5545 recurrence, e.g. "FREQ=DAILY"; "" is once, on `valid_from`.
        valid_from: first local day; valid_until: last local day, None is open.
        zones: zone ids.
        volume: 0 to 100, None is the zone's own.
        confirmed_by: who confirmed (a second time, by name) a slot in hours that need it.
    """

    id: SlotId
    name: str
    zones: tuple[str, ...]
    starts: time
    items: tuple[Item, ...]
    length_s: float | None = None
    rrule: str = "FREQ=DAILY"
    valid_from: date = date(2021, 1, 1)
    valid_until: date | None = None
    priority: Priority = Priority.NORMAL
    missed_rule: MissedRule = MissedRule.JOIN
    late_within_s: float = 300.0
    overrun_rule: OverrunRule = OverrunRule.CUT
    finish_within_s: float = 120.0
    volume: int | None = None
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A cue's content: a version's mastered audio from the media store."""

    version_id: int
    programme_id: int
    code: str
    title: str
    content_sha256: str
    audio_sha256: str
    duration_samples: int


@dataclass(frozen=True, slots=True)
class Relay:
    """A cue's content: a live source, and what to air while it is silent."""

    url: str
    title: str
    fallback: Recorded | None = None


Content = Recorded | Relay


@dataclass(frozen=True, slots=True)
class Cue:
    """This content, in these zones, at this instant, at most this long, because of this.

    Attributes:
        id: the same for the same slot occurrence and item however often the day is planned.
        starts_at: aware UTC instant, exact to the microsecond.
        ends_at: aware UTC instant at which it is over at the latest (hard end).
        because: message code of the reason, see `resources/messages/timetable.toml`.
    """

    id: CueId
    slot_id: SlotId
    session_id: str
    zones: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    content: Content
    priority: Priority
    missed_rule: MissedRule
    late_within_s: float
    volume: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a day: a conflict resolved, an item left out.

    Attributes:
        code: message code; params: its parameters as text.
        serious: something that was wanted will not sound.
    """

    code: str
    params: tuple[tuple[str, str], ...]
    slot_id: SlotId
    serious: bool = False


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What should sound on one local day: cues by start, no overlap in a zone, and remarks."""

    day: date
    cues: tuple[Cue, ...]
    remarks: tuple[Remark, ...] = ()
