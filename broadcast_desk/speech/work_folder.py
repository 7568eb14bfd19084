"""Where a bulletin is made until it is whole; what a killed program left there goes next time."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from broadcast_desk.station.errors import store_error_from_os
from broadcast_desk.station.paths import DataFolder

_PREFIX = "speak-"
_NAME = re.compile(rf"{_PREFIX}(\d+)-.*")


@contextlib.contextmanager
def work_folder(data: DataFolder) -> Iterator[Path]:
    """A fresh folder of this process, gone at the end.

    Raises:
        StoreError: it cannot be made: the disk is full or read-only.
    """
    _clear_leftovers(data)
    try:
        folder = Path(tempfile.mkdtemp(dir=data.staging, prefix=f"{_PREFIX}{os.getpid()}-"))
    except OSError as error:
        raise store_error_from_os(error, data.staging) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_leftovers(data: DataFolder) -> None:
    for folder in data.staging.glob(f"{_PREFIX}*"):
        found = _NAME.fullmatch(folder.name)
        if found and not psutil.pid_exists(int(found[1])):
            shutil.rmtree(folder, ignore_errors=True)
