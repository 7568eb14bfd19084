"""Piper voices: neural, offline, installed by the station (optional extra `piper`)."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from broadcast_desk.speech.voices import piper_worker
from broadcast_desk.speech.voices.protocol import Pcm, Segment, Voice
from broadcast_desk.speech.voices.worker import Worker
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.paths import DataFolder

MODEL, CONFIG, FACTS = "voice.onnx", "voice.onnx.json", "voice.json"
_TIMEOUT_S = 60.0
_TIMEOUT_PER_CHARACTER_S = 0.2


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed voice.

    Attributes:
        folder: holds model, configuration and these facts.
        language: as the voice's configuration says it, e.g. "vi" or "en".
    """

    folder: Path
    name: str
    language: str
    model_sha256: str


class PiperVoice:
    """One installed voice, in a child process."""

    engine = "Piper"
    needs_network = False
    rates = (0.5, 2.0)
    parallel = 1
    accent = ""

    def __init__(self, installed: Installed) -> None:
        """The voice in `installed.folder`."""
        self.name = installed.name
        self.language = installed.language
        self.version = f"{_engine_version()}+{installed.model_sha256[:12]}"
        folder = installed.folder
        self._worker = Worker(
            [
                sys.executable,
                "-I",
                piper_worker.__file__,
                str(folder / MODEL),
                str(folder / CONFIG),
            ],
            self.name,
        )

    def check(self) -> None:
        """Start the process.

        Raises:
            SpeechError: the engine is not installed ("speech.piper_missing").
        """
        if importlib.util.find_spec("piper") is None:
            raise SpeechError("speech.piper_missing", voice=self.name)
        self._worker.start()

    def speak(self, segment: Segment) -> Pcm:
        """The segment at the voice's own rate.

        Raises:
            SpeechError: the model cannot be loaded, or the engine crashed or hung twice.
        """
        answer = self._worker.ask(
            {"text": segment.text, "rate": segment.rate},
            _TIMEOUT_S + _TIMEOUT_PER_CHARACTER_S * len(segment.text),
        )
        return Pcm(np.frombuffer(answer.sound, np.int16), int(answer.facts["rate_hz"]))

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def voices_folder(data: DataFolder) -> Path:
    """Where a station's installed voices are."""
    return data.root / "voices"


def installed_voices(data: DataFolder) -> tuple[Voice, ...]:
    """The station's Piper voices by name; a folder that is damaged is left out."""
    found = []
    for path in sorted(voices_folder(data).glob(f"*/{FACTS}")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
            installed = Installed(
                path.parent, facts["name"], facts["language"], facts["model_sha256"]
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found.append(PiperVoice(installed))
    return tuple(found)


def _engine_version() -> str:
    try:
        return importlib.metadata.version("piper-tts")
    except importlib.metadata.PackageNotFoundError:
        return "0"
