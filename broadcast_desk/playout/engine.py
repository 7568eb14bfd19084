"""The engine: ten times a second it looks at the clocks and brings every zone group in line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from broadcast_desk.logbook.model import Fact
from broadcast_desk.playout import clock_sanity, facts
from broadcast_desk.playout.audio import AudioThread
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.checkpoint import Checkpoint
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.ports import Health
from broadcast_desk.playout.records import Records
from broadcast_desk.playout.walltime import WallTime

TICK_MS = 100

OUTPUTS_EVERY_S = 0.5

STALLED_S = 5.0
"""An audio thread that has not beaten for so long is dead; the supervisor starts anew."""

_log = logging.getLogger(__name__)


class Engine(QObject):
    """Ticks until it is told to end.

    Args:
        wall: both clocks.
        groups: the zone groups, with their buses in the audio thread.
        audio: the thread that serves the buses.
        records: writes the log.
        checkpoint: what the next engine reads when this one dies.
        brief: what is to happen, to begin with.
        until: instant at which it ends by itself.
    """

    def __init__(
        self,
        wall: WallTime,
        groups: Sequence[ZoneGroup],
        audio: AudioThread,
        records: Records,
        checkpoint: Checkpoint,
        brief: Brief,
        until: datetime | None,
    ) -> None:
        super().__init__()
        self.wall = wall
        self.groups = tuple(groups)
        self.audio = audio
        self.records = records
        self.checkpoint = checkpoint
        self.brief = brief
        self.alarms: dict[str, datetime] = {}
        self.after_tick: list[Callable[[], None]] = []
        self.before_end: list[Callable[[str], None]] = []
        self.network_doubt = ""  # message code: time servers say that the clock is wrong
        self.network_vouches = False  # somebody who knows the time says that the clock is right
        self.exit_status = 0
        self.trouble = ""  # message code of what is wrong with the database; set by its thread
        self.job_troubles: dict[str, str] = {}  # job -> message code, "" is none
        self.end_wanted = ""  # message code; set from signal handlers and other threads
        self._outputs_at_s = 0.0
        self._ticked_s = self._awake_s = wall.mono_s
        self._wrong_outputs: dict[str, str] = {}
        self._until = until
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start(TICK_MS)
        self._on_tick()

    def take_brief(self, brief: Brief) -> None:
        """Work from a new brief from the next tick on; may be called from any thread."""
        self.brief = brief

    def log(self, *new: Fact) -> None:
        """Store facts soon."""
        self.records.log(*new)

    def set_alarm(self, code: str, raised: bool, **params: str) -> None:
        """Raise or clear an alarm; each raising is logged once."""
        if raised and code not in self.alarms:
            self.alarms[code] = self.wall.now
            self.log(facts.alarm(self.wall.now, code, **params))
        elif not raised:
            self.alarms.pop(code, None)

    def end(self, status: int = 0, reason: str = "playout.ended") -> None:
        """Log what is on air as ended and leave the event loop."""
        self._timer.stop()
        self.exit_status = status
        for call in self.before_end:
            call(reason)
        for group in self.groups:
            group.close(reason)
        self.log(facts.playout(self.wall.now, "stopped", reason=reason))
        QCoreApplication.exit(status)

    def _on_tick(self) -> None:
        try:
            self._tick()
        except Exception:  # noqa: BLE001  (logged; the supervisor starts anew)
            _log.exception("engine.failed")
            self._timer.stop()
            QCoreApplication.exit(70)

    def _tick(self) -> None:
        step = self.wall.look()
        if step:
            self._note_step(step)
        if self.wall.mono_s - self._ticked_s > STALLED_S / 5:
            self._awake_s = self.wall.mono_s  # all of us stood still: the computer slept
        self._ticked_s = self.wall.mono_s
        heard_s = max(self.audio.beat_s, self._awake_s)
        if self.audio.failed is not None or self.wall.mono_s - heard_s > STALLED_S:
            _log.error("audio.stalled")
            QCoreApplication.exit(70)
            return
        doubt = self._doubt_of_clock()
        self._look_at_outputs()
        troubles = {name: code for name, code in list(self.job_troubles.items()) if code}
        self.set_alarm("playout.disk_low", troubles.pop("disk", "") != "")
        failed = sorted(troubles)
        self.set_alarm("playout.job_failed", bool(failed), jobs=", ".join(failed))
        self.set_alarm("playout.database", bool(self.trouble), cause=self.trouble)
        held_out = self.brief.held_out
        self.set_alarm("playout.held_out", bool(held_out), what=", ".join(held_out[:20]))
        for group in self.groups:
            group.state.doubt = doubt
            group.tick(self.brief)
        if not doubt:
            self.checkpoint.note(self.wall.now, self.wall.mono_s)
        for call in self.after_tick:
            call()
        if self._until is not None and self.wall.now >= self._until:
            self.end_wanted = "playout.until"
        if self.end_wanted:
            self.end(reason=self.end_wanted)

    def confirm_clock(self, by: str) -> bool:
        """A person says that the clock is right; False when that cannot be."""
        if not self.records.sanity.confirm(self.wall.now):
            return False
        self.log(facts.playout(self.wall.now, "clock_confirmed", by=by))
        return True

    def _doubt_of_clock(self) -> str:
        """Message code of why the clock cannot be believed, "" when it can."""
        sanity, now = self.records.sanity, self.wall.now
        doubt = sanity.look(now)
        if doubt and self.network_vouches and sanity.confirm(now):
            self.log(facts.playout(now, "clock_confirmed", by="network"))
            doubt = ""
        for code in clock_sanity.CODES:
            self.set_alarm(code, code == doubt)
        return doubt or self.network_doubt

    def _look_at_outputs(self) -> None:
        """Raise an alarm for what is wrong with an output, once; clear it when it is well again.

        One that is only being opened is not well yet: it may be lost again before it sounds.
        """
        if self.wall.mono_s < self._outputs_at_s:
            return
        self._outputs_at_s = self.wall.mono_s + OUTPUTS_EVERY_S
        reports = [output.report() for group in self.groups for output in group.bus.outputs]
        opening = {report.name for report in reports if report.health is Health.OPENING}
        wrong = {code: name for code, name in self._wrong_outputs.items() if name in opening}
        wrong |= {report.reason: report.name for report in reports if report.reason}
        for code in self._wrong_outputs.keys() - wrong.keys():
            self.set_alarm(code, raised=False)
        for code, name in wrong.items():
            self.set_alarm(code, raised=True, output=name)
        self._wrong_outputs = wrong

    def _note_step(self, step: timedelta) -> None:
        seconds = f"{step.total_seconds():+.3f}"
        self.log(facts.alarm(self.wall.now, "playout.clock_stepped", seconds=seconds))
