"""Opens outputs by name; to add an output, add its line here.

Names: `default` (the computer's default sound card), `card:<device id>`, `file:<path>`, `null`,
and those of `streams`: `icecast://…`, `rtp://…`, `pull://…`, `air-check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from broadcast_desk.playout.outputs.broken import Broken
from broadcast_desk.playout.outputs.card import Binding, Card
from broadcast_desk.playout.outputs.recorder import Recorder
from broadcast_desk.playout.outputs.shaping import Shape, Shaped, shape_of
from broadcast_desk.playout.outputs.sound_system import sound_system
from broadcast_desk.playout.outputs.streams import check_stream, open_stream
from broadcast_desk.playout.pace import ClockPacer
from broadcast_desk.playout.ports import Output, Pacer
from broadcast_desk.playout.setup import Setup
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import DeskError, InputError, PlayoutError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings, Zone

_RECORDINGS = frozenset({"file", "air-check"})
"""Kinds of output that keep the bus as it is: no delay, no pilot."""


def open_group(
    names: Sequence[str], zones: Sequence[Zone], setup: Setup, settings: StationSettings
) -> tuple[Pacer, Sequence[Output]]:
    """Open the outputs of the zones that sound together, shaped as the zones need.

    What the settings name wrongly becomes an output that says so; the others sound.

    Args:
        names: of outputs.
        zones: that hear them.
        setup: how playout was started; names from its command line must be right.
        settings: of the station.

    Raises:
        InputError, PlayoutError, StoreError: a name of the command line is wrong.
    """
    broken: list[Output] = []
    shape = Shape()
    for zone in zones:
        try:
            own = shape_of(zone, settings)
            shape = Shape(max(shape.delay_ms, own.delay_ms), shape.pilot or own.pilot)
        except InputError as error:
            broken.append(Broken(zone.id, error))
    title = settings.name
    if setup.outputs:
        pacer, outputs = open_outputs(names, setup, shape, title)
        return pacer, [*outputs, *broken]
    good: list[str] = []
    for name in names:
        try:
            check_name(name)
            good.append(name)
        except DeskError as error:
            broken.append(Broken(name, error))
    pacer, outputs = open_outputs(good, setup, shape, title)
    return pacer, [*outputs, *broken]


def names_of(zone: Zone) -> tuple[str, ...]:
    """The names of the outputs that feed a zone."""
    return tuple(name.strip() for name in zone.output.split(";") if name.strip())


def check_name(name: str) -> None:
    """Refuse an output that cannot be, without opening it.

    Raises:
        InputError: its address is wrong.
        PlayoutError: there is no such kind of output ("playout.unknown_output").
    """
    kind, _, rest = name.partition(":")
    if name in ("default", "null") or (kind in ("file", "card") and rest):
        return
    check_stream(name)


def open_outputs(
    names: Sequence[str], setup: Setup, shape: Shape | None = None, title: str = ""
) -> tuple[Pacer, Sequence[Output]]:
    """Open the outputs of one bus, and say what it goes by: its first card, or the clock.

    Args:
        names: of outputs.
        setup: how playout was started.
        shape: what the loudspeakers need; recordings are left as they are.
        title: the station's name, for listeners of streams.

    Raises:
        InputError: an address is wrong.
        PlayoutError: there is no such kind of output ("playout.unknown_output").
        StoreError: a recording cannot be written.
    """
    clock = setup.clock()
    data = DataFolder(setup.data)
    pacer: Pacer | None = None
    outputs: list[Output] = []
    for name in names:
        kind, _, rest = name.partition(":")
        made: Output | None = None
        if kind == "file" and rest:
            made = _recorder(Path(rest), clock, setup)
        elif name == "default" or (kind == "card" and rest):
            card = _card(name, rest, clock, setup, pacer)
            pacer, made = pacer or card, card
        elif name != "null":
            made = open_stream(name, data, clock, title)
            if made is None:
                raise PlayoutError("playout.unknown_output", name=name)
        if made is not None:
            outputs.append(_shaped(made, kind, shape, clock))
    return pacer or ClockPacer(clock.monotonic_s()), outputs


def _shaped(output: Output, kind: str, shape: Shape | None, clock: Clock) -> Output:
    if shape is None or shape.plain or kind in _RECORDINGS:
        return output
    return Shaped(output, shape, clock.now)


def _card(name: str, device_id: str, clock: Clock, setup: Setup, follows: Pacer | None) -> Card:
    memory = None if device_id else DataFolder(setup.data).run / "default-card.json"
    binding = Binding(device_id, memory)
    return Card(name, binding, sound_system(), clock.monotonic_s(), follows)


def _recorder(path: Path, clock: Clock, setup: Setup) -> Recorder:
    return Recorder(path, clock.now, clock.monotonic_s, resume=setup.resumed)
