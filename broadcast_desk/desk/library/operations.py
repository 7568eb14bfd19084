"""What the library page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadcast_desk.audio.waveform import peaks
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.widgets.waveform import BARS, Peaks
from broadcast_desk.library.model import Approval, Decision, ProgrammeRow, State, Version, VersionId

Decide = Callable[[Rooms, VersionId, str, str], str]

LIST_LIMIT = 300
"""More rows than this nobody reads; the search narrows."""


@dataclass(frozen=True, slots=True)
class Found:
    """A list of programmes, and how many there are in all."""

    rows: tuple[ProgrammeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything the page shows of one programme.

    Attributes:
        version: the newest version.
        on_air: the version that may be aired meanwhile, when it is not the newest.
    """

    version: Version
    approval: Approval | None
    decisions: tuple[Decision, ...]
    on_air: Version | None
    audio_path: Path | None


def find(rooms: Rooms, query: str, state: State | None) -> Found:
    """The programmes that fit, newest first."""
    rows = rooms.library.find(query, state=state, limit=LIST_LIMIT)
    total = len(rows)
    if total == LIST_LIMIT:
        total = rooms.library.count(query, state=state)
    return Found(tuple(rows), total)


def detail(rooms: Rooms, code: str) -> Detail:
    """One programme."""
    versions = rooms.library.versions(code)
    version = rooms.library.newest(code)
    older = [v for v in versions if v.state is State.APPROVED and v.id != version.id]
    decisions = tuple(d for v in versions for d in rooms.library.decisions(v.id))
    audio = version.draft.audio
    return Detail(
        version=version,
        approval=rooms.library.approval_of(version.id),
        decisions=tuple(sorted(decisions, key=lambda d: d.at, reverse=True)),
        on_air=older[0] if older else None,
        audio_path=rooms.media.path(audio.sha256) if audio else None,
    )


def waveform(path: Path) -> Peaks:
    """The peaks of an audio file."""
    return peaks(path, BARS)


def submit(rooms: Rooms, version_id: VersionId, by: str) -> str:
    """Send for approval; returns the code."""
    return rooms.library.submit(version_id, by).draft.code


def approve(
    rooms: Rooms, version_id: VersionId, by: str, paper_number: str, valid_until: date | None
) -> str:
    """Approve; returns the code."""
    rooms.library.approve(version_id, by, paper_number, valid_until)
    return rooms.library.version(version_id).draft.code


def send_back(rooms: Rooms, version_id: VersionId, by: str, why: str) -> str:
    """Return to the writer; returns the code."""
    return rooms.library.send_back(version_id, by, why).draft.code


def withdraw(rooms: Rooms, version_id: VersionId, by: str, why: str) -> str:
    """Take an approval back; returns the code."""
    return rooms.library.withdraw(version_id, by, why).draft.code


def archive(rooms: Rooms, code: str, by: str) -> str:
    """Put away; returns the code."""
    return rooms.library.archive(code, by).draft.code
