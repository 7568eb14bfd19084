"""Changed outputs: playout opens them when it starts, so it starts anew when nobody can notice.

Nothing that sounds is cut for it. While something is on air or near, an alarm says that the change
waits; at the first quiet moment the engine ends with `RENEW`, and the supervisor starts the next
one at once.
"""

from __future__ import annotations

from datetime import timedelta

from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.setup import RENEW, Setup
from broadcast_desk.playout.talking import Talking
from broadcast_desk.station.settings import StationSettings

CLEAR = timedelta(seconds=30)
"""The next item must be at least so far away: a start takes two or three seconds."""

SETTLED_S = 5.0
"""It waits so long after the last change (who changes one output often changes the next) and after
the last sound: what was made of it is still on its way to the loudspeakers."""

_WIRED = ("power", "pilot")
"""Beginnings of the names of further settings that outputs and switches are made from."""


def wiring_of(setup: Setup, settings: StationSettings) -> tuple[object, ...]:
    """What outputs and switches were or would be made from; equal when nothing has to be opened."""
    zones = tuple(
        (zone.id, "" if setup.outputs else zone.output, zone.delay_ms) for zone in settings.zones
    )
    further = tuple(sorted(i for i in settings.extra.items() if i[0].startswith(_WIRED)))
    return (zones, settings.name, further)


class Rewiring:
    """Looks after every tick whether the outputs are still those of the settings.

    Args:
        engine: whose.
        setup: how it was started.
        talking: a microphone that is on holds it up too.
    """

    def __init__(self, engine: Engine, setup: Setup, talking: Talking) -> None:
        self._engine = engine
        self._setup = setup
        self._talking = talking
        self._brief: Brief = engine.brief
        self._wired = wiring_of(setup, engine.brief.settings)
        self._changed = False
        self._not_before_s = 0.0

    def tick(self) -> None:
        """Say that a change waits, or end the engine for it."""
        engine = self._engine
        if engine.brief is not self._brief:
            self._brief = engine.brief
            wanted = wiring_of(self._setup, engine.brief.settings)
            self._changed = wanted != self._wired
            self._not_before_s = engine.wall.mono_s + SETTLED_S
        if not self._changed:
            engine.set_alarm("playout.outputs_changed", raised=False)
        elif not self._quiet():
            engine.set_alarm("playout.outputs_changed", raised=True)
            self._not_before_s = engine.wall.mono_s + SETTLED_S
        elif engine.wall.mono_s >= self._not_before_s:
            engine.end(status=RENEW, reason="playout.outputs_renewed")

    def _quiet(self) -> bool:
        """Nothing sounds, nothing is about to, and nobody speaks."""
        ahead = [cue.starts_at for g in self._engine.groups if (cue := g.next_cue()) is not None]
        soon = any(at - self._engine.wall.now < CLEAR for at in ahead)
        sounding = any(
            airing.began_position is not None
            for group in self._engine.groups
            for airing in group.airings.values()
        )
        return not soon and not sounding and not self._talking.on_air()
