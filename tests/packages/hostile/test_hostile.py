"""Every hostile kind is refused with its own reason, and leaves nothing but its quarantine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import warnings
from datetime import timedelta
from pathlib import Path

import pytest

from broadcast_desk.packages import quarantine
from broadcast_desk.packages.model import PackageRefusedError
from tests.packages.conftest import CENTRE, NOW, open_station
from tests.packages.hostile.corpus import KINDS, Workshop

MEMORY_MB = 200


def test_there_are_enough_kinds_with_reasons_of_their_own():
    assert len(KINDS) >= 60
    assert sum(name.startswith("slip_") for name in KINDS) >= 12
    assert len({code for code, _ in KINDS.values()}) >= 50


@pytest.mark.parametrize("name", sorted(KINDS))
def test_refused_and_nothing_left(name, bag, key, tones, trusting, tmp_path):
    code, build = KINDS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of doubled names
        path = build(Workshop(bag, key, tones, trusting))
    before, outside = trusting.files(), _outside(tmp_path)
    rows = len(trusting.library.find())
    with pytest.raises(PackageRefusedError) as refused:
        trusting.take(path)
    codes = [problem.code for problem in refused.value.problems]
    wanted = code.removesuffix("*")
    assert any(c.startswith(wanted) if code.endswith("*") else c == wanted for c in codes), codes
    assert trusting.files() == before
    assert list(trusting.data.staging.iterdir()) == []
    assert len(trusting.library.find()) == rows
    assert _outside(tmp_path) == outside
    assert [entry.problems[0].code for entry in quarantine.refused(trusting.data)] == codes[:1]


def _outside(folder: Path) -> set[str]:
    return {
        str(p) for p in folder.rglob("*") if "quarantine" not in p.parts and "run" not in p.parts
    } - {str(p) for p in folder.rglob("station.db*")}


_CHILD = """
import re, resource, sys
from pathlib import Path
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.model import PackageRefusedError
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database
clock = SystemClock()
for line in sys.stdin:
    name, path, station = line.rstrip("\\n").split("\\t")
    data = DataFolder(Path(station))
    db, media = open_database(data.database), MediaStore(data)
    try:
        import_package(Path(path), Library(db, media, clock), media, Issuers(db), data, clock)
    except PackageRefusedError:
        pass  # what is only too early or too late for the tests' clock is taken by the true one
    db.conn.close()
    # The high-water mark of this program alone; `ru_maxrss` keeps that of the one it came from.
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
    print("peak", name, peak // 1024)
print("children", "all", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_small(good_bag, key, tones, tmp_path):
    """One program refuses the whole corpus, one after the other; its decoders are counted too."""
    lines = []
    for name, (_, build) in sorted(KINDS.items()):
        folder = tmp_path / name
        bag = Path(shutil.copytree(good_bag, folder / "bag"))
        station = open_station(folder / "station")
        station.issuers.trust(key.public_text, CENTRE, "Bà Lan", at=NOW - timedelta(days=30))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            path = build(Workshop(bag, key, tones, station))
        station.db.conn.close()
        lines.append(f"{name}\t{path}\t{station.data.root}\n")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input="".join(lines), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = (line.split(" ") for line in done.stdout.splitlines())
    peaks = {name: int(mb) for _, name, mb in said}
    assert set(peaks) == {*KINDS, "all"}
    assert max(peaks.values()) < MEMORY_MB, peaks
