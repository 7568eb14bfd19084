"""Whether a package may be imported: bag, signature, issuer, serial, dates, contents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from broadcast_desk.packages.bag import check_bag, read_declared_hashes
from broadcast_desk.packages.containers import (
    Container,
    SourceLostError,
    open_container,
    read_small,
)
from broadcast_desk.packages.contents import parse_contents
from broadcast_desk.packages.keys import Issuers, check_signature
from broadcast_desk.packages.model import (
    LIMITS,
    METADATA_FILE,
    SIGNATURE_FILE,
    SIGNED_FILE,
    BagReport,
    Contents,
    Issuer,
    Limits,
    PackageRefusedError,
    Problem,
    Verification,
)
from broadcast_desk.packages.names import shown
from broadcast_desk.station.clock import local
from broadcast_desk.station.folding import fold

CLOCK_TOLERANCE = timedelta(minutes=10)
"""Clocks of centre and station may differ so much before a package comes "from the future"."""

_TAG_FILES = {
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt",
    "tagmanifest-sha256.txt", "tagmanifest-sha512.txt", SIGNATURE_FILE,
}  # fmt: skip
_UNSIGNED = {SIGNED_FILE, "tagmanifest-sha512.txt", SIGNATURE_FILE}
_NOT_WORTH_READING = {
    "package.file_large", "package.too_large", "package.too_many_files", "package.ratio",
    "package.zip_overlap",
}  # fmt: skip
"""What claims so much is refused before it costs the time to read it."""

AUDIO_SUFFIXES = frozenset(
    {".mp3", ".m4a", ".mp4", ".aac", ".wav", ".ogg", ".oga", ".opus", ".flac", ".wma"}
)


@dataclass
class _Case:
    """What has been found out about one package so far."""

    path: Path
    now: datetime
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    bag: BagReport | None = None
    contents: Contents | None = None
    issuer: Issuer | None = None
    key_id: str = ""
    tagmanifest_sha256: str = ""
    already_imported: bool = False

    def verdict(self) -> Verification:
        return Verification(
            path=self.path,
            accepted=not self.problems,
            problems=tuple(self.problems),
            bag=self.bag,
            contents=self.contents,
            issuer=self.issuer,
            key_id=self.key_id,
            tagmanifest_sha256=self.tagmanifest_sha256,
            already_imported=self.already_imported,
        )


def verify(path: Path, issuers: Issuers, now: datetime, *, limits: Limits = LIMITS) -> Verification:
    """Check a package completely, without unpacking or changing anything.

    The audio is not decoded: that happens on import.
    """
    case = _Case(path, now, limits)
    try:
        with open_container(path, limits) as container:
            case.problems += container.problems
            _read_signature(case, container, issuers)
            if any(problem.code in _NOT_WORTH_READING for problem in container.problems):
                return case.verdict()
            case.bag = check_bag(container, limits)
            case.problems += bag_problems(case.bag)
            _read_contents(case, container)
            if case.issuer is not None and case.contents is not None:
                case.problems += _standing_problems(case, case.issuer, case.contents, issuers)
    except PackageRefusedError as error:
        case.problems += error.problems
    except SourceLostError as error:
        case.problems = [Problem(error.code, dict(error.params))]
    return case.verdict()


def glance(path: Path, issuers: Issuers, now: datetime, *, limits: Limits = LIMITS) -> Verification:
    """Look only at container, signature and issuer: milliseconds, whatever the package's size.

    A package that fails here need not be unpacked; one that passes must still be verified.
    """
    case = _Case(path, now, limits)
    try:
        with open_container(path, limits) as container:
            case.problems += container.problems
            _read_signature(case, container, issuers)
            if case.issuer is not None and not case.already_imported:
                case.problems += _key_problems(case.issuer, now)
    except PackageRefusedError as error:
        case.problems += error.problems
    except SourceLostError as error:
        case.problems = [Problem(error.code, dict(error.params))]
    return case.verdict()


def _read_signature(case: _Case, container: Container, issuers: Issuers) -> None:
    for name, code in ((SIGNED_FILE, "no_tagmanifest"), (SIGNATURE_FILE, "unsigned")):
        if name not in container.sizes:
            problem = Problem(f"package.{code}", {"name": shown(case.path.name)})
            case.problems.append(problem)
            return
    signed = read_small(container, SIGNED_FILE, case.limits.tag_bytes)
    signature = read_small(container, SIGNATURE_FILE, 16_384)
    case.tagmanifest_sha256 = hashlib.sha256(signed).hexdigest()
    try:
        case.key_id, case.issuer = check_signature(signed, signature, issuers)
    except PackageRefusedError as error:
        case.problems += error.problems
        case.key_id = str(error.problems[0].params.get("key_id", ""))
        return
    case.already_imported = issuers.is_imported(case.tagmanifest_sha256)


def bag_problems(bag: BagReport) -> Iterator[Problem]:
    """What the BagIt rules say, as problems of a package."""
    for reason in bag.reasons:
        key, _, detail = reason.partition(": ")
        yield Problem(f"package.bag_{key}", {"detail": detail})


def _read_contents(case: _Case, container: Container) -> None:
    if METADATA_FILE not in container.sizes:
        case.problems.append(Problem("package.no_programmes_json"))
        return
    raw = read_small(container, METADATA_FILE, case.limits.tag_bytes)
    case.contents = parse_contents(raw, case.limits)
    case.problems += _protection_problems(container, case.bag)
    case.problems += _file_problems(container, case.contents, case.limits)


def _protection_problems(container: Container, bag: BagReport | None) -> Iterator[Problem]:
    """Everything that matters must be under the signature, through SHA-256 all the way."""
    hashes = bag.hashes if bag else {}
    if bag and bag.version != "1.0":
        yield Problem("package.bag_too_old", {"version": bag.version})
    signed = read_declared_hashes(container, SIGNED_FILE) if SIGNED_FILE in container.sizes else {}
    for name in sorted(container.sizes):
        if name.startswith("data/"):
            if "sha256" not in hashes.get(name, {}):
                yield Problem("package.not_covered", {"name": shown(name)})
        elif name not in _TAG_FILES:
            yield Problem("package.stray_file", {"name": shown(name)})
        elif name not in signed and name not in _UNSIGNED:
            yield Problem("package.not_covered", {"name": shown(name)})


def _file_problems(container: Container, contents: Contents, limits: Limits) -> Iterator[Problem]:
    """Audio that is not there or not as described, and files nobody asked for."""
    wanted = {METADATA_FILE}
    for programme in contents.programmes:
        if programme.audio is None:
            continue
        name = programme.audio.as_posix()
        wanted.add(name)
        if programme.audio.suffix.lower() not in AUDIO_SUFFIXES:
            yield Problem("package.audio_kind", {"name": shown(name)})
        if name not in container.sizes:
            yield Problem("package.audio_missing", {"name": shown(name)})
        elif programme.size_bytes and container.sizes[name] != programme.size_bytes:
            yield Problem("package.audio_size", {"name": shown(name)})
        if programme.duration_s > limits.duration_s:
            yield Problem("package.audio_long", {"name": shown(name)})
    for name in sorted(container.sizes):
        if name.startswith("data/") and name not in wanted:
            yield Problem("package.unlisted_file", {"name": shown(name)})


def _standing_problems(
    case: _Case, issuer: Issuer, contents: Contents, issuers: Issuers
) -> Iterator[Problem]:
    yield from _key_problems(issuer, case.now)
    if contents.key_id != case.key_id:
        yield Problem("package.other_key", {"key_id": contents.key_id})
    if any(
        fold(contents.issuer) == fold(other.name) and fold(other.name) != fold(issuer.name)
        for other in issuers.all()
    ):
        yield Problem(
            "package.other_issuer", {"issuer": shown(contents.issuer), "trusted": issuer.name}
        )
    yield from _date_problems(case, issuer, contents)
    yield from _hash_problems(case, contents)
    if case.already_imported:
        return
    highest = issuers.highest_serial(issuer)
    if contents.serial <= highest:
        yield Problem("package.rollback", {"serial": contents.serial, "highest": highest})
    if issuers.has_package_id(contents.package_id):
        yield Problem("package.id_taken", {"id": shown(contents.package_id)})


def _key_problems(issuer: Issuer, now: datetime) -> Iterator[Problem]:
    named: dict[str, object] = {"issuer": issuer.name, "key_id": issuer.key_id}
    if issuer.revoked_at is not None:
        yield Problem("package.revoked", named)
    elif issuer.valid_from is not None and now < issuer.valid_from:
        yield Problem("package.key_not_yet", named)
    elif issuer.valid_until is not None and now > issuer.valid_until:
        yield Problem("package.key_expired", named)


def _date_problems(case: _Case, issuer: Issuer, contents: Contents) -> Iterator[Problem]:
    today = local(case.now).date()
    if contents.created_at > case.now + CLOCK_TOLERANCE:
        yield Problem("package.future", {"day": local(contents.created_at).date()})
    if contents.valid_until is not None and contents.valid_until < today:
        yield Problem("package.expired", {"day": contents.valid_until})
    if contents.valid_from is not None and contents.valid_from > today:
        yield Problem("package.not_yet", {"day": contents.valid_from})
    if contents.valid_from and contents.valid_until and contents.valid_until < contents.valid_from:
        yield Problem("package.dates")
    if issuer.valid_from is not None and contents.created_at < issuer.valid_from:
        yield Problem("package.before_key", {"issuer": issuer.name})


def _hash_problems(case: _Case, contents: Contents) -> Iterator[Problem]:
    """The hash that travels with a programme must be that of the manifest."""
    hashes = case.bag.hashes if case.bag else {}
    for programme in contents.programmes:
        if programme.audio is not None:
            name = programme.audio.as_posix()
            if hashes.get(name, {}).get("sha256", programme.audio_sha256) != programme.audio_sha256:
                yield Problem("package.audio_hash", {"name": shown(name)})
