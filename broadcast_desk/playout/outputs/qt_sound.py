"""Sound cards through Qt: Windows, macOS, and Linux without libpulse.

Facts behind this (QtMultimedia 6.12): on PulseAudio the id is the sink's name and survives
re-plugging; when the device goes the sink keeps saying "active, no error" and only
`processedUSecs()` stands still; a connection to `stateChanged` raises a TypeError in Python, so
states are polled; the server may move a stream to another card before it can be stopped.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.devices import device_id_of
from broadcast_desk.playout.outputs.server_watch import ServerWatch
from broadcast_desk.playout.outputs.sound_system import CardRefusedError, Device
from broadcast_desk.playout.ports import Samples

SERVER_BUFFER_MS = 90
"""What PulseAudio is asked to hold. Qt asks for so little (12 ms) that a busy computer runs dry;
libpulse lets the environment say otherwise, and keeps the sum of its buffers at that."""

HELD = round(SAMPLE_RATE_HZ * 0.0642) if sys.platform.startswith("linux") else 0
"""What lies between "processed" and the ear: measured on PulseAudio 16 with the line above."""


class QtSound:
    """The sound system as Qt sees it."""

    period_ms: tuple[int, ...] = (7, 11, 9, 13)
    """Uneven on purpose: what a card has played moves in steps of its own, and looks in time with
    them would always see the same place of a step."""

    buffer = SAMPLE_RATE_HZ * 120 // 1000

    def __init__(self) -> None:
        if sys.platform.startswith("linux"):
            os.environ.setdefault("PULSE_LATENCY_MSEC", str(SERVER_BUFFER_MS))
        self._changes = 0
        self._streams: list[QtStream] = []
        self._server = ServerWatch()
        self._devices = QMediaDevices()
        self._devices.audioOutputsChanged.connect(self._on_changed)

    def service(self) -> None:
        """Nothing: Qt serves itself."""

    def changes(self) -> int:
        """Grows with every change of the list of devices."""
        return self._changes

    def default_device(self) -> Device | None:
        """The system's default device."""
        found = QMediaDevices.defaultAudioOutput()
        return None if found.isNull() else Device(device_id_of(found), found.description())

    def find(self, device_id: str) -> Device | None:
        """The device of that id.

        Raises:
            SoundServerBackError: the sound server was gone and is back; Qt cannot use it any more.
        """
        found = _find(device_id)
        if found is None:
            self._server.look()
            return None
        return Device(device_id, found.description())

    def open(self, device: Device) -> QtStream:
        """Open a stream.

        Raises:
            CardRefusedError: Qt does not open it.
        """
        found = _find(device.device_id)
        if found is None:
            raise CardRefusedError(device.device_id)
        stream = QtStream(found, self.buffer)
        self._streams = [one for one in self._streams if not one.trouble()] + [stream]
        return stream

    def _on_changed(self) -> None:
        """Stop what lost its device before the server moves it elsewhere."""
        self._changes += 1
        there = {device_id_of(device) for device in QMediaDevices.audioOutputs()}
        for stream in self._streams:
            if stream.device_id not in there:
                stream.close()


class QtStream:
    """A stream to one device."""

    keeps_time = False
    settle_s = 1.0
    held = HELD

    def __init__(self, device: QAudioDevice, buffer: int) -> None:
        self.device_id = device_id_of(device)
        chosen = _format_for(device)
        self._channels = chosen.channelCount()
        self._integer = chosen.sampleFormat() == QAudioFormat.SampleFormat.Int16
        self._frame_bytes = chosen.bytesPerFrame()
        self._closed = False
        self._sink = QAudioSink(device, chosen)
        self._sink.setBufferSize(buffer * self._frame_bytes)
        self._device = self._sink.start()
        if self._sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError):
            self.close()
            raise CardRefusedError(self.device_id)

    def service(self) -> None:
        """Nothing: Qt serves itself."""

    def reading(self) -> tuple[float, int] | None:
        """What was processed by now; the instant is read after, so it can only be too late."""
        if self._closed:
            return None
        played = self._sink.processedUSecs() * SAMPLE_RATE_HZ // 1_000_000
        return (time.monotonic(), played) if played else None

    def free(self) -> int:
        """How many samples Qt's buffer takes."""
        return 0 if self._closed else self._sink.bytesFree() // self._frame_bytes

    def write(self, samples: Samples) -> int:
        """Pass samples on in the device's format."""
        if self._closed:
            return 0
        frames = np.repeat(samples, self._channels) if self._channels > 1 else samples
        if self._integer:
            data = np.round(np.clip(frames, -1, 1) * 32767).astype("<i2").tobytes()
        else:
            data = frames.astype("<f4", copy=False).tobytes()
        sent = self._device.write(data)
        return max(0, sent) // self._frame_bytes

    def trouble(self) -> str:
        """Why the stream is over."""
        if self._closed or self._sink.state() == QtAudio.State.StoppedState:
            return "playout.card_gone"
        return ""

    def complaint(self, level: float) -> str:
        """Nothing: Qt does not say what a device really plays."""
        del level
        return ""

    def close(self) -> None:
        """Stop at once, before the server can move the stream anywhere else."""
        if not self._closed:
            self._closed = True
            self._sink.reset()
            self._sink.stop()


def _find(device_id: str) -> QAudioDevice | None:
    for device in QMediaDevices.audioOutputs():
        if device_id_of(device) == device_id:
            return device
    return None


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
