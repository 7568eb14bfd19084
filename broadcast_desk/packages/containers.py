"""A package as a folder or as a ZIP: what is in it, and its bytes, read without believing it."""

from __future__ import annotations

import os
import stat
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from broadcast_desk.packages.model import LIMITS, Limits, PackageRefusedError, Problem
from broadcast_desk.packages.names import collision_problems, name_problems, shown
from broadcast_desk.station.errors import PackageError

RATIO_FREE_BYTES = 1024**2
DIRECTORY_BYTES = 8 * 1024**2
"""A ZIP's directory may be so long; 5,000 names take under 2 MB."""
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED, _UTF8 = 0x1 | 0x40 | 0x2000, 0x800


class Container(Protocol):
    """Something that holds the files of a bag, their paths relative to the bag's root."""

    path: Path
    sizes: dict[str, int]
    folders: frozenset[str]
    problems: tuple[Problem, ...]

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one file; safe to call from several threads."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class SourceLostError(PackageError):
    """The drive stopped answering while it was read: nothing is said about the package itself."""

    def __init__(self, name: str) -> None:
        super().__init__("package.source_lost", name=shown(name))

    def __reduce__(self) -> tuple[object, ...]:
        return (SourceLostError, (self.params["name"],))


@contextmanager
def answering(name: str) -> Iterator[None]:
    """Tell what the system says while `name` is read apart from what it says of our own disk.

    Raises:
        PackageRefusedError: it may not be read.
        SourceLostError: the drive was pulled, or is damaged there.
    """
    try:
        yield
    except PermissionError as error:
        raise PackageRefusedError(
            (Problem("package.unreadable", {"name": shown(name)}),)
        ) from error
    except OSError as error:
        raise SourceLostError(name) from error


@contextmanager
def open_container(path: Path, limits: Limits = LIMITS) -> Iterator[Container]:
    """Open a folder or ZIP; nothing is unpacked.

    Raises:
        PackageRefusedError: it is neither, or the ZIP is broken.
        SourceLostError: the drive does not answer.
    """
    with answering(path.name):
        container = _open(path, limits)
    try:
        yield container
    finally:
        container.close()


def _open(path: Path, limits: Limits) -> Container:
    if path.is_symlink():
        raise PackageRefusedError((Problem("package.link", {"name": shown(path.name)}),))
    if path.is_dir():
        return FolderContainer(path, limits)
    if not path.is_file():
        raise PackageRefusedError((Problem("package.missing", {"name": shown(path.name)}),))
    return ZipContainer(path, limits)


def read_small(container: Container, name: str, limit: int) -> bytes:
    """The bytes of a small file.

    Raises:
        PackageRefusedError: it is larger than `limit`, or cannot be read.
        SourceLostError: the drive does not answer.
    """
    try:
        with answering(name), container.open(name) as file:
            data = file.read(limit + 1)
    except ZIP_ERRORS as error:
        raise PackageRefusedError(
            (Problem("package.unreadable", {"name": shown(name)}),)
        ) from error
    if len(data) > limit:
        raise PackageRefusedError((Problem("package.tag_large", {"name": shown(name)}),))
    return data


class FolderContainer:
    """A folder; links, devices and pipes in it are named as problems and left alone."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.sizes: dict[str, int] = {}
        self._problems: list[Problem] = []
        folders: set[str] = set()
        for name, entry in _walk(path, limits):
            if entry.is_dir(follow_symlinks=False):
                folders.add(name)
            else:
                self._take(name, entry)
            if len(self.sizes) + len(folders) > limits.files:
                self._problems.append(Problem("package.too_many_files", {"limit": limits.files}))
                break
        self.folders = frozenset(folders)
        self._problems += _size_problems(self.sizes, limits)
        self._problems += _all_name_problems([*self.sizes, *folders], limits)
        self.problems = tuple(self._problems)

    def _take(self, name: str, entry: os.DirEntry[str]) -> None:
        facts = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(facts.st_mode):
            self._problems.append(Problem("package.link", {"name": shown(name)}))
        elif not stat.S_ISREG(facts.st_mode):
            self._problems.append(Problem("package.special_file", {"name": shown(name)}))
        else:
            if facts.st_nlink > 1:
                self._problems.append(Problem("package.hard_link", {"name": shown(name)}))
            self.sizes[name] = facts.st_size

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one file."""
        return (self.path / name).open("rb", buffering=0)

    def close(self) -> None:
        """Nothing is held open."""


def _walk(root: Path, limits: Limits) -> Iterator[tuple[str, os.DirEntry[str]]]:
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda found: found.name):
                name = f"{prefix}{entry.name}"
                yield name, entry
                if entry.is_dir(follow_symlinks=False) and name.count("/") < limits.depth * 4:
                    pending.append((f"{name}/", Path(entry.path)))


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    info: zipfile.ZipInfo


class ZipContainer:
    """A ZIP; what it claims is checked before a byte is unpacked."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self._local = threading.local()
        self._open_files: list[zipfile.ZipFile] = []
        self._lock = threading.Lock()
        try:
            _check_directory(path)
            entries = [
                _Entry(_entry_name(i), i) for i in self._zip().infolist()[: limits.files * 2]
            ]
        except OSError:
            self.close()
            raise
        except (ValueError, *ZIP_ERRORS) as error:
            self.close()
            raise PackageRefusedError(
                (Problem("package.not_zip", {"name": shown(path.name)}),)
            ) from error
        self.problems = tuple(_zip_problems(entries, path, limits))
        self._root = _root_of([entry.name for entry in entries])
        self._infos = {
            entry.name.removeprefix(self._root): entry.info
            for entry in entries
            if not entry.info.is_dir()
        }
        self.sizes = {name: info.file_size for name, info in self._infos.items()}
        self.folders = frozenset(_folders(entries, self._root))

    def _zip(self) -> zipfile.ZipFile:
        """Each thread reads through its own handle, so that none waits for another."""
        found: zipfile.ZipFile | None = getattr(self._local, "zip", None)
        if found is None:
            found = self._local.zip = zipfile.ZipFile(self.path)
            with self._lock:
                self._open_files.append(found)
        return found

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one file, unpacked as they are read."""
        return self._zip().open(self._infos[name])

    def close(self) -> None:
        """Close every thread's handle."""
        for file in self._open_files:
            file.close()


def _check_directory(path: Path) -> None:
    """Refuse a directory of millions of entries before it is read into memory."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) < start + 22:
        raise zipfile.BadZipFile
    if int.from_bytes(tail[start + 12 : start + 16], "little") > DIRECTORY_BYTES:
        limit = LIMITS.files
        raise PackageRefusedError((Problem("package.too_many_files", {"limit": limit}),))


def _entry_name(info: zipfile.ZipInfo) -> str:
    """The name as written: UTF-8 also where an old tool forgot to say so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _root_of(names: list[str]) -> str:
    """The one folder that everything lies in, "" when the bag begins at the top."""
    if "bagit.txt" in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 else ""


def _folders(entries: list[_Entry], root: str) -> Iterator[str]:
    for entry in entries:
        name = entry.name.removeprefix(root).rstrip("/")
        if entry.info.is_dir() and name:
            yield name
        while "/" in name:
            name = name.rpartition("/")[0]
            yield name


def _zip_problems(entries: list[_Entry], path: Path, limits: Limits) -> Iterator[Problem]:
    if len(entries) > limits.files:
        yield Problem("package.too_many_files", {"limit": limits.files})
        return
    for entry in entries:
        yield from _entry_problems(entry, limits)
    yield from _size_problems({e.name: e.info.file_size for e in entries}, limits)
    yield from _all_name_problems([e.name.rstrip("/") or e.name for e in entries], limits)
    yield from _layout_problems(entries, path)


def _entry_problems(entry: _Entry, limits: Limits) -> Iterator[Problem]:
    info = entry.info
    named: dict[str, object] = {"name": shown(entry.name)}
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & _ENCRYPTED:
        yield Problem("package.encrypted", named)
    if stat.S_ISLNK(kind):
        yield Problem("package.link", named)
    elif kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        yield Problem("package.special_file", named)
    if info.compress_type not in _METHODS:
        yield Problem("package.zip_method", named)
    if info.is_dir() and info.file_size:
        yield Problem("package.zip_layout", named)
    if (
        info.file_size > RATIO_FREE_BYTES
        and info.file_size > max(info.compress_size, 1) * limits.ratio
    ):
        yield Problem("package.ratio", named)


def _layout_problems(entries: list[_Entry], path: Path) -> Iterator[Problem]:
    """Entries that share bytes (bombs by overlap), or bytes in front that nobody lists."""
    spans = sorted((e.info.header_offset, e.info.compress_size, e.name) for e in entries)
    if spans and spans[0][0] > 0:
        yield Problem("package.zip_prefix", {"name": shown(path.name)})
    end = 0
    for offset, size, name in spans:
        if offset < end:
            yield Problem("package.zip_overlap", {"name": shown(name)})
            return
        end = offset + 30 + size
    if end > path.stat().st_size:
        yield Problem("package.zip_layout", {"name": shown(path.name)})


def _size_problems(sizes: dict[str, int], limits: Limits) -> Iterator[Problem]:
    for name, size in sizes.items():
        if size > limits.file_bytes:
            yield Problem("package.file_large", {"name": shown(name)})
    if sum(sizes.values()) > limits.total_bytes:
        yield Problem("package.too_large", {"limit_gb": limits.total_bytes // 1024**3})


def _all_name_problems(names: list[str], limits: Limits) -> Iterator[Problem]:
    for name in names:
        yield from name_problems(name, limits)
    yield from collision_problems(names)
