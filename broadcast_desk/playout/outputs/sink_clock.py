"""The clock of a sound card, filtered: what it has played comes in steps, the truth is their edge.

Each step is exact at the instant it happens and falls behind until the next one, so the best
estimate is the upper edge of the staircase. The window is long enough to see the top of many steps
and short enough to follow the card's drift (50 parts per million are 0.2 ms in 4 s).
"""

from __future__ import annotations

from collections import deque

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

WINDOW_S = 4.0
_BUCKET_S = 0.25
_RECENT = 3
SLIP = SAMPLE_RATE_HZ // 100
"""A card whose newest steps stay so far below the edge has slipped."""

LOOKS = 15
"""So many looks in a row must find the sink unmoved before it stands still."""

SETTLED_S = 1.0
"""After so long of playing the estimate can be used; what is said in the first half of it says
nothing, because a sink that has just started fills buffers of its own."""


class SinkClock:
    """Which sample of a sink's stream is heard at a monotonic instant.

    Args:
        held: samples that lie between what the sink reports as played and the ear.
        settled_s: after so long of playing the estimate can be used.
    """

    def __init__(self, held: int = 0, settled_s: float = SETTLED_S) -> None:
        self._settled_s = settled_s
        self._held = held
        self._buckets: deque[tuple[float, float]] = deque()
        self._first_s: float | None = None
        self._played: int | None = None
        self._moved_s = 0.0
        self._still_looks = 0
        self.offset = 0.0
        self.slips = 0

    @property
    def played(self) -> int:
        """What the sink last reported; below 0 while what was in it before still plays."""
        return self._played or 0

    def observe(self, now_s: float, played: int) -> None:
        """Take what the sink reports at a monotonic instant: samples played since its start."""
        if self._played is not None and played <= self._played:
            self._still_looks += 1
            return
        self._still_looks = 0
        self._played, self._moved_s = played, now_s
        if self._first_s is None:
            self._first_s = now_s
        if now_s - self._first_s < self._settled_s / 2:
            return
        ahead = played - now_s * SAMPLE_RATE_HZ
        if self._buckets and now_s - self._buckets[-1][0] < _BUCKET_S:
            began_s, highest = self._buckets[-1]
            self._buckets[-1] = (began_s, max(highest, ahead))
        else:
            self._buckets.append((now_s, ahead))
        while now_s - self._buckets[0][0] > WINDOW_S:
            self._buckets.popleft()
        self._notice_slip()
        self.offset = max(ahead for _, ahead in self._buckets) - self._held

    def _notice_slip(self) -> None:
        """The card ran dry or was held: what it played before says nothing about now."""
        if len(self._buckets) < 2 * _RECENT:
            return
        edges = [ahead for _, ahead in self._buckets]
        if max(edges[-_RECENT:]) < max(edges) - SLIP:
            while len(self._buckets) > _RECENT:
                self._buckets.popleft()
            self.slips += 1

    def settled(self, now_s: float) -> bool:
        """Whether the estimate can be used."""
        return (
            bool(self._buckets)
            and self._first_s is not None
            and now_s - self._first_s >= self._settled_s
        )

    def still_for_s(self, now_s: float) -> float:
        """How long the sink has not moved; 0 before it first did.

        Only what was looked at counts: a computer that was held up saw nothing stand still.
        """
        if self._first_s is None or self._still_looks < LOOKS:
            return 0.0
        return now_s - self._moved_s

    def sample_at(self, instant_s: float) -> float:
        """The sample that is heard at a monotonic instant."""
        return instant_s * SAMPLE_RATE_HZ + self.offset
