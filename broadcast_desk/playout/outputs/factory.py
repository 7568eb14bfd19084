"""Opens outputs by name; to add an output, add its line here.

Names: `default` (the computer's default sound card), `card:<device id>`, `file:<path>`, `null`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from broadcast_desk.playout.outputs.recorder import Recorder
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import Output, Pacer
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import PlayoutError


def open_outputs(
    names: Sequence[str], setup: Setup, wall: WallTime
) -> tuple[Pacer, Sequence[Output]]:
    """Open the outputs of one bus, and say what it goes by: its first card, or the clock.

    Raises:
        PlayoutError: there is no such kind of output ("playout.unknown_output").
        StoreError: a recording cannot be written.
    """
    del wall
    clock = setup.clock()
    outputs: list[Output] = []
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "file" and rest:
            outputs.append(_recorder(Path(rest), clock, setup))
        elif name not in ("null", "default"):
            raise PlayoutError("playout.unknown_output", name=name)
    return ClockPacer(clock.monotonic_s()), outputs


def _recorder(path: Path, clock: Clock, setup: Setup) -> Recorder:
    return Recorder(path, clock.now, clock.monotonic_s, resume=setup.resumed)
