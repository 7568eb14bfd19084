"""Files that are either there and whole, or not there: temporary name, fsync, rename."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from broadcast_desk.station.errors import store_error_from_os


@contextlib.contextmanager
def whole_file(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Write a file beside `target` and rename it there at the end; on any error leave nothing.

    A file that is replaced keeps its permissions; a new one has those of any new file here.

    Args:
        target: the file.
        private: only its owner may read it, whatever it was before.

    Yields:
        The temporary path to write to (same folder and suffix as `target`).

    Raises:
        StoreError: disk full, read-only place, or another input/output error.
    """
    try:
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix
        )
        os.close(handle)
    except OSError as error:
        raise store_error_from_os(error, target) from error
    temporary = Path(name)
    try:
        yield temporary
        if not private:
            _open_to_others(temporary, target)
        sync_file(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise store_error_from_os(error, target) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _open_to_others(temporary: Path, target: Path) -> None:
    """Give a file the permissions of the one it replaces, or of a new file.

    A temporary file begins private; a stick's file system without permissions has nothing to give.
    """
    if os.name == "posix":
        with contextlib.suppress(OSError):
            temporary.chmod(_mode_for(target))


def _mode_for(target: Path) -> int:
    """The permissions of the file, or those that a new file gets from this process's umask."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o666 & ~_umask()


def _umask() -> int:
    """The permissions this process withholds from new files.

    Linux says it without changing it; elsewhere it can only be read by setting it, so the strictest
    is set for that instant and another thread's new file is at worst private.
    """
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("Umask:")).split()[1], 8)
    known = os.umask(0o077)
    os.umask(known)
    return known


def write_text(target: Path, text: str) -> None:
    """Replace `target` by `text` (UTF-8) whole.

    Raises:
        StoreError: disk full, read-only place, or another input/output error.
    """
    with whole_file(target) as temporary:
        temporary.write_text(text, encoding="utf-8")


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the folder's entries are on the disk (Windows does this by itself)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as lower-case hex."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
