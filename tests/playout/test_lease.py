"""Two computers and one folder: exactly one of them plays."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from broadcast_desk.playout.lease import Lease
from broadcast_desk.station.errors import PlayoutError

PACE = 20.0


class Computer:
    """A computer that may hold the lease, with what it was told."""

    def __init__(self, path: Path, name: str) -> None:
        self.lost = threading.Event()
        self.lost_to = ""
        self.lease = Lease(path, self._on_lost, name, PACE)

    def _on_lost(self, computer: str) -> None:
        self.lost_to = computer
        self.lost.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "playout.json"


def test_a_second_computer_is_refused_while_the_first_lives(path: Path) -> None:
    first, second = Computer(path, "ủy-ban/1"), Computer(path, "nhà-văn-hóa/2")
    first.lease.take()
    with pytest.raises(PlayoutError) as refused:
        second.lease.take()
    assert refused.value.code == "playout.other_computer"
    assert refused.value.params["computer"] == "ủy-ban"
    first.lease.close()
    second.lease.take()
    second.lease.close()
    assert not path.exists()


def test_a_dead_computers_lease_is_taken_and_ones_own_at_once(path: Path) -> None:
    old = {"computer": "ủy-ban/1", "pid": 1, "token": "x", "count": 7}
    path.write_text(json.dumps(old), encoding="utf-8")
    again = Computer(path, "ủy-ban/1")
    again.lease.take()
    again.lease.close()
    path.write_text(json.dumps(old), encoding="utf-8")
    other = Computer(path, "nhà-văn-hóa/2")
    other.lease.take()
    other.lease.close()


def test_whoever_lost_it_is_told(path: Path) -> None:
    first = Computer(path, "ủy-ban/1")
    first.lease.take()
    new = path.with_suffix(".x")
    new.write_text(json.dumps({"computer": "nhà-văn-hóa/2", "token": "y", "count": 1}), "utf-8")
    new.replace(path)
    assert first.lost.wait(10)
    assert first.lost_to == "nhà-văn-hóa"
    first.lease.close()
    assert path.exists(), "it is the other one's now"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_nonsense_in_the_lease_holds_nobody_up(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    one = Computer(path, "ủy-ban/1")
    one.lease.take()
    assert json.loads(path.read_text(encoding="utf-8"))["computer"] == "ủy-ban/1"
    one.lease.close()
