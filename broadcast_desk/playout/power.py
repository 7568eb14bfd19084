"""Power of amplifier and transmitter: on a while before the first sound, off a while after it.

Four kinds of switch: a USB relay board (LCUS, CH340), a smart plug with an address for on and one
for off, a topic at an MQTT broker, and any command. All are slow and can fail, so a thread of their
own works them; the engine only says what it expects to sound. Whatever happens, power goes off when
playout ends.
"""

from __future__ import annotations

import contextlib
import logging
import shlex
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

import serial

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.station.errors import InputError

TIMEOUT_S = 5.0
RETRY_S = 3.0
"""Pause after a switch that did not answer."""

REFRESH_S = 60.0
"""A board without a status reply is told again: it may have been unplugged meanwhile."""

LCUS_BAUD = 9600
_START_BYTE = 0xA0

_log = logging.getLogger(__name__)


class SwitchFailed(Exception):  # noqa: N818  (what happened; the keeper tries again)
    """The switch did not do what it was told.

    Attributes:
        code: message code of the reason.
        detail: what the device, the network or the system said.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@runtime_checkable
class KeptSwitch(Protocol):
    """A switch that keeps something open."""

    def close(self) -> None:
        """Let go of it."""
        ...


class Switch(Protocol):
    """Something that turns power on and off. Telling it twice does no harm."""

    @property
    def name(self) -> str:
        """For people."""
        ...

    def turn(self, on: bool) -> None:
        """Turn it on or off.

        Raises:
            SwitchFailed: it did not.
        """
        ...


def lcus_frame(channel: int, on: bool) -> bytes:
    """The four bytes an LCUS-n board takes: start, channel from 1, state, their sum.

    Raises:
        ValueError: there is no such channel.
    """
    if not 1 <= channel <= 255:
        raise ValueError(channel)
    body = (_START_BYTE, channel, int(on))
    return bytes((*body, sum(body) & 0xFF))


@dataclass(frozen=True, slots=True)
class SerialRelay:
    """One channel of a USB relay board (LCUS-1 to -8: 9600 baud, 8N1, mostly no reply).

    Attributes:
        port: "COM3", "/dev/ttyUSB0".
        inverted: power is on while the relay is released: the fail-safe for a normally-closed
            contact.
    """

    port: str
    channel: int = 1
    inverted: bool = False

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.port}:{self.channel}"

    def turn(self, on: bool) -> None:
        """Send the frame and wait until it is out.

        Raises:
            SwitchFailed: the port is gone or used by another program.
        """
        frame = lcus_frame(self.channel, on is not self.inverted)
        try:
            with serial.Serial(self.port, LCUS_BAUD, timeout=1, write_timeout=TIMEOUT_S) as link:
                link.write(frame)
                link.flush()
        except (OSError, ValueError) as error:  # SerialException is an OSError
            raise SwitchFailed("playout.power_serial", str(error)) from error


@dataclass(frozen=True, slots=True)
class HttpPlug:
    """A smart plug in the local network with one address for on and one for off."""

    on_url: str
    off_url: str

    @property
    def name(self) -> str:
        """For people, without a password that may stand in the address."""
        return urlsplit(self.on_url).hostname or ""

    def turn(self, on: bool) -> None:
        """Ask for the address.

        Raises:
            SwitchFailed: no answer in time, or not a good one.
        """
        url = self.on_url if on else self.off_url
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=TIMEOUT_S) as answer:
                answer.read(4096)
        except (OSError, ValueError) as error:  # URLError and HTTPError are OSErrors
            raise SwitchFailed("playout.power_http", str(error)) from error


@dataclass(frozen=True, slots=True)
class CommandSwitch:
    """Any program; exit status 0 is done. No shell."""

    on_command: tuple[str, ...]
    off_command: tuple[str, ...]

    @property
    def name(self) -> str:
        """For people."""
        return self.on_command[0]

    def turn(self, on: bool) -> None:
        """Run the command.

        Raises:
            SwitchFailed: it could not be run, took too long, or gave another exit status.
        """
        command = self.on_command if on else self.off_command
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT_S,
                creationflags=no_window(),
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SwitchFailed("playout.power_command", str(error)) from error
        if done.returncode:
            said = done.stderr[-300:].decode("utf-8", "replace").strip()
            raise SwitchFailed("playout.power_command", said or f"exit {done.returncode}")


def switch_from_text(text: str, keys: Path | None = None) -> Switch:
    """The switch written as in the settings.

    `lcus:COM3:1`, `lcus-inverted:/dev/ttyUSB0:2`, `http:ON-ADDRESS|OFF-ADDRESS`,
    `mqtt://user@host/topic|ON|OFF`, `command:ON|OFF`.

    Args:
        text: as above.
        keys: folder with password files.

    Raises:
        InputError: it is none of these ("playout.power_text", "playout.mqtt_address").
    """
    if text.startswith(("mqtt://", "mqtts://")):
        from broadcast_desk.playout.power_mqtt import mqtt_switch  # loads a library few need

        return mqtt_switch(text, keys)
    kind, _, rest = text.partition(":")
    first, bar, second = (part.strip() for part in rest.partition("|"))
    try:
        if kind in ("lcus", "lcus-inverted"):
            return _relay(rest, inverted=kind.endswith("inverted"))
        if kind == "http" and bar and all(_is_http(url) for url in (first, second)):
            return HttpPlug(first, second)
        if kind == "command" and first and second:
            return CommandSwitch(_words(first), _words(second))
    except ValueError as error:
        raise InputError("playout.power_text", text=text) from error
    raise InputError("playout.power_text", text=text)


def _relay(text: str, *, inverted: bool) -> SerialRelay:
    port, _, channel = text.rpartition(":")
    if not port:
        raise ValueError(text)
    lcus_frame(int(channel), on=True)
    return SerialRelay(port, int(channel), inverted)


def _is_http(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _words(command: str) -> tuple[str, ...]:
    return tuple(shlex.split(command, posix=sys.platform != "win32"))


@dataclass(frozen=True, slots=True)
class PowerRule:
    """When power is wanted.

    Attributes:
        warm_up: on so long before the first sound (tubes and transmitters need it).
        cool_down: off so long after the last sound; a shorter pause between sounds stays on.
    """

    warm_up: timedelta = timedelta(seconds=20)
    cool_down: timedelta = timedelta(seconds=30)

    def wants_power(
        self,
        now: datetime,
        *,
        sounding: bool,
        last_sound_at: datetime | None,
        next_sound_at: datetime | None,
    ) -> bool:
        """Whether power is to be on. Pure.

        Args:
            now: aware instant.
            sounding: something is on air.
            last_sound_at: when the last sound ended, None when there was none.
            next_sound_at: when the next begins, None when none is known.
        """
        if sounding:
            return True
        if next_sound_at is not None and next_sound_at - now <= self.warm_up:
            return True
        return last_sound_at is not None and timedelta(0) <= now - last_sound_at < self.cool_down


@dataclass(frozen=True, slots=True)
class PowerReport:
    """How the switch does.

    Attributes:
        on: what it was last told, None when it never answered.
        reason: message code of what is wrong, "" when nothing is.
    """

    name: str
    on: bool | None
    wanted: bool
    reason: str = ""
    detail: str = ""


class PowerKeeper:
    """Works one switch: as the engine wants it from its first word on, and off at the end.

    Args:
        switch: what is worked.
        rule: warm-up and cool-down.
        told: called from the keeper's thread with every state it reached or failed to reach.
        grace_s: at the beginning power is left as it is for so long, unless it is wanted: an
            engine that takes over must not cut the amplifier off before it has found its place.
    """

    def __init__(
        self,
        switch: Switch,
        rule: PowerRule | None = None,
        told: Callable[[PowerReport], None] | None = None,
        grace_s: float = 0.0,
    ) -> None:
        self._switch = switch
        self._leave_until_s = time.monotonic() + grace_s
        self._rule = rule or PowerRule()
        self._told = told or (lambda _: None)
        self._wanted: bool | None = None
        self._report = PowerReport(switch.name, None, False)
        self._last_sound_at: datetime | None = None
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="power", daemon=True)
        self._thread.start()

    def expect(self, now: datetime, *, sounding: bool, next_sound_at: datetime | None) -> None:
        """Say what is on air and what comes next; called at every tick, returns at once."""
        if sounding:
            self._last_sound_at = now
        wanted = self._rule.wants_power(
            now,
            sounding=sounding,
            last_sound_at=self._last_sound_at,
            next_sound_at=next_sound_at,
        )
        leave = not wanted and time.monotonic() < self._leave_until_s
        if wanted != self._wanted and not (leave and self._wanted is None):
            self._wanted = wanted
            self._wake.set()

    def report(self) -> PowerReport:
        """How it does."""
        report = self._report
        wanted = bool(self._wanted)
        return PowerReport(report.name, report.on, wanted, report.reason, report.detail)

    def close(self) -> None:
        """Turn it off and end; waits for the switch, but not for ever."""
        self._wanted, self._closing = False, True
        self._wake.set()
        self._thread.join(TIMEOUT_S * 3)

    def _work(self) -> None:
        self._wake.wait()
        while True:
            self._wake.clear()
            closing = self._closing
            good = self._turn(False if closing else bool(self._wanted))
            if closing:
                if not good:
                    self._turn(False)
                if isinstance(self._switch, KeptSwitch):
                    self._switch.close()
                return
            self._wake.wait(REFRESH_S if good else RETRY_S)

    def _turn(self, on: bool) -> bool:
        before = self._report
        try:
            self._switch.turn(on)
        except SwitchFailed as failed:
            _log.warning("power.failed %s %s", self._switch.name, failed)
            state = before.on
            self._report = PowerReport(self._switch.name, state, on, failed.code, failed.detail)
        else:
            self._report = PowerReport(self._switch.name, on, on)
        if (self._report.on, self._report.reason) != (before.on, before.reason):
            self._told(self._report)
        return not self._report.reason


def turn_off(switches: Sequence[Switch]) -> None:
    """Turn everything off, as far as it answers: for whoever finds that the engine died."""
    for switch in switches:
        with contextlib.suppress(SwitchFailed):
            switch.turn(False)
