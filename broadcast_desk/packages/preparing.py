"""The programmes of a package being imported, each decoded and brought to the station's level."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from broadcast_desk.audio.mastering import master
from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Mastered
from broadcast_desk.audio.probe import probe
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, State, Version
from broadcast_desk.packages import sniffing, store
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.model import (
    Contents,
    Issuer,
    Limits,
    PackageRefusedError,
    Problem,
    Programme,
)
from broadcast_desk.packages.names import shown
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import AudioError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, reading
from broadcast_desk.storage.files import sha256_of
from broadcast_desk.storage.settings import load_settings

DURATION_SLACK = 0.02
DURATION_SLACK_S = 2.0
LOW_PRIORITY = 10
MP3_BYTES_A_SECOND = 1_000
"""Of the lowest MP3 rate, 8 kbit/s; a smaller file cannot be too long."""

SPARE_WORKERS = 1
"""More than there are cores: while one waits for its decoder to start, another works."""

Progress = Callable[[int, int], None]
"""Called with how many programmes are ready, and of how many; may raise to cancel."""


@dataclass
class Import:
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
class Ready:
    """A programme, decoded; `known` is its version here when nothing changed."""

    programme: Programme
    code: str
    mastered: Mastered | None = None
    sha256: str = ""
    known: Version | None = None


def decode_all(
    run: Import, folder: Path, bag: Path, contents: Contents, issuer: Issuer
) -> list[Ready]:
    """Decode every programme that is not here already as it is, on all cores at low priority.

    Args:
        run: the import.
        folder: its staging folder.
        bag: the copied package in it.
        contents: what the package says.
        issuer: who signed it.

    Raises:
        PackageRefusedError: with everything that is wrong with any of them.
    """
    (folder / "mastered").mkdir()
    settings = load_settings(run.db)
    jobs = [_job(run, programme, issuer) for programme in contents.programmes]
    total = len(jobs)

    def decode(number: int) -> Ready | list[Problem]:
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

    results: list[Ready] = []
    problems: list[Problem] = []
    workers = (os.cpu_count() or 1) + SPARE_WORKERS
    with ThreadPoolExecutor(workers, "import", step_back) as pool:
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
    problems += _total_problems(results, run.limits)
    if problems:
        raise PackageRefusedError(tuple(problems))
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


def _total_problems(ready: Sequence[Ready], limits: Limits) -> Iterator[Problem]:
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


def _job(run: Import, programme: Programme, issuer: Issuer) -> Ready:
    with reading(run.db) as connection:
        code = store.local_code(connection, issuer.name, programme.draft.code)
    if not code:
        return Ready(programme, "")
    newest = run.library.newest(code)
    return Ready(programme, code, known=newest if _is_same(newest, programme) else None)


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
