"""The nouns of the logbook: entry (a fact in the chain) and airing (what became of a cue)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a log entry says."""

    STARTED = "started"  # an airing became audible
    RESUMED = "resumed"  # an airing became audible again after playout died
    ENDED = "ended"  # an airing is over (data: result, duration_s)
    MISSED = "missed"  # a cue will not be aired (data: reason)
    REFUSED = "refused"  # a guard kept a cue from sounding (data: reason)
    FALLBACK = "fallback"  # a source failed, the next one sounds
    RETURNED = "returned"  # the source is back
    EMERGENCY = "emergency"  # an emergency was ordered (data: by)
    STOPPED = "stopped"  # somebody stopped everything (data: by)
    ALARM = "alarm"  # something needs a person
    PLAYOUT = "playout"  # playout started, stopped, was restarted


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, before it is chained.

    Attributes:
        at: aware instant of the event itself, not of the writing.
        airing_id: the cue's id with its zone group, "" when it is about no airing.
        data: JSON values. For STARTED/RESUMED: title, code, content_sha256, audio_sha256, zones,
            volume, planned_at, planned_end, slot_id, session_id, source
            ("recorded" | "relay" | "microphone"), issuer, topic, field, language, ai_mark,
            priority, offset_s (place in the audio at which sound began), by.
            For MISSED/REFUSED: the same as far as known, and reason.
            For ENDED: result ("complete" | "partial" | "interrupted"), reason, duration_s (audible
            seconds since the last STARTED or RESUMED of this airing, not of the whole airing).
            For PLAYOUT: event ("started" | "stopped" | ...); a start may carry last_alive_at, the
            instant of the last sign of life of the run that died before.
    """

    at: datetime
    kind: Kind
    airing_id: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in the chain: its number, and the hashes that bind it to the one before."""

    number: int
    fact: Fact
    previous_sha256: str
    entry_sha256: str


class AiringKind(StrEnum):
    """The kinds of airing that the plan and the report tell apart."""

    FIRST = "first"  # phát mới
    REBROADCAST = "rebroadcast"  # phát lại
    RELAY = "relay"  # tiếp sóng
    LIVE = "live"  # trực tiếp
    EMERGENCY = "emergency"  # khẩn cấp


class Result(StrEnum):
    """How an airing went."""

    COMPLETE = "complete"  # đủ
    PARTIAL = "partial"  # thiếu
    MISSED = "missed"  # bỏ lỡ
    INTERRUPTED = "interrupted"  # bị ngắt
    REFUSED = "refused"  # không được phép
    ON_AIR = "on_air"  # đang phát


@dataclass(frozen=True, slots=True)
class Airing:
    """What became of a cue: one as-run row, worked out from its entries.

    Attributes:
        local_production: aired content was issued by this station (tự sản xuất).
        duration_s: audible seconds, all legs of a resumed airing together.
        resumed: it was taken up again after a crash or power cut.
        start_error_ms: actual minus planned start, None when it never sounded.
        source: "recorded", "relay" or "microphone".
        fallback_s: how long a fallback sounded in its place.
        entry_sha256: hash of its newest log entry, which binds the row to the chain.
    """

    airing_id: str
    title: str
    code: str
    kind: AiringKind
    local_production: bool
    planned_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    duration_s: float
    zones: tuple[str, ...]
    volume: int | None
    result: Result
    reason: str
    resumed: bool
    topic: str
    field: str
    language: str
    issuer: str
    content_sha256: str
    audio_sha256: str
    priority: str
    start_error_ms: float | None
    planned_end_at: datetime | None = None
    slot_id: str = ""
    session_id: str = ""
    source: str = "recorded"
    ai_mark: str = ""
    by: str = ""
    fallback_s: float = 0.0
    entry_sha256: str = ""

    @property
    def sounded(self) -> bool:
        """Whether it was audible at all."""
        return self.started_at is not None

    @property
    def due_at(self) -> datetime | None:
        """The instant it belongs to: planned, or started when it was not planned."""
        return self.planned_at or self.started_at


@dataclass(frozen=True, slots=True)
class PastAiring:
    """What the timetable's selectors need of an airing that sounded.

    Attributes:
        ended_well: it was heard to its end.
    """

    code: str
    content_sha256: str
    started_at: datetime
    planned_at: datetime | None
    slot_id: str
    session_id: str
    zones: tuple[str, ...]
    ended_well: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a chain, kept elsewhere to notice that a chain was cut short."""

    number: int
    entry_sha256: str


class Flaw(StrEnum):
    """What is wrong with the first bad entry."""

    EDITED = "edited"  # its content does not give its hash
    MISSING = "missing"  # entries before it are gone
    REORDERED = "reordered"  # it does not follow the entry before it
    TRUNCATED = "truncated"  # the chain ends before the head that is known
    REPLACED = "replaced"  # the known head is there, with another hash: the chain was rewritten


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the chain found.

    Attributes:
        count: entries read.
        head: the newest entry, None when the logbook is empty.
        first_bad: number of the first entry that is wrong (of the first one that is gone, when
            entries are missing or cut off), None when all is well.
        flaw: what is wrong with it.
    """

    valid: bool
    count: int
    head: Head | None
    first_bad: int | None = None
    flaw: Flaw | None = None
