"""The engine's end of the local socket: commands in, answers and states out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from broadcast_desk.playout.emergency import Answer
from broadcast_desk.station.errors import DeskError, PlayoutError, StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import write_text

LONGEST_COMMAND = 64 * 1024
MOST_CONNECTIONS = 32
MOST_UNREAD = 256 * 1024
"""A watcher that leaves so much unread gets no more until it has read; one that asks is let go."""

_LONGEST_SOCKET_PATH = 100

Handle = Callable[[dict[str, Any], Answer], None]

_log = logging.getLogger(__name__)


class ControlServer(QObject):
    """Listens for commands in the engine's event loop.

    Args:
        data: where clients look for the address.
        handle: carries a command out and answers, now or later.

    Raises:
        PlayoutError: the socket cannot be opened ("playout.no_socket").
    """

    def __init__(self, data: DataFolder, handle: Handle) -> None:
        super().__init__()
        self._handle = handle
        self._connections: dict[QLocalSocket, bytes] = {}
        self._watchers: set[QLocalSocket] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = socket_name(data)
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            raise PlayoutError("playout.no_socket", reason=self._server.errorString())
        self._server.newConnection.connect(self._on_connection)
        with contextlib.suppress(StoreError):
            facts = {"address": self._server.fullServerName(), "pid": os.getpid()}
            write_text(data.run / "control.json", json.dumps(facts) + "\n")

    @property
    def watched(self) -> bool:
        """Whether anybody watches."""
        return bool(self._watchers)

    def push(self, state: dict[str, Any]) -> None:
        """Give a state to all who watch and keep up."""
        for watcher in list(self._watchers):
            if watcher.bytesToWrite() < MOST_UNREAD:
                _send(watcher, {"ok": True, "state": state})

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            if len(self._connections) >= MOST_CONNECTIONS:
                connection.abort()
                connection.deleteLater()
                continue
            self._connections[connection] = b""
            connection.readyRead.connect(lambda c=connection: self._on_data(c))
            connection.disconnected.connect(lambda c=connection: self._on_gone(c))
            self._on_data(connection)

    def _on_gone(self, connection: QLocalSocket) -> None:
        self._connections.pop(connection, None)
        self._watchers.discard(connection)
        connection.deleteLater()

    def _on_data(self, connection: QLocalSocket) -> None:
        if connection not in self._connections:
            return
        data = self._connections[connection] + bytes(connection.readAll().data())
        *lines, rest = data.split(b"\n")
        if len(rest) > LONGEST_COMMAND:
            connection.abort()
            return
        self._connections[connection] = rest
        for line in lines:
            self._on_line(connection, line)

    def _on_line(self, connection: QLocalSocket, line: bytes) -> None:
        def answer(result: dict[str, object] | DeskError) -> None:
            if connection not in self._connections:
                return
            if isinstance(result, DeskError):
                params = {key: str(value) for key, value in result.params.items()}
                _send(connection, {"ok": False, "code": result.code, "params": params})
            else:
                _send(connection, {"ok": True, **result})

        try:
            if connection.bytesToWrite() > MOST_UNREAD:
                connection.abort()  # it asks and asks, and reads nothing
                return
            command = dict(json.loads(line))
            if command.get("do") == "watch":
                self._watchers.add(connection)
                return
            self._handle(command, answer)
        except (TypeError, ValueError):
            answer(PlayoutError("playout.bad_command"))
        except DeskError as error:
            answer(error)
        except Exception:  # noqa: BLE001  (a bad command must not end the air)
            _log.exception("control.failed")
            answer(PlayoutError("playout.bad_command"))


def socket_name(data: DataFolder) -> str:
    """The socket's name: in the data folder if the system can, else by the folder's hash."""
    name = hashlib.sha256(str(data.root.resolve()).encode("utf-8")).hexdigest()[:16]
    if sys.platform == "win32":
        return f"broadcast-desk-{name}"
    else:  # noqa: RET505  (the type checker reads it for one system at a time)
        path = (data.run / "control.sock").resolve()
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
            return str(path)
        return str(Path(tempfile.gettempdir()) / f"broadcast-desk-{name}.sock")


def _send(connection: QLocalSocket, value: dict[str, Any]) -> None:
    connection.write((json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8"))
    connection.flush()
