"""The nouns of the timetable: slot, item, cue, day plan. Pure values, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from broadcast_desk.library.model import Priority
from broadcast_desk.station.settings import TimeSpan

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


class Rule(StrEnum):
    """How a selector chooses."""

    NEWEST_UNAIRED = "newest-unaired"  # never aired, the newest first
    REBROADCAST = "rebroadcast"  # what a session of an earlier day aired
    ROTATE = "rotate"  # the one whose last airing is longest ago
    NOTICES = "notices"  # all that are valid today, as many as fit


@dataclass(frozen=True, slots=True)
class SelectorItem:
    """Chooses programmes on the day. Those marked "ưu tiên" come before the others.

    Attributes:
        rule: a `Rule`: "newest-unaired", "rebroadcast", "rotate", "notices".
        topic, field, kind, issuer: filters, "" is any; kind "" is any spoken programme, for notices
            "notice".
        max_length_s: longest programme that fits (notices: all together), None is any.
        rest_days: not aired within so many days before (rotate).
        of: local time of the session to repeat (rebroadcast), "HH:MM"; "" is this slot's own.
        count: how many programmes, 0 is as many as fit (always so for notices, rebroadcast).
        days_back: how many days before (rebroadcast); 1 is yesterday.
        between: code of the sting between two chosen programmes, "" is none.
        else_code: what sounds when nothing can be chosen, "" is nothing.
    """

    rule: str
    topic: str = ""
    field: str = ""
    kind: str = ""
    issuer: str = ""
    max_length_s: float | None = None
    rest_days: int = 0
    of: str = ""
    count: int = 1
    days_back: int = 1
    between: str = ""
    else_code: str = ""


@dataclass(frozen=True, slots=True)
class OpeningItem:
    """Opening words that say the date: the day's own recording, else the undated one.

    Attributes:
        code: programme code; the recording of 24 November 2026 is `code`-20261124.
        text: the words, with {station}, {weekday}, {date}; see `timetable.opening`.
    """

    code: str
    text: str = ""


Item = FixedItem | RelayItem | SelectorItem | OpeningItem


@dataclass(frozen=True, slots=True)
class Slot:
    """A khung giờ: recurs; each occurrence is a session.

    Attributes:
        starts: local time of day.
        length_s: longest length of the session, None is until done.
        rrule: RFC 5545 recurrence, e.g. "FREQ=DAILY"; "" is once, on `valid_from`.
        valid_from: first local day; valid_until: last local day, None is open.
        zones: zone ids, () is every zone of the station.
        volume: 0 to 100, None is what the rules say for the time of day, else the zone's own.
        warm_up_s: power is on so long before the first sound, None is what the rules say for the
            time of day, else the station's own (`power.usual_of`).
        confirmed_by: who confirmed (a second time, by name) a slot in hours that need it.
        filler: code of the music that fills what is left of `length_s`, "" is silence on purpose.
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
    warm_up_s: float | None = None
    confirmed_by: str = ""
    filler: str = ""
    note: str = ""


class ExceptionKind(StrEnum):
    """What one exception does to one occurrence."""

    SKIP = "skip"  # nothing sounds
    MOVE = "move"  # it sounds at another day or time
    REPLACE = "replace"  # it sounds with other items


@dataclass(frozen=True, slots=True)
class SlotException:
    """One occurrence of a slot that differs from the others.

    Attributes:
        day: the local day on which the slot would occur.
        to_day, to_time: where it is moved to, None is unchanged.
        items: what sounds instead.
        why: said in the remark and on paper.
    """

    slot_id: SlotId
    day: date
    kind: ExceptionKind
    to_day: date | None = None
    to_time: time | None = None
    items: tuple[Item, ...] = ()
    why: str = ""


class Mode(StrEnum):
    """How a special day differs."""

    MOURNING = "mourning"  # Quốc tang: no music, no entertainment (Nghị định 105/2012/NĐ-CP)
    CHOSEN = "chosen"  # only the chosen slots sound
    SILENT = "silent"  # nothing but an emergency sounds


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Local days, both inclusive, on which another mode holds.

    Attributes:
        slots: the slots that sound in mode "chosen".
        signal_code: in mourning, the solemn signal that takes the place of every signal tune.
        by: who ordered it; why: under which decision.
    """

    first: date
    last: date
    mode: Mode
    slots: tuple[str, ...] = ()
    signal_code: str = ""
    by: str = ""
    why: str = ""

    def on(self, day: date) -> bool:
        """Whether it holds on the local day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rules:
    """What the place and the station's settings allow. Made by `guards.rules_of`.

    Attributes:
        zones: every zone of the station, in order.
        quiet_hours: local spans in which only an emergency may sound.
        zone_quiet_hours: spans of single zones, in the place of `quiet_hours` for them.
        max_sessions_per_day: for each zone, 0 is no cap.
        max_session_s: relays included, 0 is no cap.
        rest_weekdays: weekdays (Monday is 0) on which only priority sessions sound.
        volumes: local spans and the volume (0 to 100) that holds in them.
        warm_ups: local spans and how many seconds before a sound in them power is on.
        mourning_kinds: kinds of programme that do not sound in mourning.
        unreadable: names of stored rules that cannot be read, so that every plan says so.
    """

    zones: tuple[str, ...] = ("khu-1",)
    quiet_hours: tuple[TimeSpan, ...] = ()
    zone_quiet_hours: tuple[tuple[str, tuple[TimeSpan, ...]], ...] = ()
    max_sessions_per_day: int = 0
    max_session_s: float = 0.0
    rest_weekdays: frozenset[int] = frozenset()
    special_days: tuple[SpecialDay, ...] = ()
    volumes: tuple[tuple[TimeSpan, int], ...] = ()
    warm_ups: tuple[tuple[TimeSpan, float], ...] = ()
    mourning_kinds: frozenset[str] = frozenset({"music", "skit", "entertainment"})
    unreadable: tuple[str, ...] = ()

    def quiet_of(self, zone: str) -> tuple[TimeSpan, ...]:
        """The quiet hours of a zone."""
        for name, spans in self.zone_quiet_hours:
            if name == zone:
                return spans
        return self.quiet_hours

    def special(self, day: date) -> SpecialDay | None:
        """What holds on a special day, the strictest first; None on an ordinary day."""
        if not self.special_days:
            return None
        found = [special for special in self.special_days if special.on(day)]
        strictness = (Mode.SILENT, Mode.CHOSEN, Mode.MOURNING)
        return min(found, key=lambda special: strictness.index(special.mode), default=None)


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
    kind: str = ""
    topic: str = ""
    field: str = ""
    language: str = "vi"
    issuer: str = ""
    ai_mark: str = ""


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
        because_params: its parameters as text.
        fades: it ends by a fade at `ends_at`, before its content is over.
        warm_up_s: power is on so long before, None is the station's own (`power.usual_of`).
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
    because_params: tuple[tuple[str, str], ...] = ()
    fades: bool = False
    warm_up_s: float | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a day: a conflict resolved, an item left out.

    Attributes:
        code: message code; params: its parameters as text.
        slot_id: the slot it is about, "" for the whole station.
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


@dataclass(frozen=True, slots=True)
class Timetable:
    """All slots and exceptions, as they are at one moment."""

    slots: tuple[Slot, ...] = ()
    exceptions: tuple[SlotException, ...] = ()
