"""Which alarms are told to people away from the desk, and when: rate-limited, off the audio path.

The engine only starts a child (`alarm send`) at low priority and looks whether it has ended; mail
servers and brokers are the child's to wait for. An alarm is told when it has lasted a while, not
again for an hour, and once more when it is over.

Settings: those of `alarm_hooks`, and `alarm_after_s`, `alarm_repeat_min`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from broadcast_desk.playout.packages_job import CREATION_FLAGS
from broadcast_desk.station.clock import to_text

HOOK_FAILED = "playout.alarm_hook_failed"
"""The alarm that no note gets out; it is for the desk, and never told by a note."""

LIMIT_S = 180.0
MOST_AN_HOUR = 12
RETRY_S = (60.0, 300.0, 900.0, 1800.0)
"""Pauses before a note that did not go out is tried again; after the last it is given up."""

_LOOK_S = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoteRules:
    """When an alarm is told.

    Attributes:
        after_s: it must have lasted so long.
        repeat_s: the same one not again within so long.
    """

    after_s: float = 20.0
    repeat_s: float = 3600.0

    @classmethod
    def of(cls, extra: Mapping[str, str]) -> NoteRules:
        """From the settings; what is no number has its default."""
        return cls(
            _number(extra.get("alarm_after_s", ""), cls().after_s),
            _number(extra.get("alarm_repeat_min", ""), cls().repeat_s / 60) * 60,
        )


@dataclass
class Notes:
    """What is to be told of a row of alarms. No I/O.

    Attributes:
        told: alarm -> monotonic instant at which it was last told.
        open: alarms that were told and are not over.
        recent: monotonic instants of the last notes.
    """

    told: dict[str, float] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    recent: deque[float] = field(default_factory=deque)

    def due(
        self, alarms: Mapping[str, float], now_s: float, rules: NoteRules
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is to be told now: raised, and over; both empty when nothing is.

        Args:
            alarms: code -> for how many seconds it has been raised.
            now_s: monotonic.
            rules: of the station.
        """
        raised = sorted(
            code
            for code, lasted_s in alarms.items()
            if code != HOOK_FAILED
            and code not in self.open
            and lasted_s >= rules.after_s
            and now_s - self.told.get(code, -rules.repeat_s) >= rules.repeat_s
        )
        cleared = sorted(self.open - set(alarms))
        while self.recent and now_s - self.recent[0] > 3600:
            self.recent.popleft()
        if not (raised or cleared) or len(self.recent) >= MOST_AN_HOUR:
            return (), ()
        self.recent.append(now_s)
        self.told.update(dict.fromkeys(raised, now_s))
        self.open = (self.open | set(raised)) - set(cleared)
        return tuple(raised), tuple(cleared)


@dataclass
class _Sending:
    """A note on its way, or waiting to be tried again."""

    note: str
    child: subprocess.Popen[bytes] | None = None
    began_s: float = 0.0
    tries: int = 0
    next_s: float = 0.0


class AlarmNotes:
    """Called after every tick of the engine; returns at once.

    Args:
        command: the child that sends what it reads on standard input.
        settings: the station's further settings, as they are now.
        alarms: code -> since when.
        now: aware wall-clock instant.
        now_s: monotonic seconds.
        set_alarm: raises and clears an alarm by code.
    """

    def __init__(
        self,
        command: Sequence[str],
        settings: Callable[[], Mapping[str, str]],
        alarms: Callable[[], Mapping[str, datetime]],
        now: Callable[[], datetime],
        now_s: Callable[[], float],
        set_alarm: Callable[..., None],
    ) -> None:
        self._command = tuple(command)
        self._settings = settings
        self._alarms = alarms
        self._now = now
        self._now_s = now_s
        self._set_alarm = set_alarm
        self._notes = Notes()
        self._since_s: dict[str, float] = {}
        self._sending: _Sending | None = None
        self._next_s = 0.0

    def tick(self, enabled: bool) -> None:
        """Look whether something is to be told, and how the last note fared."""
        now_s = self._now_s()
        if now_s < self._next_s:
            return
        self._next_s = now_s + _LOOK_S
        if self._sending is not None:
            self._look_after(self._sending, now_s)
        elif enabled:
            self._begin(now_s)

    def close(self) -> None:
        """Let a note that is on its way go out by itself."""
        self._sending = None

    def _begin(self, now_s: float) -> None:
        alarms = self._alarms()
        self._since_s = {code: self._since_s.get(code, now_s) for code in alarms}
        lasted = {code: now_s - since_s for code, since_s in self._since_s.items()}
        raised, cleared = self._notes.due(lasted, now_s, NoteRules.of(self._settings()))
        if raised or cleared:
            facts = {
                "raised": {code: to_text(alarms[code]) for code in raised},
                "cleared": list(cleared),
                "at": to_text(self._now()),
            }
            self._sending = _Sending(json.dumps(facts))
            self._start(self._sending, now_s)

    def _start(self, sending: _Sending, now_s: float) -> None:
        sending.tries += 1
        sending.began_s = now_s
        try:
            sending.child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=CREATION_FLAGS,
            )
        except OSError:
            _log.exception("alarms.cannot_start")
            self._failed(sending, now_s)
            return
        assert sending.child.stdin is not None
        _feed(sending.child.stdin, sending.note)

    def _look_after(self, sending: _Sending, now_s: float) -> None:
        child = sending.child
        if child is None:
            if now_s >= sending.next_s:
                self._start(sending, now_s)
            return
        status = child.poll()
        if status is None:
            if now_s - sending.began_s > LIMIT_S:
                child.kill()
            return
        if status == 0:
            self._sending = None
            self._set_alarm(HOOK_FAILED, False)
        else:
            self._failed(sending, now_s)

    def _failed(self, sending: _Sending, now_s: float) -> None:
        _log.warning("alarms.not_sent, try %d", sending.tries)
        self._set_alarm(HOOK_FAILED, True)
        sending.child = None
        if sending.tries > len(RETRY_S):
            self._sending = None
            return
        sending.next_s = now_s + RETRY_S[sending.tries - 1]


def has_hooks(extra: Mapping[str, str]) -> bool:
    """Whether the settings name any way to tell people; see `alarm_hooks`."""
    return any(extra.get(key, "").strip() for key in ("alarm_email", "alarm_mqtt", "alarm_command"))


def _feed(stdin: IO[bytes], note: str) -> None:
    """A note is shorter than a pipe is wide: this does not wait."""
    with contextlib.suppress(OSError):
        stdin.write(note.encode("utf-8"))
        stdin.close()


def _number(text: str, usual: float) -> float:
    try:
        return max(0.0, float(text)) if text.strip() else usual
    except ValueError:
        return usual
