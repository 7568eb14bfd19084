"""What is over for good in one zone group, and what a clock that was ahead called missed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_S = 10 * 86_400.0
"""Running seconds after which what is no longer planned is forgotten; no brief looks back so far.

By the monotonic clock: a wall clock that jumps a year ahead and back must not make anything sound
twice.
"""


FAR = timedelta(hours=1)
"""What was called missed by a clock so far ahead of today's was called so by a wrong clock."""


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A cue that was called missed or refused after its instant.

    Attributes:
        planned_at: its instant.
        at: when it was called so, by the clock of that moment.
    """

    planned_at: datetime
    at: datetime


class Settled:
    """Airings that are over: heard, missed, refused, stopped. They do not come back."""

    def __init__(self) -> None:
        self._since_s: dict[str, float] = {}
        self._kept_out: dict[str, KeptOut] = {}

    @property
    def names(self) -> Set[str]:
        """The ids of the airings."""
        return self._since_s.keys()

    def add(self, name: str, mono_s: float) -> None:
        """An airing is over."""
        self._since_s[name] = mono_s

    def keep_out(self, name: str, planned_at: datetime, now: datetime, mono_s: float) -> None:
        """A cue will not sound, unless its instant came by a clock that is then set back."""
        self.add(name, mono_s)
        if planned_at <= now:
            self._kept_out[name] = KeptOut(planned_at, now)

    def learn(self, names: Iterable[str], kept_out: Mapping[str, KeptOut], mono_s: float) -> None:
        """Take over what the log tells of an engine before."""
        self._since_s.update(dict.fromkeys(names, mono_s))
        self._kept_out.update(kept_out)

    def forgive(self, now: datetime, is_over: Callable[[str], bool]) -> None:
        """A clock that was ahead called cues missed that are still to come, or are under way.

        Args:
            now: by the clock as it is now.
            is_over: whether what a cue planned is over by that clock.
        """
        for name, kept in list(self._kept_out.items()):
            to_come = kept.planned_at > now
            if to_come or (kept.at - now > FAR and not is_over(name)):
                del self._kept_out[name]
                self._since_s.pop(name, None)

    def forget_old(self, planned: Collection[str], mono_s: float) -> None:
        """Let go of what is long over and planned no more."""
        for name, since_s in list(self._since_s.items()):
            if mono_s - since_s > KEPT_S and name not in planned:
                del self._since_s[name]
                self._kept_out.pop(name, None)
