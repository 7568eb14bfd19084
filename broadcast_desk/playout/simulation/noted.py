"""What the simulation saw by itself, beside the station's own log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

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
    """

    due: dict[str, Cue] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Cue] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    faults: Counter[Trouble] = field(default_factory=Counter)
    cuts: list[float] = field(default_factory=list)
    steps: list[tuple[float, float]] = field(default_factory=list)
    second_owner: bool = False

    def note_due(self, cue: Cue, group: str, *, in_force: bool) -> None:
        """A cue was due in a zone group; of a plan not in force only the session is certain."""
        if in_force:
            self.due[airing_id(cue, group)] = cue
        else:
            self.sessions[cue.session_id, group] = cue

    def hear(self, stretch: Heard) -> None:
        """Something sounded; stretches that touch are one."""
        if self.heard:
            last = self.heard[-1]
            same = (last.airing_id, last.end_s, last.end) == (
                stretch.airing_id,
                stretch.begin_s,
                stretch.begin,
            )
            if same:
                self.heard[-1] = Heard(
                    last.airing_id, last.group, last.begin_s, stretch.end_s, last.begin, stretch.end
                )
                return
        self.heard.append(stretch)

    def count(self, trouble: Trouble) -> None:
        """One more of this kind."""
        self.faults[trouble] += 1
