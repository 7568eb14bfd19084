"""Where things are: the station's data folder, and the files shipped with the program."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from broadcast_desk.station.errors import store_error_from_os

_PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def _shipped() -> Path:
    """The folder that holds `resources` and `audio_assets`: in a wheel, or the checkout."""
    installed = _PACKAGE / "_shipped"
    return installed if installed.is_dir() else _PACKAGE.parent


def resources_folder() -> Path:
    """The read-only `resources` folder: icons, translations, seed bulletins, lexicon, schemas."""
    return _shipped() / "resources"


def audio_assets_folder() -> Path:
    """The read-only `audio_assets` folder: signal tunes, stings, notices."""
    return _shipped() / "audio_assets"


def default_data_folder() -> Path:
    """The user's data folder when neither `--data` nor `BROADCAST_DESK_DATA` names one."""
    return Path(platformdirs.user_data_dir("BroadcastDesk", appauthor=False))


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One station's folder. Everything the program keeps is below `root`."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "station.db"

    @property
    def media(self) -> Path:
        """Mastered audio as FLAC, named by content hash."""
        return self.root / "media"

    @property
    def originals(self) -> Path:
        """Untouched originals, named by content hash."""
        return self.root / "originals"

    @property
    def cache(self) -> Path:
        """What can be made again: spoken segments."""
        return self.root / "cache"

    @property
    def staging(self) -> Path:
        """Half-done imports; emptied at start."""
        return self.root / "staging"

    @property
    def inbox(self) -> Path:
        """The watched folder for the centre's packages."""
        return self.root / "inbox"

    @property
    def quarantine(self) -> Path:
        """Refused packages with the reason."""
        return self.root / "quarantine"

    @property
    def keys(self) -> Path:
        """This station's own signing keys."""
        return self.root / "keys"

    @property
    def air_check(self) -> Path:
        """What went out, as recorded."""
        return self.root / "air-check"

    @property
    def backups(self) -> Path:
        """Copies of the database, newest last by name."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """Technical logs (not the logbook)."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Lock, lease and checkpoint of the running playout."""
        return self.root / "run"

    def create(self) -> None:
        """Make the folder and its parts.

        Raises:
            StoreError: the place is read-only or full.
        """
        try:
            for part in (
                self.root,
                self.media,
                self.originals,
                self.cache,
                self.staging,
                self.inbox,
                self.quarantine,
                self.keys,
                self.air_check,
                self.backups,
                self.logs,
                self.run,
            ):
                part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error_from_os(error, self.root) from error
