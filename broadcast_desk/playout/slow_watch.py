"""What is looked after at leisure: settings, time servers, the day's chores, dates to remember.

The jobs run in the housekeeping thread; what they found becomes alarms in the engine's thread.
"""

from __future__ import annotations

from collections.abc import Callable

from broadcast_desk.playout import ntp
from broadcast_desk.playout.checking import setting_faults
from broadcast_desk.playout.chores import REPORT_DUE, Chores, report_is_due
from broadcast_desk.playout.clock_sanity import set_by_network
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.housekeeping import Job
from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder

CLOCK_S = 30
NTP_S = 600
NTP_SOON_S = 5
CHORES_S = 900
LOOK_S = 1.0

SETTINGS_S = 60
SETTINGS_SOON_S = 2

SETTING_WRONG = "playout.setting_wrong"
DAMAGED = "playout.library_damaged"


class SlowWatch:
    """Jobs for housekeeping, and the alarms that come of them.

    Args:
        engine: gets the alarms; nothing new begins while time servers agree that the clock is off.
        data: the station's folder.
        clock: of the station.
        say: takes each new fault of the settings, a code and its parameters, for the terminal.
    """

    def __init__(
        self, engine: Engine, data: DataFolder, clock: Clock, say: Callable[..., None]
    ) -> None:
        self._engine = engine
        self._say = say
        self._faults: set[tuple[str, str]] = set()
        self._ntp = ntp.NtpCheck(lambda: engine.brief.settings.extra, clock.now)
        self._chores = Chores(data, clock.now)
        self._damaged = False
        self._next_s = 0.0
        self._system_clock = isinstance(clock, SystemClock)
        self._set_by_network = False
        self.jobs = (
            Job("settings", SETTINGS_S, self._check_settings, SETTINGS_SOON_S),
            Job("ntp", NTP_S, self._ntp.turn, NTP_SOON_S),
            Job("clock", CLOCK_S, self._ask_system, NTP_SOON_S),
            Job("chores", CHORES_S, self._do_chores),
        )
        engine.after_tick.append(self._on_tick)

    def close(self) -> None:
        """End what still runs."""
        self._chores.close()

    def _check_settings(self) -> None:
        """Look whether the settings can be used; each fault is said once."""
        faults = setting_faults(self._engine.brief.settings)
        known, self._faults = self._faults, {(fault.code, str(fault.params)) for fault in faults}
        for fault in faults:
            if (fault.code, str(fault.params)) not in known:
                params = {key: str(value) for key, value in fault.params.items()}
                self._say(note=fault.code, **params)

    def _ask_system(self) -> None:
        """Whether the system's clock follows a time server; a shifted clock is another matter."""
        self._set_by_network = self._system_clock and set_by_network()

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
        engine.network_vouches = verdict.vouches or self._set_by_network
        engine.set_alarm(DAMAGED, self._damaged)
        wrong = sorted(code for code, _ in self._faults)
        engine.set_alarm(SETTING_WRONG, bool(wrong), codes=", ".join(wrong))
        due = report_is_due(engine.brief.settings.report_deadline, engine.wall.now)
        engine.set_alarm(REPORT_DUE, due)
