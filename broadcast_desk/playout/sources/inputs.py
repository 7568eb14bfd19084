"""The capture devices of this computer, for those who ask without listening to any."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtMultimedia import QMediaDevices


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A microphone, a line-in, a tuner.

    Attributes:
        device_id: its stable id, as in `line:ID`, `fm:ID` and the setting `microphone`.
        name: what the system calls it, for people.
        is_default: whether the system listens there unless told otherwise.
    """

    device_id: str
    name: str
    is_default: bool


def input_devices() -> tuple[InputDevice, ...]:
    """The capture devices as the system lists them now, the default one first."""
    application = QCoreApplication.instance() or QCoreApplication([])
    before = qInstallMessageHandler(_drop)
    try:
        default = bytes(QMediaDevices.defaultAudioInput().id().data())
        found = [
            InputDevice(
                bytes(device.id().data()).decode("utf-8", "replace"),
                device.description(),
                bytes(device.id().data()) == default,
            )
            for device in QMediaDevices.audioInputs()
        ]
    finally:
        qInstallMessageHandler(before)
    del application  # it had to live this long
    return tuple(sorted(found, key=lambda device: (not device.is_default, device.name)))


def _drop(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt says where it found no sound server; an empty list says as much."""
    del kind, context, message
