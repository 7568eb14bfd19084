"""SIGKILL at random moments of an import: complete or absent, and the next start cleans up.

`BROADCAST_DESK_KILLS=100 pytest -o faulthandler_timeout=0 tests/packages/test_killed.py`
runs the full number.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from broadcast_desk.packages.staging import clean_up
from tests.packages.conftest import CENTRE, NOW, open_station, programmes

KILLS = int(os.environ.get("BROADCAST_DESK_KILLS", "8"))

_CHILD = """
import sys
from pathlib import Path
from tests.packages.conftest import open_station
station = open_station(Path(sys.argv[1]))
print("begun", flush=True)
station.take(Path(sys.argv[2]))
"""


def start(folder, package) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(package)], stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"begun\n"
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_random_moments(tmp_path, make, tones, key):
    codes = [f"A{number}" for number in range(6)]
    package = make(programmes(tones, *codes))
    whole = open_station(tmp_path / "whole")
    whole.issuers.trust(key.public_text, CENTRE, "Bà Lan", at=NOW)
    began = time.monotonic()
    with start(tmp_path / "whole", package) as child:
        child.wait()
    took_s = time.monotonic() - began
    complete = whole.files()
    assert len(whole.library.find()) == len(codes)
    dice = random.Random(39)
    for number in range(KILLS):
        folder = tmp_path / f"killed-{number}"
        station = open_station(folder)
        station.issuers.trust(key.public_text, CENTRE, "Bà Lan", at=NOW)
        station.db.conn.close()
        with start(folder, package) as child:
            _wait_then_kill(child, dice.uniform(0, took_s))
        station = open_station(folder)
        clean_up(station.data, station.db)
        found = station.files()
        rows = len(station.library.find())
        assert (rows, found) in [(0, set()), (len(codes), complete)], (rows, found)
        station.take(package)
        assert len(station.library.find()) == len(codes)
        assert station.files() == complete
        station.db.conn.close()
    whole.db.conn.close()


def _wait_then_kill(child: subprocess.Popen[bytes], after_s: float) -> None:
    try:
        child.wait(after_s)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
