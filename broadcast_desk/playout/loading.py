"""Opening sources ahead of their time, off the engine's thread: approval, hash, first samples."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from broadcast_desk.audio import tunes
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.playout.guard import valid_offline
from broadcast_desk.playout.sources.chain import ChainSource, Level
from broadcast_desk.playout.sources.recorded import RecordedSource
from broadcast_desk.playout.sources.relay import RelaySource
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import AudioError, InputError, StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.guards import Refusal
from broadcast_desk.timetable.model import Recorded, Relay

RELAY_AHEAD_S = 15.0
"""A relay is connected so long before it is to sound."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of opening a source.

    Attributes:
        source: None when it was refused or could not be opened.
        refusal: the approval guard's no.
        failure: message code of why the audio cannot sound.
    """

    source: ChainSource | None = None
    refusal: Refusal | None = None
    failure: str = ""


class Loader:
    """Opens recorded content with its approval checked and its bytes' hash checked."""

    def __init__(self, data: DataFolder, clock: Clock) -> None:
        self._data = data
        self._clock = clock
        self._media = MediaStore(data)
        self._local = threading.local()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="load")

    def load(
        self, content: Recorded, offset: int, at: datetime, airable: dict[str, date | None]
    ) -> Future[Loaded]:
        """Open content from a sample on.

        Args:
            content: what is to sound.
            offset: sample to begin at.
            at: when it will sound: the approval must hold then.
            airable: what could be aired when the database could last be read.
        """
        return self._pool.submit(self._load, content, offset, at, airable)

    def load_relay(
        self, content: Relay, at: datetime, at_s: float, airable: dict[str, date | None]
    ) -> Future[Loaded]:
        """Open a relay and what sounds while it is silent or gone.

        Args:
            content: the relay.
            at: when it will sound.
            at_s: the monotonic instant of `at`.
            airable: what could be aired when the database could last be read.
        """
        return self._pool.submit(self._load_relay, content, at, at_s, airable)

    def close(self) -> None:
        """Stop; what is being opened is let go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _load(
        self, content: Recorded, offset: int, at: datetime, airable: dict[str, date | None]
    ) -> Loaded:
        refused = self._refusal(content, at, airable)
        if refused is not None:
            return Loaded(refusal=refused)
        try:
            levels = [Level("programme", self._recorded(content, offset))]
            return Loaded(ChainSource(levels + self._notice()))
        except AudioError as error:
            notice = self._notice()
            chain = ChainSource(notice, error.code) if notice else None
            return Loaded(chain, failure=error.code)

    def _load_relay(
        self, content: Relay, at: datetime, at_s: float, airable: dict[str, date | None]
    ) -> Loaded:
        relay = RelaySource(content.url, at_s - RELAY_AHEAD_S, self._loudness_lufs())
        levels = [Level("programme", relay)]
        fallback = content.fallback
        if fallback is not None and self._refusal(fallback, at, airable) is None:
            with contextlib.suppress(AudioError):
                levels.append(Level("fallback", self._recorded(fallback, 0)))
        return Loaded(ChainSource(levels + self._notice()))

    def _recorded(self, content: Recorded, offset: int) -> RecordedSource:
        return RecordedSource(self._media.path(content.audio_sha256), content.audio_sha256, offset)

    def _notice(self) -> list[Level]:
        """The notice that says that something is wrong, if it is there."""
        with contextlib.suppress(AudioError):
            return [Level("notice", RecordedSource(tunes.path(tunes.NOTICE)))]
        return []

    def _refusal(
        self, content: Recorded, at: datetime, airable: dict[str, date | None]
    ) -> Refusal | None:
        try:
            self._library().may_air(
                content.version_id, content.content_sha256, content.audio_sha256, at
            )
        except InputError as error:
            params = tuple((key, str(value)) for key, value in error.params.items())
            return Refusal(error.code, params)
        except StoreError:
            return valid_offline(content, airable, at)
        return None

    def _loudness_lufs(self) -> float:
        """What live sources are brought to; the usual while the settings cannot be read."""
        try:
            self._library()
            return load_settings(self._local.db).loudness_lufs
        except StoreError:
            return StationSettings().loudness_lufs

    def _library(self) -> Library:
        library: Library | None = getattr(self._local, "library", None)
        if library is None:
            db = self._local.db = open_database(self._data.database, readonly=True)
            library = self._local.library = Library(db, self._media, self._clock)
        return library
