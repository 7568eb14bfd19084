"""Opening the desk anew in another language, without ending the program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings

from broadcast_desk.station.messages import Language

LANGUAGE_KEY = "look/language"
REOPEN = 4711
"""What the event loop ends with when the desk should open again at once."""


def keep_language(language: Language) -> None:
    """Keep what this person chose, for this and every later start."""
    QSettings().setValue(LANGUAGE_KEY, language)


def reopen() -> None:
    """End the desk and open it again; playout does not notice."""
    QCoreApplication.exit(REOPEN)
