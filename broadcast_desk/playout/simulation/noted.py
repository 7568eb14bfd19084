"""What the simulation saw by itself, beside the station's own log."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from broadcast_desk.playout.decide import airing_id
from broadcast_desk.playout.simulation.faults import Trouble
from broadcast_desk.playout.simulation.sound import Heard
from broadcast_desk.timetable.model import Cue


@dataclass
class Noted:
    """An ear at every loudspeaker, and an eye on the clock.

    Attributes:
        due: airing id -> the cue that was due, by true time and the plan in force.
        sessions: (session, group) -> a cue, due while the computer was off for days.
        heard: what sounded, in stretches.
        faults: how often each kind of trouble came.
        cuts: when the power failed, in monotonic seconds.
        steps: when the clock was set, and by how many seconds back.
        second_owner: a second playout could start.
        held: for how long nothing could begin though the clock was right, each time, in seconds.
    """

    due: dict[str, Cue] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Cue] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    faults: Counter[Trouble] = field(default_factory=Counter)
    cuts: list[float] = field(default_factory=list)
    steps: list[tuple[float, float]] = field(default_factory=list)
    second_owner: bool = False
    held: list[float] = field(default_factory=list)
    _held_since_s: float | None = None
    _last: dict[str, int] = field(default_factory=dict)

    def note_due(self, cue: Cue, group: str, *, in_force: bool) -> None:
        """A cue was due in a zone group; of a plan not in force only the session is certain."""
        if in_force:
            self.due[airing_id(cue, group)] = cue
        else:
            self.sessions[cue.session_id, group] = cue

    def note_held(self, now_s: float, *, held: bool) -> None:
        """Whether nothing may begin although the clock is right."""
        if not held:
            self._held_since_s = None
            return
        if self._held_since_s is None:
            self._held_since_s = now_s
            self.held.append(0.0)
        self.held[-1] = now_s - self._held_since_s

    def hear(self, stretch: Heard) -> None:
        """Something sounded; stretches that touch are one."""
        place = self._last.get(stretch.group)
        last = None if place is None else self.heard[place]
        if last is not None and place is not None and _touch(last, stretch):
            end_s, end = stretch.end_s, stretch.end
            self.heard[place] = dataclasses.replace(last, end_s=end_s, end=end)
            return
        self._last[stretch.group] = len(self.heard)
        self.heard.append(stretch)

    def count(self, trouble: Trouble) -> None:
        """One more of this kind."""
        self.faults[trouble] += 1


def _touch(last: Heard, stretch: Heard) -> bool:
    """Whether one goes on where the other ended, by both clocks."""
    return (
        last.airing_id == stretch.airing_id
        and abs(stretch.begin_s - last.end_s) < 0.001
        and abs(stretch.begin - last.end) < timedelta(milliseconds=1)
    )
