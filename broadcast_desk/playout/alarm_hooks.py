"""Ways to reach a person who is not at the desk: e-mail, MQTT, any command.

Settings (`StationSettings.extra`), each optional:
`alarm_email`   smtp+starttls://user@host:587?to=a@x.vn,b@y.vn&from=dai@x.vn (STARTTLS),
                smtps://user@host:465?to=… (TLS from the first byte), smtp://host:25?to=… (plain);
                `&ca=FILE` names the certificates of a server of one's own. The password stands
                alone in `keys/smtp-HOST.txt`.
`alarm_mqtt`    mqtt://user@host:1883/topic; the password in `keys/mqtt-HOST.txt`.
`alarm_command` a program and its arguments; it is given the note as JSON on standard input.

These wait for the network, so only a child process calls them, never the engine.
"""

from __future__ import annotations

import json
import shlex
import smtplib
import ssl
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.playout.mqtt import Broker, BrokerFailed, publish_once
from broadcast_desk.station.errors import InputError

TIMEOUT_S = 20.0

_SAFETY: dict[str, Literal["starttls", "tls", "none"]] = {
    "smtp+starttls": "starttls", "smtps": "tls", "smtp": "none",
}  # fmt: skip
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class HookFailed(Exception):  # noqa: N818  (what happened; it is tried again later)
    """A note did not go out.

    Attributes:
        code: message code of the reason.
        detail: what the other side said.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be told.

    Attributes:
        station: its name.
        subject: one line.
        body: some lines.
        raised, cleared: message codes, for machines.
        at: when, ISO 8601 in UTC.
    """

    station: str
    subject: str
    body: str
    raised: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    at: str = ""

    def to_json(self) -> str:
        """As one line for machines."""
        return json.dumps(asdict(self), ensure_ascii=False)


class Hook(Protocol):
    """One way."""

    @property
    def name(self) -> str:
        """For people, without secrets."""
        ...

    def send(self, note: Note) -> None:
        """Tell.

        Raises:
            HookFailed: it did not go out.
        """
        ...


@dataclass(frozen=True, slots=True)
class EmailHook:
    """Mail through the station's own SMTP server."""

    host: str
    port: int
    safety: Literal["starttls", "tls", "none"]
    to: tuple[str, ...]
    sender: str
    user: str = ""
    ca: str = ""
    keys: Path | None = None

    @property
    def name(self) -> str:
        """For people."""
        return f"{', '.join(self.to)} ({self.host})"

    def send(self, note: Note) -> None:
        """Send one mail to all.

        Raises:
            HookFailed: the server cannot be reached, refuses us, or takes no mail.
        """
        message = EmailMessage()
        message["Subject"] = note.subject
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = make_msgid(domain="broadcast-desk.invalid")
        message.set_content(note.body)
        try:
            with self._open() as server:
                self._log_in(server)
                server.send_message(message)
        except smtplib.SMTPAuthenticationError as error:
            raise HookFailed("playout.alarm_password", _said(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise HookFailed("playout.alarm_email_failed", str(error)) from error

    def _open(self) -> smtplib.SMTP:
        if self.safety == "tls":
            trusted = self._trusted()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=trusted)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.safety == "starttls":
            server.starttls(context=self._trusted())
        if self.user:
            server.login(self.user, self._password())

    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca or None)

    def _password(self) -> str:
        if self.keys is None:
            return ""
        try:
            path = self.keys / f"smtp-{self.host}.txt"
            return path.read_text(encoding="utf-8-sig").strip()
        except OSError:
            return ""  # the server refuses it, and that is said


@dataclass(frozen=True, slots=True)
class MqttHook:
    """The note as JSON at a topic."""

    broker: Broker

    @property
    def name(self) -> str:
        """For people."""
        return self.broker.name

    def send(self, note: Note) -> None:
        """Say it, and wait until the broker has it.

        Raises:
            HookFailed: it does not answer or refuses.
        """
        try:
            publish_once(self.broker, note.to_json())
        except BrokerFailed as failed:
            raise HookFailed("playout.alarm_mqtt_failed", str(failed)) from failed


@dataclass(frozen=True, slots=True)
class CommandHook:
    """Any program; exit status 0 is done. No shell."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """For people."""
        return self.command[0]

    def send(self, note: Note) -> None:
        """Run it with the note on its standard input.

        Raises:
            HookFailed: it cannot be run, takes too long, or gives another exit status.
        """
        try:
            done = subprocess.run(
                self.command,
                input=note.to_json().encode("utf-8"),
                capture_output=True,
                timeout=TIMEOUT_S,
                creationflags=no_window(),
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise HookFailed("playout.alarm_command_failed", str(error)) from error
        if done.returncode:
            said = done.stderr[-300:].decode("utf-8", "replace").strip()
            raise HookFailed("playout.alarm_command_failed", said or f"exit {done.returncode}")


def hooks_of(extra: Mapping[str, str], keys: Path | None = None) -> tuple[Hook, ...]:
    """The ways that a station's settings name.

    Args:
        extra: the station's further settings.
        keys: folder with password files.

    Raises:
        InputError: one of them cannot be ("playout.alarm_email", "playout.mqtt_address",
            "playout.alarm_command").
    """
    found: list[Hook] = []
    if extra.get("alarm_email", "").strip():
        found.append(_email(extra["alarm_email"].strip(), keys))
    if extra.get("alarm_mqtt", "").strip():
        found.append(MqttHook(Broker.from_url(extra["alarm_mqtt"].strip(), keys)))
    if extra.get("alarm_command", "").strip():
        found.append(_command(extra["alarm_command"]))
    return tuple(found)


def _email(url: str, keys: Path | None) -> EmailHook:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    safety = _SAFETY.get(parts.scheme)
    to = tuple(part.strip() for part in query.get("to", "").split(",") if part.strip())
    try:
        port = parts.port or _PORTS[safety or "none"]
    except ValueError as error:
        raise InputError("playout.alarm_email", text=url) from error
    whole = all(_is_address(address) for address in to)
    if safety is None or not parts.hostname or not to or not whole:
        raise InputError("playout.alarm_email", text=url)
    user = unquote(parts.username or "")
    sender = query.get("from", user if "@" in user else to[0])
    return EmailHook(
        parts.hostname, port, safety, to, sender, user, query.get("ca", ""), keys
    )  # fmt: skip


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and text.isprintable() and " " not in text


def _command(text: str) -> CommandHook:
    try:
        words = tuple(shlex.split(text, posix=sys.platform != "win32"))
    except ValueError as error:
        raise InputError("playout.alarm_command", text=text) from error
    return CommandHook(words)


def _said(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
