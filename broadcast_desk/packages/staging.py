"""The staging folder of an import, and cleaning up after one that was killed.

Everything of an import lies in `staging/import-*` until it is verified and decoded. Before the
first file goes into the media store its name is written to `kept.txt`, so that the next start can
take back what no version refers to.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from broadcast_desk.packages import store
from broadcast_desk.packages.containers import ZIP_ERRORS, Container, answering
from broadcast_desk.packages.model import PackageRefusedError, Problem
from broadcast_desk.packages.names import shown
from broadcast_desk.station.errors import PackageError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, reading
from broadcast_desk.storage.files import write_text

LOCK_WAIT_S = 60.0
CLEAN_UP_WAIT_S = 3.0
"""A decoder that was being started when its parent was killed holds the lock a moment longer."""
_PREFIX = "import-"
_KEPT = "kept.txt"
_BLOCK = 1024**2


@contextlib.contextmanager
def staging(data: DataFolder, db: Database) -> Iterator[Path]:
    """A fresh staging folder for one import; it is gone afterwards, whatever happened.

    One import runs at a time; what an earlier one left when it was killed is cleaned up first.

    Raises:
        PackageError: another import is running ("package.busy").
        StoreError: the disk is full or read-only.
    """
    with _import_lock(data, LOCK_WAIT_S):
        _clean(data, db)
        try:
            folder = Path(tempfile.mkdtemp(dir=data.staging, prefix=_PREFIX))
        except OSError as error:
            raise store_error_from_os(error, data.staging) from error
        try:
            yield folder
        finally:
            _take_back(folder, data, db)


def clean_up(data: DataFolder, db: Database) -> int:
    """Remove what killed imports left; to be called at start.

    Returns:
        How many staging folders were removed; 0 also when an import is running.
    """
    try:
        with _import_lock(data, CLEAN_UP_WAIT_S):
            return _clean(data, db)
    except PackageError:
        return 0


@contextlib.contextmanager
def _import_lock(data: DataFolder, wait_s: float) -> Iterator[None]:
    try:
        data.run.mkdir(parents=True, exist_ok=True)
        data.staging.mkdir(parents=True, exist_ok=True)
        with FileLock(data.run / "import.lock", timeout=wait_s):
            yield
    except Timeout as error:
        raise PackageError("package.busy") from error
    except OSError as error:
        raise store_error_from_os(error, data.root) from error


def _clean(data: DataFolder, db: Database) -> int:
    left = [path for path in data.staging.glob(f"{_PREFIX}*") if path.is_dir()]
    for folder in left:
        _take_back(folder, data, db)
    return len(left)


def _take_back(folder: Path, data: DataFolder, db: Database) -> None:
    """Remove a staging folder, and first the media files it brought that nothing refers to."""
    kept = folder / _KEPT
    if kept.is_file():
        with contextlib.suppress(ValueError):
            for name in json.loads(kept.read_text(encoding="utf-8")):
                _drop_unused(data.root / name, db)
    shutil.rmtree(folder, ignore_errors=True)


def _drop_unused(path: Path, db: Database) -> None:
    for half in path.parent.glob(f".{path.stem[:40]}-*"):
        half.unlink(missing_ok=True)
    with reading(db) as connection:
        used = store.media_in_use(connection, path.name.partition(".")[0])
    if not used:
        path.unlink(missing_ok=True)


def note_kept(folder: Path, data: DataFolder, files: Sequence[Path]) -> None:
    """Write down which media files are about to appear; `files` have their hash as stem.

    Args:
        folder: the staging folder.
        data: the station's folder.
        files: where they will be.
    """
    new = [path.relative_to(data.root).as_posix() for path in files if not path.exists()]
    write_text(folder / _KEPT, json.dumps(new))


def copy_out(container: Container, folder: Path) -> None:
    """Copy every file of a container into `folder`, never more bytes than were claimed.

    The names must have been checked.

    Raises:
        PackageRefusedError: a file cannot be read, or holds more or less than it claims.
        SourceLostError: the drive that the container is on does not answer.
        StoreError: the disk is full.
    """
    for name, size in container.sizes.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as sink:
                for block in _blocks(container, name, size):
                    sink.write(block)
        except OSError as error:
            raise store_error_from_os(error, target) from error


def _blocks(container: Container, name: str, size: int) -> Iterator[bytes]:
    """The bytes of a file; what goes wrong in reading is no OSError here, unlike in writing."""
    left = size
    try:
        with answering(name), container.open(name) as source:
            while block := source.read(min(_BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    break
                yield block
    except ZIP_ERRORS as error:
        raise PackageRefusedError(
            (Problem("package.zip_damaged", {"name": shown(name)}),)
        ) from error
    if left:
        raise PackageRefusedError((Problem("package.size_lie", {"name": shown(name)}),))


def copy_file(source: Path, target: Path) -> None:
    """Copy one plain file.

    Raises:
        SourceLostError: the drive that it is on does not answer.
        StoreError: the disk is full.
    """
    try:
        with target.open("xb") as sink:
            for block in _plain_blocks(source):
                sink.write(block)
    except OSError as error:
        raise store_error_from_os(error, target) from error


def _plain_blocks(source: Path) -> Iterator[bytes]:
    with answering(source.name), source.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            yield block
