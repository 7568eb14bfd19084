"""Listening on this computer, never on the station's loudspeakers."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from pathlib import Path

from broadcast_desk.cli.session import Session
from broadcast_desk.cli.speech import tell_fallback
from broadcast_desk.speech.lexicon import LexiconStore
from broadcast_desk.speech.reading import Options, read
from broadcast_desk.speech.rendering import Rendered, render
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.work_folder import work_folder
from broadcast_desk.station.errors import AudioError
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage.files import whole_file


def hear_word(
    session: Session, word: str, spoken: str, voice: str | None, out: Path | None
) -> Rendered:
    """Speak a word as the lexicon has it, or as `spoken`; to `out`, or aloud when that is None.

    Raises:
        SpeechError: nothing to say, no voice.
        AudioError: this computer has nothing to play sound on ("audio.no_device").
    """
    settings, lexicon = session.settings, LexiconStore(session.db).lexicon()
    reading = read(nfc(word), lexicon, Options(region=settings.region))
    if spoken:
        reading = dataclasses.replace(reading, lines=tuple(nfc(spoken).split("\n")))
    with work_folder(session.data) as work:
        rendered = render(
            spoken or word,
            settings=settings,
            data=session.data,
            lexicon=lexicon,
            work=work,
            voice=voice,
            template=Template(),
            reading=reading,
            force=True,
        )
        if out is None:
            play(rendered.mastered.path)
        else:
            with whole_file(out) as temporary:
                shutil.copyfile(rendered.mastered.path, temporary)
    tell_fallback(session, rendered)
    return rendered


def play(path: Path) -> None:
    """Play a sound file to its end on this computer's usual device.

    Raises:
        AudioError: there is no device, or it cannot be played.
    """
    from PySide6.QtCore import QCoreApplication, QUrl
    from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        raise AudioError("audio.no_device")
    player, output = QMediaPlayer(), QAudioOutput(device)
    player.setAudioOutput(output)
    player.mediaStatusChanged.connect(
        lambda status: status is QMediaPlayer.MediaStatus.EndOfMedia and app.exit(0)
    )
    player.errorOccurred.connect(lambda *_: app.exit(1))
    player.setSource(QUrl.fromLocalFile(str(path)))
    player.play()
    failed = app.exec()
    player.setSource(QUrl())
    if failed:
        raise AudioError("audio.no_device")
