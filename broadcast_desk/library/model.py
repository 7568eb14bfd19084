"""The nouns of the library: programme, version, approval."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from broadcast_desk.audio.model import Audio

ProgrammeId = NewType("ProgrammeId", int)
VersionId = NewType("VersionId", int)


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ARCHIVED = "archived"


class Priority(StrEnum):
    """The three priorities of Thông tư 39/2020/TT-BTTTT."""

    NORMAL = "normal"
    PRIORITY = "priority"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person (or an import) puts into the library; becomes a programme and a version.

    Attributes:
        code: mã chương trình; "" lets the library choose the next one.
        kind: bulletin, article, notice, recording, skit, interview, signal, music ...
        topic: key in `resources/topics.toml`.
        field: lĩnh vực (Nghị định 49/2024 Art. 6).
        issuer: "" is this station, else who issued it.
        ai_mark: JSON of engine, voice, version, date and text hash when a machine speaks
            (Luật 134/2025/QH15 Art. 11); "" when a person does.
    """

    title: str
    code: str = ""
    kind: str = "bulletin"
    topic: str = ""
    field: str = ""
    language: str = "vi"
    priority: Priority = Priority.NORMAL
    issuer: str = ""
    text: str = ""
    reading: str = ""
    source: str = ""
    document_number: str = ""
    author: str = ""
    voice: str = ""
    ai_mark: str = ""
    audio: Audio | None = None
    produced_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    rights: str = ""
    note: str = ""
    package_id: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a programme, with its programme's identity.

    Attributes:
        content_sha256: hash of text, reading and audio together; what an approval is bound to.
    """

    id: VersionId
    programme_id: ProgrammeId
    number: int
    state: State
    created_at: datetime
    content_sha256: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Approval:
    """Who allowed which content, under which paper, until when (local date, inclusive)."""

    version_id: VersionId
    content_sha256: str
    approved_by: str
    approved_at: datetime
    paper_number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who moved a version from state to state, when and why.

    Attributes:
        what: "submitted", "approved", "sent_back", "withdrawn" or "archived".
    """

    version_id: VersionId
    at: datetime
    by: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One line of a list of programmes: the newest version, and what may be aired meanwhile.

    Attributes:
        version_id, number, state: of the newest version.
        approved_number: number of the newest approved version, 0 if none; smaller than `number`
            while a change waits for approval.
        duration_samples: length at 48 kHz, 0 while there is no audio.
    """

    programme_id: ProgrammeId
    version_id: VersionId
    code: str
    number: int
    title: str
    kind: str
    topic: str
    field: str
    language: str
    priority: Priority
    issuer: str
    state: State
    approved_number: int
    author: str
    duration_samples: int
    produced_on: date | None
    valid_from: date | None
    valid_until: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Airable:
    """An approved version as the timetable and playout need it: nothing to look up on air.

    Attributes:
        valid_from: first local day, None is open.
        valid_until: last local day (of content and approval, the earlier), None is open.
        ai_mark: as in `Draft`; the log repeats it.
    """

    version_id: VersionId
    programme_id: ProgrammeId
    code: str
    title: str
    kind: str
    topic: str
    field: str
    language: str
    priority: Priority
    issuer: str
    content_sha256: str
    audio_sha256: str
    duration_samples: int
    produced_on: date | None
    valid_from: date | None
    valid_until: date | None
    ai_mark: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether it may be aired on the local day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


def content_hash(text: str, reading: str, audio_sha256: str) -> str:
    """What an approval is bound to: SHA-256 over text, reading and audio hash together.

    Each part is preceded by its length, so that moving words between parts changes the hash.
    """
    digest = hashlib.sha256()
    for part in (text, reading, audio_sha256):
        raw = part.encode("utf-8")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
