"""gTTS: Google's voice over the network, with honest limits on how long anything may take."""

from __future__ import annotations

import importlib.metadata
import queue
import threading
import time
import urllib.request
from collections.abc import Callable

import requests
from gtts import gTTS
from gtts.tts import gTTSError

from broadcast_desk.audio.decoding import decode_bytes
from broadcast_desk.audio.encoding import to_int16
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.speech.voices.protocol import Pcm, Segment
from broadcast_desk.station.errors import AudioError, SpeechError

CHECK_TIMEOUT_S = 2.5
"""How long learning that there is no network may take, everything included."""

SEGMENT_TIMEOUT_S = 20.0
_REQUEST_TIMEOUT_S = (2.5, 6.0)
_PAUSES_S = (1.0, 2.0)
"""Waits before the second and third try when the service says that it is too much."""

_ABSENT_S = 120.0
_BUSY_S, _LONGEST_BUSY_S = 600.0, 3600.0
"""So long a service is left alone that has had too many requests, twice as long each time again."""

_TOO_MANY = 429
_BUSY = (_TOO_MANY, 503)


class _Standing:
    """What this program knows of the service: until when not to ask it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._code = ""
        self._busy_s = _BUSY_S

    def refuse(self, code: str, for_s: float) -> None:
        with self._lock:
            self._code, self._until = code, time.monotonic() + for_s

    def refuse_as_busy(self) -> None:
        """Leave the service alone, for longer each time that it is still busy afterwards."""
        with self._lock:
            if time.monotonic() < self._until:
                return  # another request of the same moment has said so
            self._code, self._until = "speech.service_busy", time.monotonic() + self._busy_s
            self._busy_s = min(2 * self._busy_s, _LONGEST_BUSY_S)

    def forget(self) -> None:
        """It answered: ask it as usual again."""
        with self._lock:
            self._until, self._busy_s = 0.0, _BUSY_S

    def raise_if_refused(self, name: str) -> None:
        with self._lock:
            if time.monotonic() < self._until:
                raise SpeechError(self._code, voice=name)


standing = _Standing()
"""One for the program: nineteen bulletins in a row must not each wait for a dead network."""


class GoogleVoice:
    """The Vietnamese voice of gTTS."""

    name = "gtts"
    engine = "gTTS"
    language = "vi"
    accent = "north"
    needs_network = True
    rates = (0.7, 1.5)
    parallel = 3

    def __init__(self, wait: Callable[[float], object] = time.sleep) -> None:
        """The voice; `wait` spends the pauses between tries."""
        self.version = importlib.metadata.version("gTTS")
        self._wait = wait

    def check(self) -> None:
        """Ask the service for anything at all.

        Raises:
            SpeechError: no answer within `CHECK_TIMEOUT_S` ("speech.no_network"), or it was too
                much for the service a short while ago ("speech.service_busy").
        """
        standing.raise_if_refused(self.name)
        answered = threading.Event()
        threading.Thread(target=_knock, args=(answered,), name="gtts-check", daemon=True).start()
        if not answered.wait(CHECK_TIMEOUT_S):
            standing.refuse("speech.no_network", _ABSENT_S)
            raise SpeechError("speech.no_network", voice=self.name)

    def speak(self, segment: Segment) -> Pcm:
        """The segment, asked for at most three times.

        Raises:
            SpeechError: no network, service busy, or an answer without sound.
        """
        standing.raise_if_refused(self.name)
        deadline = time.monotonic() + SEGMENT_TIMEOUT_S
        data = self._fetch(segment.text, deadline)
        try:
            samples = decode_bytes(data, tempo=segment.rate)
        except AudioError as error:
            raise SpeechError("speech.voice_failed", voice=self.name, reason="mp3") from error
        return Pcm(to_int16(samples), SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Nothing stays open."""

    def _fetch(self, text: str, deadline: float) -> bytes:
        for pause_s in (*_PAUSES_S, None):
            standing.raise_if_refused(self.name)
            try:
                data = _in_time(lambda: _download(text), deadline)
            except gTTSError as error:
                status = getattr(error.rsp, "status_code", None)
                if status in _BUSY and pause_s is not None:
                    self._wait(pause_s)
                    continue
                raise self._refusal(status, error) from error
            except (OSError, AssertionError) as error:
                raise self._refusal(None, error) from error
            standing.forget()
            return data
        raise AssertionError("unreachable")

    def _refusal(self, status: int | None, error: Exception) -> SpeechError:
        if status in _BUSY:
            standing.refuse_as_busy()
            return SpeechError("speech.service_busy", voice=self.name)
        if status is None:
            standing.refuse("speech.no_network", _ABSENT_S)
            return SpeechError("speech.no_network", voice=self.name)
        return SpeechError("speech.voice_failed", voice=self.name, reason=str(error))


def _download(text: str) -> bytes:
    request = gTTS(text, lang="vi", lang_check=False, timeout=_REQUEST_TIMEOUT_S)
    return b"".join(request.stream())


def _in_time(work: Callable[[], bytes], deadline: float) -> bytes:
    """What `work` gives, if it gives it before `deadline`.

    The limits of a request hold for each of its reads: a service that drips could hold it for ever.
    So it runs aside, and when its time is over nobody waits for it any longer.

    Raises:
        TimeoutError: it did not.
    """
    answer: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(work())
        except Exception as error:  # noqa: BLE001  (handed to whoever waits)
            answer.put(error)

    threading.Thread(target=run, name="gtts", daemon=True).start()
    try:
        given = answer.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise TimeoutError("gTTS") from None
    if isinstance(given, Exception):
        raise given
    return given


def _knock(answered: threading.Event) -> None:
    try:
        requests.head(
            "https://translate.google.com/",
            timeout=CHECK_TIMEOUT_S,
            proxies=urllib.request.getproxies(),
        )
    except (OSError, ValueError):
        return
    answered.set()
