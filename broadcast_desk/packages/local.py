"""Plain audio (a USB stick of MP3 files, a podcast): comes in as unapproved local material."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import mutagen

from broadcast_desk.audio.mastering import master
from broadcast_desk.audio.probe import probe
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, Version
from broadcast_desk.packages import sniffing, store
from broadcast_desk.packages.containers import answering
from broadcast_desk.packages.model import LIMITS, Limits
from broadcast_desk.packages.names import shown
from broadcast_desk.packages.riff import info_tags
from broadcast_desk.packages.staging import copy_file, note_kept, staging
from broadcast_desk.packages.verifying import AUDIO_SUFFIXES
from broadcast_desk.station.encodings import to_vietnamese
from broadcast_desk.station.errors import AudioError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, reading
from broadcast_desk.storage.files import sha256_of
from broadcast_desk.storage.settings import load_settings

TITLE_LETTERS = 300

_TITLE_TAGS = ("title", "tit2", "\xa9nam", "inam", "wm/title")
_ARTIST_TAGS = ("artist", "tpe1", "\xa9art", "iart", "author", "wm/author")
_DATE_TAGS = ("date", "tdrc", "tyer", "\xa9day", "icrd", "wm/year", "year")

_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[-._ ]?(0[1-9]|1[0-2])[-._ ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-._ ](0?[1-9]|1[0-2])[-._ ](20\d\d|\d\d)(?!\d)"
)
_DAY_FIRST_TIGHT = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d\d)(?!\d)")
_DATE_FORMS = ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_DAY_FIRST_TIGHT, (3, 2, 1)))


@dataclass(frozen=True, slots=True)
class Found:
    """What could be worked out about a recording; a person corrects it.

    Attributes:
        day: from the tags, else from the file's name, None when neither says.
        duration_s: as the headers say, 0.0 when they do not.
    """

    path: Path
    title: str
    day: date | None
    duration_s: float
    artist: str = ""


def is_audio_name(path: Path) -> bool:
    """Whether a file's name is that of a recording."""
    return path.suffix.lower() in AUDIO_SUFFIXES and not path.name.startswith(".")


def look(path: Path) -> Found:
    """Title, day and length of a recording, from its tags and name in whatever encoding.

    Raises:
        AudioError: it is not audio.
    """
    with answering(path.name):
        if not path.is_file():
            raise AudioError("audio.missing", name=shown(path.name))
        if not sniffing.kind_of_file(path):
            raise AudioError("package.not_audio", name=shown(path.name))
    header = probe(path)
    own = {**info_tags(path), **_tags(path)}

    def tag(names: tuple[str, ...]) -> str:
        """As ffmpeg reads it only where nobody else can: it does not tell which bytes it saw."""
        return _first(own, names) or _first(header.tags, names)

    name = to_vietnamese(path.stem)
    return Found(
        path=path,
        title=_title(tag(_TITLE_TAGS), name),
        day=_day(tag(_DATE_TAGS)) or _day(name),
        duration_s=header.duration_s,
        artist=to_vietnamese(tag(_ARTIST_TAGS))[:TITLE_LETTERS],
    )


def _tags(path: Path) -> dict[str, str]:
    """All text tags by lower-case name; a file whose tags cannot be read has none."""
    with contextlib.suppress(mutagen.MutagenError, OSError, ValueError, IndexError, EOFError):
        file = mutagen.File(path)
        if file is not None and file.tags is not None:
            return {
                str(name).partition(":")[0].lower(): _tag_text(value)
                for name, value in file.tags.items()
            }
    return {}


def _tag_text(value: object) -> str:
    texts = getattr(value, "text", value)
    if isinstance(texts, (list, tuple)):
        texts = texts[0] if texts else ""
    return _whole_letters(str(texts)[:2000])


def _whole_letters(text: str) -> str:
    """UTF-8 that was read byte by byte and cut within a letter, as in the 30 bytes of ID3v1."""
    for cut in range(4):
        with contextlib.suppress(UnicodeError):
            mended = text[: len(text) - cut].encode("latin-1").decode("utf-8")
            return text if mended.isascii() else mended
    return text


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name].strip() for name in names if tags.get(name, "").strip()), "")


def _title(tag: str, name: str) -> str:
    """The tag, unless it is empty or only a track number; else the name without its numbers."""
    title = " ".join(to_vietnamese(tag).split())
    if not title or re.fullmatch(r"(track|bài|audio)?\s*\d*", title, re.I):
        title = re.sub(r"[_]+", " ", name)
        title = " ".join(re.sub(r"^\d{1,3}[\s.)-]+(?=\D)", "", title).split())
    printable = "".join(letter for letter in title if letter.isprintable())
    return printable[:TITLE_LETTERS].strip() or "Bản ghi"


def _day(text: str) -> date | None:
    """A date written year first or day first, as in "2026-08-08", "8.8.2026", "08082026"."""
    for pattern, order in _DATE_FORMS:
        if found := pattern.search(text):
            year, month, day = (int(found[part]) for part in order)
            with contextlib.suppress(ValueError):
                return date(year + 2000 if year < 100 else year, month, day)
    return None


@dataclass(frozen=True, slots=True)
class Origins:
    """Where plain audio came from, when a feed or a person knows more than the file does.

    Attributes:
        corrected: a person has seen and corrected title, day and voice: empty ones stay empty.
    """

    title: str = ""
    day: date | None = None
    source: str = ""
    note: str = ""
    voice: str = ""
    corrected: bool = False


def take_local(
    path: Path,
    library: Library,
    media: MediaStore,
    db: Database,
    data: DataFolder,
    *,
    origins: Origins | None = None,
    limits: Limits = LIMITS,
) -> Version:
    """Take a recording in as local material that nobody has approved.

    The same file again gives the version that is there.

    Raises:
        AudioError: it is not audio, or too long.
        PackageError: the drive that it is on stopped answering ("package.source_lost").
        StoreError: the disk is full; nothing is left.
    """
    known = origins or Origins()
    with staging(data, db) as folder:
        staged = _staged(path, folder, limits)
        found = look(staged)
        there = _already_there(library, db, sha256_of(staged))
        if there is not None:
            return there
        settings = load_settings(db)
        done = master(
            staged,
            folder / "mastered.flac",
            loudness_lufs=settings.loudness_lufs,
            true_peak_dbtp=settings.max_true_peak_dbtp,
        )
        title = known.title or found.title
        note_kept(folder, data, [media.path(sha256_of(done.path))])
        draft = Draft(
            title=title[:TITLE_LETTERS],
            kind="recording",
            voice=known.voice if known.corrected else known.voice or found.artist,
            source=known.source or to_vietnamese(path.name)[:TITLE_LETTERS],
            produced_on=known.day if known.corrected else known.day or found.day,
            note=known.note,
        )
        return library.add(replace(draft, audio=media.keep(replace(done, original=staged))))


def _staged(path: Path, folder: Path, limits: Limits) -> Path:
    """A copy under the same name: the stick may be pulled while we work."""
    with answering(path.name):
        if path.is_symlink() or not path.is_file():
            raise AudioError("audio.missing", name=shown(path.name))
        if path.stat().st_size > limits.file_bytes:
            raise AudioError("package.file_large", name=shown(path.name))
    suffix = path.suffix.lower() if is_audio_name(path) else ".bin"
    target = folder / f"{path.stem[:100]}{suffix}"
    copy_file(path, target)
    return target


def _already_there(library: Library, db: Database, original_sha256: str) -> Version | None:
    with reading(db) as connection:
        version_id = store.local_version_of(connection, original_sha256)
    return None if version_id is None else library.version(version_id)
