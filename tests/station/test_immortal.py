"""Calls into Qt use up neither None nor True, however many there are."""

import subprocess
import sys

import pytest

CALLS = """
import sys
{first}
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal()

bell = Bell()
for _ in range(400_000):
    bell.blockSignals(False)
    bell.setObjectName("")
    bell.rung.emit()
print(sys.getrefcount(None) > 0)
"""


def run(first):
    return subprocess.run(
        [sys.executable, "-c", CALLS.format(first=first)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_half_a_million_calls_end_no_process_of_ours():
    done = run("import broadcast_desk")
    assert done.stdout == "True\n", done.stderr[-500:]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python has immortal singletons itself")
def test_the_count_is_raised_once(tmp_path):
    import broadcast_desk  # noqa: F401  (its import raises it)
    from broadcast_desk.station.immortal import SPARE, keep_singletons

    keep_singletons()
    for one in (None, True, False, NotImplemented, Ellipsis):
        assert SPARE // 2 < sys.getrefcount(one) < 2 * SPARE
