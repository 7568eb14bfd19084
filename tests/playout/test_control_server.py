"""The local socket: for one user only, and bounded whoever reads or does not."""

from __future__ import annotations

import contextlib
import json
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from broadcast_desk.playout.server import LONGEST_COMMAND, MOST_UNREAD, ControlServer
from broadcast_desk.station.paths import DataFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="speaks to a socket file")
STATE = {"text": "x" * 4_000}


class Served:
    """A server in this process that answers everything with a state."""

    def __init__(self, data: DataFolder) -> None:
        self.commands: list[dict[str, Any]] = []
        self.server = ControlServer(data, self._handle)
        self.address = json.loads((data.run / "control.json").read_text(encoding="utf-8"))[
            "address"
        ]

    def _handle(self, command: dict[str, Any], answer: Any) -> None:
        self.commands.append(command)
        answer({"state": STATE})

    def connect(self) -> socket.socket:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.connect(self.address)
        link.settimeout(5)
        return link

    @property
    def unread(self) -> int:
        """The most that waits to be read by anybody."""
        return max((c.bytesToWrite() for c in self.server._connections), default=0)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    _ = QCoreApplication.instance() or QCoreApplication([])
    data = DataFolder(tmp_path / "data")
    data.create()
    made = Served(data)
    yield made
    made.server.close()


def test_only_the_same_user_may_open_it(served: Served) -> None:
    mode = Path(served.address).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO) == 0


def test_a_watcher_that_never_reads_costs_no_memory(served: Served) -> None:
    deaf, good = served.connect(), served.connect()
    for link in (deaf, good):
        link.sendall(b'{"do": "watch"}\n')
    QTest.qWait(100)
    assert served.server.watched
    heard = b""
    for _ in range(600):
        served.server.push(STATE)
        QCoreApplication.processEvents()
        heard += good.recv(1 << 16)
    assert served.unread <= MOST_UNREAD + 2 * len(json.dumps(STATE))
    assert heard.count(b"\n") >= 599
    deaf.close()
    good.close()


def test_one_that_asks_and_asks_and_reads_nothing_is_let_go(served: Served) -> None:
    link, most = served.connect(), 0
    for _ in range(2_000):
        try:
            link.sendall(b'{"do": "state"}\n')
        except OSError:
            break
        QCoreApplication.processEvents()
        most = max(most, served.unread)
    assert most <= MOST_UNREAD + 2 * len(json.dumps(STATE))
    assert not served.server._connections
    link.close()


def test_a_line_without_end_and_nonsense(served: Served) -> None:
    link = served.connect()
    link.sendall(b'nonsense\n[1]\n{"do": "state"}\n')
    QTest.qWait(100)
    answers = [json.loads(line)["ok"] for line in link.recv(1 << 16).splitlines()]
    assert answers == [False, False, True]
    QTest.qWait(50)
    assert served.server._connections
    for _ in range(20):
        with contextlib.suppress(OSError):
            link.sendall(b"x" * (LONGEST_COMMAND // 10))
        QTest.qWait(1)
    assert not served.server._connections
    link.close()
