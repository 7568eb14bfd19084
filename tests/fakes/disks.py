"""Real disks in trouble: a full one, a read-only one. Skipped where mounting is not allowed."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "1m") -> Iterator[Path]:
    """A disk of that size mounted at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """The folder as it is, on a disk that may not be written to."""
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder))
        yield folder
    finally:
        _unmount(folder)


def fill(folder: Path) -> None:
    """Write until the disk is full."""
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while filler.write(b"x" * size):
                    pass


@functools.cache
def _own_mounts() -> bool:
    """Give this process mounts of its own, which end with it however it ends."""
    new_mount_namespace = 0x00020000  # CLONE_NEWNS, linux/sched.h
    if not sys.platform.startswith("linux") or shutil.which("mount") is None:
        return False
    if ctypes.CDLL(None).unshare(new_mount_namespace) != 0:
        return False
    return subprocess.run(["mount", "--make-rslave", "/"], check=False).returncode == 0


def _mount(*arguments: str) -> None:
    if not _own_mounts():
        pytest.skip("mounting is not allowed here")
    subprocess.run(["mount", *arguments], capture_output=True, check=True)


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)
