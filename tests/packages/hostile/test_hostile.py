"""Every hostile kind is refused with its own reason, and leaves nothing but its quarantine."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from broadcast_desk.packages import quarantine
from broadcast_desk.packages.model import PackageRefusedError
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
import re, sys
from pathlib import Path
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.storage import open_database
found = verify(Path(sys.argv[1]), Issuers(open_database(Path(sys.argv[2]))), SystemClock().now())
# The high-water mark of this program alone; `ru_maxrss` keeps that of the one it was forked from.
peak_kb = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)
print(int(found.accepted), int(peak_kb) // 1024)
"""


@pytest.mark.parametrize(
    "name",
    [
        "bomb_of_zeros",
        "sparse_claim_of_ten_gigabytes",
        "thousands_of_files",
        "json_nested_deeply",
        "tag_manifest_of_megabytes",
        "manifest_of_fifty_thousand_lines",
        "metadata_of_a_million_lines",
        "json_of_a_million_quotes",
        "json_of_a_hundred_thousand_programmes",
        "zip64_that_claims_exabytes",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_small(name, bag, key, tones, trusting):
    path = KINDS[name][1](Workshop(bag, key, tones, trusting))
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(trusting.data.database)],
        capture_output=True,
        text=True,
        check=True,
    )
    accepted, used_mb = map(int, done.stdout.split())
    assert not accepted
    assert used_mb < MEMORY_MB
