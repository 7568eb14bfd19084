"""The continuous bus of one zone group: voices are mixed into blocks that go to every output.

A start is a sample position on the bus, so it does not depend on timers, and a voice that is to
follow another begins at the very sample after it. The bus never stops: when nothing is due it
carries silence.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.guard import Permit
from broadcast_desk.playout.ports import BLOCK, Block, Output, Pacer, Samples, Source
from broadcast_desk.playout.talkover import Ducking, TalkOver

BACKLOG = SAMPLE_RATE_HZ
"""When the bus is so far behind (the computer slept), that time is left out, not made up."""

MOST_BLOCKS = 5
"""So many blocks of 20 ms are made at once when a device takes them: fewer steps, less work."""

CUT_FADE = SAMPLE_RATE_HZ * 30 // 1000
"""Length of the fade when something is stopped at once: no click."""

JOIN = SAMPLE_RATE_HZ // 500
"""Voices whose end and start lie so close follow one another."""

END_FADE = SAMPLE_RATE_HZ * 2
"""Length of the fade when something is cut at its planned end before its content is over."""


class Ending(StrEnum):
    """Why a voice is over."""

    CONTENT = "content"  # its content is over
    LIMIT = "limit"  # its hard end was reached
    STOPPED = "stopped"  # it was stopped
    FAILED = "failed"  # its source failed


@dataclass(frozen=True, slots=True)
class Began:
    """A voice's first sample is at `position`."""

    airing_id: str
    position: int


@dataclass(frozen=True, slots=True)
class Over:
    """A voice is over: `position` is the sample after its last one; `heard` of them sounded."""

    airing_id: str
    position: int
    heard: int
    ending: Ending
    failure: str = ""
    starved: int = 0


@dataclass(frozen=True, slots=True)
class Leapt:
    """The bus left out `count` samples at `position`: the computer slept or was held up."""

    position: int
    count: int


BusEvent = Began | Over | Leapt


@dataclass
class _Voice:
    airing_id: str
    source: Source
    start: int
    end: int
    gain: float
    fade: int
    tail: int = 0
    begun: bool = False
    heard: int = 0
    starved: int = 0
    ending: Ending = Ending.LIMIT


@dataclass
class _Tail:
    """What is left of a voice under the one that follows it."""

    source: Source
    start: int
    length: int
    gain: float

    @property
    def end(self) -> int:
        """The position after its last sample."""
        return self.start + self.length


class Bus:
    """Mixes the voices of one zone group and hands the blocks to its outputs."""

    def __init__(self, name: str, pacer: Pacer, outputs: Sequence[Output]) -> None:
        self.name = name
        self.outputs = tuple(outputs)
        self.pacer = pacer
        self.events: deque[BusEvent] = deque()
        self.level = 0.0
        self._voices: dict[str, _Voice] = {}
        self._made = 0
        self._gain = 1.0
        self._talk: TalkOver | None = None
        self._tails: list[_Tail] = []
        self._lock = threading.Lock()

    @property
    def made(self) -> int:
        """How many samples were made so far: the earliest position at which anything can begin."""
        return self._made

    def play(
        self,
        permit: Permit,
        source: Source,
        *,
        start: int,
        end: int,
        gain: float = 1.0,
        fades: bool = False,
        tail: int = 0,
    ) -> None:
        """Let a source sound from `start` up to `end` at the latest.

        When `start` has passed, the part that should have been heard by now is left out.

        Args:
            permit: a guard's word that it may sound.
            source: opened and primed; it belongs to the bus from now on.
            start: bus position of its first sample.
            end: bus position after its last sample.
            gain: of the loudspeakers while it sounds.
            fades: it is faded out before `end`.
            tail: when another voice begins at `end`, it is faded out under that one instead, over
                so many samples.
        """
        fade = min(END_FADE, max(1, end - start) // 4) if fades else 0
        voice = _Voice(permit.airing_id, source, start, end, gain, fade, tail)
        with self._lock:
            old = self._voices.pop(permit.airing_id, None)
            self._voices[permit.airing_id] = voice
        if old is not None:
            old.source.close()

    def move(self, airing_id: str, start: int, end: int) -> None:
        """Give a voice that has not begun another place."""
        with self._lock:
            voice = self._voices.get(airing_id)
            if voice is not None and not voice.begun:
                voice.start, voice.end = start, end

    def stop(self, airing_id: str, at: int | None = None) -> bool:
        """End a voice by a short fade, now or at a position; False when there is no such voice.

        A voice that has not begun by then leaves without an event.
        """
        with self._lock:
            voice = self._voices.get(airing_id)
            if voice is None:
                return False
            end = self._made + CUT_FADE if at is None else max(at, self._made)
            if voice.start >= end or (at is None and not voice.begun):
                del self._voices[airing_id]
                voice.source.close()
                return True
            if end < voice.end:
                voice.end, voice.fade, voice.ending = end, CUT_FADE, Ending.STOPPED
                voice.tail = 0
            if at is None:
                self._cut_tails()
        return True

    def _cut_tails(self) -> None:
        for tail in self._tails:
            tail.source.close()
        self._tails = []

    def talk(
        self, permit: Permit, source: Source, *, gain: float, ducking: Ducking, most: int
    ) -> None:
        """Let a live voice sound over what plays, from now on, for `most` samples at the longest.

        Args:
            permit: a guard's word that it may sound.
            source: live; it belongs to the bus from now on.
            gain: of the loudspeakers for the voice.
            ducking: what becomes of what plays.
            most: its hard end.
        """
        del permit
        with self._lock:
            old, self._talk = self._talk, TalkOver(source, gain, ducking, most)
        if old is not None:
            old.close()

    def end_talk(self) -> None:
        """Let the live voice go out, and what it ducked come back."""
        with self._lock:
            if self._talk is not None:
                self._talk.end()

    @property
    def talking(self) -> bool:
        """A live voice is on."""
        talk = self._talk
        return talk is not None and talk.speaking

    def start_of(self, airing_id: str) -> int | None:
        """The bus position at which a voice begins or began."""
        voice = self._voices.get(airing_id)
        return voice.start if voice else None

    def end_of(self, airing_id: str) -> int | None:
        """The bus position after the last sample of a voice."""
        voice = self._voices.get(airing_id)
        return voice.end if voice else None

    def make_due(self, now_s: float) -> int:
        """Make the blocks that are due and hand them on; how many were made."""
        self.pacer.service(now_s)
        due = self.pacer.samples_due(now_s)
        if due - self._made > BACKLOG:
            self._leap(due - self._made - BLOCK)
        begun_at = self._made
        while self._made + BLOCK <= due:
            self._make_block(min((due - self._made) // BLOCK, MOST_BLOCKS) * BLOCK)
        return (self._made - begun_at) // BLOCK

    def close(self) -> None:
        """Close voices and outputs."""
        with self._lock:
            voices, self._voices = self._voices, {}
            talk, self._talk = self._talk, None
            self._cut_tails()
        if talk is not None:
            talk.close()
        for voice in voices.values():
            voice.source.close()
        for output in self.outputs:
            output.close()

    def _make_block(self, count: int) -> None:
        with self._lock:
            samples, gain = self._mix(count)
            if self._talk is not None:
                samples, gain = self._talked_over(self._talk, samples, gain)
            block = Block(self._made, samples, gain, self.pacer.instant_of(self._made))
            self._made += count
        self.level = float(max(samples.max(), -samples.min()))
        for output in self.outputs:
            output.write(block)

    def _talked_over(
        self, talk: TalkOver, samples: Samples, gain: float | Samples
    ) -> tuple[Samples, float | Samples]:
        if talk.over:
            talk.close()
            self._talk = None
            return samples, gain
        return talk.mix(samples, gain)

    def _mix(self, count: int) -> tuple[Samples, float | Samples]:
        mixed = np.zeros(count, np.float32)
        gain: float | Samples = self._gain
        for voice in sorted(self._voices.values(), key=lambda voice: voice.start):
            if voice.start >= self._made + count:
                break
            if not voice.begun:
                gain = self._begin(voice, gain, count)
            if self._add(voice, mixed):
                self._finish(voice)
        if self._tails:
            self._add_tails(mixed)
        return np.clip(mixed, -1.0, 1.0, out=mixed), gain

    def _begin(self, voice: _Voice, gain: float | Samples, count: int) -> float | Samples:
        if voice.start < self._made:
            voice.source.skip(self._made - voice.start)
            voice.start = self._made
        voice.begun = True
        self.events.append(Began(voice.airing_id, voice.start))
        if voice.gain == self._gain:
            return gain
        self._gain = voice.gain
        track = np.full(count, gain, np.float32) if isinstance(gain, float) else gain
        track[voice.start - self._made :] = voice.gain
        return track

    def _add(self, voice: _Voice, mixed: Samples) -> bool:
        """Mix what falls into the block that is being made; whether the voice is over."""
        first = max(self._made, voice.start)
        last = min(self._made + len(mixed), voice.end)
        count = last - first
        if count > 0:
            samples = voice.source.read(count)
            voice.heard += len(samples)
            at = first - self._made
            faded = samples if self._is_followed(voice) else _faded(samples, first, voice)
            mixed[at : at + len(samples)] += faded
            if len(samples) < count:
                if voice.source.finished:
                    voice.end = first + len(samples)
                    voice.ending = Ending.FAILED if voice.source.failure else Ending.CONTENT
                    return True
                voice.starved += count - len(samples)
                voice.source.skip(count - len(samples))
        return voice.end <= self._made + len(mixed)

    def _finish(self, voice: _Voice) -> None:
        del self._voices[voice.airing_id]
        self.events.append(
            Over(
                voice.airing_id,
                voice.end,
                voice.heard,
                voice.ending,
                voice.source.failure,
                voice.starved,
            )
        )
        if voice.ending is Ending.LIMIT and self._is_followed(voice):
            self._tails.append(_Tail(voice.source, voice.end, voice.tail, voice.gain))
        else:
            voice.source.close()

    def _is_followed(self, voice: _Voice) -> bool:
        """It is to go out under another voice, and that one begins where it ends."""
        return voice.tail > 0 and any(
            other is not voice and 0 <= other.start - voice.end <= JOIN
            for other in self._voices.values()
        )

    def _add_tails(self, mixed: Samples) -> None:
        for tail in list(self._tails):
            first = max(self._made, tail.start)
            count = min(self._made + len(mixed), tail.end) - first
            if count > 0:
                samples = tail.source.read(count)
                left = tail.end - first
                slope = np.arange(left, left - len(samples), -1, dtype=np.float32) / tail.length
                at = first - self._made
                louder = min(4.0, tail.gain / max(self._gain, 1e-6))
                mixed[at : at + len(samples)] += samples * slope * np.float32(louder)
            if tail.end <= self._made + len(mixed):
                self._tails.remove(tail)
                tail.source.close()

    def _leap(self, count: int) -> None:
        with self._lock:
            for voice in self._voices.values():
                if voice.begun:
                    voice.source.skip(count)
            self.events.append(Leapt(self._made, count))
            self._made += count


def _faded(samples: Samples, first: int, voice: _Voice) -> Samples:
    left = voice.end - first
    if not voice.fade or left - len(samples) >= voice.fade:
        return samples
    slope = np.arange(left, left - len(samples), -1, dtype=np.float32) / voice.fade
    return samples * np.clip(slope, 0.0, 1.0)
