"""XML out of the ZIP files that office programs write, however large or crooked they are."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from defusedxml import ElementTree as SafeTree

from broadcast_desk.station.errors import SpeechError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_XML_BYTES = 24 * 1024 * 1024
"""Unpacked; a thousand pages of text are a tenth of it."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of old office programs begin, and those with a password."""

_DEEPEST = 200
_CROOKED = (SafeTree.ParseError, ValueError, LookupError, RecursionError)
"""What reading XML raises: ValueError is what defusedxml forbids and encodings of several bytes,
LookupError an encoding that does not exist."""


def xml_of(path: Path, member: str) -> Element:
    """The root of one member.

    Raises:
        SpeechError: damaged, too large, of the old kind or with a password; the code says which.
        OSError: the file cannot be read.
    """
    found = xml_if_there(path, member)
    if found is None:
        raise SpeechError("speech.document_damaged", name=path.name)
    return found


def xml_if_there(path: Path, member: str) -> Element | None:
    """The same, None when there is no such member."""
    raw = _unpacked(path, member)
    if raw is None:
        return None
    try:
        root = SafeTree.fromstring(raw, forbid_dtd=True)
    except _CROOKED as error:
        raise SpeechError("speech.document_damaged", name=path.name) from error
    if _deep(root):
        raise SpeechError("speech.document_damaged", name=path.name)
    return root


def _deep(root: Element) -> bool:
    """Whether elements are nested deeper than any office program does."""
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _unpacked(path: Path, member: str) -> bytes | None:
    with path.open("rb") as file:
        if file.read(8) == OLD_OFFICE:
            raise SpeechError("speech.document_password", name=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            if member not in archive.namelist():
                return None
            with archive.open(member) as packed:
                raw = packed.read(MOST_XML_BYTES + 1)
    except RuntimeError as error:  # what zipfile raises for an encrypted member
        raise SpeechError("speech.document_password", name=path.name) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, zlib.error) as error:
        raise SpeechError("speech.document_damaged", name=path.name) from error
    if len(raw) > MOST_XML_BYTES:
        raise SpeechError("speech.document_too_large", name=path.name)
    return raw
