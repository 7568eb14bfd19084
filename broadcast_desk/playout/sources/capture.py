"""Listens to one capture device and writes what it hears to standard output: a process of its own.

    python -m broadcast_desk.playout.sources.capture DEVICE_ID

48 kHz mono float32. The device is bound by its stable id: when it is not there, or goes, the
process ends and is started again by whoever wanted it; it never listens to another device. Without
an id it takes the system's default, once. The end of standard input is its end.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

import numpy as np
from PySide6.QtCore import QCoreApplication, QIODevice, QTimer
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from broadcast_desk.audio.model import SAMPLE_RATE_HZ

BUFFER_MS = 40
LOOK_MS = 15
STALL_S = 1.5
"""A device that gives nothing for so long is opened anew, by a new process."""

START_S = 5.0
"""The first samples may take so long: a sound server wakes its devices at leisure."""

NO_DEVICE = 4
"""Exit status: the device is not there."""

_KINDS = (
    (1, QAudioFormat.SampleFormat.Float, "<f4", 1.0),
    (1, QAudioFormat.SampleFormat.Int16, "<i2", 32768.0),
    (2, QAudioFormat.SampleFormat.Float, "<f4", 1.0),
    (2, QAudioFormat.SampleFormat.Int16, "<i2", 32768.0),
)


def main(device_id: str) -> int:
    """Listen until somebody ends it or the device goes; the exit status."""
    os.environ.setdefault("PULSE_LATENCY_MSEC", str(BUFFER_MS))
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    application = QCoreApplication([])
    device = _device(device_id)
    if device is None:
        return NO_DEVICE
    listener = _Listener(device)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    timer = QTimer()
    timer.timeout.connect(listener.look)
    timer.start(LOOK_MS)
    return application.exec()


def _device(device_id: str) -> QAudioDevice | None:
    if not device_id:
        default = QMediaDevices.defaultAudioInput()
        return None if default.isNull() else default
    for device in QMediaDevices.audioInputs():
        if bytes(device.id().data()).decode("utf-8", "replace") == device_id:
            return device
    return None


class _Listener:
    """Passes on what comes from the device."""

    def __init__(self, device: QAudioDevice) -> None:
        self._id = device.id()
        chosen, self._type, self._scale = _format_for(device)
        self._channels = chosen.channelCount()
        self._frame_bytes = chosen.bytesPerFrame()
        self._source = QAudioSource(device, chosen)
        self._source.setBufferSize(chosen.bytesForDuration(BUFFER_MS * 1000))
        self._stream: QIODevice | None = self._source.start()
        self._rest = b""
        self._late_s = time.monotonic() + START_S
        self._devices = QMediaDevices()
        self._devices.audioInputsChanged.connect(self._on_devices_changed)
        if self._source.error() != QtAudio.Error.NoError or self._stream is None:
            QTimer.singleShot(0, _leave)

    def look(self) -> None:
        """Pass on what has come; end when nothing comes any more."""
        if self._stream is None:
            return
        data = self._rest + bytes(self._stream.readAll().data())
        whole = len(data) // self._frame_bytes * self._frame_bytes
        self._rest = data[whole:]
        if whole:
            self._late_s = time.monotonic() + STALL_S
            self._pass_on(data[:whole])
        elif time.monotonic() > self._late_s:
            _leave()

    def _pass_on(self, data: bytes) -> None:
        frames = np.frombuffer(data, self._type).astype(np.float32) / self._scale
        samples = frames.reshape(-1, self._channels).mean(axis=1, dtype=np.float32)
        try:
            sys.stdout.buffer.write(samples.astype("<f4").tobytes())
            sys.stdout.buffer.flush()
        except OSError:
            _leave()

    def _on_devices_changed(self) -> None:
        """The server may move us to another device: end before it is heard."""
        if all(device.id() != self._id for device in QMediaDevices.audioInputs()):
            self._source.stop()
            self._stream = None
            _leave()


def _format_for(device: QAudioDevice) -> tuple[QAudioFormat, str, float]:
    """48 kHz in the simplest form the device gives, how it is stored, and its full scale."""
    found = [(_format(channels, kind), stored, scale) for channels, kind, stored, scale in _KINDS]
    return next((one for one in found if device.isFormatSupported(one[0])), found[-1])


def _format(channels: int, kind: QAudioFormat.SampleFormat) -> QAudioFormat:
    made = QAudioFormat()
    made.setSampleRate(SAMPLE_RATE_HZ)
    made.setChannelCount(channels)
    made.setSampleFormat(kind)
    return made


def _leave() -> None:
    QCoreApplication.exit(NO_DEVICE)


def _end_with_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
