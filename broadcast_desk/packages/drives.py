"""USB drives: which are plugged in, and what on them is worth offering to a person.

Nothing is taken from a drive without a person's consent; asking is the desk's business.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from broadcast_desk.packages.inbox import looks_like_package
from broadcast_desk.packages.local import is_audio_name

_FILE_SYSTEMS = {"vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos", "fat", "fat32", "udf"}
_PLACES = ("/media/", "/run/media/", "/mnt/")
MAX_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Drive:
    """A removable drive that can be read now."""

    device: str
    root: Path


@dataclass(frozen=True, slots=True)
class Offer:
    """What lies on a drive: packages, and plain recordings."""

    drive: Drive
    packages: tuple[Path, ...]
    recordings: tuple[Path, ...]


def drives() -> tuple[Drive, ...]:
    """The removable drives plugged in now, by place."""
    found = (
        Drive(part.device, Path(part.mountpoint))
        for part in psutil.disk_partitions(all=False)
        if is_removable(part.mountpoint, part.fstype, part.opts)
    )
    return tuple(sorted(found, key=lambda drive: str(drive.root)))


def is_removable(mountpoint: str, file_system: str, options: str) -> bool:
    """Whether a mounted file system is a drive that people plug in; pure."""
    if os.name == "nt":
        return "removable" in options.split(",") and "cdrom" not in options.split(",")
    return file_system.lower() in _FILE_SYSTEMS and mountpoint.startswith(_PLACES)


def newly_plugged(before: tuple[Drive, ...], now: tuple[Drive, ...]) -> tuple[Drive, ...]:
    """The drives that were not there before."""
    return tuple(drive for drive in now if drive not in before)


def offer(drive: Drive) -> Offer:
    """What a drive holds at its top and one folder down; a drive pulled meanwhile holds nothing."""
    paths = list(_shallow(drive.root))
    packages = tuple(path for path in paths if looks_like_package(path))
    recordings = tuple(
        path
        for path in paths
        if is_audio_name(path) and not any(path.is_relative_to(folder) for folder in packages)
    )
    return Offer(drive, packages[:MAX_OFFERED], recordings[:MAX_OFFERED])


def _shallow(root: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in sorted(root.iterdir()):
            if path.name.startswith((".", "$")) or path.is_symlink():
                continue
            yield path
            if path.is_dir() and not looks_like_package(path):
                with contextlib.suppress(OSError):
                    yield from (child for child in sorted(path.iterdir()) if not child.is_symlink())
