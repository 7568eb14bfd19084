"""Written Vietnamese in, what an announcer says out, with everything that is uncertain."""

from broadcast_desk.speech.reading.model import Doubt, Notice, Options, Reading
from broadcast_desk.speech.reading.reader import read

__all__ = ["Doubt", "Notice", "Options", "Reading", "read"]
