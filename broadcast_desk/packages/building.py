"""Building a package: a BagIt 1.0 bag with a minisign signature, as a folder or a ZIP."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import version as package_version
from pathlib import Path, PurePosixPath

from broadcast_desk.audio.probe import probe
from broadcast_desk.library.model import Draft
from broadcast_desk.packages.contents import parse_contents, write_contents
from broadcast_desk.packages.keys import Key
from broadcast_desk.packages.model import (
    METADATA_FILE,
    SIGNATURE_FILE,
    SIGNED_FILE,
    Contents,
    Origin,
    Programme,
    SuggestedAiring,
    Withdrawal,
)
from broadcast_desk.packages.names import clean_name
from broadcast_desk.packages.verifying import AUDIO_SUFFIXES
from broadcast_desk.station.clock import SystemClock, local
from broadcast_desk.station.errors import InputError, store_error_from_os
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage.files import sha256_of, sync_folder, whole_file

__all__ = ["Origin", "Particulars", "Programme", "SuggestedAiring", "Withdrawal", "build"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a package says about itself beside its programmes.

    Attributes:
        valid_until: last local day on which stations may import it.
        revoked_keys: other keys of the same issuer that stations must stop believing.
    """

    title: str = ""
    note: str = ""
    package_id: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    withdrawals: tuple[Withdrawal, ...] = ()
    revoked_keys: tuple[str, ...] = ()


def build(
    programmes: Iterable[Programme | Draft],
    target: Path,
    key: Key,
    serial: int,
    particulars: Particulars | None = None,
    *,
    created_at: datetime | None = None,
) -> Path:
    """Build and sign a package.

    Args:
        programmes: what goes in; recordings as files (`Programme.audio`).
        target: a ZIP when its name ends in ".zip", else a new folder.
        key: whose signature.
        serial: must be higher than that of the issuer's last package.
        particulars: title, validity, withdrawals.
        created_at: default now.

    Returns:
        The target.

    Raises:
        InputError: something that no station would accept, or the target exists.
        StoreError: it could not be written; nothing is left.
    """
    if target.exists():
        raise InputError("package.target_exists", path=target)
    chosen = particulars or Particulars()
    given = [p if isinstance(p, Programme) else Programme(p) for p in programmes]
    created = created_at or SystemClock().now()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".goi-") as work:
            bag = Path(work) / (target.stem if target.suffix == ".zip" else target.name)
            (bag / "data" / "audio").mkdir(parents=True)
            packed = [_pack(bag, number, programme) for number, programme in enumerate(given, 1)]
            _write_bag(bag, _contents(packed, key, serial, chosen, created), key)
            _publish(bag, target)
    except OSError as error:
        raise store_error_from_os(error, target) from error
    return target


def _contents(
    programmes: Sequence[Programme],
    key: Key,
    serial: int,
    particulars: Particulars,
    created_at: datetime,
) -> Contents:
    return Contents(
        package_id=particulars.package_id or f"{key.key_id}-{serial}-{uuid.uuid4().hex[:8]}",
        serial=serial,
        title=nfc(particulars.title),
        issuer=nfc(key.issuer),
        key_id=key.key_id,
        created_at=created_at,
        valid_from=particulars.valid_from,
        valid_until=particulars.valid_until,
        programmes=tuple(programmes),
        withdrawals=particulars.withdrawals,
        revoked_keys=particulars.revoked_keys,
        note=nfc(particulars.note),
    )


def _pack(bag: Path, number: int, programme: Programme) -> Programme:
    draft = programme.draft
    code = draft.code or f"CT-{number:04d}"
    programme = replace(programme, draft=replace(draft, code=code, audio=None))
    if programme.audio is None:
        return programme
    source = Path(programme.audio)
    suffix = source.suffix.lower()
    if not source.is_file():
        raise InputError("package.audio_missing", name=source.name)
    if suffix not in AUDIO_SUFFIXES:
        raise InputError("package.audio_kind", name=source.name)
    inside = PurePosixPath("data", "audio", f"{number:04d}-{clean_name(code)[:40]}{suffix}")
    shutil.copyfile(source, bag / inside)
    return replace(
        programme,
        audio=inside,
        audio_sha256=sha256_of(bag / inside),
        size_bytes=(bag / inside).stat().st_size,
        duration_s=programme.duration_s or probe(bag / inside).duration_s,
    )


def _write_bag(bag: Path, contents: Contents, key: Key) -> None:
    raw = write_contents(contents)
    parse_contents(raw)
    (bag / METADATA_FILE).write_bytes(raw)
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _bag_info(contents, f"{size}.{len(payload)}"),
        "manifest-sha256.txt": _manifest(bag, payload),
    }
    for name, text in tags.items():
        (bag / name).write_bytes(text.encode("utf-8"))
    signed = _manifest(bag, [bag / name for name in sorted(tags)]).encode("utf-8")
    (bag / SIGNED_FILE).write_bytes(signed)
    comment = f"package {contents.package_id} serial {contents.serial}"
    comment += f" sha256 {hashlib.sha256(signed).hexdigest()}"
    ascii_comment = comment.encode("ascii", "replace").decode("ascii")
    (bag / SIGNATURE_FILE).write_bytes(key.sign(signed, ascii_comment))


def _bag_info(contents: Contents, oxum: str) -> str:
    lines = {
        "Source-Organization": contents.issuer,
        "External-Identifier": contents.package_id,
        "External-Description": contents.title,
        "Bag-Group-Identifier": contents.key_id,
        "Bagging-Date": local(contents.created_at).date().isoformat(),
        "Bag-Software-Agent": f"broadcast-desk {package_version('broadcast-desk')}",
        "Payload-Oxum": oxum,
    }
    return "".join(f"{name}: {' '.join(text.split())}\n" for name, text in lines.items() if text)


def _manifest(bag: Path, files: Sequence[Path]) -> str:
    return "".join(f"{sha256_of(path)}  {_written(path.relative_to(bag))}\n" for path in files)


def _written(path: Path) -> str:
    return path.as_posix().replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _publish(bag: Path, target: Path) -> None:
    if target.suffix.lower() == ".zip":
        with whole_file(target) as temporary:
            _zip(bag, temporary)
        return
    _sync_tree(bag)
    bag.replace(target)
    sync_folder(target.parent)


def _zip(bag: Path, target: Path) -> None:
    """Audio is stored as it is (it does not shrink); the same bag always gives the same ZIP."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in bag.rglob("*") if path.is_file()):
            name = f"{bag.name}/{path.relative_to(bag).as_posix()}"
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o100644 << 16
            audio = path.suffix.lower() in AUDIO_SUFFIXES
            info.compress_type = zipfile.ZIP_STORED if audio else zipfile.ZIP_DEFLATED
            info.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
