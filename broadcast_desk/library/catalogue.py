"""The library's rules: versions, the way from draft to approved, and what may be aired."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from broadcast_desk.library import store
from broadcast_desk.library.entering import checked
from broadcast_desk.library.kinds import code_prefix
from broadcast_desk.library.media import ORPHAN_AGE_S, MediaStore
from broadcast_desk.library.model import (
    Airable,
    Approval,
    Decision,
    Draft,
    ProgrammeRow,
    State,
    Version,
    VersionId,
    content_hash,
)
from broadcast_desk.library.search import Match, match_words
from broadcast_desk.station.clock import Clock, local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage import Database, reading, writing

_log = logging.getLogger(__name__)

_WRONG_STATE = {
    State.DRAFT: "library.not_draft",
    State.SUBMITTED: "library.not_submitted",
    State.APPROVED: "library.not_approved",
}


class Library:
    """The programmes of one station: what was written, what was approved, what may sound."""

    def __init__(self, db: Database, media: MediaStore, clock: Clock) -> None:
        self._db = db
        self._media = media
        self._clock = clock

    # Writing

    def add(self, draft: Draft) -> Version:
        """Store a new programme with its first version, as a draft.

        An empty code is filled with the next one of its kind and year, such as "BT-2026-0001".

        Raises:
            InputError: a field cannot be stored, or the code is taken.
            StoreError: it could not be stored.
        """
        draft = checked(draft)
        now = self._clock.now()
        with writing(self._db) as connection:
            coded = _with_code(connection, draft, now)
            programme_id = store.insert_programme(connection, coded, now)
            version_id = store.insert_version(connection, programme_id, coded, now)
        return self.version(version_id)

    def revise(self, code: str, draft: Draft) -> Version:
        """Store a change of a programme: in place while it is a fresh draft, else a new version.

        What is approved stays approved, and on air, until the new version is approved. The
        programme keeps its code and issuer.

        Raises:
            InputError: there is no such programme, or a field cannot be stored.
            StoreError: it could not be stored.
        """
        draft = checked(draft)
        now = self._clock.now()
        with writing(self._db) as connection:
            newest = _newest(connection, code)
            fresh = newest.state is State.DRAFT and not store.was_submitted(connection, newest.id)
            if fresh:
                store.replace_content(connection, newest, draft)
                version_id = newest.id
            else:
                if newest.state in (State.DRAFT, State.SUBMITTED):
                    store.set_state(connection, newest, State.ARCHIVED)
                version_id = store.insert_version(connection, newest.programme_id, draft, now)
        return self.version(version_id)

    # The way to the air

    def submit(self, version_id: VersionId, by: str = "") -> Version:
        """Ask for approval; from now on the version's content never changes.

        Raises:
            InputError: it is no draft, or there is nothing in it to hear or read.
        """
        now = self._clock.now()
        with writing(self._db) as connection:
            version = _in_state(connection, version_id, State.DRAFT)
            if not version.draft.text.strip() and version.draft.audio is None:
                raise InputError("library.nothing_inside", code=version.draft.code)
            store.mark_submitted(connection, version_id, now)
            self._move(connection, version, State.SUBMITTED, by, "submitted")
        return self.version(version_id)

    def approve(
        self,
        version_id: VersionId,
        by: str,
        paper_number: str = "",
        valid_until: date | None = None,
    ) -> Approval:
        """Allow a submitted version to be aired, as it is: text, reading and audio together.

        Args:
            version_id: what to approve.
            by: who approves; may be the author, where one person is the whole station.
            paper_number: number of the signed paper, if there is one.
            valid_until: last local day it may be aired, None is open.

        Raises:
            InputError: no name, not submitted, no audio, audio damaged, already expired.
        """
        name = _name(by)
        now = self._clock.now()
        if valid_until is not None and valid_until < local(now).date():
            raise InputError("library.approval_past", day=valid_until)
        self._check_audio(self.version(version_id))
        with writing(self._db) as connection:
            version = _in_state(connection, version_id, State.SUBMITTED)
            approval = Approval(
                version_id=version.id,
                content_sha256=_intact_hash(version),
                approved_by=name,
                approved_at=now,
                paper_number=nfc(paper_number).strip(),
                valid_until=valid_until,
            )
            store.insert_approval(connection, approval)
            self._move(connection, version, State.APPROVED, name, "approved", paper_number)
        return approval

    def send_back(self, version_id: VersionId, by: str, why: str) -> Version:
        """Return a submitted version to its writer, with the reason.

        Raises:
            InputError: it is not waiting for approval, or no name or reason is given.
        """
        name, reason = _name(by), _reason(why)
        with writing(self._db) as connection:
            version = _in_state(connection, version_id, State.SUBMITTED)
            self._move(connection, version, State.DRAFT, name, "sent_back", reason)
        return self.version(version_id)

    def withdraw(self, version_id: VersionId, by: str, why: str) -> Version:
        """Take an approval back; the version waits for approval again and may not be aired.

        Raises:
            InputError: it is not approved, or no name or reason is given.
        """
        name, reason = _name(by), _reason(why)
        with writing(self._db) as connection:
            version = _in_state(connection, version_id, State.APPROVED)
            store.end_approval(connection, version.id, self._clock.now(), reason)
            self._move(connection, version, State.SUBMITTED, name, "withdrawn", reason)
        return self.version(version_id)

    def archive(self, code: str, by: str = "") -> Version:
        """Put a programme away: none of its versions may be aired; nothing is deleted.

        Raises:
            InputError: there is no such programme.
        """
        with writing(self._db) as connection:
            newest = _newest(connection, code)
            for version in store.versions_of_code(connection, newest.draft.code):
                if version.state is not State.ARCHIVED:
                    store.end_approval(connection, version.id, self._clock.now(), "archived")
                    self._move(connection, version, State.ARCHIVED, by, "archived")
        return self.version(newest.id)

    def _move(
        self,
        connection: sqlite3.Connection,
        version: Version,
        state: State,
        by: str,
        what: str,
        why: str = "",
    ) -> None:
        store.set_state(connection, version, state)
        decision = Decision(version.id, self._clock.now(), nfc(by).strip(), what, nfc(why).strip())
        store.insert_decision(connection, decision)

    def _check_audio(self, version: Version) -> None:
        audio = version.draft.audio
        if audio is None:
            raise InputError("library.no_audio", code=version.draft.code)
        if not self._media.verify(audio.sha256):
            raise InputError("library.audio_damaged", code=version.draft.code)

    # Reading

    def newest(self, code: str) -> Version:
        """The newest version of a programme, whatever its state.

        Raises:
            InputError: there is no such programme.
        """
        with reading(self._db) as connection:
            return _newest(connection, code)

    def version(self, version_id: int) -> Version:
        """One version.

        Raises:
            InputError: there is no such version.
        """
        with reading(self._db) as connection:
            return _version(connection, version_id)

    def versions(self, code: str) -> tuple[Version, ...]:
        """All versions of a programme, newest first; empty when there is no such programme."""
        with reading(self._db) as connection:
            return store.versions_of_code(connection, nfc(code).strip())

    def has_code(self, code: str) -> bool:
        """Whether there is a programme of that code."""
        with reading(self._db) as connection:
            return store.has_code(connection, nfc(code).strip())

    def find(
        self,
        query: str = "",
        *,
        state: State | str | None = None,
        topic: str | None = None,
        kind: str | None = None,
        issuer: str | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> list[ProgrammeRow]:
        """The programmes in which every word of `query` stands.

        First those in which the words stand side by side, then the others; each newest first.
        Words are found without marks and capitals ("dong bang" finds "đồng bằng"), in title,
        text, code, author and source; the last word may be unfinished. Any query is safe.

        Args:
            query: what a person typed, "" is everything.
            state: of the newest version, None is any.
            topic: a topic or a branch of the tree, None is any.
            kind: None is any.
            issuer: "" is this station, None is any.
            limit: the most rows to return.
            offset: how many rows to leave out first.
        """
        wanted = _filter(state, topic, kind, issuer)
        with reading(self._db) as connection:
            if not query.strip():
                return store.find(connection, wanted, limit, offset)
            match = match_words(query)
            return _search(connection, wanted, match, limit, offset) if match else []

    def count(
        self,
        query: str = "",
        *,
        state: State | str | None = None,
        topic: str | None = None,
        kind: str | None = None,
        issuer: str | None = None,
    ) -> int:
        """How many programmes `find` would return without a limit."""
        wanted = _filter(state, topic, kind, issuer)
        match = match_words(query)
        if query.strip() and match is None:
            return 0
        with reading(self._db) as connection:
            return store.count(connection, replace(wanted, match=match.everything if match else ""))

    def airables(self, on_unreadable: Callable[[str], None] | None = None) -> tuple[Airable, ...]:
        """Every approved version with its audio, oldest first: what a timetable may choose from.

        What a tool or a bad disk made unreadable is left out: nobody can say that it is approved.

        Args:
            on_unreadable: is given the code of each of those.
        """
        with reading(self._db) as connection:
            return tuple(store.airables(connection, on_unreadable or _note_unreadable))

    def unapproved(self) -> dict[str, State]:
        """Code -> state of every programme whose newest version is not approved."""
        with reading(self._db) as connection:
            return store.unapproved(connection)

    def approval_of(self, version_id: int) -> Approval | None:
        """The approval in force of a version, None when there is none."""
        with reading(self._db) as connection:
            return store.approval_of(connection, version_id)

    def decisions(self, version_id: int) -> tuple[Decision, ...]:
        """Who submitted, approved, sent back or withdrew a version, oldest first."""
        with reading(self._db) as connection:
            return store.decisions_of(connection, version_id)

    def may_air(
        self, version_id: int, content_sha256: str, audio_sha256: str, at: datetime
    ) -> None:
        """Refuse unless this very content is approved and valid at that instant.

        The hash is worked out anew from the stored text, reading and audio hash, so a row changed
        behind the program's back is refused too. That the audio file has its hash is for the
        caller to check when it loads the file.

        Raises:
            InputError: "library.unknown_version", "library.not_approved", "library.changed",
                "library.not_yet_valid", "library.expired" or "library.unreadable".
        """
        with reading(self._db) as connection:
            try:
                version = _version(connection, version_id)
                approval = store.approval_of(connection, version_id)
            except (ValueError, TypeError) as error:
                raise InputError("library.unreadable", number=version_id) from error
        code = version.draft.code
        if version.state is not State.APPROVED or approval is None:
            raise InputError("library.not_approved", code=code)
        audio = version.draft.audio
        if {content_sha256, approval.content_sha256, version.content_sha256} != {
            _computed_hash(version)
        } or (audio is None or audio.sha256 != audio_sha256):
            raise InputError("library.changed", code=code)
        _check_validity(version, approval, local(at).date())

    # Keeping house

    def damaged(self) -> tuple[Airable, ...]:
        """Approved programmes whose audio file is missing or no longer what was approved.

        Reads every file; a job for the night.
        """
        return tuple(a for a in self.airables() if not self._media.verify(a.audio_sha256))

    def remove_unused_media(
        self, aired: Collection[str], *, age_s: float = ORPHAN_AGE_S
    ) -> tuple[Path, ...]:
        """Delete media files that no version refers to and that were never aired.

        Args:
            aired: audio hashes in the logbook; they are evidence and stay.
            age_s: files touched within so many seconds stay.
        """
        with writing(self._db) as connection:
            referenced = store.media_hashes(connection) | set(aired)
            return self._media.remove_orphans(referenced, age_s=age_s)


def _with_code(connection: sqlite3.Connection, draft: Draft, now: datetime) -> Draft:
    if draft.code:
        if store.has_code(connection, draft.code):
            raise InputError("library.code_taken", code=draft.code)
        return draft
    prefix = f"{code_prefix(draft.kind)}-{local(now).year}-"
    return replace(draft, code=f"{prefix}{store.highest_number(connection, prefix) + 1:04d}")


def _newest(connection: sqlite3.Connection, code: str) -> Version:
    version = store.newest_of_code(connection, nfc(code).strip())
    if version is None:
        raise InputError("library.unknown_code", code=code)
    return version


def _version(connection: sqlite3.Connection, version_id: int) -> Version:
    version = store.version_by_id(connection, version_id)
    if version is None:
        raise InputError("library.unknown_version", version=version_id)
    return version


def _in_state(connection: sqlite3.Connection, version_id: int, state: State) -> Version:
    version = _version(connection, version_id)
    if version.state is not state:
        raise InputError(_WRONG_STATE[state], code=version.draft.code)
    return version


def _computed_hash(version: Version) -> str:
    draft = version.draft
    return content_hash(draft.text, draft.reading, draft.audio.sha256 if draft.audio else "")


def _intact_hash(version: Version) -> str:
    if _computed_hash(version) != version.content_sha256:
        raise InputError("library.changed", code=version.draft.code)
    return version.content_sha256


def _check_validity(version: Version, approval: Approval, day: date) -> None:
    draft = version.draft
    if draft.valid_from is not None and day < draft.valid_from:
        raise InputError("library.not_yet_valid", code=draft.code, day=draft.valid_from)
    for last in (draft.valid_until, approval.valid_until):
        if last is not None and day > last:
            raise InputError("library.expired", code=draft.code, day=last)


def _name(by: str) -> str:
    name = nfc(by).strip()
    if not name:
        raise InputError("library.no_name")
    return name


def _reason(why: str) -> str:
    reason = nfc(why).strip()
    if not reason:
        raise InputError("library.no_reason")
    return reason


def _filter(
    state: State | str | None, topic: str | None, kind: str | None, issuer: str | None
) -> store.Filter:
    return store.Filter(
        state=State(state) if state else None,
        topic=topic or "",
        kind=kind or "",
        issuer=issuer,
    )


def _search(
    connection: sqlite3.Connection, wanted: store.Filter, match: Match, limit: int, offset: int
) -> list[ProgrammeRow]:
    """A page of those with the words side by side, then of those with the words anywhere."""
    together = replace(wanted, match=match.together)
    rows = store.find(connection, together, limit, offset)
    if len(rows) == limit or not match.apart:
        return rows
    before = offset + len(rows) if rows or not offset else store.count(connection, together)
    apart = replace(wanted, match=match.apart)
    return rows + store.find(connection, apart, limit - len(rows), max(0, offset - before))


def _note_unreadable(code: str) -> None:
    _log.warning("library.unreadable %s", code)
