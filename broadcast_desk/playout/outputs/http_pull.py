"""A stream that others fetch from this computer: IP horns, phones and browsers in the network.

Encoded once by an ffmpeg child, handed to all listeners. Opus goes in whole Ogg pages, and every
listener gets the two header pages first, so that it may come in at any time.
"""

from __future__ import annotations

import contextlib
import ipaddress
import threading
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from broadcast_desk.playout.outputs.encoder import open_encoder
from broadcast_desk.playout.outputs.feeding import FedOutput, LinkLost
from broadcast_desk.playout.outputs.listeners import Listeners
from broadcast_desk.station.errors import InputError

MOST_LISTENERS = 200

_TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg"}
_LATENCY_MS = 1000.0
_PAGE_HEAD = 27


@dataclass(frozen=True, slots=True)
class PullStream:
    """Where listeners fetch it, and as what.

    Attributes:
        host: own address to listen on, "0.0.0.0" is every network card.
        listeners: so many at a time.
    """

    host: str
    port: int
    path: str
    format: Literal["mp3", "opus"] = "mp3"
    bitrate_kbps: int = 64
    listeners: int = 20
    title: str = ""

    @property
    def name(self) -> str:
        """Its name in settings and reports."""
        return f"pull://{self.host}:{self.port}{self.path}"

    @classmethod
    def from_url(cls, url: str, title: str = "") -> PullStream:
        """The stream written as pull://0.0.0.0:8090/loa.mp3?bitrate=64&listeners=20.

        Raises:
            InputError: it is not such an address.
        """
        parts = urlsplit(url)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        kind = query.get("format", "opus" if parts.path.endswith((".opus", ".ogg")) else "mp3")
        try:
            made = cls(
                host=str(ipaddress.IPv4Address(parts.hostname or "")),
                port=parts.port or 8090,
                path=parts.path,
                format="opus" if kind == "opus" else "mp3",
                bitrate_kbps=int(query.get("bitrate", "64")),
                listeners=int(query.get("listeners", "20")),
                title=title,
            )
        except ValueError as error:
            raise InputError("playout.pull_address", url=url) from error
        good = parts.scheme == "pull" and len(parts.path) > 1 and kind in _TYPES
        sizes = 8 <= made.bitrate_kbps <= 320 and 1 <= made.listeners <= MOST_LISTENERS
        if not good or not sizes:
            raise InputError("playout.pull_address", url=url)
        return made


def open_pull(stream: PullStream) -> FedOutput:
    """An output that serves the stream, and tries again when its port is taken."""
    return FedOutput(stream.name, "pull", lambda: _Served(stream), _LATENCY_MS)


class _Served:
    """One encoder and its listeners."""

    def __init__(self, stream: PullStream) -> None:
        try:
            self._listeners = Listeners(
                stream.host, stream.port, stream.path, _TYPES[stream.format], stream.title,
                stream.listeners,
            )  # fmt: skip
        except OSError as error:
            raise LinkLost("playout.pull_port", str(error), lasting=True) from error
        try:
            self._encoder = open_encoder(stream.format, stream.bitrate_kbps)
        except LinkLost:
            self._listeners.close()
            raise
        self._pages = OggPages() if stream.format == "opus" else None
        if self._pages is None:
            self._listeners.begin(b"")
        self._pump = threading.Thread(target=self._pump_all, name="pull-pump", daemon=True)
        self._pump.start()

    def send(self, pcm: bytes) -> None:
        """Hand samples to the encoder.

        Raises:
            LinkLost: it is gone.
        """
        try:
            self._encoder.write(pcm)
        except OSError as error:
            raise LinkLost("playout.encoder_failed", str(error)) from error

    def close(self, *, gently: bool) -> None:
        """Let go of encoder and listeners."""
        if gently:
            self._encoder.finish_input()
            self._pump.join(1.0)
        self._encoder.kill()
        self._pump.join(2.0)
        self._encoder.end(2.0)
        self._listeners.close()

    def _pump_all(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for chunk in self._encoder.encoded():
                if self._pages is None:
                    self._listeners.send(chunk)
                    continue
                for page in self._pages.take(chunk):
                    self._listeners.begin(self._pages.head)  # whole, now that sound has come
                    self._listeners.send(page)


class OggPages:
    """Cuts an Ogg stream (RFC 3533) into whole pages and keeps its header pages.

    Attributes:
        head: the pages of the codec's header, without which nobody can come in.
    """

    def __init__(self) -> None:
        self.head = b""
        self._rest = b""
        self._in_head = True

    def take(self, data: bytes) -> list[bytes]:
        """The whole pages of sound that are at hand with this data."""
        self._rest += data
        pages = []
        while (length := self._page_length()) and len(self._rest) >= length:
            page, self._rest = self._rest[:length], self._rest[length:]
            self._in_head = self._in_head and int.from_bytes(page[6:14], "little") == 0
            if self._in_head:  # header pages have the granule position 0 (RFC 7845)
                self.head += page
            else:
                pages.append(page)
        return pages

    def _page_length(self) -> int:
        """Length of the page that begins the rest; 0 when that cannot be seen yet."""
        if len(self._rest) < _PAGE_HEAD:
            return 0
        count = self._rest[26]
        table = self._rest[_PAGE_HEAD : _PAGE_HEAD + count]
        return _PAGE_HEAD + count + sum(table) if len(table) == count else 0
