"""Listening at the desk, on the desk's own device, never on the loudspeakers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtMultimedia import QAudioDevice, QAudioOutput, QMediaDevices, QMediaPlayer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.labels import FigureLabel, label
from broadcast_desk.desk.widgets.waveform import Peaks, WaveformWidget
from broadcast_desk.desk.wording import length_text

DEVICE_KEY = "preview/device"


def preview_device() -> QAudioDevice:
    """The device chosen for listening at the desk; the system's own when it is not there."""
    wanted = str(QSettings().value(DEVICE_KEY, ""))
    for device in QMediaDevices.audioOutputs():
        if bytes(device.id().data()).decode(errors="replace") == wanted:
            return device
    return QMediaDevices.defaultAudioOutput()


class AudioPanel(QWidget):
    """Listen to one file: a button, its waveform, where it is and how long it is."""

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._length_s = 0.0
        self._player: QMediaPlayer | None = None
        self.button = Button("", self.toggle, icon="play", look="primary")
        self.waveform = WaveformWidget()
        self.waveform.sought.connect(self._seek)
        self._time = FigureLabel("0:00", "small")
        self._length = FigureLabel("0:00", "small")
        self._trouble = label(role="error", wrap=True)
        self._trouble.hide()
        self._build()
        self._show_playing(playing=False)

    def _build(self) -> None:
        self.button.setFixedWidth(space(7))
        self.waveform.setAccessibleName(translate("Player", "Hình sóng, bấm để nghe từ chỗ đó"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.5))
        line = QHBoxLayout()
        line.setSpacing(space(1.5))
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.waveform, 1)
        times = QHBoxLayout()
        times.addSpacing(space(8.5))
        times.addWidget(self._time)
        times.addStretch(1)
        times.addWidget(self._length)
        column.addLayout(line)
        column.addLayout(times)
        column.addWidget(self._trouble)

    def show_audio(self, path: Path | None, length_s: float) -> None:
        """Offer another file, not yet playing."""
        if path == self._path:
            return
        self.stop()
        self._path, self._length_s = path, length_s
        self.waveform.set_peaks(None)
        self._trouble.hide()
        self.button.setEnabled(path is not None)
        self._time.setText(length_text(0))
        self._length.setText(length_text(length_s))

    def show_peaks(self, peaks: Peaks | None) -> None:
        """Draw the waveform of the file offered."""
        self.waveform.set_peaks(peaks)

    def toggle(self) -> None:
        """Listen, or pause."""
        if self._path is None:
            return
        player = self._open()
        if player.playbackState() is QMediaPlayer.PlaybackState.PlayingState:
            player.pause()
        else:
            player.play()

    def stop(self) -> None:
        """Stop listening and let the file go."""
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())
        self._show_playing(playing=False)

    def _open(self) -> QMediaPlayer:
        assert self._path is not None
        if self._player is None:
            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(preview_device(), self._player))
            self._player.positionChanged.connect(self._on_position)
            self._player.playbackStateChanged.connect(
                lambda state: self._show_playing(
                    playing=state is QMediaPlayer.PlaybackState.PlayingState
                )
            )
            self._player.errorOccurred.connect(self._on_error)
        source = QUrl.fromLocalFile(str(self._path))
        if self._player.source() != source:
            self._player.setSource(source)
        return self._player

    def _seek(self, place: float) -> None:
        if self._path is None:
            return
        self.waveform.set_place(place)
        self._time.setText(length_text(place * self._length_s))
        self._open().setPosition(round(place * self._length_s * 1000))

    def _on_position(self, position_ms: int) -> None:
        if self._length_s > 0:
            self.waveform.set_place(position_ms / 1000 / self._length_s)
        self._time.setText(length_text(position_ms / 1000))

    def _on_error(self) -> None:
        self._trouble.setText(
            translate(
                "Player", "Máy này không phát được tiếng để nghe thử; bản tin không bị ảnh hưởng."
            )
        )
        self._trouble.show()
        self._show_playing(playing=False)

    def _show_playing(self, *, playing: bool) -> None:
        self.button.set_icon("pause" if playing else "play")
        words = translate("Player", "Tạm dừng") if playing else translate("Player", "Nghe")
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
