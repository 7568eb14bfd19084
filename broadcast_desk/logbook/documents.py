"""Finished documents on disk: the same data gives the same bytes, and a file is whole or absent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from broadcast_desk.station.errors import StoreError, store_error_from_os
from broadcast_desk.storage.files import whole_file

_ZIP_TIME = (2021, 1, 1, 0, 0, 0)
_SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")
"""openpyxl puts the time of saving into the properties whatever they were set to."""


def packed(save: Callable[[io.BytesIO], object]) -> bytes:
    """The bytes of an Office file, with the clock's traces taken out of its ZIP container."""
    written = io.BytesIO()
    save(written)
    result = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(rb"\g<1>2021-01-01T00:00:00Z\g<3>", content)
            target.writestr(entry, content)
    return result.getvalue()


def put(path: Path, content: bytes) -> Path:
    """Write a document whole.

    Returns:
        The path, for saying where it is.

    Raises:
        StoreError: "logbook.file_open" when another program holds the old one open (Windows);
            else read-only place, full disk, or another input/output error.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error_from_os(error, path.parent) from error
    try:
        with whole_file(path) as temporary:
            temporary.write_bytes(content)
    except StoreError as error:
        if isinstance(error.__cause__, PermissionError) and path.is_file():
            raise StoreError("logbook.file_open", path=str(path)) from error
        raise
    return path
