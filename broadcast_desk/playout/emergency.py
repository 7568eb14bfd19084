"""Emergency messages (khẩn cấp, Thông tư 39/2020/TT-BTTTT): armed first, then confirmed by name.

Arming decodes and checks the message in another thread, so that confirming makes it sound at once.
A programme must be approved like any other; a file is the responsibility of the person named.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import soundfile

from broadcast_desk.audio.decoding import decode
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.playout.ports import Samples
from broadcast_desk.playout.sources.recorded import open_checked
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import DeskError, InputError, PlayoutError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.model import Recorded

ARMED_FOR = timedelta(minutes=5)
"""An emergency that nobody confirms in this time is forgotten."""

MOST_TIMES = 20
LONGEST_S = 1800.0


@dataclass(frozen=True, slots=True)
class Message:
    """A checked and decoded message.

    Attributes:
        content: what it is, for the log; a file has no version and no code.
    """

    content: Recorded
    samples: Samples
    times: int


@dataclass(frozen=True, slots=True)
class Armed:
    """A message that waits to be confirmed."""

    token: str
    message: Message
    until: datetime


class Emergencies:
    """Arms emergencies, and remembers those that were confirmed so that none sounds twice."""

    def __init__(self, data: DataFolder, clock: Clock) -> None:
        self._data = data
        self._clock = clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="emergency")
        self._armed: dict[str, Armed] = {}
        self.confirmed: dict[str, str] = {}

    def arm(self, what: str, times: int) -> Future[Message]:
        """Check and decode a message: a programme's code, or the path of a sound file.

        The future raises DeskError: unknown, not approved, damaged, or no audio.
        """
        if not 1 <= times <= MOST_TIMES:
            raise InputError("playout.times", most=MOST_TIMES)
        return self._pool.submit(self._read, what, times)

    def keep(self, message: Message) -> Armed:
        """Hold a message ready; its token confirms it."""
        now = self._clock.now()
        self._armed = {t: armed for t, armed in self._armed.items() if armed.until > now}
        armed = Armed(secrets.token_hex(4), message, now + ARMED_FOR)
        self._armed[armed.token] = armed
        return armed

    def take(self, token: str) -> Armed:
        """The armed message of a token.

        Raises:
            PlayoutError: there is none, or it waited too long ("playout.not_armed").
        """
        armed = self._armed.pop(token, None)
        if armed is None or armed.until <= self._clock.now():
            raise PlayoutError("playout.not_armed")
        return armed

    def close(self) -> None:
        """Stop."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, what: str, times: int) -> Message:
        db = open_database(self._data.database, readonly=True)
        try:
            media = MediaStore(self._data)
            library = Library(db, media, self._clock)
            if library.has_code(what):
                return self._programme(library, media, what, times)
        finally:
            db.conn.close()
        path = Path(what)
        if not path.is_file():
            raise InputError("playout.unknown_message", what=what)
        samples = decode(path, limit_s=LONGEST_S, timeout_s=120.0)
        title = nfc(path.name)
        content = Recorded(0, 0, "", title, "", "", len(samples), kind="emergency")
        return Message(content, samples, times)

    def _programme(self, library: Library, media: MediaStore, code: str, times: int) -> Message:
        airable = next((a for a in reversed(library.airables()) if a.code == nfc(code)), None)
        if airable is None:
            raise InputError("library.not_approved", code=code)
        library.may_air(
            airable.version_id, airable.content_sha256, airable.audio_sha256, self._clock.now()
        )
        sha256 = airable.audio_sha256
        with open_checked(media.path(sha256), sha256) as held:
            samples, _ = soundfile.read(io.BytesIO(held.read()), dtype="float32")
        content = Recorded(
            airable.version_id,
            airable.programme_id,
            airable.code,
            airable.title,
            airable.content_sha256,
            sha256,
            len(samples),
            kind=airable.kind,
            topic=airable.topic,
            field=airable.field,
            language=airable.language,
            issuer=airable.issuer,
            ai_mark=airable.ai_mark,
        )
        return Message(content, samples, times)


def length_s(message: Message) -> float:
    """How long one repetition sounds."""
    return len(message.samples) / SAMPLE_RATE_HZ


Answer = Callable[[dict[str, object] | DeskError], None]
"""Takes what came of a command: facts, or why it was refused."""
