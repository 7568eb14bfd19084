"""eSpeak NG, the voice that is always there: no network, three accents, tiny."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from typing import Literal

import espeakng_loader
import numpy as np

from broadcast_desk.speech.voices import espeak_worker
from broadcast_desk.speech.voices.protocol import Pcm, Segment
from broadcast_desk.speech.voices.worker import Worker

Accent = Literal["north", "central", "south"]

ACCENTS: dict[Accent, str] = {"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"}
USUAL_WORDS_PER_MINUTE = 175
_TIMEOUT_S = 10.0
_TIMEOUT_PER_CHARACTER_S = 0.02


class EspeakVoice:
    """One Vietnamese accent of eSpeak NG, in a child process."""

    engine = "eSpeak NG"
    language = "vi"
    needs_network = False
    rates = (0.5, 2.0)
    parallel = 1

    def __init__(self, accent: Accent, command: list[str] | None = None) -> None:
        """The voice of `accent`; `command` replaces the usual worker process."""
        self.name = f"espeak-vi-{accent}"
        self.accent: str = accent
        self.version = importlib.metadata.version("espeakng-loader")
        self._voice = ACCENTS[accent]
        self._worker = Worker(command or _command(), self.name)

    @property
    def worker(self) -> Worker:
        """The process behind the voice."""
        return self._worker

    def check(self) -> None:
        """Start the process.

        Raises:
            SpeechError: it does not start.
        """
        self._worker.start()

    def speak(self, segment: Segment) -> Pcm:
        """The segment at 22.05 kHz.

        Raises:
            SpeechError: the engine crashed or hung twice.
        """
        answer = self._worker.ask(
            {
                "text": segment.text,
                "voice": self._voice,
                "words_per_minute": round(USUAL_WORDS_PER_MINUTE * segment.rate),
            },
            _TIMEOUT_S + _TIMEOUT_PER_CHARACTER_S * len(segment.text),
        )
        return Pcm(np.frombuffer(answer.sound, np.int16), int(answer.facts["rate_hz"]))

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def _command() -> list[str]:
    return [
        sys.executable, "-I", "-S", espeak_worker.__file__,
        _narrow(espeakng_loader.get_library_path()), _narrow(espeakng_loader.get_data_path()),
    ]  # fmt: skip


def _narrow(path: str) -> str:
    """On Windows the 8.3 name of a path that is not ASCII: eSpeak NG opens no others."""
    if sys.platform == "win32" and not path.isascii():
        import ctypes

        buffer = ctypes.create_unicode_buffer(1024)
        if ctypes.windll.kernel32.GetShortPathNameW(path, buffer, 1024):
            return buffer.value
    return str(Path(path))
