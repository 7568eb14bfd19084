"""What changed, told once to every page that shows it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Kind(StrEnum):
    """Kinds of thing that pages show."""

    PROGRAMMES = "programmes"
    TIMETABLE = "timetable"
    LOGBOOK = "logbook"
    PACKAGES = "packages"
    LEXICON = "lexicon"
    SETTINGS = "settings"


EVERYTHING = frozenset(Kind)


class Changes(QObject):
    """The one place where a change is announced.

    Signals:
        changed: the kinds that changed (a frozenset of `Kind`), and who changed them (the page
            that already shows the new state and need not ask again), or None.
    """

    changed = Signal(object, object)

    def tell(self, *kinds: Kind, by: object = None) -> None:
        """Announce that things of these kinds changed."""
        self.changed.emit(frozenset(kinds), by)

    def tell_everything(self) -> None:
        """Announce that another program changed something, nobody knows what."""
        self.changed.emit(EVERYTHING, None)
