"""The station's rooms as one worker thread sees them: each thread has its own connection."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import Database, open_database
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.store import TimetableStore


@dataclass
class Rooms:
    """What a piece of work may use; never shared between threads."""

    data: DataFolder
    clock: Clock

    @functools.cached_property
    def db(self) -> Database:
        """This thread's connection.

        Raises:
            StoreError: the data cannot be opened.
        """
        return open_database(self.data.database)

    @functools.cached_property
    def media(self) -> MediaStore:
        """The media store."""
        return MediaStore(self.data)

    @functools.cached_property
    def library(self) -> Library:
        """The library."""
        return Library(self.db, self.media, self.clock)

    @functools.cached_property
    def logbook(self) -> Logbook:
        """The logbook."""
        return Logbook(self.db)

    @functools.cached_property
    def timetable(self) -> TimetableStore:
        """The timetable."""
        return TimetableStore(self.db, self.clock)

    @property
    def settings(self) -> StationSettings:
        """The station's settings as they are now."""
        return load_settings(self.db)

    def close(self) -> None:
        """Close the connection if one was opened."""
        if "db" in self.__dict__:
            self.db.conn.close()
