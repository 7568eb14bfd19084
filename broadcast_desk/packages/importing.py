"""Importing a package: staged, verified, decoded, then in one transaction; whole or not at all."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from broadcast_desk.audio.mastering import master
from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Mastered
from broadcast_desk.audio.probe import probe
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, Priority, State, Version
from broadcast_desk.packages import quarantine, sniffing, store
from broadcast_desk.packages.approving import approve_if_allowed
from broadcast_desk.packages.containers import open_container
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.model import (
    LIMITS,
    Contents,
    ImportedPackage,
    ImportReport,
    Issuer,
    Limits,
    PackageRefusedError,
    Problem,
    Programme,
    Verification,
)
from broadcast_desk.packages.names import shown
from broadcast_desk.packages.staging import copy_out, note_kept, staging
from broadcast_desk.packages.verifying import glance, verify
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import AudioError, InputError
from broadcast_desk.station.folding import fold
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, reading, writing
from broadcast_desk.storage.files import sha256_of
from broadcast_desk.storage.settings import load_settings

DURATION_SLACK = 0.02
DURATION_SLACK_S = 2.0
LOW_PRIORITY = 10
MP3_BYTES_A_SECOND = 1_000
"""Of the lowest MP3 rate, 8 kbit/s; a smaller file cannot be too long."""

_NOT_ITS_FAULT = {"package.source_lost", "package.missing"}

Progress = Callable[[int, int], None]
"""Called with how many programmes are ready, and of how many; may raise to cancel."""


@dataclass
class _Import:
    """One import on its way."""

    path: Path
    db: Database
    library: Library
    media: MediaStore
    issuers: Issuers
    data: DataFolder
    clock: Clock
    by: str
    limits: Limits
    progress: Progress
    deadline_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline_s = time.monotonic() + self.limits.import_s


@dataclass(frozen=True, slots=True)
class _Ready:
    """A programme, decoded; `known` is its version here when nothing changed."""

    programme: Programme
    code: str
    mastered: Mastered | None = None
    sha256: str = ""
    known: Version | None = None


def import_package(
    path: Path,
    library: Library,
    media: MediaStore,
    issuers: Issuers,
    data: DataFolder,
    clock: Clock,
    *,
    by: str = "",
    limits: Limits = LIMITS,
    progress: Progress = lambda ready, total: None,
    from_inbox: bool = False,
) -> ImportReport:
    """Take a package in, whole or not at all.

    A refused package goes into quarantine with its reasons. Importing the same package again
    changes nothing. Programmes arrive as drafts that wait for approval, unless the station's own
    rules approve them (never emergency messages).

    Args:
        path: folder or ZIP.
        library: where the programmes go.
        media: where the audio goes.
        issuers: whom the station trusts.
        data: the station's folder.
        clock: what time it is.
        by: the person who asked for it.
        limits: what a package may be at most.
        progress: is told how far it is.
        from_inbox: the file is ours to take away when it is refused.

    Raises:
        PackageRefusedError: with all reasons; nothing was changed.
        PackageError: another import is running, there is no such package, or the drive that it is
            on stopped answering; nothing was changed, and nothing goes into quarantine.
        StoreError: the disk is full; nothing was changed.
    """
    run = _Import(
        path, issuers.database, library, media, issuers, data, clock, by, limits, progress
    )
    try:
        return _import(run)
    except PackageRefusedError as error:
        if error.code in _NOT_ITS_FAULT:
            raise error.problems[0].error() from error
        quarantine.put_away(path, error.problems, data, clock.now(), move=from_inbox)
        raise
    except InputError as error:  # the library does not take a programme as it is described
        problem = Problem(error.code, dict(error.params))
        quarantine.put_away(path, [problem], data, clock.now(), move=from_inbox)
        raise PackageRefusedError((problem,)) from error


def _import(run: _Import) -> ImportReport:
    seen = glance(run.path, run.issuers, run.clock.now(), limits=run.limits)
    _refuse(seen.problems)
    if seen.already_imported:
        return _known_report(run.db, seen)
    with staging(run.data, run.db) as folder:
        bag = folder / "bag"
        with open_container(run.path, run.limits) as container:
            copy_out(container, bag)
        verified = verify(bag, run.issuers, run.clock.now(), limits=run.limits)
        _refuse(verified.problems)
        assert verified.contents is not None
        assert verified.issuer is not None
        ready = _decode_all(run, folder, bag, verified.contents, verified.issuer)
        _announce(run, folder, ready)
        return _commit(run, verified, verified.contents, verified.issuer, ready)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise PackageRefusedError(tuple(problems))


def _known_report(db: Database, seen: Verification) -> ImportReport:
    assert seen.issuer is not None
    with reading(db) as connection:
        package_id = store.package_by_hash(connection, seen.tagmanifest_sha256) or ""
        package = next(p for p in store.packages(connection) if p.id == package_id)
        codes = [a.code for a in store.arrivals(connection, package_id=package_id)]
    return ImportReport(
        package_id=package_id,
        serial=package.serial,
        title=package.title,
        issuer=seen.issuer.name,
        unchanged=tuple(reversed(codes)),
        already_imported=True,
    )


# Decoding


def _decode_all(
    run: _Import, folder: Path, bag: Path, contents: Contents, issuer: Issuer
) -> list[_Ready]:
    (folder / "mastered").mkdir()
    settings = load_settings(run.db)
    jobs = [_job(run, programme, issuer) for programme in contents.programmes]
    total = len(jobs)

    def decode(number: int) -> _Ready | list[Problem]:
        job = jobs[number]
        if job.known is not None or job.programme.audio is None:
            return job
        if time.monotonic() > run.deadline_s:
            return [Problem("package.import_slow")]
        source = bag / job.programme.audio
        target = folder / "mastered" / f"{number:04d}.flac"
        try:
            _check_kind(source, run.limits)
            done = master(
                source,
                target,
                loudness_lufs=settings.loudness_lufs,
                true_peak_dbtp=settings.max_true_peak_dbtp,
                tags=_tags(job.programme.draft, issuer, contents),
                timeout_s=min(900.0, max(1.0, run.deadline_s - time.monotonic())),
            )
        except AudioError as error:
            params = {**error.params, "name": shown(source.name)}
            return [Problem(error.code, params)]
        problems = list(_duration_problems(job.programme, done, run.limits))
        ready = replace(job, mastered=replace(done, original=source), sha256=sha256_of(target))
        return problems or ready

    results: list[_Ready] = []
    problems: list[Problem] = []
    with ThreadPoolExecutor(os.cpu_count() or 1, "import", step_back) as pool:
        try:
            for count, result in enumerate(pool.map(decode, range(total)), 1):
                if isinstance(result, list):
                    problems += result
                else:
                    results.append(result)
                run.progress(count, total)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    _refuse(problems + list(_total_problems(results, run.limits)))
    return results


def step_back() -> None:
    """Let playout and everybody else go first; ffmpeg children inherit it."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        own = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, max(own, LOW_PRIORITY))


def _check_kind(source: Path, limits: Limits) -> None:
    """Refuse lies and marathons before anything is decoded."""
    kind = sniffing.kind_of_file(source)
    if not kind:
        raise AudioError("package.not_audio", name=shown(source.name))
    if not sniffing.is_honest(source):
        raise AudioError("package.audio_lies", name=shown(source.name), kind=kind)
    may_be_long = kind != "mp3" or source.stat().st_size > limits.duration_s * MP3_BYTES_A_SECOND
    if may_be_long and probe(source).duration_s > limits.duration_s:
        raise AudioError("package.audio_long", name=shown(source.name))


def _duration_problems(programme: Programme, done: Mastered, limits: Limits) -> Iterator[Problem]:
    found_s = done.duration_samples / SAMPLE_RATE_HZ
    said_s = programme.duration_s
    named: dict[str, object] = {"name": shown(str(programme.audio))}
    if found_s > limits.duration_s:
        yield Problem("package.audio_long", named)
    slack_s = max(DURATION_SLACK_S, said_s * DURATION_SLACK)
    if said_s and abs(found_s - said_s) > slack_s:
        yield Problem(
            "package.audio_duration", {**named, "said": f"{said_s:.0f}", "found": f"{found_s:.0f}"}
        )


def _total_problems(ready: Sequence[_Ready], limits: Limits) -> Iterator[Problem]:
    samples = sum(one.mastered.duration_samples for one in ready if one.mastered)
    if samples > limits.total_duration_s * SAMPLE_RATE_HZ:
        yield Problem("package.too_much_audio", {"hours": f"{limits.total_duration_s / 3600:g}"})


def _tags(draft: Draft, issuer: Issuer, contents: Contents) -> dict[str, str]:
    return {
        "title": draft.title,
        "artist": draft.voice or draft.author,
        "organization": issuer.name,
        "package": contents.package_id,
        "ai_mark": draft.ai_mark,
    }


def _job(run: _Import, programme: Programme, issuer: Issuer) -> _Ready:
    with reading(run.db) as connection:
        code = store.local_code(connection, issuer.name, programme.draft.code)
    if not code:
        return _Ready(programme, "")
    newest = run.library.newest(code)
    return _Ready(programme, code, known=newest if _is_same(newest, programme) else None)


_COMPARED = (
    "title", "kind", "topic", "field", "language", "priority", "text", "source", "document_number",
    "author", "voice", "produced_on", "valid_from", "valid_until", "rights", "note",
)  # fmt: skip


def _is_same(version: Version, programme: Programme) -> bool:
    """Whether the newest version here is what the package brings."""
    old, new = version.draft, programme.draft
    original = old.audio.original_sha256 if old.audio else ""
    return (
        version.state is not State.ARCHIVED
        and original == programme.audio_sha256
        and (not new.reading or old.reading == new.reading)
        and all(getattr(old, name) == getattr(new, name) for name in _COMPARED)
    )


# Making it appear


def _announce(run: _Import, folder: Path, ready: Sequence[_Ready]) -> None:
    files: list[Path] = []
    for one in ready:
        if one.mastered is None or one.mastered.original is None:
            continue
        files.append(run.media.path(one.sha256))
        sha256 = one.programme.audio_sha256
        if run.media.original_path(sha256) is None:
            suffix = one.mastered.original.suffix.lower()
            files.append(run.data.originals / sha256[:2] / sha256[2:4] / f"{sha256}{suffix}")
    note_kept(folder, run.data, files)


def _commit(
    run: _Import,
    verified: Verification,
    contents: Contents,
    issuer: Issuer,
    ready: Sequence[_Ready],
) -> ImportReport:
    with ThreadPoolExecutor(os.cpu_count() or 1, "keep", step_back) as pool:
        programmes = list(pool.map(partial(_with_audio, run), ready))
    kept = [replace(one, programme=p) for one, p in zip(ready, programmes, strict=True)]
    now = run.clock.now()
    package = ImportedPackage(
        contents.package_id, issuer.name, issuer.key_id, contents.serial, contents.title, now,
        run.by, len(kept),
    )  # fmt: skip
    report = ImportReport(contents.package_id, contents.serial, contents.title, issuer.name)
    with writing(run.db) as connection:
        _refuse(tuple(_late_problems(run, contents, issuer)))
        store.insert_package(connection, package, verified.tagmanifest_sha256)
        for one in kept:
            report = _enter(run, one, contents, issuer, report)
        report = _withdraw(run, contents, issuer, report)
        _revoke(run, contents, issuer)
    return report


def _with_audio(run: _Import, one: _Ready) -> Programme:
    if one.mastered is None:
        return one.programme
    audio = run.media.keep(one.mastered)
    return replace(one.programme, draft=replace(one.programme.draft, audio=audio))


def _late_problems(run: _Import, contents: Contents, issuer: Issuer) -> Iterator[Problem]:
    """What another program may have changed while we decoded."""
    current = run.issuers.find(issuer.key_id)
    if current is None or not current.good_at(run.clock.now()):
        yield Problem("package.revoked", {"issuer": issuer.name, "key_id": issuer.key_id})
    highest = run.issuers.highest_serial(issuer)
    if contents.serial <= highest:
        yield Problem("package.rollback", {"serial": contents.serial, "highest": highest})


def _enter(
    run: _Import, one: _Ready, contents: Contents, issuer: Issuer, report: ImportReport
) -> ImportReport:
    programme = one.programme
    version = one.known or _add_or_revise(run, one, contents, issuer)
    code = version.draft.code
    with writing(run.db) as connection:
        arrival = store.Arrival(
            package_id=contents.package_id,
            issuer=issuer.name,
            issuer_code=programme.draft.code,
            code=code,
            version_id=version.id,
            audio_sha256=programme.audio_sha256,
            airings=programme.airings,
            origin=programme.origin,
        )
        store.insert_arrival(connection, arrival)
        rules = tuple(store.auto_approvals(connection))
    if one.known is not None:
        return replace(report, unchanged=(*report.unchanged, code))
    report = replace(report, accepted=(*report.accepted, code))
    return _approve(run, programme, version, issuer, rules, report)


def _approve(
    run: _Import,
    programme: Programme,
    version: Version,
    issuer: Issuer,
    rules: tuple[store.AutoApproval, ...],
    report: ImportReport,
) -> ImportReport:
    code, at = version.draft.code, run.clock.now()
    emergency = programme.draft.priority is Priority.EMERGENCY
    if emergency:
        with writing(run.db) as connection:
            store.insert_notice(connection, at, "package.notice_emergency", code=code)
        return replace(report, needs_person=(*report.needs_person, code))
    if not approve_if_allowed(run.library, rules, issuer, programme, version):
        return report
    with writing(run.db) as connection:
        store.insert_notice(
            connection, at, "package.notice_approved", code=code, issuer=issuer.name
        )
    return replace(report, approved=(*report.approved, code))


def _add_or_revise(run: _Import, one: _Ready, contents: Contents, issuer: Issuer) -> Version:
    origin = one.programme.origin
    draft = replace(
        one.programme.draft,
        code=one.code or _free_code(run, one.programme.draft.code, issuer),
        issuer=origin.issuer if origin else issuer.name,
        package_id=contents.package_id,
    )
    if not one.code:
        return run.library.add(draft)
    newest = run.library.newest(one.code)
    if newest.state is State.DRAFT and (newest.draft.audio or newest.draft.text.strip()):
        run.library.submit(newest.id, by=issuer.name)  # what was imported stays in the history
    return run.library.revise(one.code, draft)


def _free_code(run: _Import, code: str, issuer: Issuer) -> str:
    """The issuer's own code, with the end of its key when another programme here has it."""
    if not run.library.has_code(code):
        return code
    for number in range(2, 1000):
        longer = f"{code[:50]}~{issuer.key_id[-4:]}{'' if number == 2 else f'-{number}'}"
        if not run.library.has_code(longer):
            return longer
    raise PackageRefusedError((Problem("package.code_taken", {"code": shown(code)}),))


def _withdraw(
    run: _Import, contents: Contents, issuer: Issuer, report: ImportReport
) -> ImportReport:
    """Only what came from this issuer can be taken back by it."""
    for withdrawal in contents.withdrawals:
        with writing(run.db) as connection:
            code = store.local_code(connection, issuer.name, withdrawal.code)
            if not code or run.library.newest(code).state is State.ARCHIVED:
                continue
            run.library.archive(code, by=issuer.name)
            store.insert_notice(
                connection,
                run.clock.now(),
                "package.notice_withdrawn",
                code=code,
                issuer=issuer.name,
                why=withdrawal.why,
            )
        report = replace(report, withdrawn=(*report.withdrawn, code))
    return report


def _revoke(run: _Import, contents: Contents, issuer: Issuer) -> None:
    """An issuer may declare its own other keys worthless, nobody else's."""
    for key_id in contents.revoked_keys:
        other = run.issuers.find(key_id)
        if other is None or fold(other.name) != fold(issuer.name) or other.revoked_at is not None:
            continue
        run.issuers.revoke(key_id, by=issuer.name, why=contents.package_id, at=run.clock.now())
        with writing(run.db) as connection:
            store.insert_notice(
                connection,
                run.clock.now(),
                "package.notice_revoked",
                key_id=key_id,
                issuer=issuer.name,
            )


def imported_packages(db: Database) -> tuple[ImportedPackage, ...]:
    """What was taken in so far, newest first."""
    with reading(db) as connection:
        return tuple(store.packages(connection))


def notices(db: Database) -> tuple[store.Notice, ...]:
    """What a person should hear of, oldest first."""
    with reading(db) as connection:
        return tuple(store.unseen_notices(connection))


def mark_seen(db: Database, notice_ids: Sequence[int], at: datetime) -> None:
    """A person has read these notices."""
    with writing(db) as connection:
        for notice_id in notice_ids:
            store.mark_seen(connection, notice_id, at)


def suggested_airings(db: Database, code: str) -> tuple[store.Arrival, ...]:
    """How a programme of this library came, with the issuer's wishes, newest first."""
    with reading(db) as connection:
        return tuple(store.arrivals(connection, code=code))
