"""Playout without a login: a systemd user unit, or a Windows scheduled task.

The operating system starts the supervisor when the computer starts, and starts it again should it
ever end by itself. Nothing here needs administrator's rights; where rights would make it better
(running before anyone logs in), it is tried, and the status says how it came out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import escape

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.storage.files import write_text

UNIT = "broadcast-desk-playout.service"
TASK = "BroadcastDesk Playout"
_TIMEOUT_S = 30.0

AGAIN = (
    "<TimeTrigger><Enabled>true</Enabled><StartBoundary>2026-01-01T00:00:00</StartBoundary>"
    "<Repetition><Interval>PT5M</Interval><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>"
    "</TimeTrigger>"
)
"""Every five minutes Windows looks whether it runs: restarts after failure are counted, at most 255
(restartType of the Task Scheduler schema); what runs already is not started again."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether playout starts by itself.

    Attributes:
        installed: the operating system knows it.
        running: it was started by it and runs now.
        without_login: it starts before anyone logs in.
        place: the unit file or the task's name.
    """

    installed: bool
    running: bool
    without_login: bool
    place: str


class Autostart(Protocol):
    """The operating system's way of starting programs."""

    def install(self, command: Sequence[str]) -> Status:
        """Have `command` started from now on, and start it now.

        Raises:
            PlayoutError: the operating system refuses ("playout.autostart_refused").
            StoreError: the unit file cannot be written.
        """
        ...

    def remove(self) -> Status:
        """Have it started no more, and end it now; removing what is not there does nothing.

        Raises:
            PlayoutError: the operating system refuses.
        """
        ...

    def status(self) -> Status:
        """How it stands."""
        ...


def playout_command(data: Path, python: str = sys.executable) -> tuple[str, ...]:
    """The command that runs playout for one data folder."""
    program = Path(python)
    if sys.platform == "win32":  # no console window at start-up
        windowless = program.with_name("pythonw.exe")
        program = windowless if windowless.exists() else program
    return (str(program), "-m", "broadcast_desk", "playout", "--data", str(data.absolute()))


def here() -> Autostart:
    """The way of this computer's operating system.

    Raises:
        PlayoutError: it has none we know ("playout.autostart_unsupported").
    """
    system: str = sys.platform  # as a plain text: the type checker follows only one system
    if system == "win32":
        return WindowsTask()
    if system == "linux":
        return SystemdUnit()
    raise PlayoutError("playout.autostart_unsupported", system=system)


def unit_text(command: Sequence[str]) -> str:
    """The systemd unit (systemd.service(5), quoting after systemd.syntax(7)). Pure."""
    return f"""\
[Unit]
Description=Broadcast Desk playout: the unattended loudspeaker broadcast
Documentation=man:systemd.service(5)
After=sound.target pipewire-pulse.service pulseaudio.service
StartLimitIntervalSec=0

[Service]
Type=simple
ExecStart={" ".join(_quoted(word) for word in command)}
Restart=always
RestartSec=2
KillMode=mixed
TimeoutStopSec=20
OOMScoreAdjust=-500
UMask=0077

[Install]
WantedBy=default.target
"""


def _quoted(word: str) -> str:
    """A word of ExecStart: no variables, no specifiers, spaces and quotes kept."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("%", "%%").replace("$", "$$") + '"'


def task_xml(command: Sequence[str], user: str, *, without_login: bool) -> str:
    """The scheduled task (Task Scheduler schema 1.2). Pure.

    Args:
        command: program and arguments.
        user: domain, backslash, name under which it runs.
        without_login: started with the computer (S4U, needs an administrator), not at log-on.
    """
    program, *arguments = command
    first = (
        "<BootTrigger><Enabled>true</Enabled><Delay>PT15S</Delay></BootTrigger>"
        if without_login
        else f"<LogonTrigger><Enabled>true</Enabled><UserId>{escape(user)}</UserId></LogonTrigger>"
    )
    trigger = first + AGAIN
    logon = "S4U" if without_login else "InteractiveToken"
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Broadcast Desk playout</Description></RegistrationInfo>
  <Triggers>{trigger}</Triggers>
  <Principals><Principal id="Author">
    <UserId>{escape(user)}</UserId>
    <LogonType>{logon}</LogonType>
    <RunLevel>LeastPrivilege</RunLevel>
  </Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <IdleSettings><StopOnIdleEnd>false</StopOnIdleEnd></IdleSettings>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>true</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>4</Priority>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec>
    <Command>{escape(program)}</Command>
    <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
  </Exec></Actions>
</Task>
"""


class SystemdUnit:
    """A unit of the user's own systemd; "lingering" lets it run before and after a login.

    Args:
        folder: where the user's units are; None is `~/.config/systemd/user`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self._unit = (folder or config / "systemd" / "user") / UNIT

    def install(self, command: Sequence[str]) -> Status:
        """Write the unit, enable and start it; ask for lingering."""
        try:
            self._unit.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlayoutError("playout.autostart_refused", reason=str(error)) from error
        known = self._unit.exists()
        write_text(self._unit, unit_text(command))
        try:
            _ask("systemctl", "--user", "daemon-reload")
            _ask("systemctl", "--user", "enable", UNIT)
            _ask("systemctl", "--user", "restart", UNIT)
        except PlayoutError:
            if not known:
                self._unit.unlink()
            raise
        _run("loginctl", "enable-linger")  # without it, it runs while the user is logged in
        return self.status()

    def remove(self) -> Status:
        """Stop and disable the unit, and delete it."""
        if self._unit.exists():
            _ask("systemctl", "--user", "disable", "--now", UNIT)
            self._unit.unlink()
            _ask("systemctl", "--user", "daemon-reload")
        return self.status()

    def status(self) -> Status:
        """How it stands."""
        installed = self._unit.exists()
        running = installed and _says("systemctl", "--user", "is-active", UNIT) == "active"
        linger = _says("loginctl", "show-user", _user_number(), "--property=Linger", "--value")
        return Status(installed, running, installed and linger == "yes", str(self._unit))


class WindowsTask:
    """A task of the Windows Task Scheduler."""

    def install(self, command: Sequence[str]) -> Status:
        """Register the task and start it: with the computer when we may, else at log-on."""
        refusal = self._register(command, without_login=True)
        if refusal:
            refusal = self._register(command, without_login=False)
        if refusal:
            raise PlayoutError("playout.autostart_refused", reason=refusal)
        _ask("schtasks", "/Run", "/TN", TASK)
        return self.status()

    def remove(self) -> Status:
        """End the task and delete it."""
        if self.status().installed:
            _run("schtasks", "/End", "/TN", TASK)
            _ask("schtasks", "/Delete", "/TN", TASK, "/F")
        return self.status()

    def status(self) -> Status:
        """How it stands."""
        done = _run("schtasks", "/Query", "/TN", TASK, "/XML")
        if done.returncode:
            return Status(False, False, False, TASK)
        listed = _run("schtasks", "/Query", "/TN", TASK, "/FO", "CSV", "/NH").stdout
        boots = "<BootTrigger" in done.stdout.replace("\x00", "")
        return Status(True, bool(re.search(r'"Running"', listed)), boots, TASK)

    def _register(self, command: Sequence[str], *, without_login: bool) -> str:
        """Register the task; what the system said when it refused, "" when it did not."""
        user = f"{os.environ.get('USERDOMAIN', '.')}\\{os.environ.get('USERNAME', '')}"
        xml = task_xml(command, user, without_login=without_login)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "task.xml"
            path.write_text(xml, encoding="utf-16")
            done = _run("schtasks", "/Create", "/TN", TASK, "/XML", str(path), "/F")
        return _complaint(done) if done.returncode else ""


def _user_number() -> str:
    number = getattr(os, "getuid", None)  # Windows has none
    return str(number()) if number else ""


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the system.

    Raises:
        PlayoutError: it is not there or does not end ("playout.autostart_refused").
    """
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding=None if sys.platform == "win32" else "utf-8",
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            creationflags=no_window(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PlayoutError("playout.autostart_refused", reason=str(error)) from error


def _ask(*command: str) -> None:
    done = _run(*command)
    if done.returncode:
        raise PlayoutError("playout.autostart_refused", reason=_complaint(done))


def _says(*command: str) -> str:
    try:
        return _run(*command).stdout.strip()
    except PlayoutError:
        return ""


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return said[-1].strip() if said else f"exit {done.returncode}"
