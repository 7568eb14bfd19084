"""What was refused, with the reason, for 30 days."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from broadcast_desk.packages.model import Problem
from broadcast_desk.packages.names import clean_name, shown
from broadcast_desk.station.clock import from_text, local, to_text
from broadcast_desk.station.errors import StoreError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import whole_file, write_text

KEPT_DAYS = 30
COPY_BYTES = 256 * 1024**2
"""A refused file that stays where it is is copied up to this size; larger ones are named only."""

_REASON = "reason.json"


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused package or file."""

    folder: Path
    name: str
    at: datetime
    problems: tuple[Problem, ...]


def put_away(
    path: Path, problems: Sequence[Problem], data: DataFolder, now: datetime, *, move: bool = False
) -> Refused:
    """Keep what was refused, with the reason.

    Args:
        path: the file or folder; may be gone already.
        problems: why.
        data: the station's folder.
        now: when.
        move: take it away from where it lies (the inbox) instead of copying it.

    Raises:
        StoreError: the disk is full.
    """
    stamp = local(now).strftime("%Y%m%d-%H%M%S-%f")
    folder = data.quarantine
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(dir=folder, prefix=f"{stamp}-{clean_name(path.name)[:60]}-"))
        _keep(path, folder, move=move)
        reason = {
            "name": shown(path.name),
            "at": to_text(now),
            "problems": [
                {"code": p.code, "params": {k: str(v) for k, v in p.params.items()}}
                for p in problems
            ],
        }
        write_text(folder / _REASON, json.dumps(reason, ensure_ascii=False, indent=2))
    except OSError as error:
        raise store_error_from_os(error, folder) from error
    return Refused(folder, shown(path.name), now, tuple(problems))


def _keep(path: Path, folder: Path, *, move: bool) -> None:
    """What cannot be kept (a link, a device, too large, gone) is only named."""
    inside = folder / f"_{clean_name(path.name)}"
    with contextlib.suppress(OSError, shutil.Error, StoreError):
        if path.is_symlink():
            if move:
                path.unlink()
        elif move:
            shutil.move(path, inside)
        elif path.is_file() and path.stat().st_size <= COPY_BYTES:
            with whole_file(inside) as temporary:
                shutil.copyfile(path, temporary)


def refused(data: DataFolder) -> Iterator[Refused]:
    """What lies in quarantine, oldest first."""
    for folder in sorted(data.quarantine.glob("*")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            reason: dict[str, Any] = json.loads((folder / _REASON).read_text(encoding="utf-8"))
            yield Refused(
                folder,
                reason["name"],
                from_text(reason["at"]),
                tuple(Problem(entry["code"], entry["params"]) for entry in reason["problems"]),
            )


def remove_old(data: DataFolder, now: datetime, *, days: int = KEPT_DAYS) -> int:
    """Delete what has been in quarantine for longer than `days`; returns how many.

    A folder without a reason (the computer went off while it was being written) goes by its age.
    """
    latest = now - timedelta(days=days)
    with_reason = {entry.folder: entry.at for entry in refused(data)}
    old = [
        folder
        for folder in sorted(data.quarantine.glob("*"))
        if with_reason.get(folder, _made_at(folder)) < latest
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _made_at(folder: Path) -> datetime:
    try:
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except OSError:
        return datetime.max.replace(tzinfo=UTC)
