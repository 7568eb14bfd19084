"""The sound cards of this computer, for those who ask without playing anything."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices


@dataclass(frozen=True, slots=True)
class OutputDevice:
    """A sound card.

    Attributes:
        device_id: its stable id, as in `playout --output card:ID`.
        name: what the system calls it, for people.
        is_default: whether the system plays there unless told otherwise.
    """

    device_id: str
    name: str
    is_default: bool


def output_devices() -> tuple[OutputDevice, ...]:
    """The sound cards as the system lists them now, the default one first; empty without any."""
    application = QCoreApplication.instance() or QCoreApplication([])
    before = qInstallMessageHandler(_drop)
    try:
        default = device_id_of(QMediaDevices.defaultAudioOutput())
        found = [
            OutputDevice(
                device_id_of(device), device.description(), device_id_of(device) == default
            )
            for device in QMediaDevices.audioOutputs()
        ]
    finally:
        qInstallMessageHandler(before)
    del application  # it had to live this long
    return tuple(sorted(found, key=lambda device: (not device.is_default, device.name)))


def device_id_of(device: QAudioDevice) -> str:
    """The stable id of a device; "" of none."""
    return bytes(device.id().data()).decode("utf-8", "replace")


def _drop(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt says where it found no sound server; an empty list says as much."""
    del kind, context, message
