"""Piper voices that the station installed."""

from __future__ import annotations

from broadcast_desk.speech.voices.protocol import Voice
from broadcast_desk.station.paths import DataFolder


def installed_voices(data: DataFolder) -> tuple[Voice, ...]:
    """The Piper voices in the station's data folder."""
    del data
    return ()
