"""What is looked after at leisure: time servers, the day's chores, dates to be reminded of.

The jobs run in the housekeeping thread; what they found becomes alarms in the engine's thread.
"""

from __future__ import annotations

from broadcast_desk.playout import ntp
from broadcast_desk.playout.chores import REPORT_DUE, Chores, report_is_due
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.housekeeping import Job
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder

NTP_S = 600
NTP_SOON_S = 5
CHORES_S = 900
LOOK_S = 1.0

DAMAGED = "playout.library_damaged"


class SlowWatch:
    """Jobs for housekeeping, and the alarms that come of them.

    Args:
        engine: gets the alarms; nothing new begins while time servers agree that the clock is off.
        data: the station's folder.
        clock: of the station.
    """

    def __init__(self, engine: Engine, data: DataFolder, clock: Clock) -> None:
        self._engine = engine
        self._ntp = ntp.NtpCheck(lambda: engine.brief.settings.extra, clock.now)
        self._chores = Chores(data, clock.now)
        self._damaged = False
        self._next_s = 0.0
        self.jobs = (
            Job("ntp", NTP_S, self._ntp.turn, NTP_SOON_S),
            Job("chores", CHORES_S, self._do_chores),
        )
        engine.after_tick.append(self._on_tick)

    def close(self) -> None:
        """End what still runs."""
        self._chores.close()

    def _do_chores(self) -> None:
        try:
            self._chores.turn()
        except DeskError as error:
            if error.code != "housekeeping.damaged":
                raise
            self._damaged = True
        else:
            self._damaged = False

    def _on_tick(self) -> None:
        engine = self._engine
        if engine.wall.mono_s < self._next_s:
            return
        self._next_s = engine.wall.mono_s + LOOK_S
        verdict = self._ntp.verdict
        offset = "" if verdict.offset_s is None else f"{verdict.offset_s:+.1f}"
        for code in ntp.CODES:
            engine.set_alarm(code, code == verdict.code, seconds=offset)
        engine.network_doubt = ntp.HOLD if verdict.hold else ""
        engine.set_alarm(DAMAGED, self._damaged)
        due = report_is_due(engine.brief.settings.report_deadline, engine.wall.now)
        engine.set_alarm(REPORT_DUE, due)
