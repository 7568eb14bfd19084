"""Who plays a data folder that two computers share: a lease that its holder renews.

Locks of the operating system hold within one computer; over a shared folder they may hold nobody.
So the holder writes its name and a growing number every few seconds. Another computer that finds
somebody else's lease watches it for a while: a number that grows is a playout that lives. No clock
is compared, for two computers' clocks may differ. Whoever finds that the lease was taken from it
ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from broadcast_desk.station.errors import PlayoutError

RENEW_S = 4.0
WATCH_S = 10.0
"""A lease of another computer that does not change for so long is dead."""

SETTLE_S = 1.0
"""Two computers that start in the same moment both write; the last one has it."""


def this_computer() -> str:
    """A name that no other computer has."""
    return f"{socket.gethostname()}/{uuid.getnode():x}"


class Lease:
    """The lease of one playout.

    Args:
        path: of the lease's file.
        on_lost: called once, from a thread, when another computer has taken it.
        computer: whose.
        pace: how fast it goes; a test's may be faster.
    """

    def __init__(
        self,
        path: Path,
        on_lost: Callable[[str], None],
        computer: str | None = None,
        pace: float = 1.0,
    ) -> None:
        self._path = path
        self._on_lost = on_lost
        self._computer = computer or this_computer()
        self._token = secrets.token_hex(8)
        self._pace = pace
        self._count = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def take(self) -> None:
        """Take the lease and keep it until it is closed.

        Raises:
            PlayoutError: another computer plays this folder ("playout.other_computer").
        """
        holder, text = self._read()
        strange = bool(holder) and holder != self._computer
        if strange and self._changes(text):
            raise PlayoutError("playout.other_computer", computer=holder.partition("/")[0])
        self._write()
        if strange:
            time.sleep(SETTLE_S / self._pace)
            self._check()
        self._thread.start()

    def close(self) -> None:
        """Let it go."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(5.0)
        if self._is_mine():
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _check(self) -> None:
        if not self._is_mine():
            other = self._read()[0].partition("/")[0]
            raise PlayoutError("playout.other_computer", computer=other)

    def _is_mine(self) -> bool:
        """Whether nobody else wrote; a file that is not there or cannot be read tells nothing."""
        holder, text = self._read()
        return not holder or self._token in text

    def _changes(self, text: str) -> bool:
        until = time.monotonic() + WATCH_S / self._pace
        while time.monotonic() < until:
            time.sleep(0.2 / self._pace)
            if self._read()[1] not in (text, ""):
                return True
        return False

    def _keep(self) -> None:
        while not self._closing.wait(RENEW_S / self._pace):
            if not self._is_mine():
                self._on_lost(self._read()[0].partition("/")[0])
                return
            self._write()

    def _write(self) -> None:
        self._count += 1
        facts = {
            "computer": self._computer, "pid": os.getpid(), "token": self._token,
            "count": self._count,
        }  # fmt: skip
        new = self._path.with_name(f"{self._path.name}.{self._token}")
        with contextlib.suppress(OSError):  # a full disk: it stays as it was
            new.write_text(json.dumps(facts) + "\n", encoding="utf-8")
            new.replace(self._path)
            return
        with contextlib.suppress(OSError):
            new.unlink()

    def _read(self) -> tuple[str, str]:
        """Whose it is ("" for nobody's), and all of its text."""
        try:
            text = self._path.read_text(encoding="utf-8")
            return str(json.loads(text).get("computer", "")), text
        except (OSError, ValueError, AttributeError):
            return "", ""
