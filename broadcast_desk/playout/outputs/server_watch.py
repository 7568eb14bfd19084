"""Notices that the sound server came back after it was gone.

Qt connects to PulseAudio once in a process and never again, so a process that has seen the server
gone cannot use it when it is back; it has to give way to a new one.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

_LINUX: bool = sys.platform.startswith("linux")


class SoundServerBackError(Exception):
    """The sound server is back, and only a new process can use it."""


class ServerWatch:
    """Looks whether PulseAudio (or what stands in for it) can be reached."""

    def __init__(self) -> None:
        self._gone = False

    def look(self) -> None:
        """Look once.

        Raises:
            SoundServerBackError: it was gone before, and is there now.
        """
        path = _socket_path()
        if path is None:
            return
        if not _answers(path):
            self._gone = True
        elif self._gone:
            raise SoundServerBackError


def _socket_path() -> Path | None:
    """The local server's socket; None where there is none, or the server is another computer."""
    if not _LINUX:
        return None
    named = os.environ.get("PULSE_SERVER", "")
    if named.startswith(("unix:", "/")):
        return Path(named.removeprefix("unix:"))
    folder = os.environ.get("PULSE_RUNTIME_PATH") or os.environ.get("XDG_RUNTIME_DIR", "")
    if named or not folder:
        return None
    own = Path(folder) / "native"
    return own if "PULSE_RUNTIME_PATH" in os.environ else Path(folder) / "pulse" / "native"


def _answers(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505  (the type checker reads it for one system at a time)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.05)
            try:
                probe.connect(str(path))
            except OSError:
                return False
            return True
