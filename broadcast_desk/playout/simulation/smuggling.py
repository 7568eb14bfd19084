"""Cues that never came from a timetable: each is against one guard, and no ear may hear it.

The plan keeps the rules by itself, so the guards behind it would have nothing to do in a whole
year. These cues are put into the brief past the plan, as a bug or a changed database would.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from broadcast_desk.library.model import Priority, Version
from broadcast_desk.playout.simulation.station import PaperStation
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.timetable.model import Cue, CueId, MissedRule, Recorded, SlotId


class Guarded(StrEnum):
    """What the guards have to keep silent."""

    QUIET = "quiet"  # a programme in the quiet hours
    UNAPPROVED = "unapproved"  # a draft
    EXPIRED = "expired"  # a notice after its last day
    CHANGED = "changed"  # content that is not what was approved
    MOURNING = "mourning"  # music on a day of mourning
    SESSIONS = "sessions"  # more sessions than the cap; some of them may sound
    LENGTH = "length"  # a session longer than the cap; its beginning may sound
    CLOCK = "clock"  # planned for 1970


PREFIX = "smuggled/"

ALLOWED_IN_PART = (Guarded.SESSIONS, Guarded.LENGTH)
"""Of these some sounds; the caps are checked by themselves."""

_AT = {
    Guarded.QUIET: time(3, 15),
    Guarded.UNAPPROVED: time(8, 0),
    Guarded.EXPIRED: time(8, 20),
    Guarded.CHANGED: time(8, 40),
    Guarded.MOURNING: time(9, 0),
}


def forbidden(what: Guarded, number: int, station: PaperStation) -> tuple[Cue, ...]:
    """Cues against one guard, for tomorrow (in mourning: the day after).

    Args:
        what: the guard.
        number: tells them from others of their kind.
        station: whose programmes they are of.
    """
    return tuple(_cues(what, f"{PREFIX}{what}/{number}", station))


def _cues(what: Guarded, name: str, station: PaperStation) -> Iterator[Cue]:
    day = local(station.clock.true).date() + timedelta(days=1)
    match what:
        case Guarded.SESSIONS:
            for part in range(8):
                starts = _instant(day, time(14, 5 * part))
                yield _cue(f"{name}/{part}", station.notice, starts, session=f"{name}/{part}")
        case Guarded.LENGTH:
            for part in range(20):
                starts = _instant(day, time(15, 0)) + timedelta(minutes=4 * part)
                yield _cue(f"{name}/{part}", station.music, starts, session=name)
        case Guarded.CLOCK:
            start = datetime(1970, 1, 1, tzinfo=UTC)
            for part in range(180):
                starts = start + timedelta(minutes=4 * part)
                yield _cue(f"{name}/{part}", station.music, starts, session=name)
        case Guarded.MOURNING:
            station.order_mourning(day + timedelta(days=1))
            starts = _instant(day + timedelta(days=1), _AT[what])
            yield _cue(name, station.music, starts)
        case Guarded.CHANGED:
            cue = _cue(name, station.music, _instant(day, _AT[what]))
            assert isinstance(cue.content, Recorded)
            changed = dataclasses.replace(cue.content, content_sha256="0" * 64)
            yield dataclasses.replace(cue, content=changed)
        case _:
            yield _cue(name, _version(what, name, station), _instant(day, _AT[what]))


def _version(what: Guarded, name: str, station: PaperStation) -> Version:
    if what is Guarded.UNAPPROVED:
        return station.programme(name, name, 60.0, approved=False)
    if what is Guarded.EXPIRED:
        return station.programme(name, name, 60.0, kind="notice", valid_days=0)
    return station.notice


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, STATION_ZONE).astimezone(UTC)


def _cue(name: str, version: Version, starts_at: datetime, session: str = "") -> Cue:
    draft, audio = version.draft, version.draft.audio
    assert audio is not None
    content = Recorded(
        version.id,
        version.programme_id,
        draft.code,
        draft.title,
        version.content_sha256,
        audio.sha256,
        audio.duration_samples,
        kind=draft.kind,
    )
    ends_at = starts_at + timedelta(seconds=audio.duration_s)
    return Cue(
        CueId(name), SlotId(PREFIX), session or name, (), starts_at, ends_at, content,
        Priority.PRIORITY, MissedRule.JOIN, 0.0, None, "",
    )  # fmt: skip
