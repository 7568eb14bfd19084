"""One desk a data folder, and a playout that outlives it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from broadcast_desk.station.errors import store_error_from_os

ANSWER_WITHIN_MS = 500


def start_playout(root: Path) -> None:
    """Start playout for the data folder, detached: closing the desk never stops it.

    A second playout on the same folder refuses by itself, so calling this twice does no harm.

    Raises:
        StoreError: the program could not be started.
    """
    command = [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(root)]
    try:
        if os.name == "nt":
            _start_on_windows(command)
        else:
            _start_elsewhere(command)
    except OSError as error:
        raise store_error_from_os(error, sys.executable) from error


def _start_elsewhere(command: list[str]) -> None:
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )
    child.returncode = 0  # it is not ours to wait for; keeps subprocess from warning about it


def _start_on_windows(command: list[str]) -> None:
    if sys.platform == "win32":
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=(
                subprocess.CREATE_NO_WINDOW
                | subprocess.CREATE_NEW_PROCESS_GROUP
                | subprocess.CREATE_BREAKAWAY_FROM_JOB
            ),
        )
        child.returncode = 0


class SingleDesk(QObject):
    """Holds the place of the one desk of a data folder.

    Signals:
        called: somebody opened the desk again; come to the front.
    """

    called = Signal()

    def __init__(self, root: Path) -> None:
        super().__init__()
        digest = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
        self._name = f"broadcast-desk-{digest}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def take(self) -> bool:
        """Take the place; False when another desk has it (it then comes to the front)."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_WITHIN_MS):
            socket.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # left behind by a desk that was killed
        return self._server.listen(self._name)

    def _on_call(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.called.emit()

    def close(self) -> None:
        """Give the place up."""
        self._server.close()
