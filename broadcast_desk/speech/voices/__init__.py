"""The voices a station has, in its order of preference."""

from __future__ import annotations

from broadcast_desk.speech.voices.choosing import available, voice_named
from broadcast_desk.speech.voices.protocol import Pcm, Segment, Voice

__all__ = ["Pcm", "Segment", "Voice", "available", "voice_named"]
