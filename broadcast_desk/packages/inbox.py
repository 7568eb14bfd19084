"""The watched inbox: what is copied into it comes in once it has stopped growing."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.packages import quarantine
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.local import is_audio_name, take_local
from broadcast_desk.packages.model import (
    SIGNATURE_FILE,
    ImportReport,
    PackageRefusedError,
    Problem,
)
from broadcast_desk.station.clock import Clock, from_text, to_text
from broadcast_desk.station.errors import AudioError, InputError, PackageError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import write_text

SETTLE_S = 3.0
"""Two looks closer together than this say nothing: slow copying writes only now and then."""

AGAIN = timedelta(hours=1)
"""What came early is looked at again after so long: the day may have come, the clock be right."""

_SEEN = "inbox-seen.json"
_EARLY = "inbox-early.json"
_HALF = (".part", ".crdownload", ".tmp", ".partial", ".filepart")

Look = dict[str, list[int]]
"""Of each file below an item: size and modification time in nanoseconds."""


@dataclass
class InboxReport:
    """What one look into the inbox did.

    Attributes:
        imported: reports of the packages that came in.
        local: codes of recordings that came in as local material.
        refused: names of what went to quarantine, with the first reason.
        waiting: names of what is still being copied.
        early: names of what may be taken only later, by this computer's clock, with the reason; it
            stays in the inbox.
    """

    imported: list[ImportReport] = field(default_factory=list)
    local: list[str] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    early: list[tuple[str, Problem]] = field(default_factory=list)


class Inbox:
    """The watched folder of one station.

    Args:
        settle_s: for so long a thing must have looked the same before it is taken in.
    """

    def __init__(
        self,
        library: Library,
        media: MediaStore,
        issuers: Issuers,
        data: DataFolder,
        clock: Clock,
        *,
        settle_s: float = SETTLE_S,
    ) -> None:
        self._settle_s = settle_s
        self._put_off: dict[str, Any] = {}
        self._library = library
        self._media = media
        self._issuers = issuers
        self._data = data
        self._clock = clock

    def check(self) -> InboxReport:
        """Look once; what looks the same as at the last look is taken in.

        To be called every minute or so. What was taken in leaves the inbox; what was refused goes
        to quarantine.

        Raises:
            StoreError: the disk is full; what is in the inbox stays there.
        """
        report = InboxReport()
        before = self._remembered(_SEEN)
        self._put_off = self._remembered(_EARLY)
        now_seen: dict[str, Look] = {}
        if any(before.get(item.name) for item in self._items()):
            self._let_settle()
        for item in self._items():
            look = _look(item)
            if before.get(item.name) != look or not look:
                now_seen[item.name] = look
                report.waiting.append(item.name)
                continue
            if self._is_put_off(item.name, look) or not self._take(item, look, report):
                now_seen[item.name] = look
        self._remember(_SEEN, now_seen)
        self._remember(_EARLY, {n: put for n, put in self._put_off.items() if n in now_seen})
        return report

    def _let_settle(self) -> None:
        """Wait until the last look is long enough ago, by the computer's own clock."""
        with contextlib.suppress(OSError):
            since_s = time.time() - (self._data.run / _SEEN).stat().st_mtime
            if since_s < self._settle_s:
                time.sleep(self._settle_s - max(0.0, since_s))

    def _items(self) -> Iterator[Path]:
        for path in sorted(self._data.inbox.glob("*")):
            if not path.name.startswith((".", "~")) and path.suffix.lower() not in _HALF:
                yield path

    def _take(self, item: Path, look: Look, report: InboxReport) -> bool:
        """Take one item in; False when it must stay for another time."""
        try:
            if is_audio_name(item) and not item.is_dir():
                self._take_audio(item, report)
            else:
                report.imported.append(self._import(item))
        except PackageRefusedError as error:
            news = report.early if error.is_early else report.refused
            news.append((item.name, error.problems[0]))
        except PackageError:  # another import is running
            report.waiting.append(item.name)
            return False
        else:
            _remove(item)
            return True
        return self._is_gone(item, look)

    def _is_gone(self, item: Path, look: Look) -> bool:
        """Whether quarantine has it; what came early, or what it could not keep, is put off."""
        if not item.exists() and not item.is_symlink():
            return True
        until = to_text(self._clock.now() + AGAIN)
        self._put_off[item.name] = {"look": look, "until": until}
        return False

    def _import(self, item: Path) -> ImportReport:
        return import_package(
            item, self._library, self._media, self._issuers, self._data, self._clock,
            from_inbox=True,
        )  # fmt: skip

    def _take_audio(self, item: Path, report: InboxReport) -> None:
        db = self._issuers.database
        try:
            version = take_local(item, self._library, self._media, db, self._data)
        except (AudioError, InputError) as error:
            problem = Problem(error.code, dict(error.params))
            quarantine.put_away(item, [problem], self._data, self._clock.now(), move=True)
            raise PackageRefusedError((problem,)) from error
        report.local.append(version.draft.code)

    def _is_put_off(self, name: str, look: Look) -> bool:
        known = self._put_off.get(name)
        if known is None or known["look"] != look:
            return False
        left = from_text(known["until"]) - self._clock.now()
        return timedelta(0) < left <= AGAIN  # longer: the clock was put back

    def _remembered(self, name: str) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads((self._data.run / name).read_text(encoding="utf-8"))
            return found if isinstance(found, dict) else {}
        return {}

    def _remember(self, name: str, what: dict[str, Any]) -> None:
        write_text(self._data.run / name, json.dumps(what))


def _look(item: Path) -> Look:
    """What an item looks like now; {} while it cannot be looked at or is plainly not whole."""
    try:
        if item.is_symlink() or not item.is_dir():
            facts = item.lstat()
            return {"": [facts.st_size, facts.st_mtime_ns]} if facts.st_size else {}
        look: Look = {}
        for path in sorted(item.rglob("*"))[:20_000]:
            facts = path.lstat()
            look[path.relative_to(item).as_posix()] = [facts.st_size, facts.st_mtime_ns]
    except OSError:
        return {}
    return look


def looks_like_package(path: Path) -> bool:
    """Whether a file or folder on a drive is worth offering as a package."""
    if path.is_dir():
        return (path / "bagit.txt").is_file() and (path / SIGNATURE_FILE).is_file()
    return path.is_file() and path.suffix.lower() == ".zip"


def _remove(item: Path) -> None:
    with contextlib.suppress(OSError):
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item, ignore_errors=True)
        else:
            item.unlink(missing_ok=True)
