"""What kind of audio a file is, from its first bytes: names and programmes may lie."""

from __future__ import annotations

from pathlib import Path

_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")

KINDS: dict[str, frozenset[str]] = {
    "mp3": frozenset({".mp3"}),
    "aac": frozenset({".aac", ".m4a"}),
    "mp4": frozenset({".m4a", ".mp4", ".aac"}),
    "wav": frozenset({".wav"}),
    "ogg": frozenset({".ogg", ".oga", ".opus"}),
    "flac": frozenset({".flac"}),
    "wma": frozenset({".wma"}),
}
"""Kind -> the suffixes under which it is honest."""


def kind_of(head: bytes) -> str:
    """The kind of audio whose file begins like that, "" when it is none we take."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(_ASF):
        return "wma"
    return _mpeg(head)


def _mpeg(head: bytes) -> str:
    if head[:3] == b"ID3":
        return "mp3"
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    if head[1] & 0x06 == 0:
        return "aac" if head[1] & 0xF6 == 0xF0 else ""
    plausible = head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
    return "mp3" if plausible else ""


def kind_of_file(path: Path) -> str:
    """The kind of audio of a file, "" when it is none we take; MP3 may start after some zeros."""
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    return kind_of(head) or kind_of(head.lstrip(b"\x00"))


def is_honest(path: Path) -> bool:
    """Whether a file is the kind of audio that its name says."""
    return path.suffix.lower() in KINDS.get(kind_of_file(path), frozenset())
