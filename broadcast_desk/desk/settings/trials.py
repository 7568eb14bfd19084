"""The tests beside the settings: a tone, a listen, a spoken sentence, a test of the alarm."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from broadcast_desk.desk.compose.operations import Wanted, try_out
from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.library.operations import waveform
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.settings import operations
from broadcast_desk.desk.settings.alarms import AlarmsGroup
from broadcast_desk.desk.settings.group import Outcome
from broadcast_desk.desk.settings.outputs import OutputRow
from broadcast_desk.desk.settings.relays import RelaysGroup
from broadcast_desk.desk.settings.speakers import SpeakersGroup, show_no_tone, show_tone
from broadcast_desk.desk.settings.voices import VoicesGroup
from broadcast_desk.desk.widgets.player import AudioPanel
from broadcast_desk.desk.wording import reason_text
from broadcast_desk.station.errors import DeskError


class Trials:
    """Does the tests of a page of settings, and says beside each what came of it."""

    def __init__(
        self,
        page: Page,
        speakers: SpeakersGroup,
        relays: RelaysGroup,
        voices: VoicesGroup,
        alarms: AlarmsGroup,
    ) -> None:
        self.context, self.tasks = page.context, page.tasks
        self.say_error = page.say_error
        self.relays, self.voices, self.alarms = relays, voices, alarms
        self._work = tempfile.TemporaryDirectory(prefix="broadcast-desk-")
        page.destroyed.connect(self._work.cleanup)
        speakers.tried.connect(self._sound_tone)
        relays.listened.connect(self._listen)
        voices.tried.connect(self._speak)
        alarms.tried.connect(self._send_test)

    def _sound_tone(self, row: OutputRow, zone: str, volume: int) -> None:
        output, by = row.output(), self.context.operator or translate("Window", "Người trực đài")
        row.test.setEnabled(False)
        row.outcome.say(translate("Settings", "Đang phát tiếng thử"))
        self.tasks.long(
            lambda rooms, _: operations.sound_tone(rooms, output, zone, by, volume),
            partial(show_tone, row),
            failed=partial(show_no_tone, row),
            finished=lambda: row.test.setEnabled(True),
        )

    def _listen(self, outcome: Outcome, url: str) -> None:
        folder = Path(self._work.name)
        outcome.say(translate("Settings", "Đang nghe vài giây"))
        self.tasks.long(
            lambda _, task: operations.listen(task, url, folder),
            partial(self._hear, outcome),
            failed=lambda error: outcome.say(words_of(error), "need"),
        )

    def _hear(self, outcome: Outcome, listened: operations.Listened) -> None:
        heard = listened.heard
        words = translate("Settings", "Nhận được tiếng, mức cao nhất {db} dB.")
        outcome.say(words.format(db=round(heard.peak_db)), "well")
        _play(self.relays.player, heard.path, heard.length_s)
        self.relays.player.show_peaks(listened.peaks)

    def _speak(self, text: str, voice: str) -> None:
        folder = Path(tempfile.mkdtemp(dir=self._work.name))
        wanted = Wanted(text, voice, force=True)
        self.voices.outcome.say(translate("Settings", "Đang đọc thử"))
        self.voices.test.setEnabled(False)
        self.tasks.long(
            lambda rooms, task: try_out(rooms, task, wanted, folder),
            self._hear_voice,
            failed=lambda error: self.voices.outcome.say(words_of(error), "need"),
            finished=lambda: self.voices.test.setEnabled(True),
        )

    def _hear_voice(self, path: Path) -> None:
        self.voices.outcome.hide()
        _play(self.voices.player, path, 0.0)
        self.tasks.read(
            lambda _: waveform(path),
            self.voices.player.show_peaks,
            latest="waveform",
            failed=self.say_error,
        )

    def _send_test(self) -> None:
        try:
            settings = self.alarms.applied_to(self.context.settings)
        except DeskError as error:
            self.alarms.show_not_sent(words_of(error))
            return
        secrets = self.alarms.secrets()
        station = settings.name
        words = (
            reason_text("alarm.test_subject", station=station),
            reason_text("alarm.test_body", station=station),
        )
        self.alarms.show_sending()
        self.alarms.test.setEnabled(False)
        self.tasks.long(
            lambda rooms, _: operations.send_test(rooms, settings, secrets, words),
            self.alarms.show_sent,
            failed=lambda error: self.alarms.show_not_sent(words_of(error)),
            finished=lambda: self.alarms.test.setEnabled(True),
        )


def _play(player: AudioPanel, path: Path, length_s: float) -> None:
    player.show_audio(path, length_s)
    player.show()
    player.toggle()
