"""What one zone's loudspeakers need that the programme does not: a delay, a pilot.

The delay lines up loudspeakers that hear each other across a field or a network. The pilot is a
soft noise or tone in pauses that keeps FM receivers on our own carrier while nothing is on air: a
transmitter that falls silent lets them pick up strangers. Recordings get neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from datetime import time as time_of_day
from typing import Literal

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.ports import Block, Output, OutputReport, Samples
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, TimeSpan, Zone

LONGEST_DELAY_MS = 5000
LOUDEST_PILOT_DB = -30.0
SOFTEST_PILOT_DB = -80.0
_NOISE_S = 4
_LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class Pilot:
    """A soft sound in pauses.

    Attributes:
        level_db: peak of the tone, or effective level of the noise, in dBFS.
        hours: local span in which it is there, None is always.
    """

    kind: Literal["noise", "tone"]
    level_db: float
    tone_hz: float = 0.0
    hours: TimeSpan | None = None

    @classmethod
    def of(cls, text: str, hours: str = "") -> Pilot | None:
        """The pilot written as noise:-60 or tone:14500:-50, and its hours as 05:00-21:30.

        Returns:
            None when the text is empty.

        Raises:
            InputError: it is no pilot ("playout.pilot_text").
        """
        if not text.strip():
            return None
        kind, *numbers = text.strip().split(":")
        try:
            values = [float(number) for number in numbers]
            span = _span(hours) if hours.strip() else None
        except ValueError as error:
            raise InputError("playout.pilot_text", text=f"{text} {hours}".strip()) from error
        made = None
        if kind == "noise" and len(values) == 1:
            made = cls("noise", values[0], 0.0, span)
        elif kind == "tone" and len(values) == 2 and 20 <= values[0] <= 20_000:
            made = cls("tone", values[1], values[0], span)
        if made is None or not SOFTEST_PILOT_DB <= made.level_db <= LOUDEST_PILOT_DB:
            raise InputError("playout.pilot_text", text=text)
        return made

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be there at an aware instant."""
        return self.hours is None or self.hours.contains(local(now).time())


@dataclass(frozen=True, slots=True)
class Shape:
    """What a zone's loudspeakers need."""

    delay_ms: int = 0
    pilot: Pilot | None = None

    @property
    def plain(self) -> bool:
        """Nothing is to be done."""
        return not self.delay_ms and self.pilot is None


def shape_of(zone: Zone, settings: StationSettings) -> Shape:
    """The shape of a zone's sound: its delay, and its pilot or the station's.

    Raises:
        InputError: the delay or the pilot cannot be ("playout.delay", "playout.pilot_text").
    """
    if not 0 <= zone.delay_ms <= LONGEST_DELAY_MS:
        raise InputError("playout.delay", zone=zone.id, most=LONGEST_DELAY_MS)
    extra = settings.extra
    text = extra.get(f"pilot.{zone.id}", extra.get("pilot", ""))
    hours = extra.get(f"pilot_hours.{zone.id}", extra.get("pilot_hours", ""))
    return Shape(zone.delay_ms, Pilot.of(text, hours))


def pilot_due(settings: StationSettings, zone: Zone, now: datetime) -> bool:
    """Whether a zone's pilot is to be on air; a setting that cannot be read is none."""
    try:
        pilot = shape_of(zone, settings).pilot
    except InputError:
        return False
    return pilot is not None and pilot.is_due(now)


class Shaped:
    """An output that hears the bus later, and a pilot in pauses.

    Args:
        output: where it goes on to.
        shape: what is to be done.
        now: aware wall-clock instants.
    """

    def __init__(self, output: Output, shape: Shape, now: Callable[[], datetime]) -> None:
        self._output = output
        self._shape = shape
        self._now = now
        self._held: Samples = np.zeros(shape.delay_ms * SAMPLE_RATE_HZ // 1000, np.float32)
        self._noise = np.random.default_rng(1).normal(0, 1, _NOISE_S * SAMPLE_RATE_HZ)
        self._due = False
        self._look_at_s = 0.0

    @property
    def name(self) -> str:
        """Its name in settings and on the command line."""
        return self._output.name

    def write(self, block: Block) -> None:
        """Take a block; returns at once."""
        heard: Samples = (block.samples * block.gain).astype(np.float32)
        if self._shape.delay_ms:
            waiting = np.concatenate([self._held, heard])
            heard, self._held = waiting[: len(heard)], waiting[len(heard) :]
        if self._shape.pilot is not None and self._pilot_due(self._shape.pilot):
            heard = self._with_pilot(heard, self._shape.pilot, block.position)
        self._output.write(Block(block.position, heard, 1.0, block.due_s))

    def report(self) -> OutputReport:
        """How it does; its delay is part of the latency."""
        report = self._output.report()
        latency_ms = report.latency_ms + (self._shape.delay_ms if report.latency_ms else 0)
        return OutputReport(
            report.name, report.kind, report.health, report.lost_samples, latency_ms,
            report.reason, report.detail,
        )  # fmt: skip

    def close(self) -> None:
        """Pass on what is left and let go."""
        self._output.close()

    def _pilot_due(self, pilot: Pilot) -> bool:
        now_s = time.monotonic()
        if now_s >= self._look_at_s:
            self._look_at_s = now_s + _LOOK_S
            self._due = pilot.is_due(self._now())
        return self._due

    def _with_pilot(self, heard: Samples, pilot: Pilot, position: int) -> Samples:
        level = 10 ** (pilot.level_db / 20)
        if np.max(np.abs(heard), initial=0.0) > level:
            return heard  # the programme itself keeps the receivers
        at = np.arange(position, position + len(heard))
        if pilot.kind == "tone":
            soft = np.sin(2 * np.pi * pilot.tone_hz * at / SAMPLE_RATE_HZ)
        else:
            soft = np.take(self._noise, at, mode="wrap")
        mixed: Samples = (heard + level * soft).astype(np.float32)
        return mixed


def _span(text: str) -> TimeSpan:
    start, _, end = text.strip().partition("-")
    return TimeSpan(
        time_of_day.fromisoformat(start.strip()), time_of_day.fromisoformat(end.strip())
    )
