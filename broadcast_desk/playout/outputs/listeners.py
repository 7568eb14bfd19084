"""A small HTTP server that gives one live stream to whoever asks: IP horns, players, browsers.

Every listener has a bounded queue and a thread of its own; one that does not keep up is dropped and
may come again. Nobody can make it hold more than it was told to.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import sys
import threading

ASK_WITHIN_S = 5.0
"""A listener must have said what it wants in this time."""

SEND_WITHIN_S = 5.0
SYSTEM_HOLDS_BYTES = 16_384
"""What the system may keep for a listener, so that a slow one is noticed."""

LONGEST_REQUEST = 8192
MOST_WAITING = 64
"""Pieces a listener may be behind, some seconds; then it is dropped."""

_ANSWERS = {
    200: "200 OK",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    503: "503 Service Unavailable",
}


class Listeners:
    """Serves one path on one port.

    Args:
        host: own address to listen on, "0.0.0.0" is every network card.
        port: where.
        path: what listeners ask for, with its slash.
        content_type: of the stream.
        title: the stream's name.
        most: listeners at a time.

    Raises:
        OSError: the port is taken, or the address is not ours.
    """

    def __init__(
        self, host: str, port: int, path: str, content_type: str, title: str, most: int
    ) -> None:
        self._path = path
        self._type = content_type
        self._title = " ".join(title.split())
        self._most = most
        self._head = b""
        self._ready = threading.Event()
        self._lock = threading.Lock()
        self._queues: set[queue.Queue[bytes | None]] = set()
        self._asking = 0
        self._server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let a second program take the port
            self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._server.bind((host, port))
            self._server.listen(16)
        except OSError:
            self._server.close()
            raise
        self._closing = False
        self._thread = threading.Thread(target=self._accept_all, name="listeners", daemon=True)
        self._thread.start()

    @property
    def count(self) -> int:
        """How many listen."""
        return len(self._queues)

    def begin(self, head: bytes) -> None:
        """What every listener needs first, before any piece; until it is known they wait."""
        self._head = head
        self._ready.set()

    def send(self, piece: bytes) -> None:
        """Give all listeners the next piece; who is too far behind is dropped."""
        with self._lock:
            for waiting in list(self._queues):
                try:
                    waiting.put_nowait(piece)
                except queue.Full:
                    self._queues.discard(waiting)

    def close(self) -> None:
        """Let everybody go and free the port."""
        self._closing = True
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._lock:
            queues, self._queues = self._queues, set()
        for waiting in queues:
            with contextlib.suppress(queue.Full):
                waiting.put_nowait(None)
        self._thread.join(2.0)

    def _accept_all(self) -> None:
        while not self._closing:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            if self._asking >= self._most + 8:
                link.close()
                continue
            self._asking += 1
            threading.Thread(target=self._serve, args=(link,), name="listener", daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        try:
            with contextlib.suppress(OSError), link:
                link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_HOLDS_BYTES)
                link.settimeout(ASK_WITHIN_S)
                status = self._status(_request_line(link))
                if status != 200:
                    link.sendall(self._answer(status))
                    return
                self._stream(link)
        finally:
            self._asking -= 1

    def _stream(self, link: socket.socket) -> None:
        waiting: queue.Queue[bytes | None] = queue.Queue(MOST_WAITING)
        known = self._ready.wait(ASK_WITHIN_S)
        with self._lock:
            if len(self._queues) >= self._most or self._closing or not known:
                link.sendall(self._answer(503))
                return
            self._queues.add(waiting)
            head = self._head
        try:
            link.settimeout(SEND_WITHIN_S)
            link.sendall(self._answer(200) + head)
            while not self._closing and waiting in self._queues:
                with contextlib.suppress(queue.Empty):
                    piece = waiting.get(timeout=1.0)
                    if piece is None:
                        return
                    link.sendall(piece)
        finally:
            with self._lock:
                self._queues.discard(waiting)

    def _status(self, asked: list[str]) -> int:
        if len(asked) < 2:
            return 405
        if asked[0] != "GET":
            return 405
        return 200 if asked[1].partition("?")[0] == self._path else 404

    def _answer(self, status: int) -> bytes:
        lines = [f"HTTP/1.0 {_ANSWERS[status]}", "Connection: close", "Cache-Control: no-store"]
        if status == 200:
            lines += [f"Content-Type: {self._type}", f"icy-name: {self._title}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def _request_line(link: socket.socket) -> list[str]:
    """The words of the request's first line, after its head came whole."""
    asked = b""
    while b"\r\n\r\n" not in asked and len(asked) < LONGEST_REQUEST:
        more = link.recv(2048)
        if not more:
            break
        asked += more
    return asked.partition(b"\r\n")[0].decode("latin-1").split()
