"""One bulletin, one voice: segments from the cache or the voice, with progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

import numpy as np

from broadcast_desk.audio.flac_frames import encoded, filled
from broadcast_desk.audio.mastering import shape
from broadcast_desk.audio.shaping import PresetName
from broadcast_desk.speech.cache import SegmentCache, Spoken
from broadcast_desk.speech.voices.protocol import Pcm, Segment, Voice
from broadcast_desk.station.errors import SpeechError

Progress = Callable[[int, int], None]
"""Called with segments done and segments in all."""

Cancelled = Callable[[], bool]

_QUIET = 10 ** (-46 / 20)
_KEPT_S = 0.02


def speak_all(
    segments: Sequence[Segment],
    voice: Voice,
    cache: SegmentCache,
    preset: PresetName,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Spoken]:
    """Every segment spoken by `voice`; what the cache has is not spoken again.

    Raises:
        SpeechError: the voice cannot speak, or it was cancelled ("speech.cancelled"). What was
            spoken until then stays in the cache.
        StoreError: the disk is full.
    """
    job = _Job(voice, cache, preset, len(segments), progress, cancelled)
    wanted = dict.fromkeys(segments)
    new = [segment for segment in wanted if not cache.path(voice, segment, preset).exists()]
    with job:
        begun = job.speak(new)  # first, so that the cache is read meanwhile
        found = {segment: job.look_up(segment) for segment in wanted if segment not in begun}
        begun |= job.speak([segment for segment, one in found.items() if one is None])
        found |= job.gather(begun)
    job.finish()
    return [spoken for segment in segments if (spoken := found[segment]) is not None]


class _Job:
    def __init__(
        self,
        voice: Voice,
        cache: SegmentCache,
        preset: PresetName,
        total: int,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._voice = voice
        self._cache = cache
        self._preset = preset
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self._speaking = threading.BoundedSemaphore(voice.parallel)
        self._lock = threading.Lock()
        self._done = 0
        self._pool = ThreadPoolExecutor(voice.parallel + 1, thread_name_prefix="speak")

    def __enter__(self) -> None:
        """Begin the work."""

    def __exit__(self, *exception: object) -> None:
        """End it; what nobody waits for any more is not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def look_up(self, segment: Segment) -> Spoken | None:
        self._stop_if_cancelled()
        spoken = self._cache.get(self._voice, segment, self._preset)
        if spoken is not None:
            self._count()
        return spoken

    def speak(self, segments: Sequence[Segment]) -> dict[Segment, Future[Spoken]]:
        """Begin. Voice and shaping overlap: while one segment is shaped the next is spoken."""
        if segments:
            self._voice.check()
        return {segment: self._pool.submit(self._speak_one, segment) for segment in segments}

    @staticmethod
    def gather(spoken: Mapping[Segment, Future[Spoken]]) -> dict[Segment, Spoken]:
        """What was begun, when it is done; the first that fails ends the wait."""
        wait(spoken.values(), return_when=FIRST_EXCEPTION)
        done = {segment: future for segment, future in spoken.items() if future.done()}
        return {segment: future.result() for segment, future in done.items()}

    def finish(self) -> None:
        if self._progress is not None and self._done < self._total:
            self._progress(self._total, self._total)

    def _speak_one(self, segment: Segment) -> Spoken:
        with self._speaking:
            self._stop_if_cancelled()
            spoken = self._voice.speak(segment)
        pcm = trimmed(spoken)
        if not len(pcm.samples):
            raise SpeechError("speech.voice_silent", voice=self._voice.name, text=segment.text[:40])
        samples = pcm.samples.astype(np.float32) * np.float32(1 / 32768)
        shaped = shape(samples, pcm.rate_hz, self._preset)
        made = Spoken(filled(pcm.samples), encoded(pcm.samples, pcm.rate_hz), shaped)
        kept = self._cache.put(self._voice, segment, self._preset, made)
        self._count()
        return kept

    def _count(self) -> None:
        with self._lock:
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._total)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise SpeechError("speech.cancelled")


def trimmed(pcm: Pcm) -> Pcm:
    """Without the silence that engines put before and after: pauses are ours to set."""
    magnitude = np.abs(pcm.samples.astype(np.int32))
    top = int(magnitude.max(initial=0))
    if top == 0:
        return Pcm(pcm.samples[:0], pcm.rate_hz)
    heard = np.flatnonzero(magnitude > max(top * _QUIET, 1))
    kept = int(_KEPT_S * pcm.rate_hz)
    first, last = max(0, int(heard[0]) - kept), int(heard[-1]) + kept + 1
    return Pcm(pcm.samples[first:last], pcm.rate_hz)
