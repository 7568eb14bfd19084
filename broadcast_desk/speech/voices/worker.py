"""A voice engine in a child process: asked over pipes, with a time limit, revived if it dies."""

from __future__ import annotations

import contextlib
import json
import queue
import struct
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.station.errors import SpeechError

_LARGEST_ANSWER_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said: a JSON object, and sound."""

    facts: dict[str, Any]
    sound: bytes


class Worker:
    """One engine process, started when first asked; used by one thread at a time."""

    def __init__(self, command: Sequence[str], name: str) -> None:
        """Prepare `command`; `name` is the voice's, for messages."""
        self._command = list(command)
        self._name = name
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()

    @property
    def pid(self) -> int | None:
        """The engine's process, None while it is not running."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the engine now, so that it is ready when the first question comes.

        Raises:
            SpeechError: the process cannot be started.
        """
        with self._lock:
            self._running()

    def ask(self, question: Mapping[str, object], timeout_s: float) -> Answer:
        """Put a question to the engine; after a crash or a hang, once more to a new one.

        Raises:
            SpeechError: it failed twice ("speech.voice_crashed", "speech.voice_hangs"), or it
                answered that it cannot ("speech.voice_failed").
        """
        with self._lock:
            try:
                answer = self._ask_once(question, timeout_s)
            except SpeechError:
                answer = self._ask_once(question, timeout_s)
        if not answer.facts.get("ok"):
            reason = answer.facts.get("reason", "")
            raise SpeechError("speech.voice_failed", voice=self._name, reason=reason)
        return answer

    def close(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._end()

    def _ask_once(self, question: Mapping[str, object], timeout_s: float) -> Answer:
        process = self._running()
        raw = json.dumps(question).encode("utf-8")
        try:
            assert process.stdin is not None
            process.stdin.write(struct.pack(">I", len(raw)) + raw)
            process.stdin.flush()
            answer = self._answers.get(timeout=timeout_s)
        except queue.Empty:
            self._end()
            raise SpeechError("speech.voice_hangs", voice=self._name) from None
        except OSError:
            answer = None
        if answer is None:
            self._end()
            raise SpeechError("speech.voice_crashed", voice=self._name)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=no_window(),
            )
        except OSError as error:
            raise SpeechError("speech.voice_crashed", voice=self._name) from error
        self._process, self._answers = process, queue.SimpleQueue()
        threading.Thread(
            target=_read_answers, args=(process, self._answers), name="voice-worker", daemon=True
        ).start()
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()


def _read_answers(
    process: subprocess.Popen[bytes], answers: queue.SimpleQueue[Answer | None]
) -> None:
    """Put every answer into the queue, and None when the process has ended."""
    assert process.stdout is not None
    with process.stdout as pipe:
        while True:
            head = pipe.read(4)
            raw = pipe.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
            facts = _parsed(raw)
            size = int(facts.get("bytes", 0))
            if not facts or not 0 <= size <= _LARGEST_ANSWER_BYTES:
                break
            sound = pipe.read(size)
            if len(sound) != size:
                break
            answers.put(Answer(facts, sound))
    answers.put(None)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(raw)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
