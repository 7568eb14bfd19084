"""The nouns of the packages room: package, programme, issuer, problem, report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any

from broadcast_desk.library.model import Draft, Priority
from broadcast_desk.station.errors import PackageError

FORMAT = "broadcast-desk-package"
FORMAT_VERSION = 1
METADATA_FILE = "data/programmes.json"
SIGNED_FILE = "tagmanifest-sha256.txt"
SIGNATURE_FILE = f"{SIGNED_FILE}.minisig"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may be at most; anything beyond is refused before it costs anything.

    Attributes:
        ratio: unpacked to packed size of one ZIP entry (entries under 1 MiB are let be).
        import_s: seconds that verifying and decoding one package may take.
    """

    files: int = 5_000
    total_bytes: int = 8 * 1024**3
    file_bytes: int = 2 * 1024**3
    tag_bytes: int = 8 * 1024**2
    path_letters: int = 200
    depth: int = 8
    ratio: int = 200
    programmes: int = 1_000
    text_letters: int = 200_000
    duration_s: float = 6 * 3600.0
    total_duration_s: float = 100 * 3600.0
    import_s: float = 4 * 3600.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why something was refused; `code` is a key of the message tables."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def error(self) -> PackageError:
        """The problem as an exception."""
        return PackageError(self.code, **self.params)


_EARLY = {"package.future", "package.not_yet", "package.key_not_yet"}


class PackageRefusedError(PackageError):
    """A package that was refused; it speaks with its first problem.

    Attributes:
        problems: all that was found, at least one.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].code, **problems[0].params)
        self.problems = problems

    @property
    def is_early(self) -> bool:
        """Whether time alone will mend it: a day that has not come yet, or a clock that is slow."""
        return all(problem.code in _EARLY for problem in self.problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (PackageRefusedError, (self.problems,))


@dataclass(frozen=True, slots=True)
class SuggestedAiring:
    """When the centre would like a programme to be aired: advice, never an order.

    Attributes:
        on: local day, None is any day.
        at: local time "HH:MM", "" is any time.
        kind: "first" or "rebroadcast".
    """

    on: date | None = None
    at: str = ""
    kind: str = "first"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who first issued a programme that was passed on, and under which hash.

    Attributes:
        audio_sha256: hash of the audio file as the first issuer signed it.
    """

    issuer: str
    key_id: str
    package_id: str
    serial: int
    code: str
    audio_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of a package, with its provenance and the issuer's wishes.

    Attributes:
        draft: the data fields of the library; its `audio` is None.
        audio: the recording: a file to build from, or where it lies inside the package.
        audio_sha256: hash of that file; "" while building.
        duration_s: what the issuer says, 0.0 when not said.
    """

    draft: Draft
    audio: PurePath | None = None
    audio_sha256: str = ""
    duration_s: float = 0.0
    size_bytes: int = 0
    airings: tuple[SuggestedAiring, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A programme that the issuer takes back."""

    code: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What `data/programmes.json` says."""

    package_id: str
    serial: int
    title: str
    issuer: str
    key_id: str
    created_at: datetime
    valid_from: date | None
    valid_until: date | None
    programmes: tuple[Programme, ...]
    withdrawals: tuple[Withdrawal, ...] = ()
    revoked_keys: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Someone whose packages are taken.

    Attributes:
        valid_from: instant before which nothing of theirs counts, None is open.
        valid_until: instant after which nothing of theirs counts, None is open.
        revoked_at: since when the key is worthless, None while it is good.
        confirmed_by: who compared the fingerprint over the telephone.
    """

    key_id: str
    name: str
    public_key: str
    added_at: datetime
    confirmed_by: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str = ""

    def good_at(self, instant: datetime) -> bool:
        """Whether the key may be believed at that instant."""
        return (
            self.revoked_at is None
            and (self.valid_from is None or self.valid_from <= instant)
            and (self.valid_until is None or instant <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class BagReport:
    """What the BagIt rules say of a folder or ZIP.

    Attributes:
        version: "0.93" to "1.0", "" when it could not be read.
        hashes: path -> algorithm -> hash in the manifests, paths as they are on disk.
    """

    valid: bool
    version: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    files: int = 0
    size_bytes: int = 0
    info: tuple[tuple[str, str], ...] = ()
    hashes: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a package may be imported, and everything that speaks against it.

    Attributes:
        bag: what BagIt says, None when the container could not even be opened.
        issuer: the trusted issuer who signed it, None when there is none.
        already_imported: this very package is in the library.
    """

    path: Path
    accepted: bool
    problems: tuple[Problem, ...]
    bag: BagReport | None = None
    contents: Contents | None = None
    issuer: Issuer | None = None
    key_id: str = ""
    tagmanifest_sha256: str = ""
    already_imported: bool = False

    def facts(self) -> dict[str, Any]:
        """The verification as JSON values."""
        bag, contents = self.bag, self.contents
        return {
            "path": str(self.path),
            "accepted": self.accepted,
            "bag": "valid" if bag is not None and bag.valid else "invalid",
            "bag_version": bag.version if bag else "",
            "bag_reasons": list(bag.reasons) if bag else [p.code for p in self.problems],
            "bag_warnings": list(bag.warnings) if bag else [],
            "files": bag.files if bag else 0,
            "size_bytes": bag.size_bytes if bag else 0,
            "signed": bool(self.key_id),
            "key_id": self.key_id,
            "issuer": self.issuer.name if self.issuer else "",
            "package_id": contents.package_id if contents else "",
            "serial": contents.serial if contents else None,
            "title": contents.title if contents else "",
            "programmes": len(contents.programmes) if contents else 0,
            "already_imported": self.already_imported,
            "problems": [{"code": p.code, **_plain(p.params)} for p in self.problems],
        }


def _plain(params: dict[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in params.items()}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; a refusal is raised as `PackageRefusedError` instead.

    Attributes:
        accepted: codes, in this library, of programmes that are new or have a new version.
        unchanged: codes of programmes that were here already as they are.
        withdrawn: codes of programmes that the issuer took back.
        approved: codes that the station's own rules approved at once.
        needs_person: codes of emergency messages that a person must confirm.
    """

    package_id: str
    serial: int
    title: str
    issuer: str
    accepted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    needs_person: tuple[str, ...] = ()
    already_imported: bool = False


@dataclass(frozen=True, slots=True)
class ImportedPackage:
    """One line of the list of packages that were taken in."""

    id: str
    issuer: str
    issuer_key_id: str
    serial: int
    title: str
    imported_at: datetime
    imported_by: str
    programmes: int


def priority_of(text: str) -> Priority:
    """The priority of that name, normal when it is empty."""
    return Priority(text) if text else Priority.NORMAL
