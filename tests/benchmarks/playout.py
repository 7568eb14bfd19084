"""The whole program on a PulseAudio null sink of its own, beside Liquidsoap and MPD: the figures.

Plan row to sound on the sink's monitor. Absolute times of such a rig are good to about 10 ms,
relative ones to 1 ms (the recorder's time base is the earliest arrival of a block around the
sample; it asks for blocks of 2 ms, so everything is heard up to 2 ms early). MPD is fired by this
program's timer, Liquidsoap by its own clock check, ours by its timetable.

All parts take about a quarter of an hour. `PARTS` names some of them: starts, peers, hogs, gaps,
load, emergency, losses. `STARTS` sets how many starts (100), `PEER_STARTS` how many of the peers'
(20), `TABLE` a file that keeps the figures, so that parts of several runs make one table.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from tests.benchmarks.playout_losses import measure_emergency, measure_load, measure_losses
from tests.benchmarks.playout_peers import installed
from tests.benchmarks.playout_starts import measure_gaps, measure_starts
from tests.benchmarks.playout_table import Table
from tests.fakes.sound_server import sound_server

PARTS = "starts peers hogs gaps load emergency losses"


def main() -> None:
    """Measure the parts that are asked for, and print the table."""
    count = int(os.environ.get("STARTS", "100"))
    peers = int(os.environ.get("PEER_STARTS", "20"))
    parts = os.environ.get("PARTS", PARTS).split()
    kept = os.environ.get("TABLE")
    table = Table(Path(kept) if kept else None)
    with sound_server() as server, tempfile.TemporaryDirectory(prefix="bd-bench-") as name:
        module = server.add_sink("air")
        time.sleep(2.5)
        folder = Path(name)
        if "starts" in parts:
            measure_starts(table, folder / "s", server, count=count, peers=0, busy=0)
        if "peers" in parts:
            measure_starts(table, folder / "p", server, count=0, peers=peers, busy=0)
        if "hogs" in parts:
            half = max(5, peers // 2)
            measure_starts(
                table, folder / "h", server, count=max(10, count // 3), peers=half, busy=4
            )
        if "gaps" in parts:
            measure_gaps(table, folder / "g", server, max(3, min(5, count // 4)))
        if "load" in parts:
            measure_load(table, folder, server)
        if "emergency" in parts:
            measure_emergency(table, folder, server, max(3, min(10, count // 10)))
        if "losses" in parts:
            measure_losses(table, folder, server, module)
    table.show(list(installed().values()))


if __name__ == "__main__":
    main()
