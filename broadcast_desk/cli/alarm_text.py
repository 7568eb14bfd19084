"""The words of an alarm."""

from __future__ import annotations

from broadcast_desk.station.messages import Language, say


def plain(code: str, language: Language) -> str:
    """The text of an alarm, which carries no parameters; the code where its text needs some."""
    try:
        return say(code, language)
    except KeyError:
        return code
