"""A sound card, bound by its stable id: never another device unasked.

The card is opened with silence and joined to the bus when its clock is known, at the very sample
that is due, so neither a slow start nor a return after a loss moves anything on the bus. While it
plays, its clock paces the bus; while it does not, the computer's clock goes on where it left off.

Facts behind this (QtMultimedia 6.12, PulseAudio): the id is the sink's name and survives
re-plugging; when the device goes the sink keeps saying "active, no error" and only `processedUSecs`
stands still; a connection to `stateChanged` raises a TypeError in Python, so states are polled.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections import deque
from pathlib import Path

import numpy as np
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.server_watch import ServerWatch
from broadcast_desk.playout.outputs.sink_clock import SinkClock
from broadcast_desk.playout.ports import BLOCK, Block, Health, OutputReport, Pacer, Samples
from broadcast_desk.station.errors import StoreError
from broadcast_desk.storage.files import write_text

BUFFER = SAMPLE_RATE_HZ * 120 // 1000
"""What the card is kept filled with: 120 ms, before what the sound server holds."""

SERVER_BUFFER_MS = 90
"""What PulseAudio is asked to hold. Qt asks for so little (12 ms) that a busy computer runs dry;
libpulse lets the environment say otherwise, and keeps the sum of its buffers at that."""

STALL_S = 0.2
"""A card that plays nothing for so long is lost."""

OPEN_LIMIT_S = 6.0
"""A card that was opened and does not begin to play in this time is opened anew."""

REOPEN_S = 0.5
"""A card that is lost is looked for so often, beside the system's own word."""

APART = BLOCK
"""A card that follows another one is put right when they are 20 ms apart."""

MOST_WAITING = 50
"""Blocks a card may be behind when it does not pace the bus; older ones are lost."""

_log = logging.getLogger(__name__)


HELD = round(SAMPLE_RATE_HZ * 0.0642) if sys.platform.startswith("linux") else 0
"""What lies between "processed" and the ear: measured on PulseAudio 16 with the line above."""


def ask_for_steady_server() -> None:
    """Say how much PulseAudio is to hold; before the first device is opened."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(SERVER_BUFFER_MS))


class Binding:
    """Which device an output is bound to: said by its name, or the default once it was found."""

    def __init__(self, device_id: str, memory: Path | None) -> None:
        self.device_id = device_id
        self._memory = memory
        if not device_id and memory is not None:
            self.device_id = _remembered(memory)

    def find(self) -> QAudioDevice | None:
        """The bound device, None while it is not there; binds to the default the first time."""
        if not self.device_id:
            default = QMediaDevices.defaultAudioOutput()
            if default.isNull():
                return None
            self.device_id = _id_of(default)
            self._remember()
            return default
        for device in QMediaDevices.audioOutputs():
            if _id_of(device) == self.device_id:
                return device
        return None

    def _remember(self) -> None:
        if self._memory is None:
            return
        try:
            write_text(self._memory, json.dumps({"device_id": self.device_id}) + "\n")
        except StoreError:
            _log.warning("card.binding_not_kept")


class Card:
    """An output to a sound card, and the pacer of its bus.

    Lives in the audio thread.

    Args:
        name: as on the command line.
        binding: the device.
        began_s: monotonic instant of the bus's beginning.
        follows: what the bus goes by when it is not this card.
    """

    def __init__(
        self, name: str, binding: Binding, began_s: float, follows: Pacer | None = None
    ) -> None:
        self.name = name
        self._binding = binding
        self._follows = follows
        self._offset = -began_s * SAMPLE_RATE_HZ  # bus position = instant * rate + offset
        self._made = 0
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._channels = 1
        self._integer = False
        self._clock = SinkClock(HELD)
        self._opened_s = 0.0
        self._look_again_s = began_s
        self._written = 0
        self._joined: int | None = None  # bus position minus stream sample, once joined
        self._skip = 0
        self._slips = 0
        self._waiting: deque[Samples] = deque()
        self._lost = 0
        self._losses = 0
        self._reason = ""
        self._detail = ""
        self._now_s = began_s
        self._server = ServerWatch()
        self._devices = QMediaDevices()
        self._devices.audioOutputsChanged.connect(self._on_devices_changed)

    # Pacer

    def service(self, now_s: float) -> None:
        """Open, watch, join or give up the card."""
        self._now_s = now_s
        if self._sink is None:
            if now_s >= self._look_again_s:
                self._open(now_s)
            return
        if not self._watch(now_s):
            return
        if self._joined is None:
            if self._clock.settled(now_s):
                self._join(now_s)
            else:
                self._fill_silence()
        else:
            self._keep_in_step(now_s)
        self._pass_on()

    def samples_due(self, now_s: float) -> int:
        """As much as the card takes; by the clock while there is none."""
        if self._joined is not None and self._sink is not None:
            free = self._free() - sum(len(part) for part in self._waiting)
            return self._made + max(0, free)
        return int(self.position_at(now_s)) + BUFFER + HELD

    def position_at(self, instant_s: float) -> float:
        """The bus position that is heard at a monotonic instant."""
        if self._follows is not None:
            return self._follows.position_at(instant_s)
        return instant_s * SAMPLE_RATE_HZ + self._offset

    def instant_of(self, position: float) -> float:
        """The monotonic instant at which a bus position is heard."""
        if self._follows is not None:
            return self._follows.instant_of(position)
        return (position - self._offset) / SAMPLE_RATE_HZ

    # Output

    def write(self, block: Block) -> None:
        """Take a block: to the card if it plays, else it is lost here."""
        self._made = block.position + len(block.samples)
        if self._follows is not None:
            self.service(time.monotonic())
        if self._joined is None or self._sink is None:
            self._lost += len(block.samples) if block.samples.any() else 0
            return
        samples = block.samples * block.gain
        if self._skip:
            cut = min(self._skip, len(samples))
            samples, self._skip = samples[cut:], self._skip - cut
        if len(samples):
            self._waiting.append(samples.astype(np.float32))
        self._pass_on()
        while len(self._waiting) > MOST_WAITING:
            self._lost += len(self._waiting.popleft())

    def report(self) -> OutputReport:
        """How it does."""
        if self._sink is None:
            health = Health.LOST
        else:
            health = Health.GOOD if self._joined is not None else Health.OPENING
        latency_ms = 1000 * (self._written - self._clock.played + HELD) / SAMPLE_RATE_HZ
        return OutputReport(
            self.name,
            "card",
            health,
            self._lost,
            round(latency_ms, 1) if health is Health.GOOD else 0.0,
            self._reason if health is Health.LOST else "",
            self._detail or self._binding.device_id,
        )

    def close(self) -> None:
        """Let what is in the card play out, and close it."""
        self._drop("playout.card_closed", self._now_s)
        self._look_again_s = float("inf")

    # Opening and losing

    def _open(self, now_s: float) -> None:
        self._look_again_s = now_s + REOPEN_S
        device = self._binding.find()
        if device is None:
            self._server.look()
            self._reason = "playout.card_gone" if self._binding.device_id else "playout.no_card"
            return
        chosen = _format_for(device)
        self._detail = device.description()
        self._channels = chosen.channelCount()
        self._integer = chosen.sampleFormat() == QAudioFormat.SampleFormat.Int16
        sink = QAudioSink(device, chosen)
        sink.setBufferSize(BUFFER * chosen.bytesPerFrame())
        self._device = sink.start()
        if sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError):
            self._reason = "playout.card_refused"
            sink.stop()
            return
        self._sink, self._opened_s = sink, now_s
        self._clock = SinkClock(HELD)
        self._written = 0
        self._joined, self._skip, self._slips = None, 0, 0
        self._waiting.clear()
        self._fill_silence()

    def _watch(self, now_s: float) -> bool:
        """Look at the card's clock; False when it was lost just now."""
        assert self._sink is not None
        played = self._sink.processedUSecs() * SAMPLE_RATE_HZ // 1_000_000
        self._clock.observe(time.monotonic(), played)  # read after: it can only be too late
        if self._sink.state() == QtAudio.State.StoppedState:
            self._drop("playout.card_gone", now_s)
        elif self._clock.still_for_s(now_s) > STALL_S:
            if self._written - played < BLOCK:
                self._joined = None  # it ran dry: the bus was held up, not the card
                self._clock = SinkClock(HELD)
            else:
                self._drop("playout.card_stalled", now_s)
        elif not played and now_s - self._opened_s > OPEN_LIMIT_S:
            self._drop("playout.card_silent", now_s)
        return self._sink is not None

    def _drop(self, reason: str, now_s: float) -> None:
        """Stop the sink before the server can move it anywhere else."""
        sink, self._sink, self._device = self._sink, None, None
        if sink is None:
            return
        sink.reset()
        sink.stop()
        self._losses += 1
        self._reason = reason
        self._joined = None
        self._waiting.clear()
        self._look_again_s = now_s + REOPEN_S
        _log.warning("card.lost %s %s", self.name, reason)

    def _on_devices_changed(self) -> None:
        there = {_id_of(device) for device in QMediaDevices.audioOutputs()}
        if self._sink is not None and self._binding.device_id not in there:
            self._drop("playout.card_gone", self._now_s)
        elif self._sink is None:
            self._look_again_s = min(self._look_again_s, self._now_s)

    # Joining the bus

    def _join(self, now_s: float) -> None:
        """Let the next bus block sound at the instant at which it is due, to the sample."""
        due_s = self.instant_of(self._made)
        ahead = round(self._clock.sample_at(due_s)) - self._written
        if ahead > BUFFER:
            self._fill_silence()
            return
        self._joined = self._made - (self._written + ahead)
        if ahead >= 0:
            self._waiting.append(np.zeros(ahead, np.float32))
        else:
            self._skip = -ahead
        self._reason = ""
        _log.info("card.joined %s after %.3f s", self.name, now_s - self._opened_s)

    def _keep_in_step(self, now_s: float) -> None:
        """Pace the bus by the card; put right what a slip, or another card's pace, has moved."""
        assert self._joined is not None
        heard = self._clock.sample_at(now_s) + self._joined
        wrong = round(heard - self.position_at(now_s))
        slipped = self._clock.slips != self._slips
        self._slips = self._clock.slips
        if slipped:
            _log.warning("card.slipped %s %+.1f ms", self.name, wrong * 1000 / SAMPLE_RATE_HZ)
        if slipped or (self._follows is not None and abs(wrong) > APART):
            if wrong > 0:
                self._waiting.appendleft(np.zeros(wrong, np.float32))
            else:
                self._skip -= wrong
            self._joined -= wrong
        if self._follows is None:
            self._offset = self._clock.offset + self._joined

    def _fill_silence(self) -> None:
        while self._free() >= BLOCK:
            self._send(np.zeros(BLOCK, np.float32))

    def _pass_on(self) -> None:
        while self._waiting and self._sink is not None:
            samples = self._waiting[0]
            room = self._free()
            if room <= 0:
                return
            self._send(samples[:room])
            if room < len(samples):
                self._waiting[0] = samples[room:]
                return
            self._waiting.popleft()

    def _free(self) -> int:
        assert self._sink is not None
        return self._sink.bytesFree() // self._frame_bytes

    @property
    def _frame_bytes(self) -> int:
        return self._channels * (2 if self._integer else 4)

    def _send(self, samples: Samples) -> None:
        if self._device is None or not len(samples):
            return
        frames = np.repeat(samples, self._channels) if self._channels > 1 else samples
        if self._integer:
            data = np.round(np.clip(frames, -1, 1) * 32767).astype("<i2").tobytes()
        else:
            data = frames.astype("<f4").tobytes()
        sent = self._device.write(data)
        self._written += max(0, sent) // self._frame_bytes
        if sent != len(data):
            self._lost += len(samples) - max(0, sent) // self._frame_bytes


def _format_for(device: QAudioDevice) -> QAudioFormat:
    """48 kHz in the simplest form the device takes."""
    kinds = (
        (1, QAudioFormat.SampleFormat.Float),
        (2, QAudioFormat.SampleFormat.Float),
        (1, QAudioFormat.SampleFormat.Int16),
        (2, QAudioFormat.SampleFormat.Int16),
    )
    for channels, sample_format in kinds:
        chosen = QAudioFormat()
        chosen.setSampleRate(SAMPLE_RATE_HZ)
        chosen.setChannelCount(channels)
        chosen.setSampleFormat(sample_format)
        if device.isFormatSupported(chosen):
            return chosen
    return chosen


def _id_of(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _remembered(memory: Path) -> str:
    try:
        return str(json.loads(memory.read_text(encoding="utf-8"))["device_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
