"""A tone on one output, as playout would sound it, while playout does not use that output.

    python -m broadcast_desk.playout.trial JSON

A process of its own: a sound server or a server far away that hangs takes nothing with it. The
guards stand before it, too: no tone in quiet hours, and none without a name.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.audio import AudioThread
from broadcast_desk.playout.bus import Bus, Over
from broadcast_desk.playout.guard import Permit, microphone_permit
from broadcast_desk.playout.outputs.factory import open_outputs
from broadcast_desk.playout.ports import Health, Samples
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.guards import Refusal, rules_of

TONE_HZ = 880.0
TONE_DB = -20.0
"""Peak of the tone before the zone's volume, in dBFS: heard, and no shock."""

TONE_S = 2.0
FADE_S = 0.05
OPEN_WITHIN_S = 8.0
"""An output may take so long until it is good: a card to its first sample, a server to answer."""

LOOK_MS = 20
AIRING = "trial"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be tried.

    Attributes:
        data: the station's folder.
        output: one output's name.
        zone: id of the zone whose volume, delay and hours hold.
        by: who stands at the loudspeaker.
        volume: 0 to 100, as it would be kept.
    """

    data: str
    output: str
    zone: str
    by: str
    volume: int = 80


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it.

    Attributes:
        heard: the whole tone was passed on.
        code: message code of why not, "" when it was or nobody says why.
        params: of the message.
    """

    heard: bool
    code: str = ""
    params: dict[str, str] | None = None


def tone(length_s: float = TONE_S) -> Samples:
    """The tone, with soft edges."""
    at = np.arange(round(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    edge = np.clip(np.minimum(at, length_s - at) / FADE_S, 0.0, 1.0)
    level = 10 ** (TONE_DB / 20)
    return (level * edge * np.sin(2 * np.pi * TONE_HZ * at)).astype(np.float32)


def permit_of(order: Order, settings: StationSettings) -> Permit | Refusal:
    """What the guards say of it now."""
    now = SystemClock().now()
    until = now + timedelta(seconds=OPEN_WITHIN_S + TONE_S + 5)
    rules = rules_of(settings)
    zones = (order.zone,)
    return microphone_permit(AIRING, zones, rules, now, until, by=order.by, emergency=False)


class Trial:
    """Opens the output, sounds the tone when it is good, and ends with what came of it."""

    def __init__(self, order: Order, settings: StationSettings, permit: Permit) -> None:
        self._order, self._settings, self._permit = order, settings, permit
        self._clock = SystemClock()
        self._began_s = self._clock.monotonic_s()
        self._sounding = False
        self.tried: Tried | None = None
        self._thread = AudioThread(self._make, self._clock.monotonic_s)
        self._timer = QTimer(interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Begin; the application's event loop does the rest."""
        self._thread.start()
        self._timer.start()

    def _make(self) -> list[Bus]:
        setup = Setup(Path(self._order.data))
        title = self._settings.name
        pacer, outputs = open_outputs((self._order.output,), setup, title=title)
        return [Bus(AIRING, pacer, outputs)]

    def _look(self) -> None:
        failed = self._thread.failed
        if failed is not None:
            if not isinstance(failed, DeskError):
                raise failed
            self._end(_refused(failed))
        elif self._thread.ready:
            self._serve(self._thread.buses[0])

    def _serve(self, bus: Bus) -> None:
        report = bus.outputs[0].report()
        late = self._clock.monotonic_s() - self._began_s > OPEN_WITHIN_S
        if not self._sounding:
            if report.health is Health.GOOD:
                self._sound(bus)
            elif late or report.health is Health.FAILED:
                self._end(Tried(heard=False, code=report.reason))
            return
        if report.health is not Health.GOOD:
            self._end(Tried(heard=False, code=report.reason))
        while bus.events:
            if isinstance(bus.events.popleft(), Over):
                self._end(Tried(heard=True))

    def _sound(self, bus: Bus) -> None:
        self._sounding = True
        samples = tone()
        start = bus.made + SAMPLE_RATE_HZ // 4
        end = start + len(samples)
        gain = self._order.volume / 100
        bus.play(self._permit, MemorySource(samples), start=start, end=end, gain=gain)

    def _end(self, tried: Tried) -> None:
        if self.tried is None:
            self.tried = tried
            self._timer.stop()
            time.sleep(0.3)  # what was passed on is still on its way to the ear
            self._thread.finish()
            QCoreApplication.quit()


def _refused(error: DeskError) -> Tried:
    return Tried(False, error.code, {key: str(value) for key, value in error.params.items()})


def sound_tone(order: Order) -> Tried:
    """Do it; in a process that has no application of its own yet."""
    application = QCoreApplication.instance() or QCoreApplication([])
    try:
        settings = load_settings(open_database(DataFolder(Path(order.data)).database))
        permit = permit_of(order, settings)
    except DeskError as error:
        return _refused(error)
    if isinstance(permit, Refusal):
        return Tried(False, permit.code, {key: str(value) for key, value in permit.params})
    trial = Trial(order, settings, permit)
    trial.begin()
    application.exec()
    assert trial.tried is not None
    return trial.tried


def main(text: str) -> int:
    """The order as JSON in, what came of it as JSON out."""
    values: dict[str, Any] = json.loads(text)
    tried = sound_tone(Order(**values))
    answer = {"heard": tried.heard, "code": tried.code, "params": tried.params or {}}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
