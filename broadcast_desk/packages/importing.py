"""Importing a package: staged, verified, decoded, then in one transaction; whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.packages import quarantine, store
from broadcast_desk.packages.containers import open_container
from broadcast_desk.packages.entering import enter, revoke, withdraw
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
from broadcast_desk.packages.preparing import Import, Progress, Ready, decode_all, step_back
from broadcast_desk.packages.staging import copy_out, note_kept, staging
from broadcast_desk.packages.verifying import glance, verify
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, reading, writing

_NOT_ITS_FAULT = {"package.source_lost", "package.missing"}


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
        from_inbox: the file is ours to take away when it is refused, unless it only came early.

    Raises:
        PackageRefusedError: with all reasons; nothing was changed.
        PackageError: another import is running, there is no such package, or the drive that it is
            on stopped answering; nothing was changed, and nothing goes into quarantine.
        StoreError: the disk is full; nothing was changed.
    """
    run = Import(path, issuers.database, library, media, issuers, data, clock, by, limits, progress)
    try:
        return _import(run)
    except PackageRefusedError as error:
        if error.code in _NOT_ITS_FAULT:
            raise error.problems[0].error() from error
        if from_inbox and error.is_early:
            raise
        quarantine.put_away(path, error.problems, data, clock.now(), move=from_inbox)
        raise
    except InputError as error:  # the library does not take a programme as it is described
        problem = Problem(error.code, dict(error.params))
        quarantine.put_away(path, [problem], data, clock.now(), move=from_inbox)
        raise PackageRefusedError((problem,)) from error


def _import(run: Import) -> ImportReport:
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
        ready = decode_all(run, folder, bag, verified.contents, verified.issuer)
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


def _announce(run: Import, folder: Path, ready: Sequence[Ready]) -> None:
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
    run: Import,
    verified: Verification,
    contents: Contents,
    issuer: Issuer,
    ready: Sequence[Ready],
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
            report = enter(run, one, contents, issuer, report)
        report = withdraw(run, contents, issuer, report)
        revoke(run, contents, issuer)
    return report


def _with_audio(run: Import, one: Ready) -> Programme:
    if one.mastered is None:
        return one.programme
    audio = run.media.keep(one.mastered)
    return replace(one.programme, draft=replace(one.programme.draft, audio=audio))


def _late_problems(run: Import, contents: Contents, issuer: Issuer) -> Iterator[Problem]:
    """What another program may have changed while we decoded."""
    current = run.issuers.find(issuer.key_id)
    if current is None or not current.good_at(run.clock.now()):
        yield Problem("package.revoked", {"issuer": issuer.name, "key_id": issuer.key_id})
    highest = run.issuers.highest_serial(issuer)
    if contents.serial <= highest:
        yield Problem("package.rollback", {"serial": contents.serial, "highest": highest})
