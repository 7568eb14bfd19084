"""A mount of an Icecast server: encoded by an ffmpeg child, sent over a socket of our own.

The password never stands on a command line, where other users of the computer could read it; and
the server's own answer says what is wrong: mount in use, wrong password, too many sources.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from broadcast_desk.playout.outputs.encoder import open_encoder
from broadcast_desk.playout.outputs.feeding import FedOutput, LinkLost
from broadcast_desk.station.errors import InputError

TIMEOUT_S = 10.0
"""The longest a server may take to answer or to accept data."""

_CONTENT_TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg"}
_LATENCY_MS = 1500.0


@dataclass(frozen=True, slots=True)
class IcecastMount:
    """Where to send, and as what.

    Attributes:
        password: asked at every connection, so that a new one is used without a restart.
        title: what listeners see as the stream's name.
    """

    host: str
    mount: str
    password: Callable[[], str] = field(repr=False)
    port: int = 8000
    user: str = "source"
    format: Literal["mp3", "opus"] = "mp3"
    bitrate_kbps: int = 64
    title: str = ""

    @property
    def name(self) -> str:
        """Its name without the password."""
        return f"icecast://{self.host}:{self.port}{self.mount}"

    @classmethod
    def from_url(cls, url: str, title: str = "") -> IcecastMount:
        """The mount written as icecast://source:password@host:8000/mount?format=opus&bitrate=48.

        Raises:
            InputError: it is not such an address.
        """
        parts = urlsplit(url)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        kind = query.get("format", "opus" if parts.path.endswith((".opus", ".ogg")) else "mp3")
        try:
            port, bitrate = parts.port or 8000, int(query.get("bitrate", "64"))
        except ValueError as error:
            raise InputError("playout.icecast_address", url=_without_password(url)) from error
        good = parts.scheme == "icecast" and parts.hostname and len(parts.path) > 1
        if not good or kind not in _CONTENT_TYPES or not 8 <= bitrate <= 320:
            raise InputError("playout.icecast_address", url=_without_password(url))
        password = unquote(parts.password or "")
        return cls(
            host=parts.hostname or "",
            mount=parts.path,
            password=lambda: password,
            port=port,
            user=unquote(parts.username or "source"),
            format="opus" if kind == "opus" else "mp3",
            bitrate_kbps=bitrate,
            title=title,
        )


def _without_password(url: str) -> str:
    scheme, slashes, rest = url.partition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}"


def open_icecast(mount: IcecastMount) -> FedOutput:
    """An output that keeps the mount fed, and comes back when the server does."""
    return FedOutput(mount.name, "icecast", lambda: _Stream(mount), _LATENCY_MS)


class _Stream:
    """One connection to the mount."""

    def __init__(self, mount: IcecastMount) -> None:
        self._failure: LinkLost | None = None
        self._socket = _log_in(mount)
        try:
            self._encoder = open_encoder(mount.format, mount.bitrate_kbps)
        except LinkLost:
            self._socket.close()
            raise
        self._pump = threading.Thread(target=self._pump_all, name="icecast-pump", daemon=True)
        self._pump.start()

    def send(self, pcm: bytes) -> None:
        """Hand samples to the encoder.

        Raises:
            LinkLost: the server or the encoder is gone.
        """
        try:
            self._encoder.write(pcm)
        except OSError as error:
            self._pump.join(TIMEOUT_S)
            raise self._failure or LinkLost("playout.encoder_failed", str(error)) from error
        if self._failure is not None:
            raise self._failure

    def close(self, *, gently: bool) -> None:
        """Let go of the server and the encoder."""
        if gently:
            self._encoder.finish_input()
            self._pump.join(2.0)
        self._encoder.kill()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._pump.join(2.0)
        self._socket.close()
        self._encoder.end(2.0)

    def _pump_all(self) -> None:
        """Pass what the encoder gives to the server until either ends."""
        try:
            for chunk in self._encoder.encoded():
                self._socket.sendall(chunk)
        except (OSError, ValueError) as error:
            self._failure = LinkLost("playout.icecast_lost", str(error))
            self._encoder.kill()


def _log_in(mount: IcecastMount) -> socket.socket:
    try:
        link = socket.create_connection((mount.host, mount.port), TIMEOUT_S)
    except OSError as error:
        raise LinkLost("playout.icecast_unreachable", str(error)) from error
    try:
        link.settimeout(TIMEOUT_S)
        link.sendall(_request(mount))
        refusal = _refusal(_answer(link))
    except OSError as error:
        refusal = LinkLost("playout.icecast_unreachable", str(error))
    if refusal is not None:
        link.close()
        raise refusal
    return link


def _request(mount: IcecastMount) -> bytes:
    account = f"{mount.user}:{mount.password()}".encode()
    lines = (
        f"PUT {mount.mount} HTTP/1.1",
        f"Host: {mount.host}:{mount.port}",
        f"Authorization: Basic {base64.b64encode(account).decode()}",
        "User-Agent: BroadcastDesk",
        f"Content-Type: {_CONTENT_TYPES[mount.format]}",
        "Ice-Public: 0",
        f"Ice-Name: {' '.join(mount.title.split())}",
        f"Ice-Audio-Info: channels=1;samplerate=48000;bitrate={mount.bitrate_kbps}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def _answer(link: socket.socket) -> str:
    """The server's status line and what it adds."""
    received = b""
    while b"\r\n\r\n" not in received and len(received) < 8192:
        chunk = link.recv(1024)
        if not chunk:
            break
        received += chunk
    head, _, body = received.decode("utf-8", "replace").partition("\r\n\r\n")
    return f"{head.splitlines()[0] if head else ''} {body.strip()}".strip()


def _refusal(answer: str) -> LinkLost | None:
    """What an answer means; None when we may send."""
    status = answer.split(" ")[1:2]
    if status in (["200"], ["100"]):
        return None
    said = answer.lower()
    if status == ["401"]:
        return LinkLost("playout.icecast_password", answer, lasting=True)
    if "in use" in said:
        return LinkLost("playout.icecast_mount_in_use", answer)
    if "too many" in said:
        return LinkLost("playout.icecast_full", answer)
    return LinkLost("playout.icecast_refused", answer, lasting=True)
