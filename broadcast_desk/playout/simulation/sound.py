"""Sound without samples: sources that only have a length, a bus that tells when they are heard."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadcast_desk.library.media import MediaStore
from broadcast_desk.playout.bus import Began, Bus, Ending, Over
from broadcast_desk.playout.loading import Loaded, Loader
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import BLOCK
from broadcast_desk.playout.sources.chain import ChainSource, Switched
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.timetable.model import Recorded, Relay


class PaperMedia(MediaStore):
    """A media store of which only the damage is known."""

    def __init__(self, data: DataFolder) -> None:
        super().__init__(data)
        self.damage: dict[str, str] = {}  # audio hash -> message code

    def verify(self, sha256: str) -> bool:
        """Whether the file would be whole."""
        return sha256 not in self.damage


class PaperSource(ChainSource):
    """A chain that has a length and no sound.

    Args:
        left: samples until it is over, None is never.
        failure: message code of why only the notice sounds.
    """

    def __init__(self, left: int | None, failure: str = "") -> None:
        super().__init__((), failure)
        self.left = None if failure else left

    def skip(self, count: int) -> None:
        """Leave out the next samples."""
        if self.left is not None:
            self.left = max(0, self.left - count)

    def switch(self, level: int, name: str, reason: str) -> None:
        """Another level sounds from now on."""
        self.switches.append(Switched(level, name, reason))


class PaperLoader(Loader):
    """The real loader's approval check; what it opens are lengths."""

    def __init__(self, data: DataFolder, clock: Clock, media: PaperMedia, dead: set[str]) -> None:
        super().__init__(data, clock)
        self._paper = media
        self._dead = dead  # URLs of relays that carry nothing

    def load(
        self, content: Recorded, offset: int, at: datetime, airable: dict[str, date | None]
    ) -> Future[Loaded]:
        """Open content from a sample on, at once."""
        refused = self._refusal(content, at, airable)
        if refused is not None:
            return _done(Loaded(refusal=refused))
        failure = self._paper.damage.get(content.audio_sha256, "")
        left = max(0, content.duration_samples - offset)
        return _done(Loaded(PaperSource(left, failure), failure=failure))

    def load_relay(
        self, content: Relay, at: datetime, at_s: float, airable: dict[str, date | None]
    ) -> Future[Loaded]:
        """Open a relay; a dead one begins with what sounds in its place."""
        del at, at_s, airable
        source = PaperSource(None)
        if content.url in self._dead:
            source.switch(1, "fallback", "playout.relay_stalled")
        return _done(Loaded(source))


def _done(loaded: Loaded) -> Future[Loaded]:
    future: Future[Loaded] = Future()
    future.set_result(loaded)
    return future


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch in which an airing sounded, by true time and by the station's clock."""

    airing_id: str
    group: str
    begin_s: float
    end_s: float
    begin: datetime
    end: datetime


class PaperBus(Bus):
    """A bus that jumps: voices begin and end where they would, no block is made.

    Args:
        name: of the zone group.
        clock: what the bus goes by.
        on_heard: is told what sounded.
    """

    def __init__(self, name: str, clock: Clock, on_heard: Callable[[Heard], None]) -> None:
        super().__init__(name, ClockPacer(clock.monotonic_s()), ())
        self._clock = clock
        self._on_heard = on_heard

    def next_event_s(self) -> float | None:
        """When the next voice begins or ends, in monotonic seconds."""
        positions = [
            self._end(name) if voice.begun else voice.start for name, voice in self._voices.items()
        ]
        return self.pacer.instant_of(min(positions)) if positions else None

    def make_due(self, now_s: float) -> int:
        """Let everything sound that is due; how many blocks that would have been."""
        first = self._made
        self._made = max(first, self.pacer.samples_due(now_s) // BLOCK * BLOCK)
        for name in sorted(self._voices, key=lambda name: self._voices[name].start):
            self._sound(name, first)
        return (self._made - first) // BLOCK

    def _end(self, name: str) -> int:
        """The position at which a voice is over, by its content or its limit."""
        voice = self._voices[name]
        source = voice.source
        left = source.length if isinstance(source, MemorySource) else None
        if isinstance(source, PaperSource):
            left = source.left
        return voice.end if left is None else min(voice.end, voice.start + left)

    def _sound(self, name: str, first: int) -> None:
        voice = self._voices[name]
        if voice.start >= self._made:
            return
        if not voice.begun:
            if voice.start < first:
                voice.source.skip(first - voice.start)
                voice.start = first
            voice.begun = True
            self.events.append(Began(name, voice.start))
        end = self._end(name)
        self._tell(name, max(first, voice.start), min(end, self._made))
        if end <= self._made:
            ending = voice.ending if end == voice.end else Ending.CONTENT
            del self._voices[name]
            heard = max(0, end - voice.start)
            self.events.append(Over(name, max(end, voice.start), heard, ending))

    def _tell(self, name: str, first: int, last: int) -> None:
        if last <= first:
            return
        begin_s, end_s = self.pacer.instant_of(first), self.pacer.instant_of(last)
        now, now_s = self._clock.now(), self._clock.monotonic_s()
        begin = now + timedelta(seconds=begin_s - now_s)
        end = now + timedelta(seconds=end_s - now_s)
        self._on_heard(Heard(name, self.name, begin_s, end_s, begin, end))
