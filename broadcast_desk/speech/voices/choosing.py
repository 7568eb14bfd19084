"""Which voices there are, and in which order a bulletin asks them."""

from __future__ import annotations

from broadcast_desk.speech.voices.espeak import ACCENTS, EspeakVoice
from broadcast_desk.speech.voices.google import GoogleVoice
from broadcast_desk.speech.voices.piper import installed_voices
from broadcast_desk.speech.voices.protocol import Voice
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings


def available(data: DataFolder, settings: StationSettings) -> tuple[Voice, ...]:
    """All voices of the station: first those of `settings.voice_order`, then the others.

    Opens no process and no connection. Names in the settings that are not installed are left out.
    """
    voices = {voice.name: voice for voice in _every_voice(data)}
    first = [voices.pop(name) for name in dict.fromkeys(settings.voice_order) if name in voices]
    return (*first, *voices.values())


def voice_named(name: str, data: DataFolder, settings: StationSettings) -> Voice:
    """The voice called `name`.

    Raises:
        SpeechError: there is none ("speech.no_such_voice").
    """
    voices = {voice.name: voice for voice in available(data, settings)}
    if name not in voices:
        raise SpeechError("speech.no_such_voice", voice=name, known=", ".join(voices))
    return voices[name]


def _every_voice(data: DataFolder) -> tuple[Voice, ...]:
    return (
        *installed_voices(data),
        *(EspeakVoice(accent) for accent in ACCENTS),
        GoogleVoice(),
    )
