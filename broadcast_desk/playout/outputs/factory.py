"""Opens outputs by name; to add an output, add its line here.

Names: `default` (the computer's default sound card), `card:<device id>`, `file:<path>`, `null`,
and those of `streams`: `icecast://…`, `rtp://…`, `air-check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from broadcast_desk.playout.outputs.card import Binding, Card
from broadcast_desk.playout.outputs.recorder import Recorder
from broadcast_desk.playout.outputs.sound_system import sound_system
from broadcast_desk.playout.outputs.streams import open_stream
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import Output, Pacer
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder


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
    pacer: Pacer | None = None
    outputs: list[Output] = []
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "file" and rest:
            outputs.append(_recorder(Path(rest), clock, setup))
        elif name == "default" or (kind == "card" and rest):
            card = _card(name, rest, clock, setup, pacer)
            outputs.append(card)
            pacer = pacer or card
        elif (stream := open_stream(name, DataFolder(setup.data), clock)) is not None:
            outputs.append(stream)
        elif name != "null":
            raise PlayoutError("playout.unknown_output", name=name)
    return pacer or ClockPacer(clock.monotonic_s()), outputs


def _card(name: str, device_id: str, clock: Clock, setup: Setup, follows: Pacer | None) -> Card:
    memory = None if device_id else DataFolder(setup.data).run / "default-card.json"
    binding = Binding(device_id, memory)
    return Card(name, binding, sound_system(), clock.monotonic_s(), follows)


def _recorder(path: Path, clock: Clock, setup: Setup) -> Recorder:
    return Recorder(path, clock.now, clock.monotonic_s, resume=setup.resumed)
